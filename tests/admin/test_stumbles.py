"""Where a new editor stumbled once: what is typed first, and what the pages make of it."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

import troubleshooter.content
from troubleshooter.admin.addresses import AddressField
from troubleshooter.content.checks import check
from troubleshooter.content.rows import content_from_rows
from troubleshooter.editing.problem_words import ON_THE_PAGE, in_editors_words
from troubleshooter.models import Question, SettingsPath, Step

from .forms import change, saved, sent_by_browser

CODED = re.compile(r'(?:message|remedy) = f?".*?"|(?:message|remedy)=f?".*?"|_off_sum\("[^"]*"')


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("help@example.org", "mailto:help@example.org"),
        (" mailto:help@example.org ", "mailto:help@example.org"),
        ("example.org", "https://example.org"),
        ("example.org/help?x=1", "https://example.org/help?x=1"),
        ("http://example.org", "http://example.org"),
    ],
)
def test_an_address_that_is_plainly_meant_is_completed(guide, admin_client, typed, kept):
    assert saved(change(admin_client, guide, contact=typed))
    guide.refresh_from_db()
    assert guide.contact == kept
    assert [p for p in check(content_from_rows(guide)) if "contact" in p.place] == []


@pytest.mark.parametrize("typed", ["the help desk", "ftp://example.org", "/help/", "javascript:x"])
def test_any_other_is_refused_at_its_field(guide, admin_client, typed):
    form = change(admin_client, guide, contact=typed).context["adminform"].form
    assert set(form.errors) == {"contact"}


def test_a_status_page_is_on_the_web(guide, admin_client):
    form = change(admin_client, guide, status_page="a@example.org").context["adminform"].form
    assert set(form.errors) == {"status_page"}


@given(text=st.text(max_size=30) | st.from_regex(r"[a-z.:/@]{1,20}", fullmatch=True))
def test_what_is_kept_is_whole_and_stays_the_same(text):
    field = AddressField(mail=True, required=False)
    try:
        kept = field.clean(text)
    except ValidationError:
        return
    assert not kept or kept.partition(":")[0].casefold() in ("http", "https", "mailto")
    assert field.clean(kept) == kept


def test_an_answer_that_comes_later_is_not_silently_impossible(guide, admin_client):
    question = Question.objects.get(key="others")
    rows = question.options.count()
    new = {
        "options-TOTAL_FORMS": str(rows + 1),
        f"options-{rows}-id": "",
        f"options-{rows}-question": str(question.pk),
        f"options-{rows}-label": "A third",
        f"options-{rows}-usual": "",
    }
    page = change(admin_client, question, **new)
    formset = page.context["inline_admin_formsets"][0].formset
    assert [set(errors) for errors in formset.errors if errors] == [{"usual"}]
    emptied = {f"options-{number}-usual": "" for number in range(rows)}
    assert saved(change(admin_client, question, **new, **emptied))
    shares = [option.usual for option in question.options.all()]
    assert shares == pytest.approx([1 / (rows + 1)] * (rows + 1))


def test_a_variant_that_ends_before_it_begins_is_refused_at_its_end(guide, admin_client):
    path = SettingsPath.objects.get(key="switch")
    variant = path.variants.first()
    oldest, *_, newest = variant.platform.versions.all()
    fields = {"variants-0-from_version": str(newest.pk), "variants-0-to_version": str(oldest.pk)}
    page = change(admin_client, path, **fields)
    formset = page.context["inline_admin_formsets"][0].formset
    assert "to_version" in formset.errors[0]
    fields = {"variants-0-from_version": str(oldest.pk), "variants-0-to_version": str(newest.pk)}
    assert "to_version" not in _errors(change(admin_client, path, **fields))


def _errors(page):
    if page.status_code == 302:
        return {}
    return page.context["inline_admin_formsets"][0].formset.errors[0]


def test_a_time_that_was_forgotten_does_not_hold_up_publishing_now(guide, admin_client):
    Step.objects.filter(key="plug-in").update(title="Push the plug in")
    page = reverse("admin:troubleshooter_guide_publish", args=[guide.pk])
    answer = admin_client.post(page, {"note": "New.", "verb": "later", "publish_at": ""})
    form = answer.context["form"]
    assert set(form.errors) == {"publish_at"}
    assert "required" not in str(form["publish_at"])
    answer = admin_client.post(page, {"note": "New.", "verb": "now", "publish_at": ""})
    assert answer.status_code == 302


def test_saving_the_numbers_of_a_question_can_lead_to_the_next(guide, admin_client):
    questions = list(guide.questions.filter(retired=False))
    pages = [
        reverse("admin:troubleshooter_guide_numbers_question", args=[guide.pk, one.pk])
        for one in questions
    ]
    for number, page in enumerate(pages):
        shown = admin_client.get(page)
        sent = sent_by_browser(shown)
        following = pages[number + 1] if number + 1 < len(pages) else page
        assert (b'name="next"' in shown.content) == (following != page)
        assert admin_client.post(page, sent | {"save": "1"})["Location"] == page
        assert admin_client.post(page, sent | {"next": "1"})["Location"] == following


def test_a_guide_that_was_published_says_why_it_stays(guide, admin_client):
    page = admin_client.get(reverse("admin:troubleshooter_guide_delete", args=[guide.pk]))
    assert "#id_withdrawn" in page.content.decode()


def test_no_problem_tells_an_editor_a_key_of_the_guide_file():
    folder = Path(troubleshooter.content.__file__).parent
    told = "".join(
        found for file in folder.glob("check*.py") for found in CODED.findall(file.read_text())
    )
    keys = set(re.findall("`([^`{}]+)`", told))
    assert keys
    assert keys <= set(ON_THE_PAGE)
    assert "`" not in in_editors_words(told)
    assert "at_risk" not in in_editors_words("Say in `at_risk` what may be lost.")
