"""Single checks: what they must not say, and what they say at their limits."""

from datetime import date

import pytest

from tests.content.sample_guides import lamp_content, lamp_draft
from troubleshooter import engine
from troubleshooter.content.rows import content_from_rows
from troubleshooter.editing.missed import Missed
from troubleshooter.editing.problems import problems_of
from troubleshooter.editing.rot.around import Around, signs_around
from troubleshooter.editing.rot.checks import BY_THE_ENGINE, CHECKS, signs_of_rot
from troubleshooter.editing.rot.days import months_before
from troubleshooter.editing.rot.dominated import dominated_steps
from troubleshooter.editing.rot.looking import Look
from troubleshooter.editing.rot.paths import old_checks
from troubleshooter.editing.rot.reach import MOST_MOVES, _Walks, never_reached, reach_of
from troubleshooter.editing.rot.signs import Severity, Sign

from .faults import FAULTS, TODAY


def look(content, **given):
    return Look(content=content, today=TODAY, **given)


def signs(check, draft, **given):
    return [found.sign for found in check(look(draft.content(), **given))]


@pytest.mark.parametrize(
    ("today", "months", "expected"),
    [
        (date(2026, 11, 25), 12, date(2025, 11, 25)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_are_counted_on_the_calendar(today, months, expected):
    assert months_before(today, months) == expected


@pytest.mark.parametrize(("checked", "old"), [("2025-11-25", False), ("2025-11-24", True)])
def test_a_path_is_old_after_so_many_months_to_the_day(checked, old):
    draft = lamp_draft()
    for path in draft["paths"]:
        for variant in path["variants"]:
            variant |= {"checked": checked, "confidence": "reported"}
    assert bool(signs(old_checks, draft)) is old
    assert bool(signs(old_checks, draft, months=13)) is False


def test_of_two_equal_steps_the_later_is_named():
    draft = lamp_draft()
    first = draft.step("plug-in")
    draft["steps"].append({**first, "key": "again", "title": "Again"})
    (found,) = dominated_steps(look(draft.content()))
    assert found.loc[1] == len(draft["steps"]) - 1


@pytest.mark.parametrize(
    "better",
    [{"minutes": 0.01}, {"skip": 0}, {"fixes": {"unplugged": 1, "bulb": 0.01}}, {"kind": "check"}],
    ids=str,
)
def test_a_step_that_is_better_in_one_way_is_not_dominated(better):
    draft = lamp_draft()
    first = draft.step("plug-in")
    first["skip"] = 0.1
    draft["steps"].append({**first, "key": "again", "title": "Again"} | better)
    assert not [
        found
        for found in dominated_steps(look(draft.content()))
        if found.loc[1] == len(draft["steps"]) - 1
    ]


def test_what_the_engine_offers_is_never_called_unreached():
    """Every step and question of a walk with other answers is in what was reached, or is told."""
    here = look(lamp_content())
    reach = reach_of(here)
    told = {here.content.steps[f.loc[1]].key for f in never_reached(here) if f.loc[0] == "steps"}
    for answer in ("yes", "no", engine.UNSURE):
        walks = _Walks(here.for_engine, here.parameters)
        walks.walk({"others": answer})
        assert walks.steps <= reach.steps
        assert not walks.steps & told


def test_the_looking_is_bounded(monkeypatch):
    monkeypatch.setattr("troubleshooter.editing.rot.reach.MOST_MOVES", 7)
    reach = reach_of(look(lamp_content()))
    assert not reach.all_seen
    assert "not all" in reach.looked_at
    assert MOST_MOVES > 7


@pytest.mark.parametrize(
    ("reports", "visits", "told"), [(2, 10, True), (1, 10, False), (9, 9, False), (20, 101, False)]
)
def test_a_path_is_often_missed_from_a_fifth_of_ten_visits_on(reports, visits, told):
    missed = {("lamp", "switch", "desk", "2"): Missed(reports=reports, visits=visits)}
    found = list(signs_around(lamp_content(), Around(missed=missed)))
    assert (Sign.PATH_OFTEN_MISSED in {f.sign for f in found}) is told


def test_paths_of_other_guides_are_not_this_ones():
    missed = {("twin", "switch", "desk", "2"): Missed(reports=9, visits=10)}
    found = signs_around(lamp_content(), Around(missed=missed))
    assert Sign.PATH_OFTEN_MISSED not in {f.sign for f in found}


def test_errors_come_first_then_warnings_then_advice():
    draft = lamp_draft()
    draft.data["title"] = " "
    content = type(lamp_content()).model_validate(draft.data)
    severities = [p.severity for p in problems_of(content, Around(), TODAY)]
    assert severities == sorted(severities, key=list(Severity).index)
    assert set(severities) == set(Severity)


def test_the_engine_is_not_asked_about_a_guide_with_errors(monkeypatch):
    asked = []
    monkeypatch.setattr(engine, "next_move", lambda *args: asked.append(args))
    signs_of_rot(look(lamp_content()), whole=False)
    assert asked == []
    assert not set(BY_THE_ENGINE) & set(CHECKS)


@pytest.mark.django_db
def test_a_draft_in_any_disorder_is_looked_at_all_the_same(icloud):
    """All faults at once: no check may fall over what another one reports."""
    for fault in FAULTS:
        fault.plant(icloud)
    codes = {p.code for p in problems_of(content_from_rows(icloud), Around(), TODAY)}
    assert len(codes) > 25
