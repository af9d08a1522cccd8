"""What can go wrong with a guide that could be published: a stable code for each sign of it."""

from dataclasses import dataclass
from enum import StrEnum

from troubleshooter.content.problems import Loc


class Severity(StrEnum):
    """How much a problem matters, the worst first."""

    ERROR = "error"  # it blocks publishing
    WARNING = "warning"  # visitors suffer
    ADVICE = "advice"


WARNING, ADVICE = Severity.WARNING, Severity.ADVICE


class Sign(StrEnum):
    """Every code besides those of the guide file. They are stable: people script by them."""

    meaning: str
    severity: Severity

    def __new__(cls, code: str, severity: Severity, meaning: str) -> "Sign":
        member = str.__new__(cls, code)
        member._value_ = code
        member.severity, member.meaning = severity, meaning
        return member

    # Where to tap.
    PATH_OFTEN_MISSED = "path-often-missed", WARNING, "Many visitors cannot find a settings path."
    PATH_CHECK_OLD = (
        "path-check-old",
        WARNING,
        "A settings path was last looked at many months ago (PATH_CHECK_MONTHS).",
    )
    CHECK_IN_FUTURE = "check-in-future", WARNING, "A path was looked at on a day yet to come."
    CONFIRMED_WITHOUT_DATE = (
        "confirmed-without-date",
        WARNING,
        "A settings path is confirmed, but nobody wrote down when.",
    )
    PATH_NOT_CONFIRMED = "path-not-confirmed", ADVICE, "Nobody has confirmed a settings path yet."
    PATH_UNUSED = "path-unused", ADVICE, "Nothing shows the settings path."
    LABEL_MISSPELT = (
        "label-misspelt",
        WARNING,
        "The instructions write a label a little differently from the path beside them.",
    )
    VERSIONS_OUT_OF_ORDER = (
        "versions-out-of-order",
        WARNING,
        "The versions of a device do not run from the oldest to the newest.",
    )

    # Days.
    REVIEW_DUE = "review-due", ADVICE, "The day for reading it again has passed."

    # Links.
    LINK_BROKEN = "link-broken", WARNING, "A web address does not answer."
    LINK_INSIDE_BROKEN = (
        "link-inside-broken",
        WARNING,
        "A link leads to a page of the portal that is not there.",
    )

    # Words.
    NO_INSTRUCTIONS = "no-instructions", WARNING, "A step does not say what to do."
    NO_CHECK = "no-check", ADVICE, "A step does not say how to know whether it worked."
    NO_EXPLANATION = "no-explanation", ADVICE, "A cause does not say what is going on."
    NO_CONTACT = "no-contact", WARNING, "Handing over to support leads nowhere."
    NO_HANDOFF = "no-handoff", ADVICE, "Support gets nothing of what it will ask."
    HARD_TO_READ = "hard-to-read", ADVICE, "A text has a reading age above 11 years."
    STEP_TOO_LONG = "step-too-long", ADVICE, "A step has more than 7 actions or 120 words."
    SAME_WORDS = "same-words", WARNING, "Two entries of a list read the same to visitors."

    # Translations.
    TRANSLATION_STALE = (
        "translation-stale",
        WARNING,
        "Texts changed after they were translated. Visitors read them untranslated.",
    )
    TRANSLATION_LOSES = (
        "translation-loses-parts",
        WARNING,
        "A translation has fewer links or numbered steps than its text.",
    )
    TRANSLATION_MISSING = (
        "translation-missing",
        ADVICE,
        "A guide that is translated has texts that are not.",
    )

    # Pictures.
    PICTURE_IN_TEXT = "picture-in-text", WARNING, "A text holds a picture, which is not shown."
    ALT_SAYS_NOTHING = (
        "alt-says-nothing",
        WARNING,
        "The words for people who cannot see a picture do not say what it shows.",
    )

    # Causes.
    CAUSE_IMPOSSIBLE = "cause-impossible", WARNING, "A cause is said never to be involved."
    SHARES_TOO_LOW = "shares-too-low", WARNING, "The shares of the causes add up to under 0.8."
    SHARES_TOO_HIGH = "shares-too-high", WARNING, "The shares of the causes add up to over 1.6."
    CAUSE_HARDLY_CLEARED = (
        "cause-hardly-cleared",
        ADVICE,
        "The best step for a cause clears it in fewer than 1 of 20 cases.",
    )
    CAUSES_ALIKE = "causes-alike", ADVICE, "No answer and no step tells two causes apart."

    # Answers.
    QUESTION_SAYS_NOTHING = (
        "question-says-nothing",
        WARNING,
        "Whatever people answer, nothing follows from it.",
    )
    QUESTION_HARD = "question-hard", ADVICE, "Half of all people or more cannot tell the answer."
    QUESTION_NEVER_ASKED = (
        "question-never-asked",
        ADVICE,
        "In no situation that was looked at is the question worth its minutes.",
    )
    ANSWER_IMPOSSIBLE = "answer-impossible", WARNING, "Nobody is said to give an answer."
    ANSWER_FITS_NO_CAUSE = (
        "answer-fits-no-cause",
        WARNING,
        "An answer is usual, but rare under every single cause of the guide.",
    )
    MESSAGE_CONTRADICTS_ITSELF = (
        "message-contradicts-itself",
        WARNING,
        "A message gives answers of which one makes the other rarer.",
    )
    MESSAGE_AGAINST_CAUSE = (
        "message-against-its-words",
        WARNING,
        "A message gives an answer that is said to be impossible.",
    )

    # Steps.
    STEP_DOMINATED = (
        "step-dominated",
        ADVICE,
        "Another step clears the same causes at least as often, for no more.",
    )
    STEP_NEVER_REACHED = (
        "step-never-reached",
        ADVICE,
        "In no situation that was looked at is the step offered.",
    )
    STEP_ALWAYS_SKIPPED = "step-always-skipped", WARNING, "Nobody is said to be able to do a step."
    STEP_TAKES_NO_TIME = (
        "step-takes-no-time",
        WARNING,
        "A step is said to take 0 minutes, and so comes before all others.",
    )
    SAFEGUARD_UNUSED = "safeguard-unused", WARNING, "No step asks for a safeguard."
    RISKY_STEP_FIRST = "risky-step-first", WARNING, "A risky step is pinned to the beginning."


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A sign of rot in one place, and what to do about it."""

    sign: Sign
    loc: Loc
    message: str
    remedy: str
