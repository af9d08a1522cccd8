"""What stands in the address decides which visits are shown; what is not valid is said, not obeyed."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone

from tests.conftest import SHIPPED, publish_file
from troubleshooter.models import Guide, Revision
from troubleshooter.statistics.counted import VisitFigures
from troubleshooter.views.insights.asking import read

from .made_up import MadeUpLook

SOME = MadeUpLook(whole=VisitFigures(visits=3))


def asked(query="", seen=SOME):
    return read(RequestFactory().get(f"/insights/?{query}"), seen)


def test_without_anything_the_first_guide_and_90_days_are_shown(lamp):
    found = asked()
    assert found.filters.guide == Guide.objects.get().pk
    assert found.filters.until == timezone.localdate()
    assert found.filters.since == timezone.localdate() - timedelta(89)
    assert not found.form.errors
    assert found.query() == ""


def test_everything_in_the_address_is_obeyed(lamp):
    revision = Revision.objects.get()
    found = asked(
        "guide=lamp&since=2026-01-02&until=2026-02-03&revision=1&platform=desk&version=1.10"
        "&include=machine&include=outage&simulated=1"
    )
    f = found.filters
    assert (f.since, f.until) == (date(2026, 1, 2), date(2026, 2, 3))
    assert (f.revision, f.platform, f.version) == (revision.pk, "desk", "1.10")
    assert f.include == {"machine", "outage"}
    assert f.simulated is True
    assert found.revision == 1


def test_not_sure_is_something_else_than_all(lamp):
    unsure, every = asked("platform=unsure&version=unsure"), asked("platform=&version=")
    assert (unsure.filters.platform, unsure.filters.version) == ("", "")
    assert (every.filters.platform, every.filters.version) == (None, None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ("guide=nowhere", "guide"),
        ("since=yesterday", "since"),
        ("until=2026-02-30", "until"),
        ("since=2026-03-02&until=2026-03-01", "until"),
        ("revision=9", "revision"),
        ("revision=x", "revision"),
        ("platform=toaster", "platform"),
        ("version=77", "version"),
        ("simulated=maybe", "simulated"),
        ("include=everything", "include"),
        ("language=tlh", "language"),
    ],
)
def test_what_is_not_valid_is_said_and_all_else_still_holds(wrong, field, lamp):
    found = asked(f"{wrong}&include=outage" if field != "include" else f"{wrong}&platform=desk")
    assert set(found.form.errors) == {field}
    assert field not in found.given
    if field == "include":
        assert found.filters.platform == "desk"
    else:
        assert found.filters.include == {"outage"}


@pytest.mark.parametrize(
    "strange", ["%00", "0", "9" * 400, "%27%3B--", "-1", "1e9", "%F0%9F%92%A9"]
)
@pytest.mark.parametrize(
    "name", ["guide", "since", "until", "revision", "platform", "version", "of"]
)
def test_nothing_strange_breaks_it(name, strange, lamp, lead):
    assert lead.get(f"/insights/?{name}={strange}").status_code == 200


def test_a_first_day_in_the_future_is_the_last_one_as_well(lamp):
    day = timezone.localdate() + timedelta(400)
    assert asked(f"since={day}").filters.until == day


def test_what_belongs_to_another_guide_is_dropped_when_the_guide_is_changed(lamp):
    publish_file(SHIPPED / "printer.yaml")
    changed = asked(
        "of=lamp&guide=printer-not-printing&platform=desk&version=2&revision=7&include=flood"
    )
    assert not changed.form.errors
    assert (changed.filters.platform, changed.filters.version) == (None, None)
    assert changed.filters.include == {"flood"}


def test_addresses_keep_what_was_asked_and_change_one_thing(lamp):
    found = asked(
        "guide=lamp&since=2026-01-02&include=machine&include=outage&of=lamp&platform=nonsense"
    )
    query = QueryDict(found.here(sort="rate", since=None).partition("?")[2])
    assert query.dict() == {"guide": "lamp", "include": "outage", "sort": "rate"}
    assert query.getlist("include") == ["machine", "outage"]
    assert (
        found.address("insights-overview", include=[]) == "/insights/?guide=lamp&since=2026-01-02"
    )


def test_each_preset_is_a_period_that_ends_today(lamp):
    presets = asked().presets
    assert [preset.words for preset in presets if preset.current] == ["90 days"]
    for preset in presets:
        f = asked(preset.address.partition("?")[2]).filters
        assert f.until == timezone.localdate()
        assert f.since <= f.until


def test_a_guide_that_nobody_used_shows_its_simulation_and_says_so(lamp):
    nobody, somebody = asked(seen=MadeUpLook()), asked()
    assert (nobody.only_simulated, nobody.filters.simulated) == (True, True)
    assert (somebody.only_simulated, somebody.filters.simulated) == (False, False)


def test_the_language_narrows_the_guides(lamp):
    publish_file(SHIPPED / "printer.yaml")
    Guide.objects.filter(key="printer-not-printing").update(language="de")
    found = asked("language=de")
    assert found.guide.key == "printer-not-printing"
    assert [key for key, _ in found.form.fields["guide"].choices] == ["printer-not-printing"]
    assert found.form.languages_differ
