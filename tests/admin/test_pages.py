"""Every page of admin opens, costs the same however much there is, and obeys the strict CSP."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from troubleshooter import models

from .factories import more_like

OURS = [m for m in admin.site._registry if m._meta.app_label == "troubleshooter"]
RECORDS = [models.Revision, models.Parameters, models.Visit, models.Event, models.Delivery]
CONTENT = [m for m in OURS if m not in RECORDS]
SINGLE_PAGES = {
    models.Guide: [models.Platform, models.GuidePath],
    models.Platform: [models.PlatformVersion],
    models.Cause: [models.CauseFact],
    models.Question: [models.Option, models.QuestionPath, models.QuestionFact],
    models.Option: [models.Likelihood],
    models.Step: [
        models.StepEffect,
        models.StepRequirement,
        models.StepPath,
        models.StepPicture,
        models.StepFact,
    ],
    models.SettingsPath: [models.Variant, models.PathPicture],
    models.Message: [models.MessageAnswer],
    models.HandoffItem: [],
    models.Aftercare: [models.AftercarePath],
    models.Fact: [],
    models.Occasion: [],
}
ON_THE_WORKBENCH = {
    models.PlannedPublication,
    models.LinkCheck,
    models.Picture,
    models.Translation,
}
OF_STATISTICS = {models.Alert, models.Unmatched}
SEEN_BY_NOBODY = {models.DevicePass}
pytestmark = pytest.mark.usefixtures("occasion")
INLINE_CODE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)[^>]*>")


def address(model, page, *args):
    return reverse(f"admin:troubleshooter_{model._meta.model_name}_{page}", args=args)


def name(model):
    return model.__name__


def test_every_content_model_has_a_page_or_stands_on_one():
    shown = {m for page, inlines in SINGLE_PAGES.items() for m in (page, *inlines)}
    assert set(CONTENT) == set(SINGLE_PAGES)
    tables = {getattr(models, n) for n in models.__all__ if hasattr(getattr(models, n), "_meta")}
    counted = {one for one in tables if one.__module__.endswith(".counts")}
    assert (
        tables - counted == shown | set(RECORDS) | ON_THE_WORKBENCH | OF_STATISTICS | SEEN_BY_NOBODY
    )


@pytest.mark.parametrize("model", OURS, ids=name)
def test_changelist_opens_searches_and_filters(model, visitor, twin, admin_client):
    page = address(model, "changelist")
    assert admin_client.get(page).status_code == 200
    assert admin_client.get(page, {"q": "1"}).status_code == 200
    listed = admin_client.get(page).context["cl"]
    for spec in listed.filter_specs:
        *_, last = spec.choices(listed)
        assert admin_client.get(page + last["query_string"]).status_code == 200


@pytest.mark.parametrize("model", CONTENT, ids=name)
def test_add_page_opens_with_and_without_a_guide(model, guide, admin_client):
    page = address(model, "add")
    assert admin_client.get(page).status_code == 200
    assert admin_client.get(page, {"guide": guide.pk}).status_code == 200
    assert admin_client.get(page, {"guide": "nonsense"}).status_code == 200
    assert admin_client.get(page, {"guide": "9" * 30}).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=name)
def test_every_row_opens(model, visitor, admin_client):
    assert model.objects.exists()
    for row in model.objects.all():
        assert admin_client.get(address(model, "change", row.pk)).status_code == 200
        assert admin_client.get(address(model, "history", row.pk)).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=name)
def test_a_list_costs_the_same_however_long_it_is(model, visitor, admin_client):
    page = address(model, "changelist")
    row = model.objects.first()
    more_like(row, 1)  # with two rows every filter is there
    before = queries(admin_client, page)
    more_like(row, 20)
    assert queries(admin_client, page) == before


@pytest.mark.parametrize("model", [m for m in CONTENT if SINGLE_PAGES[m]], ids=name)
def test_a_page_costs_the_same_however_many_rows_stand_on_it(model, guide, admin_client):
    full = max(model.objects.all(), key=lambda row: len(inline_rows(row)))
    page = address(model, "change", full.pk)
    admin_client.get(page)  # Django looks up the content types once in each process.
    before, rows = queries(admin_client, page), len(inline_rows(full))
    grow(full)
    assert len(inline_rows(full)) > rows
    assert queries(admin_client, page) == before


def inline_rows(row):
    kinds = SINGLE_PAGES[type(row)]
    return [r for kind in kinds for r in kind.objects.filter(**{owner(kind, row): row})]


def owner(kind, row):
    return next(f.name for f in kind._meta.fields if f.related_model is type(row))


def grow(row):
    """Three more of everything that stands on the row's page."""
    for kind in SINGLE_PAGES[type(row)]:
        first = kind.objects.filter(**{owner(kind, row): row}).first()
        if first is None:
            continue
        targets = [f for f in kind._meta.fields if f.related_model and f.name != owner(kind, row)]
        if kind is models.Variant or not targets:
            more_like(first, 3)
        else:
            link_more(first, targets[0].name)


def link_more(link, target):
    for other in more_like(getattr(link, target), 3):
        copy = type(link).objects.get(pk=link.pk)
        copy.pk, copy._state.adding = None, True
        setattr(copy, target, other)
        copy.save(force_insert=True)


def queries(client, page):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


@pytest.mark.parametrize("model", OURS, ids=name)
def test_no_page_of_ours_carries_inline_code(model, visitor, admin_client):
    page = admin_client.get(address(model, "change", model.objects.first().pk))
    assert "default-src 'none'" in page["Content-Security-Policy"]
    body = page.content.decode().replace('<script type="application/json"', "")
    assert not INLINE_CODE.findall(body)


def test_the_way_in_says_in_plain_words_where_one_is(admin_client):
    page = admin_client.get(reverse("admin:index"))
    assert admin.site.index_title in page.content.decode()
    assert "Django" not in page.content.decode()


def test_rows_that_are_retired_are_listed_and_can_be_picked_out(guide, admin_client):
    step = guide.steps.first()
    step.retired = True
    step.save()
    page = address(models.Step, "changelist")
    assert step.title in admin_client.get(page).content.decode()
    listed = admin_client.get(page, {"retired__exact": "1"}).context["cl"].result_list
    assert list(listed) == [step]
