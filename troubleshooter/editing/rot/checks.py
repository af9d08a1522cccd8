"""All signs of rot in a guide, found in one go."""

from collections.abc import Callable, Iterable, Iterator

from .answers import (
    answers_that_fit_no_cause,
    hard_questions,
    impossible_answers,
    messages_that_contradict,
    questions_that_say_nothing,
)
from .causes import causes_alike, hardly_cleared, impossible_causes, shares_add_up
from .days import reviews_due
from .dominated import dominated_steps
from .labels import misspelt_labels
from .looking import Look
from .paths import old_checks, unconfirmed_paths, unused_paths, versions_in_order
from .pictures import pictures_in_texts, words_for_pictures
from .reach import never_reached
from .readability import hard_texts, long_steps
from .signs import Found
from .steps import odd_numbers, risky_steps_first, unused_safeguards
from .translations import lossy_translations, stale_translations, untranslated_texts
from .words import missing_support, missing_texts, same_words

Check = Callable[[Look], Iterator[Found]]

CHECKS: tuple[Check, ...] = (
    versions_in_order,
    shares_add_up,
    impossible_causes,
    hardly_cleared,
    questions_that_say_nothing,
    hard_questions,
    impossible_answers,
    answers_that_fit_no_cause,
    messages_that_contradict,
    odd_numbers,
    unused_safeguards,
    risky_steps_first,
    old_checks,
    unconfirmed_paths,
    unused_paths,
    misspelt_labels,
    missing_texts,
    missing_support,
    same_words,
    pictures_in_texts,
    words_for_pictures,
    reviews_due,
    hard_texts,
    long_steps,
    stale_translations,
    lossy_translations,
    untranslated_texts,
)
# These ask the engine, which can read a guide without errors only.
BY_THE_ENGINE: tuple[Check, ...] = (causes_alike, dominated_steps, never_reached)


def signs_of_rot(look: Look, *, whole: bool) -> tuple[Found, ...]:
    """What the checks find. `whole` says that the guide could be published, so that the engine can
    be asked too."""
    checks = (*CHECKS, *BY_THE_ENGINE) if whole else CHECKS
    return tuple(_all(checks, look))


def _all(checks: Iterable[Check], look: Look) -> Iterator[Found]:
    for check in checks:
        yield from check(look)
