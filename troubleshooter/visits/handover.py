"""What a visitor takes to support: what support will ask, what was tried, what is left."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troubleshooter.content.schema import StepContent
from troubleshooter.engine import Result, still_to_try
from troubleshooter.models import Node

from .gates import DECLINED
from .queries import OpenVisit, numbers_for

# Of the steps that are left so many are listed. iCloud's guide, a large one, has 22 in all.
MOST_LEFT = 20
# The item that is filled in with the message that the visitor picked.
MESSAGE_ITEM = "message"

SAID = {
    Result.FIXED: gettext_lazy("it worked"),
    Result.NO_HELP: gettext_lazy("it did not help"),
    Result.COULD_NOT: gettext_lazy("could not do it"),
    Result.NOT_FOUND: gettext_lazy("could not find it"),
    Result.WAITING: gettext_lazy("waiting to see"),
}

# Where the same result means something else: a safeguard that was done did not fail to help.
SAID_OF_KIND = {
    ("check", Result.NO_HELP): gettext_lazy("looked, and it still does not work"),
    ("safety", Result.NO_HELP): gettext_lazy("done"),
    ("workaround", Result.FIXED): gettext_lazy("done, and enough for now"),
    ("workaround", Result.NO_HELP): gettext_lazy("done"),
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing that the visitor said: of which question or step, in words, and whether the picked
    message said it for them."""

    node: Node
    key: str
    value: str
    text: str
    said: str
    by_message: bool = False


def fields(here: OpenVisit) -> dict[str, str]:
    """What the visitor kept for support; before they kept anything, what the visit knows."""
    known = {item.key: _known(here, item.key, item.kind) for item in here.guide.content.handoff}
    return {**known, **here.visit.handoff}


def _known(here: OpenVisit, key: str, kind: str) -> str:
    if kind == "version":
        return device(here)
    message = here.guide.messages.get(here.visit.message)
    return message.text if message and key == MESSAGE_ITEM else ""


def device(here: OpenVisit) -> str:
    """Platform and version as a person would say them, as far as they are known."""
    platform = here.guide.platforms.get(here.visit.platform)
    name, version = platform.name if platform else "", here.visit.version
    if not (name and version):
        return name or version
    return _("%(device)s, version %(version)s") % {"device": name, "version": version}


def said(here: OpenVisit) -> tuple[Said, ...]:
    """Everything answered and tried, in the order in which the visitor came to it."""
    brought = {(Node.QUESTION, key) for key in here.brought}
    return tuple(
        Said(
            node=Node(node),
            key=key,
            value=value,
            text=text,
            said=words,
            by_message=(node, key) in brought,
        )
        for (node, key), value in here.state.given.items()
        for text, words in _words(here, node, key, value)
    )


def _words(here: OpenVisit, node: str, key: str, value: str) -> list[tuple[str, str]]:
    """The node's text with what was said, or nothing when the revision does not have it."""
    if node == Node.STEP and key in here.guide.steps:
        step, result = here.guide.steps[key], Result(value)
        return [(step.title, str(SAID_OF_KIND.get((step.kind, result), SAID[result])))]
    if node == Node.QUESTION and key in here.guide.questions:
        question = here.guide.questions[key]
        labels = {option.key: option.label for option in question.options}
        return [(question.text, labels.get(value, _("Not sure")))]
    return []


def left_to_try(here: OpenVisit) -> tuple[StepContent, ...]:
    """Fixes not tried yet, in the engine's order, as many as somebody may read; after them those
    that were put off."""
    numbers = numbers_for(here.visit)
    untried = still_to_try(here.guide.engine, numbers, here.state.evidence, most=MOST_LEFT)
    put_off = [key for key, result in here.state.steps.items() if result in DECLINED]
    return tuple(
        here.guide.steps[key]
        for key in dict.fromkeys((*untried, *put_off))
        if key in here.guide.steps and here.guide.steps[key].kind in ("fix", "check")
    )


def workarounds(here: OpenVisit) -> tuple[StepContent, ...]:
    """Other ways to what the person needs, but for those that did not help."""
    results = here.state.steps
    return tuple(s for s in here.guide.workarounds if results.get(s.key) is not Result.NO_HELP)


def summary(here: OpenVisit, cause_link: str) -> str:
    """The hand-over as plain text, ready to copy: what is not known is left out. The link lets
    support say what it was."""
    content = here.guide.content
    known = fields(here)
    wrote = [(item.label, known.get(item.key)) for item in content.handoff]
    lines = [f"{label}: {text}" for label, text in wrote if text]
    lines = [content.title, *([""] if lines else []), *lines]
    for heading, node in ((_("What I answered:"), Node.QUESTION), (_("What I tried:"), Node.STEP)):
        listed = [f"- {one.text} - {one.said}" for one in said(here) if one.node is node]
        lines += ["", heading, *(listed or [_("- nothing yet")])]
    words = _("For support, once it is solved, to say what the cause was: %(link)s")
    lines += ["", words % {"link": cause_link}]
    return "\n".join(lines)
