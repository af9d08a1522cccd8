"""The result buttons: always in this order, with words that fit the kind of step."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _

from troubleshooter.content.schema import StepContent
from troubleshooter.engine import Result

COULD_NOT = (_("I couldn’t do it"), _("I can’t find it"))

WORDS: dict[str, tuple[str, str]] = {
    "fix": (_("It worked"), _("It didn’t help")),
    "check": (_("It works now"), _("I looked, and it still doesn’t work")),
    "safety": (_("It works now"), _("Done, go on")),
    "workaround": (_("That is enough for now"), _("Done, go on with the fix")),
}


# The fifth button, where there is one.
LAST = {
    "later": _("Done, test it later"),
    "still": _("I’m still waiting"),
    "now": _("I’m waiting to see"),
}


@dataclass(frozen=True, kw_only=True)
class Button:
    value: Result
    label: str


def result_buttons(
    step: StepContent, *, waiting: bool, test_later: bool = False
) -> tuple[Button, ...]:
    """It worked · Didn't help · I couldn't do it · I can't find it · I'm waiting (where the
    effect takes time, where the step looks at something that may pass, or where a test of several
    steps comes later). The same buttons are the same object each time: pages are kept by it."""
    if test_later:
        return _buttons(step.kind, "later")
    if waiting:
        return _buttons(step.kind, "still")
    return _buttons(step.kind, "now" if step.wait_minutes or step.kind == "check" else "")


@cache
def _buttons(kind: str, last: str) -> tuple[Button, ...]:
    fixed, no_help = WORDS[kind]
    could_not, not_found = COULD_NOT
    buttons = (
        Button(value=Result.FIXED, label=fixed),
        Button(value=Result.NO_HELP, label=no_help),
        Button(value=Result.COULD_NOT, label=could_not),
        Button(value=Result.NOT_FOUND, label=not_found),
    )
    return (*buttons, Button(value=Result.WAITING, label=LAST[last])) if last else buttons
