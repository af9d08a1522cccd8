"""What an editor says when a draft is sent to visitors: the note, and perhaps a time."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone


class PublishForm(forms.Form):
    note = forms.CharField(
        label="What changes, and why",
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Editors read this in the list of revisions. Visitors do not see it.",
    )
    publish_at = forms.DateTimeField(
        label="For later: day and time",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=(
            "New visitors see it from then on. For approval, leave it empty to let it "
            f"go live as soon as someone agrees. The time is that of {settings.TIME_ZONE}."
        ),
    )

    def __init__(self, data: object = None, *, later: bool = False) -> None:
        super().__init__(data)
        self.later = later

    def clean_publish_at(self) -> object:
        """Not `required`: a browser would then hold up “Publish now” too, once this comes back."""
        at = self.cleaned_data["publish_at"]
        if at is None and self.later:
            raise ValidationError("Choose the day and the time, or press another button.")
        if at is not None and at <= timezone.now():
            raise ValidationError("This time is past. Choose one that is still to come.")
        return at
