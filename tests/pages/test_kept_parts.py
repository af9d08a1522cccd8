"""Parts of pages that are kept are what they would be if they were written anew."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import translation

from troubleshooter.content.texts import Foreign
from troubleshooter.templatetags import kept as keeping
from troubleshooter.templatetags.foreign import meeting
from troubleshooter.templatetags.kept import kept

pytestmark = pytest.mark.django_db
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
