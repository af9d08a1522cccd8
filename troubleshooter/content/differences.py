"""Two contents of one guide compared: every change on one line, in plain words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .changed_translations import ChangedTranslations, changed_translations
from .schema import Content, DisruptionMinutes, GuideContent, OptionContent, QuestionContent

SECTIONS = {
    "platforms": "platform",
    "causes": "cause",
    "questions": "question",
    "messages": "message",
    "paths": "path",
    "steps": "step",
    "handoff": "hand-over item",
    "aftercare": "aftercare",
    "facts": "fact",
}
LONGEST_SHOWN = 40


@dataclass(frozen=True, kw_only=True)
class Fates:
    """What became of entries beyond coming and going, each named as in the report."""

    retired: frozenset[str] = frozenset()
    returned: frozenset[str] = frozenset()

    def came(self, label: str) -> str:
        return f"brought back {label}" if label in self.returned else f"added {label}"

    def went(self, label: str) -> str:
        if label in self.retired:
            return f"retired {label}: visits refer to it"
        return f"removed {label}"


def option_label(question: str, option: str) -> str:
    return f"option {option} of question {question}"


def added_guide(content: GuideContent) -> tuple[str, ...]:
    """The one line for a guide that is new."""
    counts = [f"{len(getattr(content, section))} {section}" for section in SECTIONS]
    counts += [f"{len(texts)} texts in {name}" for name, texts in content.translations.items()]
    return (f"added the guide: {', '.join(counts)}",)


def differences(old: GuideContent, new: GuideContent, fates: Fates) -> tuple[str, ...]:
    """What changed, in the order of the file."""
    return tuple(_lines(old, new, fates))


def _lines(old: GuideContent, new: GuideContent, fates: Fates) -> Iterator[str]:
    own = list(_changes(old, new, leave_out=(*SECTIONS, "translations")))
    if own:
        yield f"changed the guide: {', '.join(own)}"
    for section, word in SECTIONS.items():
        before, after = _by_key(getattr(old, section)), _by_key(getattr(new, section))
        for key in [*after, *(key for key in before if key not in after)]:
            yield from _entry(f"{word} {key}", before.get(key), after.get(key), fates)
        if _reordered(before, after):
            yield f"changed the order of {section}"
    yield from map(_of_language, changed_translations(old, new))


def _of_language(changed: ChangedTranslations) -> str:
    counts = {"added": changed.added, "changed": changed.changed, "removed": changed.removed}
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    return f"changed translations into {changed.language}: {told}"


def _by_key(entries: Iterable[Any]) -> dict[str, Any]:
    return {entry.key: entry for entry in entries}


def _reordered(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether those that stayed stand in another order."""
    return [key for key in before if key in after] != [key for key in after if key in before]


def _entry(label: str, old: Any, new: Any, fates: Fates) -> Iterator[str]:
    if old is None:
        yield fates.came(label)
    elif new is None:
        yield fates.went(label)
    else:
        changes = list(_changes(old, new, leave_out=("options",)))
        if changes:
            yield f"changed {label}: {', '.join(changes)}"
        if isinstance(new, QuestionContent):
            yield from _options(old, new, fates)


def _options(old: QuestionContent, new: QuestionContent, fates: Fates) -> Iterator[str]:
    before: dict[str, OptionContent] = _by_key(old.options)
    after: dict[str, OptionContent] = _by_key(new.options)
    for key in [*after, *(key for key in before if key not in after)]:
        yield from _entry(option_label(new.key, key), before.get(key), after.get(key), fates)
    if _reordered(before, after):
        yield f"changed the order of options of question {new.key}"


def _changes(old: Content, new: Content, leave_out: Iterable[str]) -> Iterator[str]:
    for name in type(new).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if name not in leave_out and before != after:
            yield from _change(name.rstrip("_"), before, after)


def _change(name: str, before: Any, after: Any) -> Iterator[str]:
    if isinstance(after, DisruptionMinutes):
        before, after = _levels(before), _levels(after)
    if isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                yield f"{name} {key} {_shown(before.get(key))} → {_shown(after.get(key))}"
    elif _short(before) and _short(after):
        yield f"{name} {_shown(before)} → {_shown(after)}"
    else:
        yield name


def _levels(disruption: DisruptionMinutes) -> dict[int, float]:
    return dict(enumerate(disruption.levels(), start=1))


def _short(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_SHOWN and (value.isprintable() or not value)
    return value is None or isinstance(value, int | float)


def _shown(value: Any) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case float():
            return repr(value).removesuffix(".0")
    return f"“{value}”" if isinstance(value, str) else str(value)
