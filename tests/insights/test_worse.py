"""What got worse stands on the overview while it lasts, and leads to the figures since then."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from tests.reading import tree_of
from troubleshooter.models import Alert, Guide

pytestmark = pytest.mark.django_db


def alert(**columns):
    known = {
        "guide": Guide.objects.get(key="lamp"),
        "kind": "fix_rate",
        "key": "plug-in",
        "since": date(2026, 3, 4),
        "before": [60, 100],
        "after": [10, 50],
        "noticed_at": timezone.now(),
    }
    return Alert.objects.create(**known | columns)


def worse(lead):
    """The links of the list."""
    page = tree_of(lead.get("/insights/?guide=lamp").content.decode())
    box = page.find(".//section[@class='insights-worse']")
    return [] if box is None else [a.get("href") for a in box.findall(".//ul//a")]


def test_without_an_alert_nothing_stands_there(lamp, lead):
    assert worse(lead) == []


def test_a_step_that_fixes_less_leads_to_its_page_since_then(lamp, lead):
    alert()
    (address,) = worse(lead)
    assert urlsplit(address).path == "/insights/steps/plug-in/"
    assert parse_qs(urlsplit(address).query)["since"] == ["2026-03-04"]
    assert lead.get(address).status_code == 200


def test_a_path_that_is_missed_leads_to_its_device(lamp, lead):
    alert(kind="path", key="no-such-path", platform="desk", version="2")
    (address,) = worse(lead)
    asked = parse_qs(urlsplit(address).query)
    assert (asked["platform"], asked["version"]) == (["desk"], ["2"])
    assert lead.get(address).status_code == 200


def test_what_is_over_is_gone(lamp, lead):
    alert(over_at=timezone.now())
    assert worse(lead) == []
