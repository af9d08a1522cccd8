"""Editors translate a guide on its workbench, a few texts at once, and see what falls behind."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.reading import tree_of
from troubleshooter.admin.slips import SLIP
from troubleshooter.content.publishing import publish
from troubleshooter.content.rows import content_from_rows
from troubleshooter.content.translating import Standing, standings
from troubleshooter.editing.comparing import compare
from troubleshooter.models import Guide, Question, Step, Translation

from .colliding import Opened, stopped
from .forms import change, saved

TITLE, STEP, INSTRUCTIONS = "title", "steps/plug-in/title", "steps/plug-in/instructions"
FRESH, STALE, MISSING = Standing.FRESH, Standing.STALE, Standing.MISSING


@pytest.fixture
def guide(lamp):
    guide = Guide.objects.get(key="lamp")
    known(guide, TITLE, "The lamp stays dark", "Die Lampe bleibt dunkel")
    known(guide, STEP, "Plug in", "Steck sie ein")
    return guide


def known(guide, place, source, text, language="de"):
    made = {"place": place, "source": source, "text": text, "language": language}
    return Translation.objects.create(guide=guide, **made)


def row(place):
    return Translation.objects.get(place=place, language="de")


def standing(guide, place):
    return standings(content_from_rows(guide), "de")[place]


class Page:
    """The page of a language as somebody opened it."""

    def __init__(self, client, guide, language="de", show="all", page=1):
        self.client = client
        where = reverse("admin:troubleshooter_guide_translations_one", args=[guide.pk, language])
        self.where = f"{where}?show={show}&page={page}"
        self.read(client.get(self.where))

    def read(self, answer):
        self.answer = answer
        assert answer.status_code == 200
        tree = tree_of(answer.content.decode())
        form = next((f for f in tree.iter("form") if f.get("id") == "translations"), None)
        self.texts = [] if form is None else list(form.iter("textarea"))
        self.sent = {e.get("name"): e.text or "" for e in self.texts}
        inputs = [] if form is None else form.iter("input")
        self.sent |= {e.get("name"): e.get("value") for e in inputs}
        self.shown = {each.entry.place: each for each in answer.context["shown"]}
        return self

    def send(self, right=None, **texts):
        """`texts` by place, with two underlines for a slash and one for a hyphen."""
        data = {**self.sent}
        for place, text in texts.items():
            place = place.replace("__", "/").replace("_", "-")
            data[f"text-{self.shown[place].name}"] = text
        if right:
            data["right"] = self.shown[right].name
        return self.client.post(self.where, data)


def test_it_says_how_far_each_language_is(guide, admin_client):
    page = admin_client.get(reverse("admin:troubleshooter_guide_translations", args=[guide.pk]))
    (german,) = page.context["languages"]
    texts = len(standings(content_from_rows(guide), "de"))
    assert (german.fresh, german.stale, german.missing) == (1, 1, texts - 2)
    assert german.offered


@pytest.mark.parametrize("show", ["changed", "missing", "done", "to-do", "all", "nonsense"])
def test_it_shows_what_one_wants_to_see_a_handful_at_once(guide, admin_client, show):
    page = Page(admin_client, guide, show=show)
    wanted = {
        "changed": {STALE},
        "missing": {MISSING},
        "done": {FRESH},
        "all": {FRESH, STALE, MISSING},
    }.get(show, {STALE, MISSING})
    found = standings(content_from_rows(guide), "de")
    places = [place for place, each in found.items() if each in wanted]
    assert list(page.shown) == places[:10]
    assert len(page.texts) == len(page.shown)


def test_who_only_reads_takes_no_turn_of_a_writer(guide, admin_client):
    """On the embedded database every transaction waits for its turn, and is one."""
    with CaptureQueriesContext(connection) as captured:
        Page(admin_client, guide)
    assert not [one["sql"] for one in captured if "SAVEPOINT" in one["sql"]]


def test_texts_are_called_what_editors_call_them(guide, admin_client):
    words = {}
    for number in range(1, 8):
        words |= {p: s.entry.words for p, s in Page(admin_client, guide, page=number).shown.items()}
    assert list(words) == list(standings(content_from_rows(guide), "de"))
    assert words["questions/others/options/yes/label"] == (
        "Question “Do other lamps work?”, answer “Yes”: label"
    )
    assert words["steps/new-bulb/before/0"] == "Step “Put in a new bulb”: what to have ready 1"
    assert words["paths/switch/variants/desk/1.10/segments/1"] == (
        "Path “Main switch”, Desk lamp from 1.10: where to tap 2"
    )


def test_what_is_typed_is_kept_with_the_text_of_today(guide, admin_client):
    page = Page(admin_client, guide)
    assert page.send(title="Dunkle Lampe\r\n", summary="Nichts geht.").status_code == 302
    assert (row(TITLE).text, row(TITLE).source) == ("Dunkle Lampe", "The lamp stays dark")
    assert row("summary").source == guide.summary
    assert Translation.objects.count() == 3


def test_what_is_not_touched_stays_as_it_is(guide, admin_client):
    page = Page(admin_client, guide, show="changed")
    page.send()
    assert (standing(guide, STEP), row(STEP).source) == (STALE, "Plug in")


def test_an_emptied_text_takes_its_translation_out(guide, admin_client):
    Page(admin_client, guide, show="done").send(title=" \r\n")
    assert not Translation.objects.filter(place=TITLE).exists()


def test_still_right_keeps_the_text_and_what_else_was_typed(guide, admin_client):
    known(guide, "summary", "Before", "Früher")
    page = Page(admin_client, guide, show="changed")
    page.send(right=STEP, summary="Jetzt")
    assert (standing(guide, STEP), row(STEP).text) == (FRESH, "Steck sie ein")
    assert (standing(guide, "summary"), row("summary").text) == (FRESH, "Jetzt")


def test_a_stale_text_shows_what_it_was_and_what_it_is(guide, admin_client):
    shown = Page(admin_client, guide, show="changed").shown[STEP]
    assert (str(shown.was), str(shown.now)) == ("Plug in", "Plug <ins>it </ins>in")


@pytest.mark.parametrize(
    ("place", "text"), [("steps__new_bulb__before__0", "eine\nBirne"), ("title", "x" * 20_001)]
)
def test_what_a_guide_file_could_not_hold_is_refused_and_kept_on_the_page(
    guide, admin_client, place, text
):
    for number in range(1, 8):
        page = Page(admin_client, guide, page=number)
        if place.replace("__", "/").replace("_", "-") in page.shown:
            break
    before = list(Translation.objects.values())
    answer = page.send(**{place: text})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert text in answer.content.decode()
    assert list(Translation.objects.values()) == before


def test_the_second_to_save_is_stopped_sees_both_and_can_save_again(guide, ada, bob):
    page = Page(bob, guide)
    Page(ada, guide).send(title="Von Ada")
    again = page.read(page.send(title="Von Bob", summary="Auch das"))
    assert row(TITLE).text == "Von Ada"
    assert not Translation.objects.filter(place="summary").exists()
    shown = again.shown[TITLE]
    assert (str(shown.theirs), str(shown.mine)) == ("Von <del>Ada</del>", "Von <ins>Bob</ins>")
    assert again.send().status_code == 302
    assert (row(TITLE).text, row("summary").text) == ("Von Bob", "Auch das")


def test_a_text_that_changed_meanwhile_is_not_said_to_be_still_right(guide, ada, bob):
    page = Page(bob, guide, show="changed")
    Step.objects.filter(key="plug-in").update(title="Pull it out")
    answer = page.send(right=STEP)
    assert answer.status_code == 200
    assert row(STEP).source == "Plug in"


@pytest.mark.parametrize("language", ["en", "EN", "not a language", "x" * 36])
def test_what_is_no_other_language_is_refused(guide, admin_client, language):
    where = reverse("admin:troubleshooter_guide_translations", args=[guide.pk])
    answer = admin_client.post(where, {"language": language})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    one = reverse("admin:troubleshooter_guide_translations_one", args=[guide.pk, language])
    assert admin_client.get(one).status_code == 404


def test_a_new_language_begins_with_its_first_text(guide, admin_client):
    where = reverse("admin:troubleshooter_guide_translations", args=[guide.pk])
    one = admin_client.post(where, {"language": "AR"})["Location"]
    assert one.endswith("/translations/AR/")
    known(guide, TITLE, "x", "y", language="ar")
    assert admin_client.post(where, {"language": "AR"})["Location"].endswith("/translations/ar/")
    page = Page(admin_client, guide, language="ar")
    page.send(summary="لا شيء يحدث")
    assert Translation.objects.get(place="summary").language == "ar"


def test_it_stands_in_the_trail_of_the_guide(guide, admin_client):
    Page(admin_client, guide).send(title="Dunkle Lampe")
    history = reverse("admin:troubleshooter_guide_history", args=[guide.pk])
    told = admin_client.get(history).context["trail"]
    assert any(
        "Dunkle" in str(one.now) for _, _, what, _, fields in told for one in fields if "de" in what
    )


# ---- “Only a typing error” ---------------------------------------------------------------------


def test_a_text_that_changed_makes_its_translation_stale(guide, admin_client):
    assert saved(change(admin_client, guide, title="The lamp does not light up"))
    assert standing(guide, TITLE) is STALE


def test_a_slip_that_is_mended_does_not(guide, admin_client):
    known(guide, INSTRUCTIONS, "1. Find", "1. Such")
    row(STEP).delete()
    known(guide, STEP, "Plug it in", "Steck sie ein")
    step = Step.objects.get(key="plug-in")
    sent = {"title": "Plug it in!", "instructions": "1. Found.\n", SLIP: "1"}
    assert saved(change(admin_client, step, **sent))
    assert (standing(guide, STEP), row(STEP).source) == (FRESH, "Plug it in!")
    # What was stale before stays stale.
    assert standing(guide, INSTRUCTIONS) is STALE


def test_answers_and_labels_on_the_same_page_count_too(guide, admin_client):
    known(guide, "questions/others/options/yes/label", "Yes", "Ja")
    question = Question.objects.get(key="others")
    assert saved(change(admin_client, question, **{"options-0-label": "Yes.", SLIP: "1"}))
    assert row("questions/others/options/yes/label").source == "Yes."


def test_a_list_that_grew_had_more_mended_than_a_slip(guide, admin_client):
    known(guide, "steps/new-bulb/before/0", "a new bulb", "eine neue Birne")
    step = Step.objects.get(key="new-bulb")
    assert saved(change(admin_client, step, before="a ladder\na new bulb", **{SLIP: "1"}))
    assert standing(guide, "steps/new-bulb/before/0") is STALE
    # The line that moved is still known.
    assert standing(guide, "steps/new-bulb/before/1") is FRESH


def test_a_save_that_is_stopped_changes_no_translation(guide, ada, bob):
    step = Step.objects.get(key="plug-in")
    Translation.objects.filter(place=STEP).update(source="Plug it in")
    page = Opened(bob, step)
    assert saved(Opened(ada, step).send(title="Push the plug in"))
    assert stopped(page.send(title="Put the plug in", **{SLIP: "1"}))
    assert row(STEP).source == "Plug it in"


def test_the_box_is_there_where_there_are_translations(guide, admin_client):
    where = reverse("admin:troubleshooter_step_change", args=[Step.objects.first().pk])
    assert f'name="{SLIP}"' in admin_client.get(where).content.decode()
    Translation.objects.all().delete()
    assert f'name="{SLIP}"' not in admin_client.get(where).content.decode()


# ---- before publishing -------------------------------------------------------------------------


def test_before_publishing_they_are_told_by_their_number(guide, admin_client):
    live = content_from_rows(guide)
    publish(guide)
    Page(admin_client, guide).send(title="Dunkle Lampe", summary="Nichts geht.")
    (section,) = compare(live, content_from_rows(guide)).sections
    assert [(each.kind, each.name) for each in section.entries] == [
        ("added", "de: 1 text"),
        ("changed", "de: 1 text"),
    ]
    page = admin_client.get(reverse("admin:troubleshooter_guide_publish", args=[guide.pk]))
    assert page.context["comparison"].sections == (section,)
