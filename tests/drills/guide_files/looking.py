"""What must hold of reading any file at all."""

from collections.abc import Callable

from troubleshooter.content.problems import MOST_LISTED, Code, Problem
from troubleshooter.content.reader import read_guide, write_guide
from troubleshooter.content.schema import GuideContent

Read = tuple[GuideContent | None, tuple[Problem, ...]]
Reader = Callable[[bytes], Read]
LONGEST = 420  # characters of a message
CODES = frozenset(code.value for code in Code)


class NotClear(Exception):
    """A file was neither accepted nor refused in the way that is promised."""


def look(data: bytes, read: Reader = read_guide) -> GuideContent | None:
    """The guide in the file, or None where it is refused clearly. Raises NotClear where neither."""
    try:
        content, problems = read(data)
    except BaseException as error:
        raise NotClear(f"{type(error).__name__}: {str(error)[:200]}") from error
    if (content is None) != bool(problems):
        raise NotClear("neither a guide nor a problem, or both")
    if len(problems) > MOST_LISTED * len(CODES):
        raise NotClear(f"{len(problems)} problems")
    for problem in problems:
        _require_clear(problem, data)
    if content is not None and read(write_guide(content).encode()) != (content, ()):
        raise NotClear("written and read again it is another guide")
    return content


def _require_clear(problem: Problem, data: bytes) -> None:
    if problem.code not in CODES:
        raise NotClear(f"an unknown code: {problem.code}")
    for text in (problem.message, problem.remedy):
        if not (text.isprintable() and 0 < len(text) <= LONGEST):
            raise NotClear(f"{problem.code}: {text[:100]!r}, {len(text)} characters")
    if problem.line is not None and not 1 <= problem.line <= len(data) + 1:
        raise NotClear(f"{problem.code} on line {problem.line}")
