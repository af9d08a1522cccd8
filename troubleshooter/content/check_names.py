"""Checks: each value obeys its own rules, each key is given once, each name refers to something."""

from collections.abc import Iterable, Iterator

from .problems import Code, Finding, Loc, brief, shown
from .reading import Reading

MOST_NAMED = 12


def broken_rules(reading: Reading) -> Iterator[Finding]:
    """Numbers outside their ranges, texts too long, lists too short: what one value shows."""
    for loc, shape, value in reading.values:
        for rule in shape.rules:
            if fault := rule.fault(value):
                code, message, remedy = fault
                yield Finding(code=code, loc=loc, message=message, remedy=remedy)


def duplicates(reading: Reading) -> Iterator[Finding]:
    """Two entries with one key, a version given twice, a name or a picture twice in one list."""
    for loc, shape, value in reading.values:
        item = shape.item
        if shape.kind is not tuple or item is None:
            continue
        if item.fields is not None and "key" in item.fields:
            keys = [((*loc, index, "key"), entry.key) for index, entry in enumerate(value)]
            yield from _repeated(reading, keys, Code.DUPLICATE_KEY)
        elif loc[-1] == "pictures":
            files = [((*loc, index, "light"), entry.light) for index, entry in enumerate(value)]
            yield from _repeated(reading, files, Code.REPEATED_NAME)
        elif item.refers or loc[-1] == "versions":
            code = Code.REPEATED_NAME if item.refers else Code.DUPLICATE_VERSION
            entries = [((*loc, index), entry) for index, entry in enumerate(value)]
            yield from _repeated(reading, entries, code)


def _repeated(
    reading: Reading, entries: Iterable[tuple[Loc, str]], code: Code
) -> Iterator[Finding]:
    seen: dict[str, Loc] = {}
    for loc, name in entries:
        if not reading.given(*loc):
            continue
        if name in seen:
            remedy = "Remove one of the two, or correct its name."
            if code is Code.DUPLICATE_KEY:
                remedy = "Give each entry of the list a key of its own, or remove one."
            message = f"{shown(name)} stands in this list already."
            yield Finding(code=code, loc=loc, message=message, remedy=remedy, also=(seen[name],))
        seen.setdefault(name, loc)


def undefined_names(reading: Reading) -> Iterator[Finding]:
    """Keys of causes, steps, paths and so on that no entry has; options that a question lacks."""
    for kind, name, loc in reading.references:
        if not reading.defines(kind, name):
            message = f"No entry of `{kind}` has the key {shown(name)}."
            remedy = _remedy(reading.meant(kind, name), reading.defined[kind])
            yield Finding(code=Code.UNDEFINED_NAME, loc=loc, message=message, remedy=remedy)
    yield from _undefined_options(reading)


def _undefined_options(reading: Reading) -> Iterator[Finding]:
    options = _options(reading)
    for index, message in enumerate(reading.content.messages):
        for question, option in message.answers.items():
            loc = ("messages", index, "answers", question)
            offered = options.get(question)
            if offered is None or option in offered or not reading.given(*loc):
                continue
            text = f"The question {shown(question)} has no option {shown(option)}."
            remedy = _remedy(None, offered)
            yield Finding(code=Code.UNDEFINED_NAME, loc=loc, message=text, remedy=remedy)


def _options(reading: Reading) -> dict[str, frozenset[str]]:
    """The options of each question whose options are all known."""
    offered: dict[str, frozenset[str]] = {}
    for index, question in enumerate(reading.content.questions):
        options = ("questions", index, "options")
        keys = [(*options, at, "key") for at in range(len(question.options))]
        if reading.given(*options) and all(reading.given(*loc) for loc in keys):
            known = frozenset(option.key for option in question.options)
            offered[question.key] = offered.get(question.key, frozenset()) | known
    return offered


def _remedy(meant: str | None, names: Iterable[str]) -> str:
    if meant:
        return f"Did you mean {shown(meant)}?"
    known = sorted(names)
    some = ", ".join(brief(name) for name in known[:MOST_NAMED])
    more = " and others" if len(known) > MOST_NAMED else ""
    return f"Use one of: {some}{more}." if known else "Define it, or remove the name."
