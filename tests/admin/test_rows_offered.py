"""A form offers the rows of its own guide, and takes no others."""

import pytest

from troubleshooter.models import Cause, Guide, Option, Platform, Question, SettingsPath, Step

from .forms import change, refused, saved, sent_by_browser
from .test_pages import address


def choices(response, field):
    """The rows that a field offers, in the page's form or in one of its inlines."""
    page = [response.context["adminform"].form]
    forms = page + [
        f for formset in response.context["inline_admin_formsets"] for f in formset.formset.forms
    ]
    form = next(f for f in forms if field in f.fields)
    return {str(value) for value, _ in form.fields[field].choices if value}


def pks(rows):
    return {str(row.pk) for row in rows}


@pytest.mark.parametrize(
    ("model", "key", "field", "rows"),
    [
        (Step, "rewire", "required", "steps"),
        (Step, "plug-in", "cause", "causes"),
        (Step, "plug-in", "path", "paths"),
        (Step, "plug-in", "fact", "facts"),
        (Cause, "unplugged", "fact", "facts"),
        (Question, "others", "path", "paths"),
        (SettingsPath, "switch", "platform", "platforms"),
        (Guide, "lamp", "path", "paths"),
    ],
)
def test_only_rows_of_the_same_guide_are_offered(
    guide, twin, admin_client, model, key, field, rows
):
    owned = {} if model is Guide else {"guide": guide}
    row = model.objects.get(key=key, **owned)
    response = admin_client.get(address(model, "change", row.pk))
    assert choices(response, field) == pks(getattr(guide, rows).all())


def test_answers_and_versions_of_the_same_guide_only(guide, twin, admin_client):
    message = guide.messages.get()
    response = admin_client.get(address(type(message), "change", message.pk))
    assert choices(response, "option") == pks(Option.objects.filter(question__guide=guide))
    option = Option.objects.filter(question__guide=guide, likelihoods__isnull=False).first()
    response = admin_client.get(address(Option, "change", option.pk))
    assert choices(response, "cause") == pks(guide.causes.all())
    path = guide.paths.first()
    response = admin_client.get(address(SettingsPath, "change", path.pk))
    versions = {str(v.pk) for p in guide.platforms.all() for v in p.versions.all()}
    assert choices(response, "from_version") == versions


def test_a_row_of_another_guide_is_refused_when_it_is_sent_all_the_same(
    guide, twin, step, admin_client
):
    fields = {"effects-0-cause": str(twin.causes.first().pk)}
    assert "not one of the available choices" in refused(change(admin_client, step, **fields))


def test_a_version_of_another_platform_is_refused(guide, admin_client):
    path = SettingsPath.objects.get(key="switch")
    other = Platform.objects.get(key="floor").versions.first()
    response = change(admin_client, path, **{"variants-0-to_version": str(other.pk)})
    assert "Choose a version of Desk lamp." in refused(response)


def test_a_row_never_moves_to_another_guide(guide, twin, step, admin_client):
    assert saved(change(admin_client, step, guide=str(twin.pk)))
    step.refresh_from_db()
    assert step.guide == guide


def test_adding_for_a_known_guide_offers_its_rows(guide, twin, admin_client):
    page = f"{address(Step, 'add')}?guide={guide.pk}"
    response = admin_client.get(page)
    assert choices(response, "guide") == {str(guide.pk)}
    fields = sent_by_browser(response) | {
        "title": "Tap it",
        "key": "tap",
        "minutes": "1",
        "disruption": "1",
        "effects-TOTAL_FORMS": "1",
        "effects-0-cause": str(guide.causes.first().pk),
        "effects-0-probability": "0.2",
    }
    assert saved(admin_client.post(page, fields))
    assert guide.steps.get(key="tap").effects.get().cause == guide.causes.first()


def test_adding_without_a_guide_asks_first_for_what_does_not_hang_on_it(guide, twin, admin_client):
    page = address(Step, "add")
    response = admin_client.get(page)
    assert not response.context["inline_admin_formsets"]
    assert "Choose the guide" in response.content.decode()
    fields = sent_by_browser(response) | {
        "guide": str(twin.pk),
        "title": "Tap it",
        "key": "tap",
        "minutes": "1",
        "disruption": "1",
    }
    assert saved(admin_client.post(page, fields))
    assert twin.steps.filter(key="tap").exists()
