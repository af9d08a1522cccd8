"""The result buttons: always in this order, with words that fit the kind of step."""

from dataclasses import dataclass

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


@dataclass(frozen=True, kw_only=True)
class Button:
    value: Result
    label: str


def result_buttons(
    step: StepContent, *, waiting: bool, test_later: bool = False
) -> tuple[Button, ...]:
    """It worked · Didn't help · I couldn't do it · I can't find it · I'm waiting (where the
    effect takes time, where the step looks at something that may pass, or where a test of several
    steps comes later)."""
    fixed, no_help = WORDS[step.kind]
    could_not, not_found = COULD_NOT
    buttons = [
        Button(value=Result.FIXED, label=fixed),
        Button(value=Result.NO_HELP, label=no_help),
        Button(value=Result.COULD_NOT, label=could_not),
        Button(value=Result.NOT_FOUND, label=not_found),
    ]
    if test_later:
        buttons.append(Button(value=Result.WAITING, label=_("Done, test it later")))
    elif step.wait_minutes or step.kind == "check" or waiting:
        label = _("I’m still waiting") if waiting else _("I’m waiting to see")
        buttons.append(Button(value=Result.WAITING, label=label))
    return tuple(buttons)
