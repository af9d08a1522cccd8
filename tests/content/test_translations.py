"""Translations go in and out with the guide, and are told of where they fall behind."""

import pytest
from django.core.management import call_command

from tests.conftest import GUIDES
from tests.content.faults import KETTLE
from tests.content.sample_guides import Draft, content_of, lamp_content
from troubleshooter.content.importing import import_guide
from troubleshooter.content.publishing import live_content, publish
from troubleshooter.content.rows import content_from_rows
from troubleshooter.content.translating import Standing, standings
from troubleshooter.content.writer import write_guide
from troubleshooter.models import Guide, Revision, Step, Translation

pytestmark = pytest.mark.django_db

TITLE = {"source": "The lamp stays dark", "text": "Die Lampe bleibt dunkel"}
STEP = {"source": "Plug it in", "text": "Steck sie ein"}
LABEL = {"source": "Slider", "text": "Schieber"}
GERMAN = {
    "title": TITLE,
    "steps/plug-in/title": STEP,
    "paths/switch/variants/desk/1.10/segments/1": LABEL,
}


def lamp_in(**languages):
    draft = Draft(lamp_content())
    draft["translations"] = languages
    return draft.content()


def test_they_come_back_as_they_went_in():
    content = lamp_in(de=GERMAN, ar={"title": {"source": "old", "text": "المصباح لا يضيء"}})
    guide = import_guide(content).guide
    stored = content_from_rows(guide)
    assert stored == content
    exported = write_guide(stored)
    assert content_of(exported.encode()) == content
    assert not import_guide(content).changed
    assert Translation.objects.count() == 4


def test_their_order_in_a_file_makes_no_difference():
    turned = lamp_in(de=dict(reversed(GERMAN.items())))
    assert write_guide(turned) == write_guide(lamp_in(de=GERMAN))


def test_an_import_says_how_many_changed_and_touches_no_other():
    import_guide(lamp_in(de=GERMAN))
    kept = Translation.objects.get(place="title").pk
    again = {**GERMAN, "steps/plug-in/title": {**STEP, "text": "Stecker rein"}, "summary": TITLE}
    del again["paths/switch/variants/desk/1.10/segments/1"]
    report = import_guide(lamp_in(de=again))
    assert report.lines == ("changed translations into de: 1 added, 1 changed, 1 removed",)
    assert Translation.objects.get(place="title").pk == kept


def test_what_the_file_does_not_have_any_more_goes():
    import_guide(lamp_in(de=GERMAN))
    draft = Draft(lamp_in(de={"title": TITLE}))
    draft.remove("steps", "candle")
    import_guide(draft.content())
    assert list(Translation.objects.values_list("place", flat=True)) == ["title"]
    import_guide(lamp_content())
    assert not Translation.objects.exists()


def test_texts_that_are_taken_out_are_not_published_with_theirs_and_bring_them_back():
    guide = import_guide(lamp_in(de=GERMAN)).guide
    Step.objects.filter(key="plug-in").update(retired=True)
    assert "steps/plug-in/title" not in content_from_rows(guide).translations["de"]
    Step.objects.filter(key="plug-in").update(retired=False)
    assert content_from_rows(guide) == lamp_in(de=GERMAN)


def test_a_revision_carries_the_fresh_and_the_stale():
    stale = {**GERMAN, "summary": {"source": "before", "text": "früher"}}
    guide = import_guide(lamp_in(de=stale)).guide
    publish(guide)
    Translation.objects.all().delete()
    assert live_content(guide) == lamp_in(de=stale)
    assert publish(guide).created
    assert live_content(guide) == lamp_content()


def test_a_revision_from_before_there_were_any_is_not_taken_for_changed():
    guide = import_guide(lamp_content()).guide
    publish(guide)
    stored = {k: v for k, v in guide.live_revision.content.items() if k != "translations"}
    Revision.objects.filter(pk=guide.live_revision_id).update(content=stored)
    assert not publish(Guide.objects.get(pk=guide.pk)).created


def test_how_each_text_stands():
    found = standings(content_of(KETTLE.encode()), "de")
    assert found["aftercare/rinse/title"] is Standing.FRESH
    assert found["causes/storm/name"] is Standing.STALE
    assert found["title"] is Standing.MISSING


@pytest.mark.parametrize("options", [{"check": True}, {}])
def test_the_command_tells_of_stale_ones_and_takes_them(tmp_path, capsys, options):
    file = tmp_path / "lamp.yaml"
    stale = "\ntranslations:\n  de:\n    title: {source: The lamp is dark, text: Dunkel}\n"
    file.write_text((GUIDES / "lamp.yaml").read_text() + stale)
    call_command("import_guide", str(file), **options)
    told = capsys.readouterr().out.splitlines()
    assert "lamp: stale translations into de: 1, of texts that have changed since" in told
    assert Translation.objects.exists() is not bool(options)
