"""`learn` says what visits teach, keeps it, and makes nothing live but what the band allows."""

import json
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.learning.cast import many
from tests.learning.test_reading import new_revision
from troubleshooter.learning.asking import wish_of
from troubleshooter.models import Event, Guide, Origin, Parameters, PlannedPublication, Visit

pytestmark = pytest.mark.usefixtures("lamp")


@pytest.fixture
def run(capsys):
    """Runs the command: exit code, what it wrote to standard output, standard error."""

    def run_it(*arguments):
        code = 0
        try:
            call_command("learn", *arguments)
        except CommandError as error:
            code = error.returncode
            sys.stderr.write(f"{error}\n")
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_it


def people():
    many(20, answers={"others": "no"}, results={"new-bulb": "no_help", "plug-in": "fixed"})
    many(5, answers={"others": "yes"}, results={"plug-in": "no_help", "new-bulb": "fixed"})


def test_a_set_is_kept_and_each_change_is_a_row(run):
    people()
    code, out, err = run("lamp")
    learnt = Parameters.objects.get(origin=Origin.LEARNT)
    assert (code, err) == (0, "")
    rows = {line.split()[0] for line in out.splitlines() if "." in line.split(" ")[0]}
    assert {change["place"] for change in learnt.report["changes"]} <= rows
    assert str(learnt.pk) in out
    assert "25 visits" in out
    assert Guide.objects.get().live_parameters.origin == Origin.EDITORIAL


def test_json_gives_the_whole_report(run):
    people()
    _, out, _ = run("lamp", "--json")
    report = json.loads(out)
    learnt = Parameters.objects.get(origin=Origin.LEARNT)
    assert report["parameters"] == learnt.pk
    assert report["changes"] == learnt.report["changes"]
    assert report["held_out"]["visits"] + 1 <= report["visits"] == 25
    assert (report["guide"], report["revision"]) == ("lamp", 1)
    assert (report["live"], report["adopted"]) == (None, [])


def test_a_dry_run_keeps_nothing(run):
    people()
    code, out, _ = run("lamp", "--dry-run")
    assert code == 0
    assert "shares.unplugged" in out
    assert Parameters.objects.count() == 1


def test_what_the_band_allows_goes_live(run):
    new_revision(("language: en\n", "language: en\nadopt_band: 1.5\n"))
    people()
    report = json.loads(run("lamp", "--json")[1])
    live = Guide.objects.get().live_parameters
    assert (live.origin, live.pk) == (Origin.ADOPTED, report["live"])
    assert 0 < len(report["adopted"]) < len(report["changes"])


def test_what_fits_worse_is_kept_and_said_and_nothing_goes_live(run, monkeypatch):
    new_revision(("language: en\n", "language: en\nadopt_band: 1.5\n"))
    people()
    monkeypatch.setattr("troubleshooter.engine.learning.lesson.HeldOut.better", False)
    code, out, _ = run("lamp", "--json")
    report = json.loads(out)
    assert code == 0
    assert report["refusal"]
    assert report["live"] is None
    assert Guide.objects.get().live_parameters.origin == Origin.EDITORIAL
    assert Parameters.objects.filter(origin=Origin.LEARNT).count() == 1


def test_nothing_to_learn_from_ends_with_status_1_and_changes_nothing(run):
    many(2)
    code, out, err = run("lamp")
    assert (code, out) == (1, "")
    assert "lamp" in err
    assert Parameters.objects.count() == 1


def test_an_unknown_guide_ends_with_status_1(run):
    assert run("nobody")[0] == 1


def test_simulated_visits_teach_only_when_asked(run):
    people()
    Visit.objects.update(simulated=True)
    assert run("lamp")[0] == 1
    assert json.loads(run("lamp", "--include-simulated", "--json")[1])["visits"] == 25


def test_only_what_happened_before_a_day_teaches(run):
    people()
    Event.objects.filter(visit__in=Visit.objects.order_by("pk")[:10]).update(
        at="2020-05-01T12:00:00Z"
    )
    assert json.loads(run("lamp", "--until", "2020-05-02", "--json")[1])["visits"] == 10
    assert run("lamp", "--until", "2020-05-01")[0] == 1


def test_a_date_that_is_none_is_refused(run):
    people()
    code, out, err = run("lamp", "--until", "yesterday")
    assert (code, out) == (1, "")
    assert "yesterday" in err


def test_where_approval_is_wanted_the_band_asks(run):
    new_revision(("language: en\n", "language: en\nadopt_band: 1.5\n"))
    Guide.objects.update(needs_approval=True)
    people()
    report = json.loads(run("lamp", "--json")[1])
    assert (report["live"], report["adopted"]) == (None, [])
    planned = PlannedPublication.objects.get()
    assert list(wish_of(planned).places) == report["waiting"] != []
    assert Guide.objects.get().live_parameters.origin == Origin.EDITORIAL
    assert run("lamp")[0] == 0
