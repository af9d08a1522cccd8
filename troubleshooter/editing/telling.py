"""An entry of a guide told to an editor: its fields in words, everything by its name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from troubleshooter.content.schema import Content, GuideContent, VariantContent

from .field_words import PROSE, said, word_for

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
TRANSLATIONS = "translations"
NAMES = ("title", "name", "text", "label", "alt")
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
NAMED_LISTS = tuple(dict.fromkeys(("platforms", *NAMED_BY.values())))
# What tells entries apart, and what an editor cannot make anything of.
UNTOLD = frozenset({"format", "key", "platform", "light", "dark", "width", "height"})


@dataclass(frozen=True, kw_only=True)
class Told:
    """One field. `prose` is Markdown."""

    what: str
    text: str
    prose: bool = False


def names_in(content: GuideContent | None) -> Names:
    """What things that others name are called: by list and key; answers by question and key."""
    if content is None:
        return {}
    lists = [(section, getattr(content, section)) for section in NAMED_LISTS]
    lists += [(f"answers to {question.key}", question.options) for question in content.questions]
    return {(name, entry.key): name_of(entry) for name, entries in lists for entry in entries}


def name_of(entry: Content) -> str:
    """What people call it: its title, name, text or label."""
    field = _naming(entry)
    return str(getattr(entry, field)) if field else str(getattr(entry, "key", ""))


def _naming(entry: Content) -> str:
    return next((field for field in NAMES if getattr(entry, field, "")), "")


def part_name(entry: Content, names: Names) -> str:
    """A variant is called by its device and first version: where to tap may be what changed."""
    if not isinstance(entry, VariantContent):
        return f"“{name_of(entry)}”"
    device = names.get(("platforms", entry.platform), entry.platform)
    return f"{device} from {entry.from_}" if entry.from_ else device


def told(entry: Content, names: Names) -> Iterator[Told]:
    """All that is not as it is when nobody says anything about it, without its name."""
    apart = (*SECTIONS, TRANSLATIONS) if isinstance(entry, GuideContent) else ()
    for name, field in type(entry).model_fields.items():
        value = getattr(entry, name)
        if name in UNTOLD or name in apart or name == _naming(entry):
            continue
        if field.is_required() or value != field.default:
            yield from _told_field(name, value, names)
    for language, texts in getattr(entry, TRANSLATIONS, {}).items():
        yield Told(what=f"texts in {language}", text=str(len(texts)))


def _told_field(name: str, value: Any, names: Names) -> Iterator[Told]:
    if isinstance(value, Mapping):
        for key in value:
            text = said_in(name, value[key], names, of=key)
            yield Told(what=f"{word_for(name)}: {called(name, key, names)}", text=text)
    elif isinstance(value, Content):
        yield Told(what=word_for(name), text=in_lines(value, names))
    elif are_contents(value):
        for part in value:
            what = f"{word_for(name)}: {part_name(part, names)}"
            yield Told(what=what, text=in_lines(part, names))
    elif text := said_in(name, value, names):
        yield Told(what=word_for(name), text=text, prose=name in PROSE)


def in_lines(part: Content, names: Names) -> str:
    """A part of an entry, one field on a line."""
    return "\n".join(f"{each.what}: {each.text}" for each in told(part, names))


def called(name: str, key: str, names: Names) -> str:
    return names.get((NAMED_BY.get(name, ""), key), key)


def said_in(name: str, value: Any, names: Names, of: str = "") -> str:
    """A value in words. What it names is called by its name; `of` is the question of an answer."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        joint = " › " if name == "segments" else "\n"
        return joint.join(called(name, str(one), names) for one in value)
    if name == "answers":
        return names.get((f"answers to {of}", value), value or "")
    return said(name, value)


def are_contents(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Content)
