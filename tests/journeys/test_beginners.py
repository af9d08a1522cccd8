"""Visits say who began them, as far as that decides whether they count. Nobody is refused."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from troubleshooter.models import StaleDay, Visit
from troubleshooter.views.counting import visitors
from troubleshooter.views.sources import source_of

pytestmark = pytest.mark.django_db


def begin(client=None, **headers):
    """Begin a visit and say who began it by what was recorded."""
    response = (client or Client()).post("/guides/lamp/start/", {}, **headers)
    assert response.status_code == 302
    return Visit.objects.latest("pk").begun_by


def signed_in(**rights):
    client = Client()
    client.force_login(User.objects.create_user(f"user{User.objects.count()}", **rights))
    return client


def test_staff_who_are_signed_in_are_told_apart(lamp):
    assert begin(signed_in(is_staff=True)) == "staff"
    assert begin(signed_in(is_staff=False)) == "visitor"
    assert begin() == "visitor"


def test_a_session_that_ended_is_nobodys(lamp):
    client = Client()
    client.cookies["sessionid"] = "gone"
    assert begin(client) == "visitor"


def test_a_visitor_costs_no_query_for_that(lamp):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        begin()
    asked = " ".join(query["sql"] for query in captured)
    assert "django_session" not in asked
    assert "auth_user" not in asked


def test_what_one_source_begins_beyond_the_limit_is_told_apart(lamp, settings):
    settings.VISITS_PER_SOURCE = 3
    assert [begin() for _ in range(5)] == [*["visitor"] * 3, *["flood"] * 2]
    assert begin(REMOTE_ADDR="192.0.2.1") == "visitor"
    assert begin(signed_in(is_staff=True)) == "staff"


def test_the_days_earlier_visits_of_such_a_source_do_not_count_either(lamp, settings):
    settings.VISITS_PER_SOURCE = 3
    assert begin(REMOTE_ADDR="192.0.2.1") == "visitor"
    assert [begin() for _ in range(3)] == ["visitor"] * 3
    assert not StaleDay.objects.exists()
    begin()
    told = Visit.objects.order_by("pk").values_list("begun_by", flat=True)
    assert list(told) == ["visitor", *["flood"] * 4]
    assert StaleDay.objects.count() == 1


def test_zero_tells_nobody_apart(lamp, settings):
    settings.VISITS_PER_SOURCE = 0
    assert [begin() for _ in range(3)] == ["visitor"] * 3


def test_a_form_with_an_error_is_no_visit(lamp, settings):
    settings.VISITS_PER_SOURCE = 1
    for _ in range(3):
        Client().post("/guides/lamp/start/", {"platform": "toaster"})
    assert begin() == "visitor"


def counted():
    """The keys under which begun visits are counted for the figures."""
    kept = visitors()._own._open().execute("SELECT key FROM counts").fetchall()
    assert "192.0.2." not in str(kept)
    return {key for (key,) in kept if not key.startswith("LIMITER/")}


def test_each_day_begins_anew_under_another_hash(lamp, settings, monkeypatch):
    settings.VISITS_PER_SOURCE = 1
    assert [begin(), begin()] == ["visitor", "flood"]
    known = counted()
    monkeypatch.setattr(timezone, "localdate", lambda: datetime(2031, 1, 2, tzinfo=UTC).date())
    assert begin() == "visitor"
    assert len(counted() - known) == 1


def test_the_address_is_nowhere(lamp):
    begin(REMOTE_ADDR="192.0.2.77")
    kept = caches["sources"]._cache
    assert (len(counted()), len(kept)) == (1, 1)  # how many, and which
    assert "192.0.2.77" not in f"{kept} {counted()}"
    assert "192.0.2.77" not in str(list(Visit.objects.values()))


SOURCES = [
    # PROXIES, REMOTE_ADDR, X-Forwarded-For -> the source
    (0, "192.0.2.1", None, "192.0.2.1"),
    (0, "192.0.2.1", "198.51.100.9", "192.0.2.1"),  # the visitor says so: not believed
    (1, "127.0.0.1", "198.51.100.9", "198.51.100.9"),
    (1, "127.0.0.1", "203.0.113.5, 198.51.100.9", "198.51.100.9"),
    (2, "127.0.0.1", "203.0.113.5, 198.51.100.9", "203.0.113.5"),
    (2, "127.0.0.1", "198.51.100.9", None),
    (1, "127.0.0.1", None, None),
    (1, "127.0.0.1", "unknown", None),
    (0, "", None, None),
    (0, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
    (0, "2001:db8:1:2:ffff::1", None, "2001:db8:1:2::/64"),
    (0, "::ffff:192.0.2.1", None, "192.0.2.1"),
]


@pytest.mark.parametrize(("proxies", "remote", "forwarded", "source"), SOURCES)
def test_where_a_request_came_from(settings, proxies, remote, forwarded, source):
    settings.PROXIES = proxies
    more = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    assert source_of(RequestFactory().post("/", REMOTE_ADDR=remote, **more)) == source


def test_without_a_known_source_nobody_is_told_apart(lamp, settings):
    settings.VISITS_PER_SOURCE, settings.PROXIES = 1, 1
    assert [begin() for _ in range(3)] == ["visitor"] * 3
