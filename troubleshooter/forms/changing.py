"""A change to the guide that a lead thinks of: it stands in the address, and can be shared."""

from collections.abc import Iterable

from django import forms

from troubleshooter.statistics.effects.change import Change, Kind

KINDS = (
    (Kind.FIRST, "comes first"),
    (Kind.MOVE, "gets another place in the editors’ order"),
    (Kind.REMOVE, "is taken out"),
    (Kind.MINUTES, "takes other minutes"),
)
NUMBERED = {Kind.MOVE, Kind.MINUTES}
MOST_MINUTES = 10_000


class ChangeForm(forms.Form):
    """One step, what becomes of it, and a number where that needs one."""

    step = forms.ChoiceField(
        label="What if this step",
        error_messages={"invalid_choice": "The guide has no such step. Choose one of the list."},
    )
    change = forms.ChoiceField(
        label="is changed: it",
        choices=[(kind.value, words) for kind, words in KINDS],
        error_messages={"invalid_choice": "Choose one of the changes in the list."},
    )
    to = forms.FloatField(
        label="Place, or minutes",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": "Write a number, for example 3."},
    )

    def __init__(self, steps: Iterable[tuple[str, str]], data: object) -> None:
        super().__init__(data, auto_id="change-%s")
        self.fields["step"].choices = list(steps)
        for field in self.fields.values():
            # One form with the page's filters, wherever on the page the boxes stand.
            field.widget.attrs["form"] = "filters"

    def clean_to(self) -> float | None:
        kind, number = self.cleaned_data.get("change"), self.cleaned_data["to"]
        if kind not in NUMBERED:
            return None
        if number is None:
            raise forms.ValidationError("Write the new place, or the new minutes.")
        places = len(self.fields["step"].choices)
        if kind == Kind.MOVE and (number != int(number) or not 1 <= number <= places):
            raise forms.ValidationError(f"A place is a whole number from 1 to {places}.")
        if kind == Kind.MINUTES and not 0 <= number <= MOST_MINUTES:
            raise forms.ValidationError(f"Minutes go from 0 to {MOST_MINUTES}.")
        return number

    @property
    def asked(self) -> Change | None:
        """The change; None where something is missing or not valid."""
        if not self.is_bound or not self.is_valid():
            return None
        said = self.cleaned_data
        return Change(step=said["step"], kind=Kind(said["change"]), to=said["to"] or 0.0)
