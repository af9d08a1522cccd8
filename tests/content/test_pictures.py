"""A picture is taken for its pixels alone, and its name tells what it holds."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageCms, PngImagePlugin

from troubleshooter.content import picture_store
from troubleshooter.content.picture_store import (
    NotAPicture,
    missing_pictures,
    name_of,
    read_picture,
    store_picture,
    take_over,
)
from troubleshooter.content.reader import read_guide

from .faults import KETTLE
from .picture_files import png

SECRET = b"52.5163,13.3777 Ada's phone"


def kept_files():
    return default_storage.listdir("pictures")[1] if default_storage.exists("pictures") else []


def test_a_picture_is_kept_under_a_name_made_of_its_bytes():
    kept = store_picture(png(60, 40))
    data = read_picture(kept.name)
    assert (kept.width, kept.height) == (60, 40)
    assert kept.name == name_of(data)
    assert Image.open(BytesIO(data)).format == "WEBP"
    assert store_picture(png(60, 40)) == kept
    assert kept_files() == [kept.name]
    assert store_picture(png(60, 41)).name != kept.name


def with_secrets(kind):
    image, file = Image.new("RGB", (8, 8), "teal"), BytesIO()
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    options = {"exif": exif.tobytes()}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", SECRET.decode())
        options["pnginfo"] = text
    image.save(file, kind, **options)
    return file.getvalue() + SECRET


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_what_is_hidden_in_a_file_reaches_nobody(kind):
    upload = with_secrets(kind)
    assert SECRET in upload
    data = read_picture(store_picture(upload).name)
    assert SECRET not in data
    image = Image.open(BytesIO(data))
    assert not image.getexif()
    assert not {"exif", "xmp", "icc_profile", "Comment"} & set(image.info)


def test_a_picture_that_lies_on_its_side_is_put_upright():
    file, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", (30, 10)).save(file, "JPEG", exif=exif.tobytes())
    kept = store_picture(file.getvalue())
    assert (kept.width, kept.height) == (10, 30)


def test_what_is_see_through_stays_so():
    file = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(file, "PNG")
    data = read_picture(store_picture(file.getvalue()).name)
    assert Image.open(BytesIO(data)).convert("RGBA").getpixel((1, 1))[3] == 0


@pytest.mark.parametrize(
    "profile", [ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"none at all"]
)
def test_colours_are_those_of_browsers_whatever_profile_a_file_names(profile):
    file = BytesIO()
    Image.new("RGB", (4, 4), (200, 100, 50)).save(file, "PNG", icc_profile=profile)
    kept = Image.open(BytesIO(read_picture(store_picture(file.getvalue()).name)))
    assert "icc_profile" not in kept.info
    colour = kept.convert("RGB").getpixel((1, 1))
    assert all(abs(was - now) < 8 for was, now in zip((200, 100, 50), colour))


def test_a_large_picture_is_made_as_small_as_pages_need():
    kept = store_picture(png(3000, 3000))
    assert max(kept.width, kept.height) <= 1200


NO_PICTURES = {
    "empty": b"",
    "text": b"Settings, then iCloud",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "gif": b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
    "cut off": png(60, 40)[:60],
    "page": b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>",
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_picture_is_refused_by_what_it_holds(name):
    with pytest.raises(NotAPicture):
        store_picture(NO_PICTURES[name])
    assert kept_files() == []


def test_a_file_that_unpacks_to_far_too_many_pixels_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(picture_store, "MOST_PIXELS", 100)
    with pytest.raises(NotAPicture):
        store_picture(png(20, 20))


def test_what_the_library_takes_for_a_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    with pytest.raises(NotAPicture):
        store_picture(png(20, 20))


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(picture_store, "MOST_BYTES", 10)
    with pytest.raises(NotAPicture):
        store_picture(png(20, 20))


def test_another_portals_picture_is_taken_only_if_it_is_what_its_name_says():
    kept = store_picture(png(20, 20))
    data = read_picture(kept.name)
    default_storage.delete(f"pictures/{kept.name}")
    with pytest.raises(NotAPicture):
        take_over(name_of(b"else"), data)
    with pytest.raises(NotAPicture):
        take_over(name_of(png(20, 20)), png(20, 20))
    take_over(kept.name, data)
    assert read_picture(kept.name) == data


def test_each_picture_that_is_not_here_is_a_problem_in_its_place():
    content, _ = read_guide(KETTLE.encode())
    assert {(p.code, p.place) for p in missing_pictures(content)} == {
        ("missing-picture", "paths[label].pictures[0]"),
        ("missing-picture", "steps[plug-in].pictures[0]"),
    }
