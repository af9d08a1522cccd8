"""Editors are told in the morning what got worse, with the way to the place where it is mended."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from troubleshooter.editing.attention import attention_this_morning
from troubleshooter.editing.got_worse import got_worse
from troubleshooter.models import Alert, Guide, SettingsPath, Step

pytestmark = pytest.mark.django_db
SINCE = date(2026, 11, 7)


@pytest.fixture
def chief():
    return User.objects.create_superuser("chief", password="chief")


def alert(kind, key, **columns):
    return Alert.objects.create(
        guide=Guide.objects.get(key="lamp"),
        kind=kind,
        key=key,
        since=SINCE,
        before=[90, 100],
        after=[10, 100],
        noticed_at=datetime(2026, 11, 20, tzinfo=UTC),
        **columns,
    )


def test_alerts_that_stand_are_told_with_the_row_to_mend(lamp, chief):
    assert attention_this_morning(chief)[0].worse == ()
    alert("fix_rate", "new-bulb")
    alert("path", "switch", platform="desk", version="2")
    alert("fix_rate", "gone-for-good")
    told = {(one.pk, one.name, one.device) for one in attention_this_morning(chief)[0].worse}
    step, path = Step.objects.get(key="new-bulb"), SettingsPath.objects.get(key="switch")
    assert told == {(step.pk, step.title, ""), (path.pk, path.name, "Desk lamp 2")}


def test_what_is_over_is_told_no_more(lamp, chief):
    Alert.objects.filter(pk=alert("fix_rate", "new-bulb").pk).update(
        over_at=datetime(2026, 11, 21, tzinfo=UTC)
    )
    assert attention_this_morning(chief)[0].worse == ()


def test_the_front_page_leads_there(lamp, chief):
    alert("fix_rate", "new-bulb")
    alert("path", "switch", platform="desk", version="2")
    client = Client()
    client.force_login(chief)
    page = client.get("/admin/").content.decode()
    step, path = Step.objects.get(key="new-bulb"), SettingsPath.objects.get(key="switch")
    assert f'href="{reverse("admin:troubleshooter_step_change", args=[step.pk])}"' in page
    assert f'href="{reverse("admin:troubleshooter_settingspath_change", args=[path.pk])}"' in page


def test_it_comes_before_mere_problems(lamp, chief):
    other = attention_this_morning(chief)[0]
    alert("fix_rate", "new-bulb")
    assert attention_this_morning(chief)[0].urgency < other.urgency
    assert attention_this_morning(chief)[0].needed


def test_it_costs_four_queries_at_most(lamp, django_assert_num_queries):
    for key in ("new-bulb", "plug-in"):
        alert("fix_rate", key)
    alert("path", "switch", platform="desk", version="2")
    with django_assert_num_queries(4):
        assert sum(map(len, got_worse().values())) == 3
