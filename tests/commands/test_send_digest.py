"""The week's letter says what the figures say, to those who may see them, once."""

from datetime import timedelta
from io import StringIO
from math import ceil, floor
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone
from scipy.stats import binomtest

from troubleshooter.models import Guide, Visit
from troubleshooter.statistics.digest import week_before

from .happened import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def week():
    """The Monday of last week."""
    return week_before(timezone.localdate())[0]


@pytest.fixture
def lead(lamp):
    return account("lea", Group.objects.get(name="Support leads"))


@pytest.fixture
def busy(lamp, week):
    """A week with 20 fixed by the bulb, 12 by the plug, 9 handed over and 4 who left."""
    visits(20, week, ("plug-in", "no_help"), ("new-bulb", "fixed"))
    visits(12, week + timedelta(days=6), ("plug-in", "fixed"))
    visits(9, week, ("plug-in", "no_help"), end="handed_over")
    visits(4, week, ("plug-in", "no_help"), at="new-bulb")
    return week


def account(name, group=None, *, email=None, **columns):
    user = User.objects.create_user(name, email or f"{name}@example.org", **columns)
    if group:
        user.groups.add(group)
    return user


def may_see():
    return Permission.objects.get(codename="view_statistics")


def digest(**options):
    out = StringIO()
    call_command("send_digest", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_the_numbers_are_those_of_the_visits(busy, lead):
    digest()
    (sent,) = mail.outbox
    html, kind = sent.alternatives[0]
    assert kind == "text/html"
    counted = {o: Visit.objects.filter(outcome=o).count() for o in ("resolved", "handed_over")}
    assert counted == {"resolved": 32, "handed_over": 9}
    assert "32 of 45" in sent.subject
    for form in (sent.body, html):
        assert "45 visits: 32 resolved, 9 handed over, 4 left" in " ".join(plain(form).split())
        assert "78 % (" in form  # 32 of the 41 who said how it ended
        assert "20 % (" in form  # 9 of the 45 that ended
        assert f"62 % ({outer(20, 32)}) of all resolved" in form
        assert f"38 % ({outer(12, 32)}) of all resolved" in form
        assert "Put in a new bulb: 4 left" in form


def outer(times, of):
    """The 95 % interval by scipy, in per cent, rounded outwards."""
    found = binomtest(times, of).proportion_ci(method="wilson")
    return f"{floor(100 * found.low)}–{ceil(100 * found.high)} %"


def plain(html):
    return html.replace("<strong>", "").replace("</strong>", "")


def test_days_before_and_after_the_week_are_not_in_it(busy, lead):
    visits(3, busy - timedelta(days=1), ("plug-in", "fixed"))
    visits(5, busy + timedelta(days=7), ("plug-in", "fixed"))
    digest()
    assert "32 of 45" in mail.outbox[0].subject


def test_an_arrow_needs_a_hundred_on_each_side(lamp, week, lead):
    before = week - timedelta(days=7)
    visits(99, before, ("plug-in", "fixed"))
    visits(120, week, ("plug-in", "no_help"), end="handed_over")
    digest()
    assert "less than the week before" not in mail.outbox[0].body
    visits(1, before, ("plug-in", "fixed"))
    digest(again=True)
    assert "less than the week before" in mail.outbox[1].body


def test_machines_are_left_out_and_counted_in_the_open(busy, lead):
    visits(7, busy, ("plug-in", "fixed"), begun_by="flood")
    digest()
    assert "32 of 45" in mail.outbox[0].subject
    assert "7 more are left out (7 too many from one source)" in mail.outbox[0].body


def test_links_lead_to_the_same_week_of_the_portal(busy, lead, settings):
    settings.PUBLIC_URL = "https://help.example.org"
    digest()
    address = (
        "https://help.example.org/insights/?guide=lamp"
        f"&since={busy}&until={busy + timedelta(days=6)}"
    )
    assert address in mail.outbox[0].body
    html = mail.outbox[0].alternatives[0][0]
    assert address.replace("&", "&amp;") in html
    assert address.replace("&", "&amp;").replace("/?", "/steps/new-bulb/?") in html


def test_only_who_may_see_figures_gets_them(busy, lead):
    own_right = account("olga")
    own_right.user_permissions.add(may_see())
    account("nobody")
    account("editor", Group.objects.get(name="Content editors"))
    account("gone", Group.objects.get(name="Support leads"), is_active=False)
    account("chief", is_superuser=True)
    silent = account("silent", Group.objects.get(name="Support leads"))
    User.objects.filter(pk=silent.pk).update(email="")
    digest()
    assert {tuple(sent.to) for sent in mail.outbox} == {
        ("lea@example.org",),
        ("olga@example.org",),
    }


def test_a_chief_who_was_given_the_right_gets_them(busy):
    account("chief", Group.objects.get(name="Support leads"), is_superuser=True)
    digest()
    assert [sent.to for sent in mail.outbox] == [["chief@example.org"]]


def test_nobody_gets_a_week_twice_unless_asked(busy, lead):
    digest()
    digest()
    assert len(mail.outbox) == 1
    digest(again=True)
    assert len(mail.outbox) == 2


def test_who_was_made_a_lead_meanwhile_gets_it_too(busy, lead):
    digest()
    account("late", Group.objects.get(name="Support leads"))
    digest()
    assert [sent.to for sent in mail.outbox] == [["lea@example.org"], ["late@example.org"]]


def test_a_dry_run_prints_it_and_sends_nothing(busy, lead):
    assert "45 visits: 32 resolved" in digest(dry_run=True)
    assert mail.outbox == []
    digest()
    assert len(mail.outbox) == 1


def test_without_visits_there_is_nothing_to_tell(lamp, lead):
    digest()
    assert mail.outbox == []


def trouble(monkeypatch, address, error):
    """The server takes no letter to this address."""
    took = EmailBackend.send_messages

    def send_messages(self, messages):
        if any(address in message.to for message in messages):
            raise error
        return took(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)


def test_a_server_in_trouble_leaves_the_rest_to_the_next_run(busy, lead, monkeypatch):
    for name in ("mia", "noa"):
        account(name, Group.objects.get(name="Support leads"))
    with monkeypatch.context() as patch:
        trouble(patch, "mia@example.org", SMTPServerDisconnected("gone"))
        with pytest.raises(CommandError):
            digest()
        assert [sent.to for sent in mail.outbox] == [["lea@example.org"]]
    digest()
    to = [sent.to[0] for sent in mail.outbox]
    assert to == ["lea@example.org", "mia@example.org", "noa@example.org"]


def test_a_refused_address_holds_nobody_up(busy, lead, monkeypatch):
    account("mia", Group.objects.get(name="Support leads"))
    trouble(monkeypatch, "lea@example.org", SMTPRecipientsRefused({}))
    with pytest.raises(CommandError):
        digest()
    assert [sent.to for sent in mail.outbox] == [["mia@example.org"]]


def test_names_of_steps_are_text(busy, lead, lamp):
    Guide.objects.update(title="<script>alert(1)</script>")
    digest()
    assert "<script>" in mail.outbox[0].body
    assert "<script>" not in mail.outbox[0].alternatives[0][0]


def test_a_demo_says_that_it_is_made_up_and_counts_its_own_visits(busy, lead, settings):
    settings.DEMO = True
    digest()
    assert mail.outbox == []
    Visit.objects.update(simulated=True)
    digest()
    (sent,) = mail.outbox
    assert "32 of 45" in sent.subject
    assert "made up" in sent.subject.lower()
    assert "made up" in sent.body
    assert "made up" in sent.alternatives[0][0]
