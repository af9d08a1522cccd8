"""What a lead holds visits against: the other side of a comparison, in the address as well."""

from troubleshooter.forms.insights import Choices, FilterForm

PREFIX = "with"


class OtherSideForm(FilterForm):
    """The filters of the other side. What is left empty is as on the page's own side, and the days
    are those before."""

    def __init__(self, choices: Choices, data: dict[str, list[str]]) -> None:
        super().__init__(choices, data, prefix=PREFIX)
        for name in ("guide", "language", "simulated", "include"):
            del self.fields[name]
        for name in ("revision", "platform", "version"):
            field = self.fields[name]
            field.choices = [("", "The same"), *list(field.choices)[1:]]
        for field in self.fields.values():
            # One form with the page's own filters, wherever on the page the boxes stand.
            field.widget.attrs["form"] = "filters"
