"""The tables of the page “Causes and questions” that come from counts."""

from .questions import Answer, QuestionFigures, Questions, Unknown
from .sheets import Cell, Kind, Sheet, sheet

QUESTIONS = (
    ("question", "Question", Kind.NODE),
    ("shown", "shown", Kind.COUNT),
    ("unsure", "not sure", Kind.RATE),
    ("separates", "tells causes apart", Kind.SHARE),
    ("worth", "with those not sure", Kind.SHARE),
)
ANSWERS = (
    ("question", "Question", Kind.NODE),
    ("answer", "answer", Kind.TEXT),
    ("expected", "expected", Kind.SHARE),
    ("seen", "seen", Kind.RATE),
)
UNMATCHED = (("words", "They typed", Kind.TEXT), ("times", "times", Kind.COUNT))


def question_sheets(found: Questions) -> tuple[Sheet, ...]:
    answers = [_answer(one, answer) for one in found.questions for answer in one.answers]
    return (
        sheet("questions", "What each question tells", QUESTIONS, map(_row, found.questions)),
        sheet("answers", "What was answered", ANSWERS, answers),
        sheet("unmatched", "Words that found nothing", UNMATCHED, map(_words, found.unmatched)),
    )


def _row(one: QuestionFigures) -> tuple[Cell, ...]:
    return one.named, one.shown, one.unsure, one.separates, one.worth


def _answer(one: QuestionFigures, answer: Answer) -> tuple[Cell, ...]:
    return one.named, answer.words, answer.expected, answer.seen


def _words(one: Unknown) -> tuple[Cell, ...]:
    return one.words, one.times
