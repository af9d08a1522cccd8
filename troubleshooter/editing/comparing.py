"""Two contents of a guide side by side, as an editor reads them: by name, with words marked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from troubleshooter.content.schema import Content, GuideContent, VariantContent

Names = Mapping[tuple[str, str], str]

# The lists of a guide in the order of work, and what editors call them.
SECTIONS: Mapping[str, str] = {
    "platforms": "Platforms and versions",
    "causes": "Causes",
    "questions": "Questions",
    "paths": "Settings paths",
    "steps": "Steps",
    "messages": "Messages on the screen",
    "handoff": "What support will ask",
    "aftercare": "Habits that keep it working",
    "facts": "Facts",
}
NAMES = ("title", "name", "text", "label", "alt")
# What a key of the guide file means, where its own name does not say it.
WORDS: Mapping[str, str] = {
    "at_risk": "what may be lost",
    "also": "other wordings",
    "alt": "in words",
    "answers": "answers that it gives",
    "before": "what to have ready",
    "check": "how to know",
    "check_minutes": "minutes for testing",
    "disruption_minutes": "minutes for disruption",
    "fixes": "how often it clears",
    "from_": "first version",
    "handoff": "what support will ask",
    "hold_out": "visits kept on your order",
    "explore": "visits that explore",
    "adopt_band": "band for learnt numbers",
    "likelihood": "how often, with the cause",
    "minutes": "minutes of work",
    "options": "answers",
    "pinned": "always first",
    "requires": "steps before it",
    "segments": "where to tap",
    "share": "how common",
    "shadow": "your order is shown",
    "skip": "how often left out",
    "to": "last version",
    "trip_minutes": "minutes saved at the same place",
    "unsure": "how often not sure",
    "usual": "how often, otherwise",
    "variants": "devices and versions",
    "version_paths": "paths that show the version",
    "wait_minutes": "minutes of waiting",
}
CHANCES = frozenset(
    {"share", "skip", "unsure", "usual", "hold_out", "explore", "fixes", "likelihood"}
)
# Whose keys a field holds: a key is unique within its list only.
NAMED_BY: Mapping[str, str] = {
    "answers": "questions",
    "facts": "facts",
    "fixes": "causes",
    "likelihood": "causes",
    "paths": "paths",
    "requires": "steps",
    "version_paths": "paths",
}
NAMED_LISTS = tuple(dict.fromkeys(NAMED_BY.values()))
LONG = 60  # letters; longer texts are shown with their changed words marked
WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of words: `kind` is "same", "out" or "in"."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field of one thing. `pieces` for long texts, else the two values in words."""

    what: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EntryChange:
    """One thing: `kind` is "added", "removed" or "changed"."""

    kind: str
    name: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SectionChange:
    """`reordered` where the things that stayed stand in another order."""

    heading: str
    entries: tuple[EntryChange, ...]
    reordered: bool


@dataclass(frozen=True, kw_only=True)
class Comparison:
    sections: tuple[SectionChange, ...]

    @property
    def empty(self) -> bool:
        return not self.sections


def compare(old: GuideContent | None, new: GuideContent) -> Comparison:
    """Everything in which the two differ; without an old one, everything is added."""
    named = {**_named(old), **_named(new)}
    return Comparison(sections=tuple(_sections(old, new, named)))


def _sections(old: GuideContent | None, new: GuideContent, named: Names) -> Iterator[SectionChange]:
    if old is not None:
        fields = tuple(_fields(old, new, named, leave_out=SECTIONS))
        if fields:
            entry = EntryChange(kind="changed", name=new.title, fields=fields)
            yield SectionChange(heading="The guide itself", entries=(entry,), reordered=False)
    for section, heading in SECTIONS.items():
        before, after = getattr(old, section, ()), getattr(new, section)
        entries, moved = tuple(_entries(before, after, named)), _reordered(before, after)
        if entries or moved:
            yield SectionChange(heading=heading, entries=entries, reordered=moved)


def _entries(before: Sequence[Any], after: Sequence[Any], named: Names) -> Iterator[EntryChange]:
    was, now = ({entry.key: entry for entry in entries} for entries in (before, after))
    for key, entry in now.items():
        if key not in was:
            yield EntryChange(kind="added", name=name_of(entry))
        elif fields := tuple(_fields(was[key], entry, named)):
            yield EntryChange(kind="changed", name=name_of(entry), fields=fields)
    for key, entry in was.items():
        if key not in now:
            yield EntryChange(kind="removed", name=name_of(entry))


def _reordered(before: Sequence[Any], after: Sequence[Any]) -> bool:
    was, now = [entry.key for entry in before], [entry.key for entry in after]
    return [key for key in was if key in now] != [key for key in now if key in was]


def _fields(
    old: Content, new: Content, named: Names, leave_out: Mapping[str, str] | None = None
) -> Iterator[FieldChange]:
    for name in type(new).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before == after or name in (leave_out or {}):
            continue
        if isinstance(after, Mapping):
            yield from _by_key(name, before, after, named)
        elif isinstance(before, Content) and isinstance(after, Content):
            yield from _within(name, _fields(before, after, named))
        elif _are_contents(before) or _are_contents(after):
            yield from _lists(name, before, after, named)
        else:
            yield _change(word_for(name), _said(name, before, named), _said(name, after, named))


def _by_key(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any], named: Names
) -> Iterator[FieldChange]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            what = f"{word_for(name)}: {_called(name, key, named)}"
            said = (_said(name, side.get(key), named, of=key) for side in (before, after))
            yield _change(what, *said)
    if list(before) != list(after) and dict(before) == dict(after):
        yield _change(word_for(name), "in another order", "in this order")


def _within(what: str, changes: Iterator[FieldChange]) -> Iterator[FieldChange]:
    for change in changes:
        yield FieldChange(
            what=f"{word_for(what)}, {change.what}",
            before=change.before,
            after=change.after,
            pieces=change.pieces,
        )


def _lists(
    name: str, before: Sequence[Content], after: Sequence[Content], named: Names
) -> Iterator[FieldChange]:
    """Lists within a thing: by key where their entries have one, else by place."""
    was, now = _by_identity(before), _by_identity(after)
    for key in dict.fromkeys((*was, *now)):
        one, other = was.get(key), now.get(key)
        what = f"{word_for(name)}: {_part_name(other or one, named)}"
        if one is None or other is None:
            yield _change(what, "" if one is None else "there", "" if other is None else "there")
        elif one != other:
            yield from _within(what, _fields(one, other, named))
    if list(was) != list(now) and set(was) == set(now):
        yield _change(word_for(name), "in another order", "in this order")


def _by_identity(entries: Sequence[Content]) -> dict[object, Content]:
    """By key, by device and first version, or by picture; a draft may hold two that are alike."""
    found: dict[object, Content] = {}
    for entry in entries:
        known = (getattr(entry, field, None) for field in ("key", "platform", "from_", "light"))
        same, times = tuple(known), 0
        while (same, times) in found:
            times += 1
        found[same, times] = entry
    return found


def _part_name(entry: Any, named: Names) -> str:
    """A variant is called by its device and first version: where to tap may be what changed."""
    if not isinstance(entry, VariantContent):
        return name_of(entry)
    device = named.get(("platforms", entry.platform), entry.platform)
    return f"{device} from {entry.from_}" if entry.from_ else device


def _change(what: str, before: str, after: str) -> FieldChange:
    long = max(len(before), len(after)) > LONG or "\n" in before + after
    pieces = tuple(_pieces(before, after)) if long and before and after else ()
    return FieldChange(what=what, before=before, after=after, pieces=pieces)


def _pieces(before: str, after: str) -> Iterator[Piece]:
    """The new text with what went out and what came in, word by word."""
    a, b = WORD.findall(before), WORD.findall(after)
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(kind="same", text="".join(a[a1:a2]))
            continue
        if a2 > a1:
            yield Piece(kind="out", text="".join(a[a1:a2]))
        if b2 > b1:
            yield Piece(kind="in", text="".join(b[b1:b2]))


def _called(name: str, key: str, named: Names) -> str:
    return named.get((NAMED_BY.get(name, ""), key), key)


def _said(name: str, value: Any, named: Names, of: str = "") -> str:
    match value:
        case None | "" | ():
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float() if name in CHANCES:
            return f"{value * 100:.10g} in 100"
        case int() | float():
            return f"{value:.15g}"
        case tuple():
            return "\n".join(_called(name, str(one), named) for one in value)
    return named.get((f"answers to {of}", value), value) if name == "answers" else str(value)


def name_of(entry: Any) -> str:
    """What people call it: its title, name, text or label; a variant by where to tap."""
    for field in NAMES:
        if getattr(entry, field, ""):
            return str(getattr(entry, field))
    segments = getattr(entry, "segments", None)
    return " › ".join(segments) if segments else str(getattr(entry, "key", ""))


def word_for(name: str) -> str:
    return WORDS.get(name, name.rstrip("_").replace("_", " "))


def _are_contents(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Content)


def _named(content: GuideContent | None) -> dict[tuple[str, str], str]:
    """What things that others name are called: by list and key; answers by question and key."""
    if content is None:
        return {}
    lists = [("platforms", content.platforms), *((s, getattr(content, s)) for s in NAMED_LISTS)]
    lists += [(f"answers to {question.key}", question.options) for question in content.questions]
    return {(name, entry.key): name_of(entry) for name, entries in lists for entry in entries}
