"""Every page of a preview is marked as one, and is nothing but a page of that preview."""

import pytest
from django.urls import get_script_prefix, reverse

from tests.journeys.walking import HTMX
from troubleshooter.models import Step

from .previewing import bar

# The draft is read whole, to say whether it has changed: some 25 of them.
QUERIES_OF_A_STEP = 36


@pytest.mark.parametrize(
    "below", ["", "questions/others/", "steps/fuse-out/", "support/", "answers/"]
)
@pytest.mark.parametrize("htmx", [False, True])
def test_every_page_is_marked_and_kept_from_caches_and_search_engines(walker, prefix, below, htmx):
    response = walker.get(f"{prefix}guides/lamp/{below}", headers=HTMX if htmx else {})
    assert response.status_code == 200
    assert bar(response)
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert ('name="robots"' in response.content.decode()) != htmx


def test_visitors_see_no_mark(visitor):
    page = visitor.get("/guides/lamp/steps/plug-in/")
    assert "preview" not in page.content.decode().lower()


def test_its_home_is_the_guide_and_nothing_else_is_in_it(walker, prefix, guide):
    workbench = reverse("admin:troubleshooter_guide_overview", args=[guide.pk])
    assert walker.get(prefix)["Location"] == f"{prefix}guides/lamp/"
    assert walker.get(f"{prefix}healthz")["Location"] == workbench
    assert walker.get(f"{prefix}preview/1/")["Location"] == workbench
    assert walker.get(f"{prefix}pictures/a.webp")["Location"] == "/pictures/a.webp"
    for nowhere in ("nowhere/", "guides/twin/", "guides/lamp/steps/none/", "admin/"):
        assert walker.get(f"{prefix}{nowhere}").status_code == 404
    guides = reverse("admin:troubleshooter_guide_changelist")
    assert walker.get("/preview/99999999999999999999/")["Location"] == guides


def test_the_prefix_of_addresses_is_as_before_whatever_happens(walker, prefix):
    for page in ("", "steps/none/", "next/", "start/"):
        walker.get(f"{prefix}guides/lamp/{page}")
        assert get_script_prefix() == "/"


def test_it_costs_the_same_however_many_steps_there_are(
    walker, prefix, guide, step, django_assert_num_queries
):
    address = f"{prefix}guides/lamp/steps/plug-in/"
    walker.get(address)
    with django_assert_num_queries(QUERIES_OF_A_STEP):
        walker.get(address)
    for number in range(30):
        Step.objects.create(
            guide=guide, key=f"more-{number}", title=f"More {number}", minutes=1, disruption=1
        )
    with django_assert_num_queries(QUERIES_OF_A_STEP):
        walker.get(address)
