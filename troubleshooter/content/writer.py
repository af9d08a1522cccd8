"""A guide written as a file: the keys in the order of the format, defaults left out."""

import re
from typing import Any

import yaml
from pydantic import BaseModel

from .schema import GuideContent
from .shape import Shape, shape_of

# Text that every YAML reader takes for text without quotes: it begins with a letter, and holds no
# character that means something in YAML. Words that some take for yes, no or nothing are out.
PLAIN = re.compile(r"[^\W\d_](?:[\w ().,;/+*'’…–—-]*[\w).;/'’…])?")
TAKEN = frozenset(["yes", "no", "on", "off", "true", "false", "null", "y", "n", "nan", "inf"])
# What a block of lines cannot hold, or what an editor would change without being asked.
NOT_IN_BLOCK = re.compile(
    r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
# Emoji and the like, which PyYAML would write as numbers in double quotes.
BEYOND = re.compile(r"[\U00010000-\U0010ffff]")
FLOW_WIDTH = 88


class GuideDumper(yaml.SafeDumper):
    """Writes text of several lines as a block even where lines end in spaces, as in Markdown."""

    def analyze_scalar(self, scalar: str) -> Any:
        analysis = super().analyze_scalar(scalar)
        analysis.allow_block = _fits_block(scalar)
        return analysis

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def write_guide(content: GuideContent) -> str:
    """The guide file, YAML in UTF-8 terms. Reading it gives equal content; equal content gives
    the same text. The content must have passed the checks."""
    node = _node(shape_of(GuideContent), content)
    return str(
        yaml.serialize(node, Dumper=GuideDumper, allow_unicode=True, width=10**9, line_break="\n")
    )


def _node(shape: Shape, value: Any) -> yaml.Node:
    if shape.fields is not None:
        return _mapping([(key, _node(s, v)) for key, s, v in _written(shape, value)])
    if shape.kind is tuple and shape.item is not None:
        return _sequence([_node(shape.item, entry) for entry in value])
    if shape.kind is dict and shape.item is not None:
        return _mapping([(key, _node(shape.item, entry)) for key, entry in value.items()])
    return _scalar(value)


def _written(shape: Shape, value: BaseModel) -> list[tuple[str, Shape, Any]]:
    """The keys of a part that are written, each with its shape and value."""
    defaults = type(value).model_fields
    return [
        (key, field.shape, getattr(value, field.attribute))
        for key, field in (shape.fields or {}).items()
        if field.required or getattr(value, field.attribute) != defaults[field.attribute].default
    ]


def _mapping(entries: list[tuple[str, yaml.Node]]) -> yaml.Node:
    return yaml.MappingNode(
        "tag:yaml.org,2002:map",
        [(_text(key), node) for key, node in entries],
        flow_style=_fits_line([node for _, node in entries], [key for key, _ in entries]),
    )


def _sequence(entries: list[yaml.Node]) -> yaml.Node:
    return yaml.SequenceNode("tag:yaml.org,2002:seq", entries, flow_style=_fits_line(entries, []))


def _fits_line(nodes: list[yaml.Node], keys: list[str]) -> bool:
    """Whether short plain values can stand on one line, as `[a, b]` or `{a: 1, b: 2}`."""
    if not all(isinstance(node, yaml.ScalarNode) and node.style != "|" for node in nodes):
        return False
    return sum(len(node.value) + 4 for node in nodes) + sum(map(len, keys)) <= FLOW_WIDTH


def _scalar(value: Any) -> yaml.Node:
    if isinstance(value, bool):
        return yaml.ScalarNode("tag:yaml.org,2002:bool", "true" if value else "false")
    if isinstance(value, int | float):
        return _number(value)
    return _text(value)


def _number(value: float) -> yaml.Node:
    if isinstance(value, int) or (value == int(value) and abs(value) < 1e15):
        return yaml.ScalarNode("tag:yaml.org,2002:int", str(int(value)))
    digits, _, exponent = repr(value).partition("e")
    if exponent:  # YAML 1.1 wants a point before the exponent
        digits += ("" if "." in digits else ".0") + f"e{int(exponent):+03d}"
    return yaml.ScalarNode("tag:yaml.org,2002:float", digits)


def _text(value: str) -> yaml.Node:
    style = None if PLAIN.fullmatch(value) and value.lower() not in TAKEN else '"'
    if BEYOND.search(value) and value.isprintable():
        style = "'"
    if "\n" in value and _fits_block(value):
        style = "|"
    return yaml.ScalarNode("tag:yaml.org,2002:str", value, style=style)


def _fits_block(value: str) -> bool:
    """Whether a block holds the text unchanged, and an editor that trims it would do no harm."""
    return (
        "\n" in value
        and not value.endswith("\n\n")
        and not value.startswith((" ", "\n"))
        and not any(line.isspace() for line in value.split("\n"))
        and not NOT_IN_BLOCK.search(value)
    )
