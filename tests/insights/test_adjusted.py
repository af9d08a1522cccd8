"""What fixes do on equal terms: worked out on request, kept, shown beside the raw rate."""

import pytest
from django.test import Client

from troubleshooter.models import Estimate
from troubleshooter.statistics.effects.adjusted import Refusal

from .test_pages import visits  # noqa: F401

pytestmark = pytest.mark.django_db
WHERE = "/insights/work-out/overview/?guide=lamp"


def lead_page(lead, more=""):
    return lead.get(f"/insights/?guide=lamp{more}").context["found"]


def test_it_is_worked_out_by_a_button_for_just_these_visits(visits, lead):  # noqa: F811
    assert not lead_page(lead).league.adjusted.asked
    assert lead.post(WHERE)["Location"] == "/insights/?guide=lamp"
    found = lead_page(lead).league
    assert found.adjusted.asked
    assert found.adjusted.fresh
    steps = {row.step.key for row in found.rows}
    assert steps <= set(found.adjusted.estimates) | set(found.adjusted.refused)
    assert not lead_page(lead, "&platform=floor").league.adjusted.asked


def test_few_tries_are_refused_with_a_reason(visits, lead):  # noqa: F811
    lead.post(WHERE)
    rows = {row.step.key: row for row in lead_page(lead).league.rows}
    assert rows["new-bulb"].adjusted is None
    assert rows["new-bulb"].refused == Refusal.FEW_TRIED


def test_only_leads_may_and_only_by_a_post_of_their_own(lamp, client, lead):
    assert client.post(WHERE)["Location"] == "/insights/login/?next=/insights/"
    assert lead.get(WHERE)["Location"] == "/insights/?guide=lamp"
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(lead.cookies)
    assert strict.post(WHERE).status_code == 403
    assert not Estimate.objects.exists()


def test_nothing_is_worked_out_by_looking(visits, lead):  # noqa: F811
    lead.get("/insights/?guide=lamp&sort=adjusted")
    lead.get("/insights/steps/plug-in/?guide=lamp")
    assert not Estimate.objects.exists()
