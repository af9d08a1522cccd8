"""YAML into plain mappings, lists and text that remember their lines, safely and without surprises.

Every scalar stays the text that its author wrote: `no`, `1.10` and `2026-11-20` are text here, and
the schema decides what is a number. A value of nothing at all (`paths:`) is None. The tree is built
from the parser's events, one by one, so that hostile nesting costs no recursion, and aliases are
never followed, so that a small file cannot grow.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml

from .problems import MOST_LISTED, Code, Finding, Loc, brief, shown

DEEPEST = 20
HOPELESS = 500  # deeper than this no author has ever gone: reading on would only cost time
MOST_EVENTS = 350_000  # more than twice what the densest guide of 1 MB has

# The parser in C where PyYAML has it: about ten times as fast.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MERGE_KEY = "<<"
ALIAS_REMEDY = "Write the value out in each place where it is needed."


class Mapping(dict[str, Any]):
    """A mapping that knows the line it begins on and the line of every key."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Sequence(list[Any]):
    """A list that knows the line it begins on and the line of every entry."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


class Unreadable:
    """Stands where a value could not be taken over. The fault is reported already."""


class Frame:
    """A mapping or list that is still open, and where the next value in it belongs."""

    __slots__ = ("is_mapping", "keep", "key", "key_line", "loc", "node")

    def __init__(self, node: Mapping | Sequence | None, loc: Loc) -> None:
        self.node = node  # None: nothing in here is kept
        self.loc = loc
        self.key: str | None = None  # a mapping's key that waits for its value
        self.key_line = 0
        self.is_mapping = isinstance(node, Mapping)
        self.keep = True

    def wants_key(self) -> bool:
        return self.is_mapping and self.key is None

    def next_loc(self) -> Loc:
        if isinstance(self.node, Sequence):
            return (*self.loc, len(self.node))
        return (*self.loc, self.key or "") if self.is_mapping else self.loc


class Tree:
    """One document under construction."""

    def __init__(self) -> None:
        self.root: Any = Unreadable()
        self.findings: list[Finding] = []
        self.reported: set[Loc] = set()  # places whose fault is known: no need to say more of them
        self.merged: dict[Loc, Any] = {}  # what the mappings there wanted to take over with <<
        self._anchored: dict[str, Any] = {}
        self.quoted: tuple[int, int] = (0, 0)  # first and last line of the last text in quotes
        self._count: Counter[Code] = Counter()
        self._open: list[Frame] = []
        self._too_deep = 0

    def report(self, code: Code, loc: Loc, line: int, message: str, remedy: str) -> None:
        self._note(code, loc, line, message, remedy)
        self.reported.add(loc)

    def _note(self, code: Code, loc: Loc, line: int, message: str, remedy: str) -> None:
        self._count[code] += 1
        if self._count[code] <= MOST_LISTED + 1:
            self.findings.append(
                Finding(code=code, loc=loc, line=line, message=message, remedy=remedy)
            )

    def begin(self, node: Mapping | Sequence, tag: str | None, anchor: str | None) -> None:
        """A mapping or a list opens."""
        if self._too_deep or len(self._open) >= DEEPEST:
            self._skip_deep(node)
            return
        if self._open and (self._open[-1].wants_key() or self._open[-1].node is None):
            self._begin_ignored(node)
            return
        loc = self._place(node, node.line)
        self._mark(loc, node.line, tag, anchor)
        if anchor is not None:
            self._anchored[anchor] = node
        self._open.append(Frame(node, loc))

    def _skip_deep(self, node: Mapping | Sequence) -> None:
        self._too_deep += 1
        parent = self._open[-1]
        if self._too_deep > 1 or parent.node is None:
            return
        if parent.wants_key():
            parent.key, parent.keep = "", False
            loc = parent.loc
        else:
            loc = self._place(Unreadable(), node.line)
        message = f"Lists and mappings lie more than {DEEPEST} deep in each other here."
        self.report(Code.NESTED_TOO_DEEP, loc, node.line, message, "Write it flatter.")
        self.reported.update(loc[:end] for end in range(len(loc)))  # no value lies so deep

    def _begin_ignored(self, node: Mapping | Sequence) -> None:
        """What stands in place of a key is read to its end and dropped."""
        parent = self._open[-1]
        if parent.node is not None:
            self._refuse_key(parent, node.line)
        self._open.append(Frame(None, parent.loc))

    def _refuse_key(self, frame: Frame, line: int) -> None:
        message = "A list, a mapping or an alias is used as a key."
        self.report(Code.COMPLEX_KEY, frame.loc, line, message, "Write the key as plain text.")
        frame.key, frame.keep = "", False

    def end(self) -> None:
        """The innermost mapping or list closes."""
        if self._too_deep:
            self._too_deep -= 1
            return
        self._open.pop()

    def scalar(self, event: Any) -> None:
        if event.style in ("'", '"'):
            self.quoted = (_line(event), event.end_mark.line + 1)
        if self._too_deep or (self._open and self._open[-1].node is None):
            return
        line = _line(event)
        if self._open and self._open[-1].wants_key():
            self._key(event.value, line, event.tag, event.anchor)
            return
        plain = event.style is None or event.style == ""
        empty = event.value == "" and plain and event.tag is None
        loc = self._place(None if empty else event.value, line)
        self._mark(loc, line, event.tag, event.anchor)

    def alias(self, event: Any) -> None:
        if self._too_deep or (self._open and self._open[-1].node is None):
            return
        line = _line(event)
        if self._open and self._open[-1].wants_key():
            self._refuse_key(self._open[-1], line)
            return
        merges = bool(self._open) and self._open[-1].key == MERGE_KEY
        loc = self._place(self._anchored.get(event.anchor) if merges else Unreadable(), line)
        message = f"The alias *{brief(event.anchor)} stands for a value from elsewhere."
        self.report(Code.YAML_ALIAS, loc, line, message, ALIAS_REMEDY)

    def depth(self) -> int:
        return len(self._open) + self._too_deep

    def _key(self, key: str, line: int, tag: str | None, anchor: str | None) -> None:
        frame = self._open[-1]
        frame.key, frame.key_line, frame.keep = key, line, True
        loc = (*frame.loc, key)
        if isinstance(frame.node, Mapping) and key in frame.node.lines:
            first = frame.node.lines[key]
            message = f"{shown(key)} is given twice; the first is on line {first}."
            self.report(Code.DUPLICATE_KEY, loc, line, message, "Keep one of them.")
            frame.keep = False
        elif key == MERGE_KEY:
            message = "The merge key << takes keys over from elsewhere."
            self.report(Code.YAML_ALIAS, loc, line, message, ALIAS_REMEDY)
            frame.keep = False
        self._mark(loc, line, tag, anchor)

    def _place(self, value: Any, line: int) -> Loc:
        """Put the value where it belongs, and say where that is: in a list, or at the key that
        waits for it."""
        if not self._open:
            self.root = value
            return ()
        frame = self._open[-1]
        loc = frame.next_loc()
        if isinstance(frame.node, Sequence):
            frame.node.append(value)
            frame.node.lines.append(line)
            return loc
        if frame.keep:
            frame.node[frame.key] = value
            frame.node.lines[frame.key] = frame.key_line
        elif frame.key == MERGE_KEY:
            self.merged[frame.loc] = value
        frame.key = None
        return loc

    def _mark(self, loc: Loc, line: int, tag: str | None, anchor: str | None) -> None:
        if anchor is not None:
            message = f"The anchor &{brief(anchor)} names a value for use elsewhere."
            self._note(Code.YAML_ALIAS, loc, line, message, ALIAS_REMEDY)
        if tag is not None:
            message = f"The tag {shown(tag)} is not allowed."
            self.report(Code.YAML_TAG, loc, line, message, "Remove the tag; keep the value.")


def read_tree(text: str) -> Tree:
    """The one document in the text. What is wrong with it as YAML is in the tree's findings.

    Costs time and memory in proportion to the text.
    """
    tree = Tree()
    try:
        for event in _events(text, tree):
            _take(tree, event)
    except yaml.YAMLError as error:
        _report_syntax(tree, error)
        tree.root = Unreadable()
    return tree


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _events(text: str, tree: Tree) -> Iterator[Any]:
    """The parser's events, up to the end of the first document or of all patience."""
    documents = 0
    for count, event in enumerate(yaml.parse(text, Loader=Loader)):
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            line = _line(event)
            message = "The file holds more than one YAML document."
            remedy = "Write one guide in one file, and remove the further ---."
            tree.report(Code.SEVERAL_DOCUMENTS, (), line, message, remedy)
            return
        if count > MOST_EVENTS:
            message = "The file has far more keys and values than any guide needs."
            tree.report(Code.TOO_MANY, (), _line(event), message, "Split it into several guides.")
        if count > MOST_EVENTS or tree.depth() > HOPELESS:
            tree.root = Unreadable()
            return
        yield event


def _take(tree: Tree, event: Any) -> None:
    match event:
        case yaml.ScalarEvent():
            tree.scalar(event)
        case yaml.MappingStartEvent():
            tree.begin(Mapping(_line(event)), event.tag, event.anchor)
        case yaml.SequenceStartEvent():
            tree.begin(Sequence(_line(event)), event.tag, event.anchor)
        case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
            tree.end()
        case yaml.AliasEvent():
            tree.alias(event)


def _report_syntax(tree: Tree, error: yaml.YAMLError) -> None:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    context, begun = getattr(error, "context", None), getattr(error, "context_mark", None)
    if context and begun:
        reason = f"{context} that begins on line {begun.line + 1}, {reason}"
    first, last = tree.quoted
    if mark and first < last == mark.line + 1:
        reason += (
            f"; the text in quotes before it begins on line {first}: is a quote missing there?"
        )
    remedy = (
        "Correct the YAML there. Often it is the indentation, a tab, or text with a colon or a "
        "hash in it that needs quotes."
    )
    line = mark.line + 1 if mark else None
    message = f"YAML: {reason}" if reason.endswith("?") else f"YAML: {reason.rstrip('.')}."
    finding = Finding(code=Code.NOT_YAML, loc=(), line=line, message=message, remedy=remedy)
    tree.findings.append(finding)
