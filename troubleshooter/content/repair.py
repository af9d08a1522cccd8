"""A tree from a file made into content, whatever is wrong with its shape.

Every fault of shape is reported, and a stand-in of the right shape takes its place, so that the
rest of the guide can be checked in the same go. The places that hold a stand-in are remembered:
nothing that merely follows from one is reported.
"""

from collections.abc import Container, Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .names import Speller
from .problems import Code, Finding, Loc, shown
from .schema import GuideContent
from .shape import Shape, shape_at, shape_of, stand_in, wanted
from .yaml_tree import Mapping, Sequence, Tree, Unreadable

NOTHING = frozenset({"null", "Null", "NULL", "~"})
GUIDE = shape_of(GuideContent)
ROUNDS = 50  # each round mends every fault that it finds, one level deeper at most


class Repair:
    """Mends one tree in place until it is content."""

    def __init__(self, tree: Tree) -> None:
        self.root: Mapping = tree.root
        self.findings: list[Finding] = []
        self.broken: dict[Loc, Any] = {}  # where a stand-in is: what the file has there
        self._tree = tree
        self._renamed: set[Loc] = set()
        self._speller = Speller()

    def content(self) -> GuideContent:
        """The content, with stand-ins where `broken` says. It is the author's when nothing is."""
        for _ in range(ROUNDS):
            try:
                return GuideContent.model_validate(self.root)
            except ValidationError as error:
                for detail in _unknown_keys_first(error):
                    self._mend(detail)
        raise AssertionError("A stand-in does not have the shape that it stands for.")

    def _mend(self, detail: ErrorDetails) -> None:
        loc = detail["loc"]
        match detail["type"]:
            case "extra_forbidden":
                self._drop_unknown_key(loc)
            case "missing":
                self._fill_missing_key(loc)
            case kind:
                self._replace_value(loc, kind)

    def _drop_unknown_key(self, loc: Loc) -> None:
        part, key = self._at(loc[:-1]), str(loc[-1])
        value = part.pop(key)
        missing = frozenset(
            known for known in _keys(shape_at(GUIDE, loc[:-1])) if part.get(known) is None
        )
        meant = self._speller.meant(key, missing)
        if loc not in self._tree.reported:
            remedy = f"Did you mean {shown(meant)}?" if meant else _allowed(loc)
            self._report(Code.UNKNOWN_KEY, loc, f"The format has no key {shown(key)} here.", remedy)
        if meant:
            part[meant] = value
            part.lines[meant] = part.lines[key]
            self._renamed.add((*loc[:-1], meant))

    def _fill_missing_key(self, loc: Loc) -> None:
        part, key = self._at(loc[:-1]), str(loc[-1])
        shape = shape_at(GUIDE, loc)
        if key not in self._merged_keys(loc[:-1]):
            verb = "has no value" if key in part else "is missing"
            remedy = f"Add `{key}:` with {_a_value(shape)}."
            self._report(Code.MISSING_KEY, loc, f"The required key {shown(key)} {verb}.", remedy)
        if part.get(key) is None:
            self._stand_in(loc, shape)

    def _merged_keys(self, loc: Loc) -> Container[str]:
        """The keys that a mapping would have if YAML's merge key were allowed."""
        merged = self._tree.merged.get(loc)
        return merged if isinstance(merged, Mapping) else ()

    def _replace_value(self, loc: Loc, kind: str) -> None:
        value, shape = self._at(loc), shape_at(GUIDE, loc)
        if isinstance(value, str) and value in NOTHING:
            self._put(loc, None)
            return
        reported = isinstance(value, Unreadable) or loc in self._tree.reported
        if not reported and loc not in self._renamed:
            code = Code.NOT_A_CHOICE if kind == "literal_error" else Code.WRONG_TYPE
            self._report(code, loc, f"{_what(value)} is not allowed here.", _write(shape))
        self._stand_in(loc, shape)

    def _report(self, code: Code, loc: Loc, message: str, remedy: str) -> None:
        self.findings.append(Finding(code=code, loc=loc, message=message, remedy=remedy))

    def _stand_in(self, loc: Loc, shape: Shape) -> None:
        self.broken[loc] = self._at(loc)
        self._put(loc, stand_in(shape))

    def _at(self, loc: Loc) -> Any:
        value: Any = self.root
        for part in loc:
            value = value.get(part) if isinstance(value, dict) else value[part]
        return value

    def _put(self, loc: Loc, value: Any) -> None:
        self._at(loc[:-1])[loc[-1]] = value


def _unknown_keys_first(error: ValidationError) -> Iterator[ErrorDetails]:
    """So that a misspelt key has found its right name before that name is missed."""
    details = error.errors(include_url=False, include_context=False, include_input=False)
    yield from (detail for detail in details if detail["type"] == "extra_forbidden")
    yield from (detail for detail in details if detail["type"] != "extra_forbidden")


def _keys(shape: Shape) -> tuple[str, ...]:
    return tuple(shape.fields or ())


def _allowed(loc: Loc) -> str:
    return f"Remove it. The keys here are: {', '.join(_keys(shape_at(GUIDE, loc[:-1])))}."


def _a_value(shape: Shape) -> str:
    words = wanted(shape)
    return words if words.startswith(("a ", "one ", "true ")) else f"a {words}"


def _write(shape: Shape) -> str:
    return f"Write {wanted(shape)}."


def _what(value: Any) -> str:
    """What the file has, in words."""
    if value is None:
        return "An empty value"
    if isinstance(value, Mapping):
        return "A mapping"
    return "A list" if isinstance(value, Sequence) else shown(value)
