"""Two contents of a guide side by side, as an editor reads them: by name, with words marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from troubleshooter.content.changed_translations import ChangedTranslations, changed_translations
from troubleshooter.content.schema import Content, GuideContent

from .field_words import word_for
from .telling import (
    SECTIONS,
    TRANSLATIONS,
    Names,
    are_contents,
    called,
    in_lines,
    name_of,
    names_in,
    part_name,
    said_in,
    told,
)
from .text_pieces import Piece, pieces

LONG = 60  # letters; longer texts are shown with their changed words marked
THERE = "there"


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
class Moved:
    """A thing that stands elsewhere among its like, counted from 1."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class SectionChange:
    """`moved` are as few as it takes: the others stayed in their order."""

    heading: str
    entries: tuple[EntryChange, ...]
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Comparison:
    sections: tuple[SectionChange, ...]

    @property
    def empty(self) -> bool:
        return not self.sections


@dataclass(frozen=True, kw_only=True)
class _Sides:
    """What each side calls the things that others name."""

    old: Names
    new: Names

    @property
    def both(self) -> Names:
        return {**self.old, **self.new}


def compare(old: GuideContent | None, new: GuideContent) -> Comparison:
    """Everything in which the two differ; without an old one, everything is added."""
    sides = _Sides(old=names_in(old), new=names_in(new))
    return Comparison(sections=tuple(_sections(old, new, sides)))


def _sections(
    old: GuideContent | None, new: GuideContent, sides: _Sides
) -> Iterator[SectionChange]:
    if old is not None:
        fields = tuple(_fields(old, new, sides, leave_out={**SECTIONS, TRANSLATIONS: ""}))
        if fields:
            entry = EntryChange(kind="changed", name=new.title, fields=fields)
            yield SectionChange(heading="The guide itself", entries=(entry,))
    for section, heading in SECTIONS.items():
        before, after = getattr(old, section, ()), getattr(new, section)
        entries, moved = tuple(_entries(before, after, sides)), tuple(_moved(before, after))
        if entries or moved:
            yield SectionChange(heading=heading, entries=entries, moved=moved)
    languages = [entry for each in changed_translations(old, new) for entry in _of_language(each)]
    if languages:
        yield SectionChange(heading="Translations", entries=tuple(languages))


def _of_language(changed: ChangedTranslations) -> Iterator[EntryChange]:
    """By count: whoever publishes need not read the language."""
    counts = (("added", changed.added), ("changed", changed.changed), ("removed", changed.removed))
    for kind, count in counts:
        if count:
            texts = "1 text" if count == 1 else f"{count} texts"
            yield EntryChange(kind=kind, name=f"{changed.language}: {texts}")


def _entries(before: Sequence[Any], after: Sequence[Any], sides: _Sides) -> Iterator[EntryChange]:
    was, now = ({entry.key: entry for entry in entries} for entries in (before, after))
    for key, entry in now.items():
        if key not in was:
            fields = tuple(_change(t.what, "", t.text) for t in told(entry, sides.new))
            yield EntryChange(kind="added", name=name_of(entry), fields=fields)
        elif changes := tuple(_fields(was[key], entry, sides)):
            yield EntryChange(kind="changed", name=name_of(entry), fields=changes)
    for key, entry in was.items():
        if key not in now:
            fields = tuple(_change(t.what, t.text, "") for t in told(entry, sides.old))
            yield EntryChange(kind="removed", name=name_of(entry), fields=fields)


def _moved(before: Sequence[Any], after: Sequence[Any]) -> Iterator[Moved]:
    """Among those that stayed, in the new order."""
    was, now = [entry.key for entry in before], [entry.key for entry in after]
    stayed = [key for key in was if key in now]
    still = [key for key in now if key in was]
    if stayed == still:
        return
    blocks = SequenceMatcher(None, stayed, still, autojunk=False).get_matching_blocks()
    kept = {key for block in blocks for key in stayed[block.a : block.a + block.size]}
    named = {entry.key: name_of(entry) for entry in after}
    for key in still:
        if key not in kept:
            places = (was.index(key) + 1, now.index(key) + 1)
            yield Moved(name=named[key], before=places[0], after=places[1])


def _fields(
    old: Content, new: Content, sides: _Sides, leave_out: Mapping[str, str] | None = None
) -> Iterator[FieldChange]:
    for name in type(new).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before == after or name in (leave_out or {}):
            continue
        if isinstance(after, Mapping):
            yield from _by_key(name, before, after, sides)
        elif isinstance(before, Content) and isinstance(after, Content):
            yield from _within(word_for(name), _fields(before, after, sides))
        elif are_contents(before) or are_contents(after):
            yield from _lists(name, before, after, sides)
        else:
            yield _values(word_for(name), name, (before, after), sides)


def _values(
    what: str, name: str, values: tuple[Any, Any], sides: _Sides, of: str = ""
) -> FieldChange:
    before = said_in(name, values[0], sides.old, of=of)
    after = said_in(name, values[1], sides.new, of=of)
    return _change(what, before, after)


def _by_key(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any], sides: _Sides
) -> Iterator[FieldChange]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            what = f"{word_for(name)}: {called(name, key, sides.both)}"
            yield _values(what, name, (before.get(key), after.get(key)), sides, of=key)


def _within(what: str, changes: Iterator[FieldChange]) -> Iterator[FieldChange]:
    yield from (replace(change, what=f"{what}, {change.what}") for change in changes)


def _lists(
    name: str, before: Sequence[Content], after: Sequence[Content], sides: _Sides
) -> Iterator[FieldChange]:
    """Lists within a thing: by key where their entries have one, else by what tells them apart."""
    was, now = _by_identity(before), _by_identity(after)
    for key in dict.fromkeys((*was, *now)):
        one, other = was.get(key), now.get(key)
        what = f"{word_for(name)}: {part_name(other or one, sides.both)}"
        if one is None or other is None:
            yield _change(what, _whole(one, sides.old), _whole(other, sides.new))
        elif one != other:
            yield from _within(what, _fields(one, other, sides))
    if list(was) != list(now) and set(was) == set(now):
        yield _change(word_for(name), "in another order", "in this order")


def _whole(part: Content | None, names: Names) -> str:
    return "" if part is None else in_lines(part, names) or THERE


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


def _change(what: str, before: str, after: str) -> FieldChange:
    long = max(len(before), len(after)) > LONG or "\n" in before + after
    marked = pieces(before, after) if long and before and after else ()
    return FieldChange(what=what, before=before, after=after, pieces=marked)
