"""Questions and answers whose numbers contradict each other."""

from collections.abc import Iterator
from itertools import combinations

from troubleshooter.content.problems import Loc
from troubleshooter.content.schema import GuideContent, OptionContent, QuestionContent

from .looking import Look, found
from .signs import Found, Sign

# Numbers that differ by less say the same.
SAME = 1e-6
# An answer that is rarer than its usual by this factor under every cause, and rarer than this.
RARER, RARE = 0.5, 0.05
# Answers of one message support each other: its two go together more often than by chance (1).
HARDLY_TOGETHER = 0.5
HARD = 0.5


def questions_that_say_nothing(look: Look) -> Iterator[Found]:
    """No answer is likelier under one cause than under another, or than it is usual."""
    for index, question in enumerate(look.content.questions):
        apart = (
            abs(chance - option.usual)
            for option in question.options
            for chance in option.likelihood.values()
        )
        if max(apart, default=0.0) < SAME:
            yield found(
                Sign.QUESTION_SAYS_NOTHING,
                ("questions", index, "options"),
                "Each answer is as likely under every cause as it is usual: it costs time only.",
                "Say under which causes people answer differently, or take the question out.",
            )


def hard_questions(look: Look) -> Iterator[Found]:
    for index, question in enumerate(look.content.questions):
        if question.unsure >= HARD:
            yield found(
                Sign.QUESTION_HARD,
                ("questions", index, "unsure"),
                f"{100 * question.unsure:.0f} of 100 people cannot tell the answer.",
                "Say in the help where to look, ask for something easier, or correct the number.",
            )


def impossible_answers(look: Look) -> Iterator[Found]:
    for loc, option in _options(look.content):
        if option.usual == 0 and not any(option.likelihood.values()):
            yield found(
                Sign.ANSWER_IMPOSSIBLE,
                loc,
                "Under no cause, and not otherwise, does anybody give this answer.",
                "Say how often people give it, or take the answer out.",
            )


def answers_that_fit_no_cause(look: Look) -> Iterator[Found]:
    """Where a question names every cause, whoever comes has one of them: an answer that is usual
    and yet rare under each is a slip."""
    causes = {cause.key for cause in look.content.causes if cause.share > 0}
    for loc, option in _options(look.content):
        chances = [chance for key, chance in option.likelihood.items() if key in causes]
        if not causes <= option.likelihood.keys() or not chances or not option.usual:
            continue
        if max(chances) < min(RARE, RARER * option.usual):
            yield found(
                Sign.ANSWER_FITS_NO_CAUSE,
                loc,
                f"The answer is usual in {100 * option.usual:.2g} of 100 cases, but under each "
                f"cause in {100 * max(chances):.2g} at most. Every visitor has one of the causes.",
                "Correct how often people with each cause give this answer.",
            )


def messages_that_contradict(look: Look) -> Iterator[Found]:
    """A message gives two answers that speak against each other, or an impossible one.

    How often they go together is worked out as if each visitor had one cause: the sum over causes
    of share times both chances, against the product of each answer's own chance.
    """
    questions = {question.key: question for question in look.content.questions}
    for index, message in enumerate(look.content.messages):
        given = [(key, pair) for key, pair in _given(look, questions, message.answers)]
        for key, chances in given:
            if max(chances) == 0:
                yield _against(index, key)
        for (one, first), (other, second) in combinations(given, 2):
            if _lift(look, first, second) < HARDLY_TOGETHER:
                yield _contradiction(index, questions[one], questions[other], other)


def _options(content: GuideContent) -> Iterator[tuple[Loc, OptionContent]]:
    for index, question in enumerate(content.questions):
        for at, option in enumerate(question.options):
            yield ("questions", index, "options", at), option


def _given(
    look: Look, questions: dict[str, QuestionContent], answers: dict[str, str]
) -> Iterator[tuple[str, list[float]]]:
    """The questions that a message answers, and how likely its answer is under each cause."""
    for key, picked in answers.items():
        options = questions[key].options if key in questions else ()
        for option in options:
            if option.key == picked:
                causes = look.content.causes
                yield key, [option.likelihood.get(cause.key, option.usual) for cause in causes]


def _lift(look: Look, first: list[float], second: list[float]) -> float:
    """How many times as often as by chance two answers are given together, >= 0."""
    shares = [cause.share for cause in look.content.causes]
    total = sum(shares) or 1.0
    one = sum(s * p for s, p in zip(shares, first, strict=True)) / total
    other = sum(s * q for s, q in zip(shares, second, strict=True)) / total
    both = sum(s * p * q for s, p, q in zip(shares, first, second, strict=True)) / total
    return both / (one * other) if one * other > 0 else 1.0


def _against(index: int, question: str) -> Found:
    return found(
        Sign.MESSAGE_AGAINST_CAUSE,
        ("messages", index, "answers", question),
        "The message gives an answer that nobody is said to give.",
        "Choose another answer, or correct how often people give it.",
    )


def _contradiction(
    index: int, one: QuestionContent, other: QuestionContent, question: str
) -> Found:
    return found(
        Sign.MESSAGE_CONTRADICTS_ITSELF,
        ("messages", index, "answers", question),
        f"Its answers to “{one.text}” and “{other.text}” rarely go together: one speaks against "
        "the other.",
        "Take one of the two answers out of the message, or correct how often people give them.",
    )
