"""The kinds of value that a guide is made of, and how each is read from what its author wrote.

A guide file gives every value as text. Numbers and yes-or-no values are read here, strictly: what
one reader of YAML takes for a number and another for a word is refused.
"""

import math
import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from .problems import Code
from .rules import (
    Between,
    IsoDate,
    NoScript,
    NotBlank,
    NotLong,
    OneLine,
    Refers,
    Showable,
    Slug,
)

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
WHOLE_NUMBER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
TRUE = frozenset({"true", "yes", "on"})
FALSE = frozenset({"false", "no", "off"})


def wrong_type(wanted: str) -> PydanticCustomError:
    return PydanticCustomError(Code.WRONG_TYPE.value, "{wanted}", {"wanted": wanted})


def number(value: Any) -> Any:
    """The number that a text says. A number is taken as it is, true and false are not."""
    if isinstance(value, str):
        read = float(value) if NUMBER.fullmatch(value) else math.nan
    elif isinstance(value, int | float) and not isinstance(value, bool):
        read = float(value)
    else:
        raise wrong_type("a number")
    if not math.isfinite(read):
        raise wrong_type("a number")
    return read


def whole_number(value: Any) -> Any:
    if isinstance(value, str) and WHOLE_NUMBER.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise wrong_type("a whole number")


def yes_or_no(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    word = value.lower() if isinstance(value, str) else ""
    if word not in TRUE | FALSE:
        raise wrong_type("true or false")
    return word in TRUE


def without_last_break(value: Any) -> Any:
    """A YAML block ends with a line break of its own; a one-line text does not count it."""
    return value.rstrip("\r\n") if isinstance(value, str) else value


# Text. Prose may be empty and have many lines; a Caption is what a person reads to know a thing by.
Prose = Annotated[str, Showable(), NotLong()]
Caption = Annotated[Prose, NotBlank()]
Line = Annotated[Prose, BeforeValidator(without_last_break), OneLine(), NotBlank()]

Day = Annotated[str, IsoDate()]

# Keys define; names refer to an entry of the list that they are marked with.
Key = Annotated[str, Slug()]
OptionKey = Annotated[str, Slug(reserved=("unsure",))]
TestName = Annotated[str, Slug(or_nothing=True)]
PlatformName = Annotated[str, Refers("platforms")]
CauseName = Annotated[str, Refers("causes")]
QuestionName = Annotated[str, Refers("questions")]
PathName = Annotated[str, Refers("paths")]
StepName = Annotated[str, Refers("steps")]
FactName = Annotated[str, Refers("facts")]

# Numbers. JSON Schema is told the plain type, not how text is read.
Number = Annotated[float, BeforeValidator(number)]
Whole = Annotated[int, BeforeValidator(whole_number)]
Flag = Annotated[bool, BeforeValidator(yes_or_no)]
Minutes = Annotated[Number, Between(0)]
Probability = Annotated[Number, Between(0, 1)]

# Choices.
Confidence = Literal["confirmed", "reported", "unverified"]
Interrupts = Literal["none", "connection", "device", "account"]
StepKind = Literal["fix", "check", "safety", "workaround"]
Pinned = Literal["none", "first"]
HandoffKind = Literal["version", "text"]

PathNames = Annotated[
    tuple[PathName, ...], Field(description="Keys of the settings paths shown with it.")
]
FactNames = Annotated[
    tuple[FactName, ...], Field(description="Keys of the facts linked from it, as background.")
]
Source = Annotated[Line, NoScript()]
Sources = Annotated[
    tuple[Source, ...], Field(description="Where it was read: addresses, one on a line.")
]
