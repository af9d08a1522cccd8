"""Those who edit note what happened in the world; it cannot end before it began."""

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from troubleshooter.models import Occasion

from .test_roles import signed_in

pytestmark = pytest.mark.django_db
ADD = "admin:troubleshooter_occasion_add"
OUTAGE = {
    "kind": "outage",
    "words": "Down",
    "day": "2026-03-09",
    "until": "2026-03-11",
    "guide": "",
}


def test_an_editor_notes_one_for_all_guides_and_the_trail_says_who():
    client = signed_in("Content editors")
    assert client.post(reverse(ADD), OUTAGE).status_code == 302
    assert Occasion.objects.get().guide is None
    entry = LogEntry.objects.get(content_type__model="occasion")
    assert entry.actor.get_username() == "person"


def test_one_that_ends_before_it_began_is_refused_with_words():
    client = signed_in("Content editors")
    page = client.post(reverse(ADD), OUTAGE | {"until": "2026-03-08"})
    assert page.status_code == 200
    assert b"cannot be before" in page.content
    assert not Occasion.objects.exists()


def test_a_lead_cannot():
    assert signed_in("Support leads").post(reverse(ADD), OUTAGE).status_code == 403
