"""Evidence as scripts write it: one line of JSON, checked against the guide."""

import json
from collections.abc import Iterator

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.problems import shown
from troubleshooter.engine import UNSURE, Evidence, Result

PARTS = ("questions", "steps")
RESULTS = tuple(map(str, Result))


class BadEvidence(Exception):
    """The line cannot be understood; its text names every problem."""


def read_evidence(guide: PublishedGuide, line: bytes) -> Evidence:
    """The evidence of a line such as {"questions": {"q": "yes"}, "steps": {"s": "no_help"}}.

    Both parts may be left out. Raises BadEvidence, with all that is wrong.
    """
    given = _read(line)
    problems = [f"unknown key {shown(key)}" for key in given if key not in PARTS]
    problems += _problems_of_questions(guide, given.get("questions", {}))
    problems += _problems_of_steps(guide, given.get("steps", {}))
    if problems:
        raise BadEvidence("; ".join(problems))
    steps = {key: Result(result) for key, result in given.get("steps", {}).items()}
    return Evidence(questions=given.get("questions", {}), steps=steps)


def _read(line: bytes) -> dict[str, object]:
    try:
        given = json.loads(line.decode(), object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError) as error:
        raise BadEvidence(f"not JSON: {error}") from error
    if not isinstance(given, dict):
        raise BadEvidence('not an object such as {"questions": {}, "steps": {}}')
    return given


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Two results of one step contradict each other, and the last would win unseen."""
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise BadEvidence("; ".join(f"key {shown(key)} is given twice" for key in twice))
    return dict(pairs)


def _problems_of_questions(guide: PublishedGuide, given: object) -> Iterator[str]:
    if not isinstance(given, dict):
        yield "questions: not an object"
        return
    for key, option in given.items():
        question = guide.questions.get(key)
        options = [known.key for known in question.options] if question else []
        if question is None:
            yield f"unknown question {shown(key)}"
        elif option not in (*options, UNSURE):
            known = ", ".join((*options, UNSURE))
            yield f"question {shown(key)}: unknown option {shown(option)}; there are: {known}"


def _problems_of_steps(guide: PublishedGuide, given: object) -> Iterator[str]:
    if not isinstance(given, dict):
        yield "steps: not an object"
        return
    for key, result in given.items():
        if key not in guide.steps:
            yield f"unknown step {shown(key)}"
        elif result not in RESULTS:
            known = ", ".join(RESULTS)
            yield f"step {shown(key)}: unknown result {shown(result)}; there are: {known}"
