"""What gets worse is noticed from the visits themselves, and mailed once."""

from datetime import timedelta
from io import StringIO
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from troubleshooter.models import Alert, Guide, Visit
from troubleshooter.statistics.alerts.standing import standing_alerts

from .happened import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(lamp):
    lead = User.objects.create_user("lea", "lea@example.org")
    lead.groups.add(Group.objects.get(name="Support leads"))
    return lead


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def look(**options):
    out = StringIO()
    call_command("notice_changes", stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture
def worse(lead):
    """The bulb fixed 9 of 10, and fixes 1 of 10 since 12 days ago."""
    for day in (60, 50, 40, 30):
        visits(27, ago(day), ("new-bulb", "fixed"))
        visits(3, ago(day), ("new-bulb", "no_help"), at="plug-in")
    for day in (12, 9, 6):
        visits(2, ago(day), ("new-bulb", "fixed"))
        visits(18, ago(day), ("new-bulb", "no_help"), at="plug-in")


def test_a_step_that_fixes_less_is_an_alert_with_its_numbers(worse):
    look()
    (alert,) = standing_alerts(Guide.objects.get().pk)
    assert (alert.kind, alert.key, alert.since) == ("fix_rate", "new-bulb", ago(12))
    assert (alert.before.times, alert.before.of) == (108, 120)
    assert (alert.after.times, alert.after.of) == (6, 60)


def test_it_is_mailed_once(worse):
    look()
    look()
    (sent,) = mail.outbox
    for form in (sent.subject, sent.body, sent.alternatives[0][0]):
        assert "Put in a new bulb" in form
    assert "10 % (" in sent.body
    assert "90 % (" in sent.body
    assert f"/insights/steps/new-bulb/?guide=lamp&since={ago(12)}" in sent.body
    assert Alert.objects.get().told_at is not None


def test_a_server_in_trouble_is_tried_again_the_next_time(worse, monkeypatch):
    def broken(self, messages):
        raise SMTPServerDisconnected("gone")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", broken)
        with pytest.raises(CommandError):
            look()
    assert Alert.objects.get().told_at is None
    look()
    assert len(mail.outbox) == 1
    assert Alert.objects.count() == 1


def test_who_may_not_see_figures_is_told_nothing(worse):
    User.objects.all().delete()
    User.objects.create_user("eva", "eva@example.org", is_superuser=True)
    look()
    assert mail.outbox == []


def test_three_visits_are_no_change(lead):
    for day in (60, 40):
        visits(20, ago(day), ("new-bulb", "fixed"))
    visits(3, ago(5), ("new-bulb", "no_help"), at="plug-in")
    look()
    assert not Alert.objects.exists()


def missing_on(version, day, found, missed):
    """So many who were shown the path of the plug's step, and did or did not find it."""
    visits(found, day, ("plug-in", "fixed"), version=version)
    visits(missed, day, ("switch", None), ("plug-in", "not_found"), at="new-bulb", version=version)


def test_a_path_that_one_version_misses_is_an_alert_for_that_version(lead):
    for day in (60, 50, 40, 30):
        for version in ("1", "2"):
            missing_on(version, ago(day), 20, 1)
    for day in (9, 6, 3):
        missing_on("1", ago(day), 20, 1)
        missing_on("2", ago(day), 6, 14)
    look()
    (alert,) = standing_alerts(Guide.objects.get().pk)
    assert (alert.kind, alert.key) == ("path", "switch")
    assert (alert.platform, alert.version, alert.since) == ("desk", "2", ago(9))
    assert (alert.after.times, alert.after.of) == (42, 60)
    assert "Main switch" in mail.outbox[0].body


def test_a_new_version_is_held_against_the_others_before_it(lead):
    for day in (60, 50, 40, 30):
        missing_on("1", ago(day), 20, 1)
    for day in (9, 6, 3):
        missing_on("1", ago(day), 20, 1)
        missing_on("2", ago(day), 6, 14)
    look()
    (alert,) = standing_alerts(Guide.objects.get().pk)
    assert (alert.version, alert.since) == ("2", ago(9))
    assert (alert.before.times, alert.before.of) == (4, 84)


def test_a_new_version_that_is_like_the_others_is_no_news(lead):
    for day in (60, 50, 40, 30):
        missing_on("1", ago(day), 20, 3)
    for day in (9, 6, 3):
        missing_on("2", ago(day), 20, 3)
    look()
    assert not Alert.objects.exists()


def test_made_up_visits_alarm_nobody_but_in_a_demo(worse, settings):
    Visit.objects.update(simulated=True)
    look()
    assert not Alert.objects.exists()
    settings.DEMO = True
    look()
    assert Alert.objects.count() == 1


def test_a_dry_run_says_it_and_keeps_nothing(worse):
    assert "new-bulb" in look(dry_run=True)
    assert not Alert.objects.exists()
    assert mail.outbox == []


def test_they_are_in_the_digest_of_the_week(worse):
    look()
    Alert.objects.update(noticed_at=timezone.now() - timedelta(days=7))
    call_command("send_digest", stdout=StringIO())
    assert "Fixes less often: Put in a new bulb" in mail.outbox[-1].body
