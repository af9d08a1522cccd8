"""The hand-over as a document for machines: what is in it, and its published schema.

Version 1 is published at /schemas/hand-over-1.json and held by docs/hand-over-1.json. It only ever
gains keys; anything else is a version 2. Times are in UTC and rounded down to the minute. Nothing
in it opens anything, but for the link that the visitor gives to support anyway.
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from troubleshooter.content.fields import StepKind
from troubleshooter.engine import Result

NAME = "hand-over-1.json"


class Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class GuideNamed(Part):
    key: str = Field(description="The guide's name in addresses.")
    title: str
    language: str = Field(description="The language of the guide's texts, as in BCP 47.")
    revision: int = Field(ge=0, description="Which edition of the guide; 0: a draft.")


class Device(Part):
    platform: str = Field(description="The platform's key; empty: not sure.")
    name: str = Field(description="What the guide calls it; empty: not sure.")
    version: str = Field(description="As the visitor chose it; empty: not sure.")


class Message(Part):
    key: str
    text: str = Field(description="The words on the screen, as the guide has them.")


class Answered(Part):
    question: str = Field(description="The question's key.")
    text: str = Field(description="What was asked.")
    option: str = Field(description="The key of the answer; unsure: the visitor did not know.")
    said: str = Field(description="The answer in words.")
    at: datetime = Field(description="When this answer was given, to the minute.")


class Tried(Part):
    step: str = Field(description="The step's key.")
    title: str
    kind: StepKind = Field(description="Whether it looks, mends, gets by, or keeps safe.")
    result: Result = Field(description="What it did, by key.")
    said: str = Field(description="What it did, in words.")
    at: datetime = Field(description="When the visitor said so, to the minute.")


class Written(Part):
    key: str = Field(description="The key of what support asks, from the guide.")
    label: str = Field(description="What support asks.")
    text: str = Field(description="What the visitor wrote; empty: nothing.")


class HandOver(Part):
    """What a visitor takes to support."""

    format: Literal[1] = Field(description="The version of this schema.")
    made_at: datetime = Field(description="When this document was made, to the minute.")
    started_at: datetime = Field(description="When the visitor began, to the minute.")
    guide: GuideNamed
    device: Device
    message: Message | None = Field(description="The message on the screen that was picked.")
    answers: tuple[Answered, ...] = Field(description="In the order of the visit.")
    steps: tuple[Tried, ...] = Field(description="What was tried, in the order of the visit.")
    fields: tuple[Written, ...] = Field(description="What support asks, in the guide's order.")
    link: str = Field(description="Where support can say what the cause was, for 60 days.")


def json_schema() -> dict[str, Any]:
    """The document as JSON Schema (draft 2020-12)."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**dialect, **HandOver.model_json_schema(mode="serialization"), "title": "Hand-over"}
