"""What a guide is made of, in the order of the work. Names are those of the guide file's lists."""

from dataclasses import dataclass

from django.db.models import Model

from troubleshooter import models
from troubleshooter.models import Guide

from .page import address_of


@dataclass(frozen=True, kw_only=True)
class Part:
    """One list of a guide. `name` is also its place on the page and the guide's attribute."""

    name: str
    model: type[Model]
    title: str
    one: str
    about: str
    after: str = ""  # the part that should be there first

    @property
    def permission(self) -> str:
        return self.model._meta.model_name


PARTS = (
    Part(
        name="platforms",
        model=models.Platform,
        title="Platforms and versions",
        one="a platform",
        about="The kinds of device that the guide speaks to, each with its versions. Visitors say "
        "which one they have, and see where to tap on it.",
    ),
    Part(
        name="causes",
        model=models.Cause,
        title="Causes",
        one="a cause",
        about="Each reason why the problem can happen. Steps clear causes, and answers speak for "
        "or against them.",
    ),
    Part(
        name="questions",
        model=models.Question,
        title="Questions",
        one="a question",
        about="What visitors can see for themselves, and what tells the causes apart.",
        after="causes",
    ),
    Part(
        name="paths",
        model=models.SettingsPath,
        title="Settings paths",
        one="a settings path",
        about="Where to tap, label by label, on each device. Questions and steps show them.",
        after="platforms",
    ),
    Part(
        name="steps",
        model=models.Step,
        title="Steps",
        one="a step",
        about="What visitors do about the problem. Each step says which causes it clears.",
        after="causes",
    ),
    Part(
        name="messages",
        model=models.Message,
        title="Messages on the screen",
        one="a message",
        about="What the device says when it goes wrong. Visitors search by these words.",
        after="questions",
    ),
    Part(
        name="handoff",
        model=models.HandoffItem,
        title="What support will ask",
        one="something to ask",
        about="Visitors who go on to support can copy the answers to these.",
    ),
    Part(
        name="aftercare",
        model=models.Aftercare,
        title="Habits that keep it working",
        one="a habit",
        about="Shown once it works, so that it does not happen again.",
    ),
    Part(
        name="facts",
        model=models.Fact,
        title="Facts",
        one="a fact",
        about="Short answers to what people wonder about. Causes, questions and steps link to "
        "them.",
    ),
)
BY_NAME = {part.name: part for part in PARTS}
BY_MODEL = {part.model: part for part in PARTS}


def place_of(guide: Guide, part: Part) -> str:
    """The address of the part's list on the guide's workbench."""
    return f"{address_of('overview', guide)}#{part.name}"
