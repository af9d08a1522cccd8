"""The shape of the schema: which keys a part has, what a value may be, which rules hold.

Read once from the annotations of the models.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from .problems import Loc
from .rules import Refers, Rule


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """One kind of value: a part with keys, a list, a free mapping, a choice or a plain value."""

    kind: type  # a model, tuple, Mapping, Literal's str, str, float, int or bool
    rules: tuple[Rule, ...] = ()
    item: "Shape | None" = None  # of a list's entries and of a free mapping's values
    fields: Mapping[str, "Field"] | None = None  # of a model, by the key in the file
    choices: tuple[str, ...] = ()
    refers: str | None = None  # the list whose keys a name (or a free mapping's keys) come from


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A key of a model."""

    attribute: str
    shape: Shape
    required: bool


@cache
def shape_of(hint: Any) -> Shape:
    """The shape of a value with that annotation, `Annotated` included."""
    extra: list[Any] = []
    if get_origin(hint) is Annotated:
        hint, *extra = get_args(hint)
    rules = tuple(rule for rule in extra if isinstance(rule, Rule))
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):  # a value, or None for a key that is left out
        return shape_of(next(kind for kind in inner if kind is not NoneType))
    if origin is Literal:
        return Shape(kind=str, rules=rules, choices=inner)
    if origin is tuple:
        return Shape(kind=tuple, rules=rules, item=shape_of(inner[0]))
    if origin is not None:
        names = shape_of(inner[0])
        return Shape(kind=dict, rules=rules, item=shape_of(inner[1]), refers=names.refers)
    if issubclass(hint, BaseModel):
        return Shape(kind=hint, rules=rules, fields=_fields(hint))
    refers = next((mark.to for mark in extra if isinstance(mark, Refers)), None)
    return Shape(kind=hint, rules=rules, refers=refers)


def _fields(model: type[BaseModel]) -> dict[str, Field]:
    hints = get_type_hints(model, include_extras=True)
    return {
        field.alias or name: Field(
            attribute=name, shape=shape_of(hints[name]), required=field.is_required()
        )
        for name, field in model.model_fields.items()
    }


def shape_at(shape: Shape, loc: Loc) -> Shape:
    """The shape of the value at a place below `shape`, which the schema must have."""
    for part in loc:
        shape = shape.item if shape.fields is None else shape.fields[str(part)].shape
    return shape


def stand_in(shape: Shape) -> Any:
    """A value of the right shape, for a place where the file has none that can be read.

    It is there so that the rest of the guide can still be checked; nothing is ever said about it.
    """
    if shape.fields is not None:
        return {key: stand_in(f.shape) for key, f in shape.fields.items() if f.required}
    if shape.choices:
        return shape.choices[0]
    return {tuple: list, dict: dict, str: str, float: float, int: int, bool: bool}[shape.kind]()


def wanted(shape: Shape) -> str:
    """The shape in words, for “write …”."""
    if shape.fields is not None:
        keys = [key for key, field in shape.fields.items() if field.required]
        return f"a mapping with the keys {', '.join(keys)}" if keys else "a mapping"
    if shape.choices:
        return "one of: " + ", ".join(shape.choices)
    words = {
        tuple: "a list",
        dict: "a mapping",
        float: "a number",
        int: "a whole number",
        bool: "true or false",
    }
    return words.get(shape.kind, "text")


def values(
    shape: Shape, value: Any, but: Container[Loc], loc: Loc = ()
) -> Iterator[tuple[Loc, Shape, Any]]:
    """Every value of a content model with its place and shape, containers before their parts.

    What lies at the places `but`, and in them, is left out, as are keys without a value.
    """
    if loc in but or value is None:
        return
    yield loc, shape, value
    if shape.fields is not None:
        for key, field in shape.fields.items():
            yield from values(field.shape, getattr(value, field.attribute), but, (*loc, key))
    elif shape.kind is tuple and shape.item is not None:
        for index, entry in enumerate(value):
            yield from values(shape.item, entry, but, (*loc, index))
    elif shape.kind is dict and shape.item is not None:
        for key, entry in value.items():
            yield from values(shape.item, entry, but, (*loc, key))
