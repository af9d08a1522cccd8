"""What a support lead may ask of the statistics: it stands in the address, and can be shared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms

from troubleshooter.models import Exclusion

UNSURE = "unsure"
DEPENDENT = ("revision", "platform", "version")


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What there is to choose from, each as (value in the address, words)."""

    guides: tuple[tuple[str, str], ...]
    revisions: tuple[tuple[str, str], ...]
    platforms: tuple[tuple[str, str], ...]
    versions: tuple[str, ...]
    languages: tuple[str, ...]


def _choice(name: str, wrong: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=name, required=False, error_messages={"invalid_choice": wrong})


def _day(name: str) -> forms.DateField:
    """Empty shows the day that holds: `initial` of the form."""
    return forms.DateField(
        label=name,
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Write the day as year-month-day, for example 2026-03-31."},
    )


class FilterForm(forms.Form):
    """A field that is not valid says so and is left out; all others still hold.

    `of` is the guide that the lists were made for. Where another was chosen since, what belongs
    to the old one is left out without a word.
    """

    guide = _choice("Guide", "There is no such guide. The first one is shown.")
    language = _choice("Language", "No guide is written in this language.")
    since = _day("From")
    until = _day("To")
    revision = _choice("Revision", "This guide has no such revision. All are shown.")
    platform = _choice("Device", "This guide knows no such device. All are shown.")
    version = _choice("Version", "This guide knows no such version. All are shown.")
    simulated = forms.ChoiceField(
        label="Visits of",
        required=False,
        choices=(("", "People"), ("1", "A simulation")),
        error_messages={"invalid_choice": "Choose people or a simulation."},
    )
    include = forms.MultipleChoiceField(
        label="Count as well",
        required=False,
        choices=[(value, words) for value, words in Exclusion.choices if value],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Nothing of that kind is left out."},
    )

    def __init__(self, choices: Choices, data: dict[str, list[str]], **kwargs: object) -> None:
        super().__init__(data, auto_id="filter-%s", **kwargs)
        self.fields["guide"].choices = choices.guides
        self.fields["language"].choices = _all("All", ((one, one) for one in choices.languages))
        self.fields["revision"].choices = _all("All", choices.revisions)
        self.fields["platform"].choices = _all(
            "All", (*choices.platforms, (UNSURE, "Not sure which"))
        )
        self.fields["version"].choices = _all(
            "All", (*((one, one) for one in choices.versions), (UNSURE, "Not sure which"))
        )

    @property
    def languages_differ(self) -> bool:
        """Whether there is a language to choose: all, one, and another."""
        return len(self.fields["language"].choices) > 2

    def clean(self) -> dict[str, object]:
        asked = super().clean()
        since, until = asked.get("since"), asked.get("until")
        if since and until and until < since:
            self.add_error("until", f"The last day cannot be before the first, {_words(since)}.")
        return asked


def _all(words: str, choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", words), *choices]


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
