"""A guide from nothing, as an editor builds it: by what the pages offer, with as few pages as can be.

The pages are followed by their links and forms. Nothing is typed that a page does not ask for, and
no key, no order and no probability is typed at all.
"""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.reading import tree_of
from troubleshooter.content.checks import check
from troubleshooter.content.rows import content_from_rows
from troubleshooter.models import Guide

from .forms import saved, sent_by_browser

CAUSES = ["No paper", "No ink", "Cable loose", "Wrong printer chosen"]
QUESTIONS = ["Is there paper?", "Is there a warning?", "Can others print?"]
STEPS = ["Put in paper", "Change the ink", "Push the cable in", "Choose the printer", "Restart it"]
MOST_PAGES = 22
"""Pages that open while the guide below is built, the last one with no problem left."""


class Editor:
    """Opens pages, follows their links and sends their forms, and counts."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.opened = 0
        self.open(reverse("admin:index"))

    def open(self, address: str):
        self.opened += 1
        self.address = address.partition("#")[0]
        self.page = self.client.get(address)
        assert self.page.status_code == 200, address

    def follow(self, words: str) -> None:
        tree = tree_of(self.page.content.decode())
        links = [a for a in tree.iter("a") if " ".join("".join(a.itertext()).split()) == words]
        assert links, f"{self.address} has no link “{words}”"
        self.open(links[0].get("href"))

    def send(self, button: str, **fields: str) -> None:
        """Type into the page's form and press one of its buttons."""
        asked = sent_by_browser(self.page)
        # “Add another” makes a row like the first.
        like = {name: re.sub(r"-\d+-", "-0-", name) for name in fields}
        assert not [name for name in fields if not {name, like[name]} & set(asked)]
        assert button in self.page.content.decode()
        answer = self.client.post(self.address, asked | fields | {button: "on"})
        assert saved(answer)
        self.open(answer["Location"])


@pytest.fixture
def editor(db, admin_client):
    return Editor(admin_client)


def several(editor, add, forms):
    """One form after the other, without a page in between."""
    editor.follow(add)
    for fields in forms[:-1]:
        editor.send("_addanother", **fields)
    editor.send("_save", **forms[-1])


def build(editor):
    editor.follow("Write the first one")
    editor.send(
        "_save",
        title="It does not print",
        summary="Nothing comes out.",
        contact="https://example.org/help",
        **{"platforms-0-name": "Inkjet", "platforms-0-versions": "1, 2, 3"},
    )
    guide = Guide.objects.get()
    several(editor, "Add a cause", [{"name": n, "share": "0.3"} for n in CAUSES])
    labels = {"options-0-label": "Yes", "options-1-label": "No"}
    questions = [{"text": text, "minutes": "1", **labels} for text in QUESTIONS]
    several(editor, "Add a question", questions)
    several(editor, "Add a settings path", [variants(guide)])
    causes = [*guide.causes.all(), guide.causes.first()]
    several(editor, "Add a step", [step(*pair) for pair in zip(STEPS, causes, strict=True)])
    several(editor, "Add something to ask", [{"label": "Which printer?", "kind": "text"}])
    return guide


def variants(guide):
    fields = {"name": "The paper tray", "variants-TOTAL_FORMS": "3"}
    platform = guide.platforms.get()
    for number, version in enumerate(platform.versions.all()):
        fields |= {
            f"variants-{number}-platform": str(platform.pk),
            f"variants-{number}-from_version": str(version.pk),
            f"variants-{number}-to_version": str(version.pk),
            f"variants-{number}-segments": f"Settings\r\nTray {version.name}",
            f"variants-{number}-confidence": "confirmed",
        }
    return fields


def step(title, cause):
    effect = {"effects-0-cause": str(cause.pk), "effects-0-probability_word": "0.6"}
    return {
        "title": title,
        "instructions": "1. Do it.",
        "minutes": "2",
        "disruption": "1",
        **effect,
    }


def test_it_is_built_with_few_pages_and_without_a_problem_left(editor):
    """Built once for all that is asked of it: it takes seconds."""
    guide = build(editor)
    assert editor.opened <= MOST_PAGES
    assert editor.page.context["problems"] == ()
    content = content_from_rows(guide)
    assert check(content) == ()
    assert [cause.name for cause in content.causes] == CAUSES
    assert [question.text for question in content.questions] == QUESTIONS
    assert [one.title for one in content.steps] == STEPS
    assert len(content.paths[0].variants) == 3
    assert content.platforms[0].versions == ("1", "2", "3")
    # Each thing got a key from its title.
    assert content.key == "it-does-not-print"
    assert [cause.key for cause in content.causes][:2] == ["no-paper", "no-ink"]
    assert [option.key for option in content.questions[0].options] == ["yes", "no"]
    assert content.platforms[0].key == "inkjet"
    # Answers without a number share what is left.
    assert [o.usual for o in guide.questions.first().options.all()] == [0.5, 0.5]


# ---- keys that make themselves -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Is it on?", "is-it-on"),
        ("  Größe & Maß — ok ", "groe-ma-ok"),
        ("Wi_Fi -- off", "wi-fi-off"),
        ("電源", "cause"),
        ("bulb", "bulb-2"),
        ("x" * 300, "x" * 95),
    ],
)
def test_a_key_is_made_from_any_title(title, key, guide, admin_client):
    page = f"{reverse('admin:troubleshooter_cause_add')}?guide={guide.pk}"
    fields = sent_by_browser(admin_client.get(page)) | {"name": title, "share": "0.1"}
    assert saved(admin_client.post(page, fields))
    assert guide.causes.last().key == key


def test_a_title_that_was_used_before_gets_a_number_each_time(guide, admin_client):
    page = f"{reverse('admin:troubleshooter_cause_add')}?guide={guide.pk}"
    for _ in range(3):
        fields = sent_by_browser(admin_client.get(page)) | {"name": "Fuse", "share": "0.1"}
        assert saved(admin_client.post(page, fields))
    assert list(guide.causes.values_list("key", flat=True))[-3:] == ["fuse", "fuse-2", "fuse-3"]


def test_two_answers_alike_and_one_that_the_portal_has_itself_get_keys_too(guide, admin_client):
    page = f"{reverse('admin:troubleshooter_question_add')}?guide={guide.pk}"
    fields = sent_by_browser(admin_client.get(page)) | {"text": "Well?", "minutes": "1"}
    fields |= {"options-TOTAL_FORMS": "3"}
    fields |= {f"options-{n}-label": label for n, label in enumerate(["Yes", "yes", "Unsure"])}
    assert saved(admin_client.post(page, fields))
    options = guide.questions.last().options.all()
    assert [o.key for o in options] == ["yes", "yes-2", "unsure-2"]
    assert [o.order for o in options] == [0, 1, 2]


def test_a_key_that_is_emptied_stays_what_it_was(step, admin_client):
    page = reverse("admin:troubleshooter_step_change", args=[step.pk])
    fields = sent_by_browser(admin_client.get(page)) | {"key": ""}
    assert saved(admin_client.post(page, fields))
    step.refresh_from_db()
    assert step.key == "plug-in"


def test_one_more_is_for_the_same_guide(guide, twin, admin_client):
    page = f"{reverse('admin:troubleshooter_cause_add')}?guide={twin.pk}"
    fields = sent_by_browser(admin_client.get(page)) | {"name": "Fuse", "share": "0.1"}
    answer = admin_client.post(page, fields | {"_addanother": "on"})
    assert answer["Location"] == page
    row = twin.causes.last()
    page = reverse("admin:troubleshooter_cause_change", args=[row.pk])
    fields = sent_by_browser(admin_client.get(page)) | {"_addanother": "on"}
    assert admin_client.post(page, fields)["Location"].endswith(f"?guide={twin.pk}")


def test_without_a_title_the_form_says_so_and_not_that_a_key_is_missing(guide, admin_client):
    page = f"{reverse('admin:troubleshooter_cause_add')}?guide={guide.pk}"
    fields = sent_by_browser(admin_client.get(page)) | {"name": "", "share": "0.1"}
    answer = admin_client.post(page, fields)
    assert set(answer.context["adminform"].form.errors) == {"name"}


@pytest.mark.parametrize("numbers", [("0.7", ""), ("", "0.3"), ("0.9", "0.9")])
def test_numbers_that_are_given_are_kept(numbers, guide, admin_client):
    page = f"{reverse('admin:troubleshooter_question_add')}?guide={guide.pk}"
    fields = sent_by_browser(admin_client.get(page)) | {"text": "Well?", "minutes": "1"}
    for number, usual in enumerate(numbers):
        fields |= {f"options-{number}-label": f"A{number}", f"options-{number}-usual": usual}
    assert saved(admin_client.post(page, fields))
    kept = [o.usual for o in guide.questions.last().options.all()]
    assert kept == pytest.approx([float(n) if n else 1 - float("".join(numbers)) for n in numbers])
