"""Pictures of a guide: named by what they hold, so that a name never means another picture."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from .fields import Caption, Whole
from .part import NO_TEXT, Content
from .problems import Code, shown
from .rules import Between, Fault, Rule

PICTURE_NAME = re.compile(r"[0-9a-f]{32}\.webp", re.ASCII)


@dataclass(frozen=True)
class PictureName(Rule):
    """The name that the portal gave the file: 32 hexadecimal digits of its SHA-256, and .webp."""

    or_nothing: bool = False

    def fault(self, value: str) -> Fault | None:
        if PICTURE_NAME.fullmatch(value) or (self.or_nothing and not value):
            return None
        message = f"{shown(value)} is not the name of a picture."
        remedy = "Upload the picture in the admin, and take the name from an export."
        return Fault(Code.BAD_PICTURE, message, remedy)

    def schema(self) -> Mapping[str, object]:
        return {"pattern": rf"^({PICTURE_NAME.pattern}{'|' if self.or_nothing else ''})$"}


class PictureContent(Content):
    """A picture of a screen, for light and if need be for dark."""

    light: Annotated[str, PictureName()] = Field(description="Name of the picture's file.")
    dark: Annotated[str, PictureName(or_nothing=True)] = Field(
        NO_TEXT, description="Name of the file for dark screens."
    )
    alt: Caption = Field(description="What it shows, for people who cannot see it.")
    width: Annotated[Whole, Between(1, 10_000)] = Field(description="Width in pixels.")
    height: Annotated[Whole, Between(1, 10_000)] = Field(description="Height in pixels.")


Pictures = Annotated[
    tuple[PictureContent, ...], Field(description="Pictures shown with it, in order.")
]
