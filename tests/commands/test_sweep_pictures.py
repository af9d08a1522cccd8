"""Only pictures that nothing names are swept, and only where one says so."""

import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from tests.content.picture_files import png
from troubleshooter.content.picture_store import store_picture
from troubleshooter.content.publishing import publish
from troubleshooter.content.sweeping import LEAST_AGE
from troubleshooter.editing.plans import send_on
from troubleshooter.editing.preview import make_preview
from troubleshooter.models import Guide, Picture, Step, StepPicture

COLOURS = iter(range(1, 200))


def stored(days=2.0):
    """A picture unlike any other, stored so many days ago."""
    name = store_picture(png(20 + next(COLOURS), 30)).name
    then = time.time() - timedelta(days=days).total_seconds()
    os.utime(default_storage.path(f"pictures/{name}"), (then, then))
    return name


def shown(guide, **names):
    picture = Picture.objects.create(guide=guide, alt="A plug", width=20, height=30, **names)
    StepPicture.objects.create(step=Step.objects.get(key="plug-in"), picture=picture)
    return picture


def left():
    return set(default_storage.listdir("pictures")[1])


@pytest.fixture
def guide(lamp):
    return Guide.objects.get(key="lamp")


def test_it_lists_and_deletes_nothing_unless_it_is_told_to(guide, capsys):
    name = stored()
    call_command("sweep_pictures")
    assert name in capsys.readouterr().out.split()
    assert left() == {name}
    call_command("sweep_pictures", delete=True)
    assert left() == set()
    call_command("sweep_pictures", delete=True)


def test_without_any_picture_there_is_nothing_to_do(guide, capsys):
    call_command("sweep_pictures", delete=True)
    assert capsys.readouterr().err == ""


def test_a_drafts_pictures_stay_light_and_dark(guide):
    light, dark, loose = stored(), stored(), stored()
    shown(guide, light=light, dark=dark)
    call_command("sweep_pictures", delete=True)
    assert left() == {light, dark}
    assert loose not in left()


@pytest.mark.parametrize("kept_by", ["revision", "old revision", "preview", "plan"])
def test_what_a_revision_or_a_plan_names_stays_for_ever(guide, kept_by):
    light, dark = stored(), stored()
    picture = shown(guide, light=light, dark=dark)
    if kept_by == "plan":
        send_on(guide, author=None, note="Later", ask=True)
    elif kept_by == "preview":
        make_preview(guide, author=None)
    else:
        publish(guide)
    picture.delete()
    if kept_by == "old revision":
        publish(guide)
    call_command("sweep_pictures", delete=True)
    assert left() == {light, dark}


def test_what_was_just_uploaded_stays(guide):
    """Its page may not be saved yet."""
    new, old = stored(days=0), stored(days=LEAST_AGE.days + 0.1)
    call_command("sweep_pictures", delete=True)
    assert left() == {new}
    assert old not in left()


def test_what_is_no_picture_of_ours_stays(guide):
    default_storage.save("pictures/readme.txt", ContentFile(b"x"))
    then = time.time() - timedelta(days=9).total_seconds()
    os.utime(default_storage.path("pictures/readme.txt"), (then, then))
    call_command("sweep_pictures", delete=True)
    assert left() == {"readme.txt"}
