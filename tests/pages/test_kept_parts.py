"""Parts of pages that are kept are what they would be if they were written anew."""

import re
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.middleware.csrf import _does_token_match
from django.test import Client
from django.utils import translation
from django.utils.safestring import SafeString

from troubleshooter.content.texts import Foreign
from troubleshooter.templatetags import kept as keeping
from troubleshooter.templatetags.foreign import meeting
from troubleshooter.templatetags.kept import around, kept

pytestmark = pytest.mark.django_db
TOKEN = re.compile('name="(csrfmiddlewaretoken|page)" value="([^"]+)"')
DEVICES = [("desk", "2"), ("floor", "1"), ("", "")]
WAY_ON = "troubleshooter/_way_on.html"


def page(platform, version, path="steps/plug-in"):
    client = Client()
    client.post("/guides/lamp/start/", {"platform": platform, "version": version})
    answer = client.get(f"/guides/lamp/{path}/", headers={"HX-Request": "true"})
    return [line for line in answer.content.decode().splitlines() if "hidden" not in line]


@pytest.mark.parametrize("path", ["steps/plug-in", "questions/others", "steps/rewire"])
def test_each_device_gets_its_own_page_whoever_came_before(lamp, path):
    alone = {}
    for device in DEVICES:
        keeping.forget()
        alone[device] = page(*device, path)
    keeping.forget()
    for device in [*DEVICES, *DEVICES]:
        assert page(*device, path) == alone[device]


def test_what_a_part_is_not_told_it_does_not_know():
    assert "/guides/lamp/" in kept(WAY_ON, key="lamp", back="/guides/lamp/")
    first = kept(WAY_ON, key="lamp", back="/guides/lamp/steps/a/")
    assert "/steps/a/" in first
    assert "/steps/a/" not in kept(WAY_ON, key="lamp", back="/guides/lamp/steps/b/")
    assert kept(WAY_ON, key="lamp", back="/guides/lamp/steps/a/") is first


def test_a_part_is_written_anew_for_another_language():
    english = kept(WAY_ON, key="lamp", back="/")
    with translation.override("de"):
        assert kept(WAY_ON, key="lamp", back="/") != english
    assert kept(WAY_ON, key="lamp", back="/") is english


def test_objects_are_told_apart_by_which_they_are(lamp):
    """Equal keys in two guides are two steps."""
    step = lamp.published.steps["plug-in"]
    other = step.model_copy(update={"minutes": 61.0})
    facts = "troubleshooter/_step_facts.html"
    assert kept(facts, step=step, guide=lamp.published) != kept(
        facts, step=other, guide=lamp.published
    )


def test_a_kept_part_still_tells_that_it_is_foreign():
    text = Foreign("Nein", language="de")
    option = SimpleNamespace(key="no", label=text)
    question = SimpleNamespace(text="Well?", options=(option,))
    for _ in range(2):
        with meeting() as met:
            assert 'lang="de"' in kept("troubleshooter/_options.html", question=question)
        assert met == [text]


def test_no_more_is_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(keeping, "KEPT_PARTS", 3)
    for n in range(9):
        kept(WAY_ON, key="lamp", back=f"/{n}/")
    assert len(keeping._parts) == 3


def test_many_threads_may_write_and_throw_out_at_once(monkeypatch):
    monkeypatch.setattr(keeping, "KEPT_PARTS", 4)
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda n: kept(WAY_ON, key="lamp", back=f"/{n % 7}/"), range(400)))
    assert all(f'href="/{n % 7}/"' in html for n, html in enumerate(told))


def test_values_that_are_equal_and_written_differently_are_told_apart():
    assert kept(WAY_ON, key="lamp", back=1) != kept(WAY_ON, key="lamp", back=True)


def test_many_at_once_make_room_for_each_other(monkeypatch):
    monkeypatch.setattr(keeping, "KEPT_PARTS", 4)

    def ask(number):
        return f'"{number}"' in kept(WAY_ON, key="lamp", back=str(number))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(400)))
    assert len(keeping._parts) <= 4


def test_holes_are_filled_anew_each_time_and_escaped():
    frame = "troubleshooter/fragment.html"
    keeping.forget()
    first = around(frame, {"title": "<One>", "main": SafeString("<main></main>")})
    assert "&lt;One&gt;" in first
    assert "<main></main>" in first
    assert "One" not in around(frame, {"title": "Two", "main": SafeString("")})
    assert len(keeping._parts) == 1


def test_what_fills_a_hole_may_look_like_one():
    frame = "troubleshooter/fragment.html"
    around(frame, {"title": "One", "main": "two"})
    names = around(frame, {"title": "main", "main": f"{keeping.EDGE}title{keeping.EDGE}"})
    assert names.count(keeping.EDGE) == 2


@pytest.mark.parametrize("path", ["steps/plug-in", "questions/others"])
def test_everyone_has_marks_of_their_own_and_a_place_of_their_own(lamp, path):
    """The page of the second comes from what was kept of the first."""
    pages = []
    for said in ("yes", None):
        client = Client()
        client.post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
        if said:
            client.post("/guides/lamp/questions/others/", {"option": said})
        pages.append(client.get(f"/guides/lamp/{path}/"))
        token = client.cookies["csrftoken"].value
        found = dict(TOKEN.findall(pages[-1].content.decode()))
        assert set(found) == {"csrfmiddlewaretoken", "page"}
        assert _does_token_match(found["csrfmiddlewaretoken"], token)
    one, two = (dict(TOKEN.findall(page.content.decode())) for page in pages)
    assert one["csrfmiddlewaretoken"] != two["csrfmiddlewaretoken"]


def test_several_objects_are_told_apart_by_which_they_are(lamp):
    """The steps that one test tells about: the tuple is made anew each time."""
    steps = lamp.published.steps
    buttons = "troubleshooter/_result_buttons.html"
    first = kept(buttons, together=(steps["plug-in"], steps["new-bulb"]))
    assert kept(buttons, together=(steps["plug-in"], steps["new-bulb"])) is first
    assert kept(buttons, together=(steps["new-bulb"], steps["plug-in"])) != first
    twin = steps["plug-in"].model_copy(update={"title": "Other"})
    assert kept(buttons, together=(twin, steps["new-bulb"])) != first
