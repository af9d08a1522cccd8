"""What if: asked in words, worked out when somebody wants it, told with its interval or refused."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from troubleshooter.models import Estimate as Row
from troubleshooter.statistics.effects.change import Change, Kind
from troubleshooter.statistics.effects.estimates import Kept, find_what_if
from troubleshooter.statistics.effects.logged import Logged
from troubleshooter.statistics.effects.what_if import Compared, Ends, WhatIf
from troubleshooter.statistics.figures.changing import Changing, changing_sheets
from troubleshooter.statistics.figures.names import Named
from troubleshooter.statistics.measures import Estimate, Interval

from .world import FIXED, NOT_SURE, TO_BULB, TO_PLUG, TO_SUPPORT, Visitors

NAMED = Named(node="step", key="a", title="A", kind="fix", minutes=1, here=True)


def asked(**more):
    return f"?{urlencode({'guide': 'lamp', **more})}"


def page(lead, **more):
    return lead.get(f"/insights/what-if/{asked(**more)}")


def work_out(lead, what="what-if", **more):
    return lead.post(f"/insights/work-out/{what}/{asked(**more)}")


@pytest.fixture
def visits(lamp):
    visitors = Visitors(lamp)
    visitors.come(70, TO_PLUG, FIXED)
    visitors.come(20, NOT_SURE, FIXED)
    visitors.come(40, TO_PLUG, TO_BULB, TO_SUPPORT)
    return visitors


def test_looking_works_nothing_out(visits, lead):
    first = page(lead)
    assert first.context["changing"] is None
    assert not first.context["thought"].form.errors
    answer = page(lead, step="plug-in", change="first")
    assert answer.context["changing"].kept is None
    assert b'action="/insights/work-out/what-if/?guide=lamp&amp;step=plug-in&amp;change=first"' in (
        answer.content
    )
    assert not Row.objects.exists()


def test_it_is_worked_out_once_kept_and_shown(visits, lead):
    question = {"step": "plug-in", "change": "minutes", "to": "20"}
    answer = work_out(lead, **question)
    assert answer.status_code == 302
    assert answer["Location"] == f"/insights/what-if/{asked(**question)}"
    assert Row.objects.filter(kind="what_if").count() == 1
    context = lead.get(answer["Location"]).context
    changing = context["changing"]
    assert changing.change == Change(step="plug-in", kind=Kind.MINUTES, to=20)
    assert changing.kept.fresh
    kept = find_what_if(context["asked"].filters, changing.change)
    assert changing.found == kept.what_if
    # Nobody is quicker when a step takes 19 minutes more.
    assert changing.found.compared.difference.minutes.value > 0
    assert {name: len(sheet.rows) for name, sheet in context["sheets"].items()} == {
        "minutes": 1,
        "resolved": 1,
    }
    way = f"/insights/export/what-if/minutes.csv{asked(**question)}"
    text = lead.get(way).content.decode()
    assert f"{round(changing.found.compared.difference.minutes.value, 6)}" in text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"step": "nothing", "change": "first"}, "step"),
        ({"step": "plug-in", "change": "explode"}, "change"),
        ({"step": "plug-in", "change": "move"}, "to"),
        ({"step": "plug-in", "change": "move", "to": "1.5"}, "to"),
        ({"step": "plug-in", "change": "move", "to": "99"}, "to"),
        ({"step": "plug-in", "change": "minutes", "to": "-1"}, "to"),
        ({"step": "plug-in", "change": "minutes", "to": "nan"}, "to"),
        ({"step": "plug-in", "change": "minutes", "to": "x"}, "to"),
    ],
)
def test_what_is_not_valid_is_said_and_not_worked_out(wrong, field, visits, lead):
    answer = page(lead, **wrong)
    assert answer.status_code == 200
    assert set(answer.context["thought"].form.errors) == {field}
    assert work_out(lead, **wrong).status_code == 302
    assert not Row.objects.exists()
    assert lead.get(f"/insights/export/what-if/minutes.csv{asked(**wrong)}").status_code == 404


def test_too_few_visits_are_refused_with_the_reason(lamp, lead):
    Visitors(lamp).come(9, TO_PLUG, FIXED)
    question = {"step": "plug-in", "change": "remove"}
    context = lead.get(work_out(lead, **question)["Location"]).context
    assert context["changing"].found.why_not == "few_visits"
    assert context["sheets"] == {}


def test_a_step_that_nobody_tried_is_refused(visits, lead):
    question = {"step": "rewire", "change": "first"}
    context = lead.get(work_out(lead, **question)["Location"]).context
    assert context["changing"].found.why_not == "few_tried"


def test_an_old_figure_is_offered_to_be_worked_out_again(visits, lead):
    question = {"step": "rewire", "change": "first"}
    work_out(lead, **question)
    Row.objects.update(made_at=timezone.now() - timedelta(days=8))
    answer = page(lead, **question)
    assert not answer.context["changing"].kept.fresh
    assert b"/insights/work-out/what-if/" in answer.content


def test_the_question_stays_in_the_addresses(visits, lead):
    context = page(lead, step="plug-in", change="move", to="2").context
    assert context["asked"].here(since="2026-01-01").endswith("&since=2026-01-01")
    assert "step=plug-in&change=move&to=2" in context["asked"].here()


def test_only_those_who_may_see_it_may_have_it_worked_out(visits, lead, client, django_user_model):
    question = {"step": "plug-in", "change": "first"}
    assert work_out(client, **question)["Location"].startswith("/insights/login/")
    client.force_login(django_user_model.objects.create_user("someone", is_staff=True))
    assert work_out(client, **question).status_code == 403
    assert lead.get(f"/insights/work-out/what-if/{asked(**question)}").status_code == 302
    assert work_out(lead, "flow").status_code == 404
    assert not Row.objects.exists()


def test_causes_are_worked_out_and_stand_beside_the_editors_shares(visits, lead):
    before = lead.get("/insights/causes/?guide=lamp")
    assert before.context["common"].kept is None
    assert b"/insights/work-out/causes/" in before.content
    answer = work_out(lead, "causes")
    common = lead.get(answer["Location"]).context["common"]
    assert {one.editors for one in common.causes} == {0.5, 0.3, 0.2}
    for one in common.causes:
        assert one.share.interval.low <= one.share.value <= one.share.interval.high
        assert bool(one.unlike) == (one.editors not in one.share.interval)
    shares = [one.share.value for one in common.causes]
    assert shares == sorted(shares, reverse=True)
    # Most were fixed by the plug.
    assert common.causes[0].name == "The plug is out"


def estimate(value, low, high):
    return Estimate(value=value, interval=Interval(low=low, high=high))


def changing(minutes, resolved, **more):
    difference = Ends(minutes=minutes, resolved=resolved)
    compared = Compared(now=difference, then=difference, difference=difference, followed=1)
    kept = Kept(
        made_at=timezone.now(),
        visits=200,
        fresh=True,
        what_if=WhatIf(compared=compared, **more),
    )
    return Changing(change=Change(step="a", kind=Kind.FIRST), named=NAMED, kept=kept)


@pytest.mark.parametrize(
    ("minutes", "resolved", "told"),
    [
        (estimate(-2, -3, -1), estimate(0.1, 0.01, 0.2), ("fewer", "more")),
        (estimate(2, 1, 3), estimate(-0.1, -0.2, -0.01), ("more", "fewer")),
        (estimate(-2, -5, 1), estimate(0.1, -0.01, 0.2), ("", "")),
    ],
)
def test_a_direction_is_told_only_where_the_interval_leaves_none_out(minutes, resolved, told):
    found = changing(minutes, resolved)
    assert (found.minutes, found.resolved) == told


def test_visits_that_went_that_way_stand_below_the_model():
    one = estimate(2, 1, 3)
    by_lot = Logged(visits=90, effective=41.6, minutes=one, resolved=estimate(0.5, 0.4, 0.6))
    minutes, resolved = changing_sheets(changing(one, one, logged=by_lot))
    assert [row[2] for row in minutes.rows] == [one, one]
    assert minutes.rows[1][4:] == (90, 42)
    assert resolved.rows[1][2] == estimate(0.5, 0.4, 0.6)
