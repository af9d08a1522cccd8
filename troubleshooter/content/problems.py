"""What can be wrong with a guide: a stable code for every fault, and the value that tells it."""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Every code that a refused guide can show. They are stable: people script by them."""

    meaning: str

    def __new__(cls, code: str, meaning: str) -> "Code":
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    # The file as a whole.
    FILE_TOO_LARGE = "file-too-large", "The file is larger than 1 MB."
    NOT_UTF8 = "not-utf8", "The file is not UTF-8 text."
    NOT_YAML = (
        "not-yaml",
        "The file breaks a rule of YAML, so that it cannot be read.",
    )
    NOT_A_GUIDE = "not-a-guide", "The file does not hold a mapping of keys to values."
    SEVERAL_DOCUMENTS = "several-documents", "The file holds more than one YAML document."
    NESTED_TOO_DEEP = "nested-too-deep", "Lists and mappings lie more than 20 deep in each other."
    YAML_ALIAS = "yaml-alias", "A YAML anchor (&name), alias (*name) or merge key (<<) is used."
    YAML_TAG = "yaml-tag", "A YAML tag (!name) is used."
    COMPLEX_KEY = "complex-key", "A list, a mapping or an alias is used as a key."
    UNKNOWN_FORMAT = "unknown-format", "The guide is written in a format other than 1."

    # Keys.
    UNKNOWN_KEY = "unknown-key", "A key that the format does not have."
    MISSING_KEY = "missing-key", "A required key is missing or has no value."
    DUPLICATE_KEY = (
        "duplicate-key",
        "A key is given twice in one mapping, or two entries of a list have the same key.",
    )
    BAD_SLUG = (
        "bad-slug",
        "A key is not 1 to 100 of the characters a-z, 0-9 and hyphen.",
    )
    RESERVED_KEY = "reserved-key", "The key belongs to the portal itself."

    # Single values.
    WRONG_TYPE = "wrong-type", "A value is of another kind than the format asks for."
    NOT_A_CHOICE = "not-a-choice", "A value is not one of the words that the format allows there."
    OUT_OF_RANGE = "out-of-range", "A number lies outside its range."
    TOO_FEW = "too-few", "A list has fewer entries than it needs."
    TOO_MANY = "too-many", "A list has more entries than it may have."
    EMPTY_TEXT = "empty-text", "A text that people need to see is empty."
    TEXT_TOO_LONG = "text-too-long", "A text is longer than 20 kB."
    CONTROL_CHARACTER = "control-character", "A text holds a character that cannot be shown."
    SEVERAL_LINES = "several-lines", "A text that must be one line has several."
    BAD_ADDRESS = "bad-address", "A web address is not one that a visitor can follow."
    BAD_DATE = "bad-date", "A date is not written as year-month-day."
    BAD_LANGUAGE = (
        "bad-language",
        "The language is not written as HTML does: en, de, pt-BR.",
    )
    BAD_DURATION = "bad-duration", "A duration is not written in the ISO 8601 way, such as P1W."

    BAD_PICTURE = "bad-picture", "A picture's name is not one that the portal gives."
    MISSING_PICTURE = "missing-picture", "A picture that the guide names is not in the portal."

    # Translations.
    UNKNOWN_PLACE = "unknown-place", "A translation is of a text that the guide does not have."
    OWN_LANGUAGE = (
        "own-language",
        "The guide is translated into the language that it is written in.",
    )

    # Values that belong together.
    DUPLICATE_VERSION = "duplicate-version", "A platform lists the same version twice."
    REPEATED_NAME = "repeated-name", "A list of names has the same name twice."
    UNDEFINED_NAME = "undefined-name", "A name is used that nothing in the guide defines."
    COLUMNS_DO_NOT_SUM = (
        "columns-do-not-sum",
        "The probabilities of a question's options do not add up to 1.",
    )
    LIKELIHOOD_INCOMPLETE = (
        "likelihood-incomplete",
        "A cause is named in some of a question's options but not in all.",
    )
    NO_SHARE = "no-share", "Every cause has the share 0."
    REQUIRES_CYCLE = "requires-cycle", "Steps require each other in a circle."
    CAUSE_WITHOUT_STEP = "cause-without-step", "No step fixes the cause."
    STEP_FIXES_NOTHING = "step-fixes-nothing", "A step of kind fix fixes no cause."
    RISK_NOT_NAMED = "risk-not-named", "A risky step does not say what is at risk."
    VARIANT_MISSING = (
        "variant-missing",
        "A settings path has no variant for a version that the guide offers.",
    )
    VARIANTS_OVERLAP = "variants-overlap", "Two variants of a settings path match the same version."
    VARIANT_REVERSED = "variant-reversed", "A variant ends at an older version than it begins."


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One fault in one place, with what to do about it.

    `place` is written like `steps[delete-old-backups].fixes.storage-full`, or `file` for the file
    as a whole. `line` counts from 1 and is None when the guide did not come from a file.
    """

    code: str
    place: str
    line: int | None
    message: str
    remedy: str


Loc = tuple[str | int, ...]
"""The way to a value from the top of a guide: keys of mappings and positions in lists."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A fault on its way to becoming a Problem: it knows the value's location, not yet its name.

    The line is that of `near`, where given, else of `loc`; the lines of `also` are named with it.
    """

    code: Code
    loc: Loc
    message: str
    remedy: str
    line: int | None = None
    near: Loc | None = None
    also: tuple[Loc, ...] = ()


MOST_LISTED = 500  # problems of one code: more is a file that was broken by a machine, or for sport
LONGEST_SHOWN = 60


def brief(value: object) -> str:
    """The value on part of one line, whatever a file holds."""
    text = str(value)
    if len(text) > LONGEST_SHOWN:
        text = text[: LONGEST_SHOWN - 1] + "…"
    return text if text.isprintable() else ascii(text)[1:-1]


def shown(value: object) -> str:
    """The value as a message quotes it."""
    return f"“{brief(value)}”"
