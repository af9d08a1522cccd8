"""Who has no second factor can be made to set it up; a session of staff ends."""

import re
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from troubleshooter.views import staff_session

from .second_factor import GUARDED, PAGE, SECRET, secret_on, signed_in

pytestmark = pytest.mark.django_db


# ---- required ------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", [one for one in GUARDED if one != PAGE])
def test_where_it_is_required_it_is_set_up_first(where, ada, settings, lamp):
    settings.STAFF_SECOND_FACTOR = True
    answer = signed_in().get(where)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, PAGE)


def test_a_lead_who_is_not_staff_sets_it_up_and_gets_where_they_wanted(lamp, settings, phone):
    settings.STAFF_SECOND_FACTOR = True
    lead = get_user_model().objects.create_user("ada", password=SECRET)
    lead.user_permissions.add(Permission.objects.get(codename="view_statistics"))
    client = signed_in("/insights/login/")
    page = client.get("/insights/flow/", follow=True).content.decode()
    phone.secret = secret_on(page)
    place = unescape(re.search(r'name="next" value="([^"]+)"', page)[1])
    sent = {"code": phone.next_code(), "password": SECRET, "next": place}
    assert f'href="{place}"' in client.post(PAGE, sent).content.decode()
    assert client.get(place).status_code == 200


def test_where_it_is_optional_nobody_is_asked(ada):
    assert signed_in().get("/admin/").status_code == 200


def test_visitors_are_never_asked(with_factor, visitor, settings):
    settings.STAFF_SECOND_FACTOR = True
    client = signed_in()
    client.cookies.update(visitor.cookies)
    assert client.get("/").status_code == 200
    assert client.get("/guides/lamp/answers/").status_code == 200


# ---- a session ends ------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1_900_000_000

        def time(self):
            return self.now

    made = Clock()
    monkeypatch.setattr(staff_session, "time", made)
    return made


def test_a_session_ends_when_nobody_was_seen_for_two_hours(ada, clock):
    client = signed_in()
    for _ in range(3):
        assert client.get("/admin/").status_code == 200
        clock.now += 119 * 60
    clock.now += 60
    assert client.get("/admin/").status_code == 302
    clock.now -= 119 * 60
    assert client.get("/admin/").status_code == 302


def test_a_session_ends_after_twelve_hours_whatever_is_done(ada, clock, settings):
    client, asked = signed_in(), 0
    while client.get("/insights/").status_code == 200 or asked == 0:
        clock.now += 30 * 60
        asked += 1
        assert asked < 100
    assert asked == 24
    answer = client.get("/insights/?guide=lamp")
    assert answer["Location"] == "/insights/login/?next=/insights/%3Fguide%3Dlamp"
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60


def test_a_new_password_ends_all_other_sessions(ada):
    here, there = signed_in(), signed_in()
    new = "another lamp in the window"
    sent = {"old_password": SECRET, "new_password1": new, "new_password2": new}
    assert here.post("/admin/password_change/", sent).status_code == 302
    assert here.get("/admin/").status_code == 200
    assert there.get("/admin/").status_code == 302


@pytest.mark.parametrize("poor", ["elevenchars", "password1234", "928374650192"])
def test_a_poor_password_is_refused(poor, ada):
    sent = {"old_password": SECRET, "new_password1": poor, "new_password2": poor}
    assert signed_in().post("/admin/password_change/", sent).status_code == 200
    assert get_user_model().objects.get().check_password(SECRET)
