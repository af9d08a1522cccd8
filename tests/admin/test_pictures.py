"""Pictures are uploaded on the page of a step or path, and visitors see them after publishing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from tests.content.picture_files import png
from troubleshooter.content.publishing import publish
from troubleshooter.models import Picture, SettingsPath, Step, StepPicture

from .forms import refused, saved, sent_by_browser
from .test_pages import address


def file(data=None, name="shot.png"):
    return SimpleUploadedFile(name, data if data is not None else png(60, 40), "image/png")


def upload(client, row, typed=None, **fields):
    page = address(type(row), "change", row.pk)
    kind = f"{'step' if isinstance(row, Step) else 'path'}picture_set"
    one = {f"{kind}-TOTAL_FORMS": "1", f"{kind}-0-order": "0"}
    named = {f"{kind}-0-{name}": value for name, value in fields.items()}
    return client.post(page, sent_by_browser(client.get(page)) | one | named | (typed or {}))


@pytest.fixture
def shown(step, admin_client) -> Picture:
    assert saved(upload(admin_client, step, light=file(), alt="A plug"))
    return Picture.objects.get()


def test_visitors_see_a_picture_once_it_is_published(guide, shown):
    publish(guide)
    visitor = Client()
    visitor.post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
    page = visitor.get("/guides/lamp/steps/plug-in/")
    tag = f'<img src="/pictures/{shown.light}" alt="A plug" width="60" height="40"'
    assert tag in page.content.decode()
    picture = visitor.get(f"/pictures/{shown.light}")
    assert picture.headers["Content-Type"] == "image/webp"
    assert "immutable" in picture.headers["Cache-Control"]
    assert picture.headers["X-Content-Type-Options"] == "nosniff"


def test_dark_screens_get_the_dark_picture(guide, step, admin_client):
    dark = file(png(60, 40, "black"))
    assert saved(upload(admin_client, step, light=file(), dark=dark, alt="A plug"))
    publish(guide)
    visitor = Client()
    visitor.post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
    page = visitor.get("/guides/lamp/steps/plug-in/").content.decode()
    assert f'<source srcset="/pictures/{Picture.objects.get().dark}"' in page


def test_a_picture_of_a_path_stands_with_the_path(guide, admin_client):
    path = SettingsPath.objects.filter(guide=guide).first()
    assert saved(upload(admin_client, path, light=file(), alt="Where it is"))
    assert path.pathpicture_set.get().picture.alt == "Where it is"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"light": file()}, "alt"),
        ({"alt": "A plug"}, "light"),
        ({"alt": "A plug", "light": file(b"no picture")}, "light"),
    ],
)
def test_a_picture_needs_a_file_and_words(step, admin_client, fields, wrong):
    response = upload(admin_client, step, {"title": "Kept while refused"}, **fields)
    assert refused(response)
    assert "Kept while refused" in response.content.decode()
    formset = next(
        f for f in response.context["inline_admin_formsets"] if f.opts.model is StepPicture
    )
    assert list(formset.formset.errors[0]) == [wrong]
    assert not Picture.objects.exists()


def test_new_words_for_a_picture_leave_published_ones_alone(guide, step, shown, admin_client):
    live = publish(guide).revision
    page = address(Step, "change", step.pk)
    sent = sent_by_browser(admin_client.get(page)) | {"steppicture_set-0-alt": "A plug in a wall"}
    assert saved(admin_client.post(page, sent))
    assert step.steppicture_set.get().picture.alt == "A plug in a wall"
    assert Picture.objects.count() == 1
    live.refresh_from_db()
    pictures = next(s for s in live.content["steps"] if s["key"] == "plug-in")["pictures"]
    assert [picture["alt"] for picture in pictures] == ["A plug"]


def test_only_names_that_the_portal_gives_are_looked_for(client, db):
    for name in ("..%2Fsecret-key", "x.webp", "0" * 32 + ".png", "0" * 32 + ".webp"):
        assert client.get(f"/pictures/{name}").status_code == 404


def test_a_guide_moves_with_its_pictures(guide, shown, tmp_path, settings, capsys):
    call_command("export_guide", "lamp", pictures=tmp_path / "shots")
    (tmp_path / "lamp.yaml").write_text(capsys.readouterr().out)
    settings.MEDIA_ROOT = tmp_path / "another portal"
    with pytest.raises(CommandError):
        call_command("import_guide", tmp_path / "lamp.yaml", verbosity=0)
    assert "missing-picture" in capsys.readouterr().err
    call_command("import_guide", tmp_path / "lamp.yaml", pictures=tmp_path / "shots", verbosity=0)
    call_command("export_guide", "lamp")
    assert capsys.readouterr().out == (tmp_path / "lamp.yaml").read_text()
    assert (settings.MEDIA_ROOT / "pictures" / shown.light).exists()
