"""The rules that single values of a guide obey, declared on the fields of the schema.

A rule is an annotation. It adds itself to the published JSON Schema and says what is wrong with a
value; it does not stop a model from being built, so that one bad value never hides another.
`troubleshooter.content.checks` applies every rule to every value.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sized
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

from .problems import Code, shown

LONGEST_TEXT = 20_000  # bytes of UTF-8
LONGEST_KEY = 100

SLUG = re.compile(r"[a-z0-9-]+", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_AMOUNT = r"\d+(?:[.,]\d+)?"
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
DURATION = re.compile(
    rf"P(?=[\dT])(?:{_AMOUNT}Y)?(?:{_AMOUNT}M)?(?:{_AMOUNT}W)?(?:{_AMOUNT}D)?"
    rf"(?:T(?=\d)(?:{_AMOUNT}H)?(?:{_AMOUNT}M)?(?:{_AMOUNT}S)?)?",
    re.ASCII,
)
SCRIPT = re.compile(r"\s*(?:(?:java|vb)script\s*:|(?:data|file|blob):\S)", re.IGNORECASE)
# C0 and C1 but tab and the line breaks; halves of surrogate pairs; what is no character at all.
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Fault(NamedTuple):
    """What is wrong with one value, and what to do."""

    code: Code
    message: str
    remedy: str


class Rule(ABC):
    """A promise about one value, also written into the JSON Schema of the field."""

    @abstractmethod
    def fault(self, value: Any) -> Fault | None:
        """What is wrong with the value, or None. The value has the field's type already."""

    def schema(self) -> Mapping[str, object]:
        return {}

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(core_schema), **self.schema()}


@dataclass(frozen=True)
class Refers:
    """The value is the key of an entry in that list of the guide. Checked over the whole guide."""

    to: str


@dataclass(frozen=True)
class Between(Rule):
    """A number from `low` to `high`, both included; without `high`, from `low` up."""

    low: float
    high: float | None = None
    or_zero: bool = False  # 0 is allowed too, for “off”

    def fault(self, value: float) -> Fault | None:
        within = self.low <= value and (self.high is None or value <= self.high)
        if within or (self.or_zero and value == 0):
            return None
        wanted = f"{self.low:g} or more" if self.high is None else f"{self.low:g} to {self.high:g}"
        remedy = f"Write a number: {'0, or ' if self.or_zero else ''}{wanted}."
        return Fault(Code.OUT_OF_RANGE, f"{value:g} is outside the range.", remedy)

    def schema(self) -> Mapping[str, object]:
        limits = {"minimum": self.low} | ({} if self.high is None else {"maximum": self.high})
        return {"anyOf": [{"const": 0}, limits]} if self.or_zero else limits


@dataclass(frozen=True)
class Exactly(Rule):
    """The number of the format, which says how the rest of the file is to be read."""

    wanted: int

    def fault(self, value: int) -> Fault | None:
        if value == self.wanted:
            return None
        message = f"The file is written in format {shown(value)}; this portal reads {self.wanted}."
        return Fault(Code.UNKNOWN_FORMAT, message, f"Write `format: {self.wanted}`.")

    def schema(self) -> Mapping[str, object]:
        return {"const": self.wanted}


@dataclass(frozen=True)
class Slug(Rule):
    """A key for addresses and statistics: a-z, 0-9 and hyphen, 1 to 100 of them."""

    reserved: tuple[str, ...] = ()
    or_nothing: bool = False

    def fault(self, value: str) -> Fault | None:
        if self.or_nothing and not value:
            return None
        if not SLUG.fullmatch(value) or len(value) > LONGEST_KEY:
            message = f"{shown(value)} cannot be a key."
            remedy = f"Use only a-z, 0-9 and hyphens, 1 to {LONGEST_KEY} of them."
            return Fault(Code.BAD_SLUG, message, remedy)
        if value in self.reserved:
            message = f"{shown(value)} is a key of the portal itself: “not sure” is always offered."
            return Fault(Code.RESERVED_KEY, message, "Remove this entry, or give it another key.")
        return None

    def schema(self) -> Mapping[str, object]:
        pattern = "^[a-z0-9-]*$" if self.or_nothing else "^[a-z0-9-]+$"
        schema: dict[str, object] = {"pattern": pattern, "maxLength": LONGEST_KEY}
        return schema | ({"not": {"enum": list(self.reserved)}} if self.reserved else {})


@dataclass(frozen=True)
class Showable(Rule):
    """Text that a page can show: no control characters."""

    def fault(self, value: str) -> Fault | None:
        found = UNSHOWABLE.search(value)
        if not found:
            return None
        message = f"The text holds a control character, U+{ord(found[0]):04X}."
        return Fault(Code.CONTROL_CHARACTER, message, "Delete that character.")


@dataclass(frozen=True)
class NotLong(Rule):
    """Text of at most 20 kB, counted in bytes of UTF-8."""

    def fault(self, value: str) -> Fault | None:
        size = len(value.encode("utf-8", errors="surrogatepass"))
        if size <= LONGEST_TEXT:
            return None
        message = f"The text has {size:,} bytes; at most {LONGEST_TEXT:,} are allowed."
        return Fault(Code.TEXT_TOO_LONG, message, "Shorten it, or split it over several entries.")

    def schema(self) -> Mapping[str, object]:
        return {"maxLength": LONGEST_TEXT}


@dataclass(frozen=True)
class NotBlank(Rule):
    """Text that people have to see, so that it cannot be empty."""

    def fault(self, value: str) -> Fault | None:
        if value.strip():
            return None
        return Fault(Code.EMPTY_TEXT, "The text is empty.", "Write the text that people will see.")

    def schema(self) -> Mapping[str, object]:
        return {"minLength": 1}


@dataclass(frozen=True)
class OneLine(Rule):
    """Text without any of the characters that end a line."""

    def fault(self, value: str) -> Fault | None:
        if len(value.splitlines()) < 2 and value.splitlines() in ([], [value]):
            return None
        message = "The text runs over several lines."
        return Fault(Code.SEVERAL_LINES, message, "Write it on one line, or as several entries.")


@dataclass(frozen=True)
class Address(Rule):
    """An address that a page can link to, or nothing."""

    schemes: tuple[str, ...] = ("http", "https")

    def fault(self, value: str) -> Fault | None:
        if not value or self.followed(value):
            return None
        starts = ", ".join(f"{s}://" if s.startswith("http") else f"{s}:" for s in self.schemes)
        remedy = f"Write a whole address that starts with one of: {starts}."
        return Fault(Code.BAD_ADDRESS, f"{shown(value)} cannot be followed.", remedy)

    def followed(self, value: str) -> bool:
        if not value.isprintable() or " " in value:
            return False
        try:
            parts = urlsplit(value)
            return parts.scheme in self.schemes and bool(
                parts.hostname if parts.scheme.startswith("http") else parts.path
            )
        except ValueError:
            return False

    def schema(self) -> Mapping[str, object]:
        return {"pattern": f"^$|^({'|'.join(self.schemes)}):"}


@dataclass(frozen=True)
class NoScript(Rule):
    """A source that may be an address or words, but nothing that a link would run."""

    def fault(self, value: str) -> Fault | None:
        if not SCRIPT.match(value):
            return None
        message = f"{shown(value)} is not an address that a link may lead to."
        return Fault(Code.BAD_ADDRESS, message, "Write an address that starts with https://.")


@dataclass(frozen=True)
class IsoDate(Rule):
    """A day as year-month-day, or nothing."""

    def fault(self, value: str) -> Fault | None:
        if not value or (DATE.fullmatch(value) and self.exists(value)):
            return None
        message = f"{shown(value)} is not a date."
        return Fault(Code.BAD_DATE, message, "Write it as year-month-day, such as 2026-11-20.")

    def exists(self, value: str) -> bool:
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
        return True

    def schema(self) -> Mapping[str, object]:
        return {"pattern": r"^$|^\d{4}-\d{2}-\d{2}$"}


@dataclass(frozen=True)
class Language(Rule):
    """A language as HTML names it, so that a screen reader speaks the guide rightly."""

    def fault(self, value: str) -> Fault | None:
        if LANGUAGE.fullmatch(value):
            return None
        message = f"{shown(value)} does not name a language."
        return Fault(Code.BAD_LANGUAGE, message, "Write it as HTML does: en, de, pt-BR.")

    def schema(self) -> Mapping[str, object]:
        return {"pattern": f"^{LANGUAGE.pattern}$"}


@dataclass(frozen=True)
class Duration(Rule):
    """An ISO 8601 duration, or nothing."""

    def fault(self, value: str) -> Fault | None:
        if not value or DURATION.fullmatch(value):
            return None
        message = f"{shown(value)} is not a duration."
        remedy = "Write it as ISO 8601 does: P1D for a day, P1W for a week, P1M for a month."
        return Fault(Code.BAD_DURATION, message, remedy)

    def schema(self) -> Mapping[str, object]:
        return {"pattern": "^$|^P"}


@dataclass(frozen=True)
class Count(Rule):
    """A list of `low` to `high` entries; without `high`, of `low` or more."""

    low: int
    high: int | None = None

    def fault(self, value: Sized) -> Fault | None:
        if len(value) < self.low:
            message = f"The list has {len(value)} entries; it needs {self.low} or more."
            return Fault(Code.TOO_FEW, message, "Add what is missing.")
        if self.high is not None and len(value) > self.high:
            message = f"The list has {len(value)} entries; at most {self.high} are allowed."
            return Fault(Code.TOO_MANY, message, "Remove or join some of them.")
        return None

    def schema(self) -> Mapping[str, object]:
        return {"minItems": self.low} | ({} if self.high is None else {"maxItems": self.high})
