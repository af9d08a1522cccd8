"""What recording an answer costs with the tables of counts and, side by side, without them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from troubleshooter.content import catalogue
from troubleshooter.models import FoldedMonth, FoldMark, Slice, StaleDay
from troubleshooter.statistics.tables import TABLES
from troubleshooter.visits import services

from .population import QUESTIONS

ROUNDS, VISITS = 40, 10
COUNTED = [
    *(table.name for table in TABLES.values()),
    *(model._meta.db_table for model in (Slice, FoldMark, FoldedMonth, StaleDay)),
]


def recorded(clock: Callable[[], float]) -> Iterator[str]:
    """Rounds with and without take turns, and each has the other before it as often as after it."""
    with CaptureQueriesContext(connection) as asked:
        _answers(clock, 1)
    naming = [q["sql"] for q in asked if any(f'"{name}"' in q["sql"] for name in COUNTED)]
    assert not naming, naming
    _answers(clock, VISITS)
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(ROUNDS):
        for counted in (True, False) if number % 2 else (False, True):
            if counted:
                took[counted].append(_answers(clock, VISITS))
            else:
                with _without_counts():
                    took[counted].append(_answers(clock, VISITS))
    with_, without = (median(took[counted]) for counted in (True, False))
    pairs = sorted(a / b for a, b in zip(took[True], took[False], strict=True))
    low, high = pairs[len(pairs) // 4], pairs[-1 - len(pairs) // 4]
    yield (
        f"- recording an answer: {with_:.2f} with the tables of counts, {without:.2f} without them: "
        f"{with_ / without:.3f} × (half of {ROUNDS} pairs {low:.2f} to {high:.2f}); "
        f"{len(asked)} statements for a visit with {QUESTIONS} answers, none of them names a table "
        "of counts"
    )


def _answers(clock: Callable[[], float], visits: int) -> float:
    """Milliseconds for one answer."""
    live, took = catalogue.live_guide("bench"), 0.0
    for _ in range(visits):
        begun = services.start(live, platform="phone", version="15", message="")
        began = clock()
        for number in range(QUESTIONS):
            services.answer("bench", begun.token, question=f"question-{number}", option="yes")
        took += clock() - began
    return 1e3 * took / visits / QUESTIONS


@contextmanager
def _without_counts() -> Iterator[None]:
    """As in a portal that has no statistics: whoever touched a table of counts would fail."""
    _rename(lambda name: (name, f"{name}_away"))
    try:
        yield
    finally:
        _rename(lambda name: (f"{name}_away", name))


def _rename(names: Callable[[str], tuple[str, str]]) -> None:
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for name in COUNTED:
            old, new = map(quote, names(name))
            cursor.execute(f"ALTER TABLE {old} RENAME TO {new}")
