"""Staff see where they are signed in, and end it; nobody sees or ends what is another's."""

import re

import pytest
from auditlog.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session

from troubleshooter.accounts.sessions import end_sessions, name_of, sessions_of
from troubleshooter.views import staff_session

from .second_factor import SECRET, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/admin/sessions/"
NAME = re.compile(r'name="session" value="(\w+)"')


@pytest.fixture
def lead(lamp):
    lead = get_user_model().objects.create_user("ada", password=SECRET)
    lead.user_permissions.add(Permission.objects.get(codename="view_statistics"))
    return lead


def names_on(client):
    return NAME.findall(client.get(PAGE).content.decode())


def is_in(client):
    return client.get(PAGE).status_code == 200


def test_a_session_that_is_ended_opens_nothing_any_more(ada):
    here, other, third = signed_in(), signed_in(), signed_in()
    own = here.session.session_key
    (name,) = [one.name for one in sessions_of(ada) if one.key == other.session.session_key]
    assert len(names_on(here)) == 3
    sent = {"session": name, "password": SECRET}
    assert here.post(PAGE, sent)["Location"] == PAGE
    assert (is_in(here), is_in(other), is_in(third)) == (True, False, True)
    assert here.session.session_key == own
    noted = LogEntry.objects.get_for_object(ada).first()
    assert noted.changes_dict == {"sessions": ["signed in", "1 ended"]}


def test_all_others_end_at_once_and_ones_own_as_well(ada):
    here, other = signed_in(), signed_in()
    here.post(PAGE, {"session": names_on(here), "password": SECRET})
    assert (is_in(here), is_in(other)) == (False, False)


def test_whoever_was_away_for_a_while_may_end_their_own(ada):
    """At that moment they are seen, which is written into a session that is no more."""
    here = signed_in()
    session = here.session
    session["seen"] -= 2 * staff_session.SEEN_EVERY
    session.save()
    answer = here.post(PAGE, {"session": name_of(session.session_key), "password": SECRET})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert not is_in(here)
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_the_password_cannot_be_guessed_here(ada):
    here = signed_in()
    sent = {"session": names_on(here), "password": "wrong"}
    answers = [here.post(PAGE, sent).status_code for _ in range(6)]
    assert (answers[0], answers[-1]) == (200, 429)
    assert here.post(PAGE, {**sent, "password": SECRET}).status_code == 429
    assert len(sessions_of(ada)) == 1


def test_without_the_password_nothing_ends(ada):
    here, other = signed_in(), signed_in()
    names = names_on(here)
    for password in ("", "wrong"):
        page = here.post(PAGE, {"session": names[0], "password": password}).content.decode()
        assert 'role="alert"' in page
        assert f'value="{names[0]}" checked' in page  # what was chosen is kept
    assert is_in(other)
    assert names_on(here) == names


def test_nothing_chosen_and_a_name_that_is_none_are_refused(ada):
    here = signed_in()
    for chosen in ({}, {"session": "0123456789abcdef"}):
        page = here.post(PAGE, {**chosen, "password": SECRET}).content.decode()
        assert "session-error" in page
    assert is_in(here)


def test_nobody_sees_or_ends_anothers(ada, django_user_model):
    here = signed_in()
    grace = django_user_model.objects.create_superuser("grace", password=SECRET)
    grace.password = ada.password  # as where one account was made from the other
    grace.save()
    (own,) = names_on(here)
    assert sessions_of(grace) == []
    assert end_sessions(grace, [own]) == 0
    assert is_in(here)


def test_one_that_a_new_password_ended_is_not_listed(ada):
    signed_in()
    ada.set_password("another lamp, another window")
    ada.save()
    assert sessions_of(ada) == []
    assert Session.objects.count() == 1


def test_no_page_tells_the_key_of_a_session(ada):
    here, other = signed_in(), signed_in()
    page = here.get(PAGE).content.decode()
    for client in (here, other):
        assert client.session.session_key not in page


def test_the_one_seen_last_comes_first_and_ones_own_is_marked(ada):
    here, other = signed_in(), signed_in()
    session = other.session
    session["began"] = session["seen"] = 1_900_000_000
    session.save()
    first, second = sessions_of(ada)
    assert (first.key, second.key) == (other.session.session_key, here.session.session_key)
    page = here.get(PAGE).content.decode()
    assert page.index("This browser") > page.index(first.name)


def test_a_lead_who_is_not_staff_ends_theirs(lead):
    here, other = signed_in("/insights/login/"), signed_in("/insights/login/")
    (name,) = [one.name for one in sessions_of(lead) if one.key == other.session.session_key]
    here.post(PAGE, {"session": name, "password": SECRET})
    assert (is_in(here), is_in(other)) == (True, False)
