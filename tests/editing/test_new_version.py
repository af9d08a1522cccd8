"""A new version copies what led to the newest one forward, unverified; taking it out restores all."""

import pytest
from django.contrib.admin.models import LogEntry

from troubleshooter.content.checks import check
from troubleshooter.content.publishing import publish
from troubleshooter.content.rows import content_from_rows
from troubleshooter.editing.new_version import (
    VersionIsLive,
    VersionKnown,
    add_version,
    namesakes,
    remove_version,
)
from troubleshooter.models import PlatformVersion, Variant

pytestmark = pytest.mark.django_db


def platforms(guide):
    return list(guide.platforms.all())


def ranges(guide, path):
    variants = Variant.objects.filter(path__guide=guide, path__key=path)
    return [
        (v.platform.key, v.from_version and v.from_version.name, v.to_version and v.to_version.name)
        for v in variants
    ]


def test_what_led_to_the_newest_version_is_copied_forward(guide, editor):
    before = content_from_rows(guide)
    added = add_version(platforms(guide), "9", editor=editor)
    after = content_from_rows(guide)
    assert check(after) == ()
    assert {p.versions[-1] for p in after.platforms} == {"9"}
    new = [v for path in after.paths for v in path.variants if v.from_ == "9"]
    assert added.variants == len(new) > 0
    assert {(v.confidence, v.checked) for v in new} == {("unverified", "")}
    for old_path, new_path in zip(before.paths, after.paths, strict=True):
        newest = {p.key: p.versions[-1] for p in before.platforms}
        ends = [v for v in old_path.variants if v.to in ("", newest[v.platform])]
        assert [v.segments for v in new_path.variants if v.from_ == "9"] == [
            v.segments for v in ends
        ]
        assert all(v.to for v in new_path.variants if v.from_ != "9")


def test_only_the_devices_that_were_chosen_get_it(guide, editor):
    chosen, *rest = platforms(guide)
    assert rest
    add_version([chosen], "9", editor=editor)
    content = content_from_rows(guide)
    assert [p.key for p in content.platforms if "9" in p.versions] == [chosen.key]
    assert {v.platform for path in content.paths for v in path.variants if v.from_ == "9"} == {
        chosen.key
    }


def test_devices_of_the_same_name_are_found_in_other_guides(guide, twin):
    assert [p.guide for p in namesakes(platforms(guide))] == [twin] * len(platforms(guide))


def test_a_version_that_is_there_is_refused_and_nothing_changes(guide, twin, editor):
    known = platforms(twin)[0].versions.first().name
    before = content_from_rows(guide), content_from_rows(twin)
    with pytest.raises(VersionKnown) as refusal:
        add_version([*platforms(guide), *platforms(twin)], known, editor=editor)
    assert refusal.value.platforms
    assert (content_from_rows(guide), content_from_rows(twin)) == before


@pytest.mark.parametrize("closed", [False, True], ids=["open ends", "written ends"])
def test_taking_it_out_again_restores_the_draft(guide, editor, closed):
    if closed:
        for platform in platforms(guide):
            Variant.objects.filter(platform=platform, to_version=None).update(
                to_version=platform.versions.last()
            )
    before = content_from_rows(guide)
    add_version(platforms(guide), "9", editor=editor)
    assert content_from_rows(guide) != before
    for version in PlatformVersion.objects.filter(platform__guide=guide, name="9"):
        remove_version(version, editor=editor)
    assert content_from_rows(guide) == before


def test_a_version_that_visitors_can_choose_stays(guide, editor):
    add_version(platforms(guide), "9", editor=editor)
    publish(guide)
    version = PlatformVersion.objects.filter(platform__guide=guide, name="9").first()
    before = content_from_rows(guide)
    with pytest.raises(VersionIsLive):
        remove_version(version, editor=editor)
    assert content_from_rows(guide) == before


def test_only_the_newest_version_can_be_taken_out(guide, editor):
    chosen = platforms(guide)[0]
    add_version([chosen], "9", editor=editor)
    add_version([chosen], "10", editor=editor)
    with pytest.raises(VersionIsLive):
        remove_version(chosen.versions.get(name="9"), editor=editor)


def test_who_added_what_is_written_down(guide, editor):
    add_version(platforms(guide), "9", editor=editor)
    assert all("9" in entry.change_message for entry in LogEntry.objects.all())
    assert LogEntry.objects.filter(user=editor).count() == len(platforms(guide))
