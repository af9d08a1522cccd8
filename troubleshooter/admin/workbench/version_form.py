"""Which new version is out, and on which platforms."""

import re

from django import forms

from troubleshooter.editing.new_version import namesakes
from troubleshooter.models import Guide, Platform

LONGEST = 30


class NewVersionForm(forms.Form):
    """The platforms of one guide, and those that other guides call the same."""

    platforms = forms.ModelMultipleChoiceField(
        queryset=Platform.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="On which platforms",
        help_text="Each gets the version as its newest. Visitors can choose it once you publish.",
        error_messages={"required": "Tick at least one platform."},
    )
    name = forms.CharField(
        label="Version",
        max_length=LONGEST,
        help_text="As the device shows it, without more: 27, not iOS 27.",
        widget=forms.TextInput(attrs={"size": 8, "autocomplete": "off"}),
    )
    everywhere = forms.BooleanField(
        required=False,
        label="In all other guides too",
        help_text="Every guide that has a platform of the same name gets the version.",
    )

    def __init__(self, guide: Guide, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.guide = guide
        own = Platform.objects.filter(guide=guide).prefetch_related("versions")
        self.fields["platforms"].queryset = own
        self.own = list(own)
        self.others = namesakes(self.own)
        self.initial.setdefault("platforms", [platform.pk for platform in self.own])
        self.initial.setdefault("name", _next(self.own))
        self.initial.setdefault("everywhere", bool(self.others))
        if not self.others:
            del self.fields["everywhere"]

    def chosen(self) -> list[Platform]:
        """Every platform that gets the version."""
        own = list(self.cleaned_data["platforms"])
        if not self.cleaned_data.get("everywhere"):
            return own
        return [*own, *namesakes(own)]

    def already(self, platforms: tuple[Platform, ...]) -> None:
        """Say which platforms have the version, of which guide."""
        name = self.cleaned_data["name"]
        for platform in platforms:
            words = f"“{platform.guide}” has version {name} of {platform} already."
            self.add_error("name", words)


def _next(platforms: list[Platform]) -> str:
    """One more than the newest version, where that is a number for all."""
    newest = {list(each.versions.all())[-1].name for each in platforms if each.versions.all()}
    (only,) = newest if len(newest) == 1 else ("",)
    return str(int(only) + 1) if re.fullmatch(r"\d{1,4}", only, re.ASCII) else ""
