"""What the device says, what support asks, what keeps it working, and what is true besides."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from .fields import (
    Caption,
    HandoffKind,
    Key,
    Line,
    PathNames,
    Prose,
    QuestionName,
    Sources,
)
from .part import NO_TEXT, Content
from .rules import Duration


class MessageContent(Content):
    """What the device says, so that a visitor can search by the words on the screen."""

    key: Key = Field(description="Name of the message within the guide.")
    text: Caption = Field(description="The words on the screen.")
    also: tuple[Line, ...] = Field((), description="Other wordings, one on a line.")
    answers: Mapping[QuestionName, str] = Field(
        {}, description="Answers taken over when a visitor picks the message: question to option."
    )


class HandoffItemContent(Content):
    """Something that support will ask."""

    key: Key = Field(description="Name of the item within the guide.")
    label: Caption = Field(description="What is asked for.")
    kind: HandoffKind = Field(description="version (filled in by the portal) or text.")


class AftercareContent(Content):
    """A habit that keeps things working, shown once they work."""

    key: Key = Field(description="Name of the habit within the guide.")
    title: Caption = Field(description="The habit in a few words.")
    text: Prose = Field(description="The habit, in Markdown.")
    reminder: Annotated[str, Duration()] = Field(
        NO_TEXT, description="ISO 8601 duration after which a calendar reminder repeats."
    )
    paths: PathNames = ()


class FactContent(Content):
    """A correction, or background that a visitor may need."""

    key: Key = Field(description="Name of the fact within the guide.")
    title: Caption = Field(description="The fact, or the question that it answers.")
    text: Prose = Field(description="The fact, in Markdown.")
    sources: Sources = ()
