"""Pictures as files: checked by what they hold, written anew, named by their content.

What was uploaded is never served. Pillow reads the pixels and writes them again, so that nothing
that a camera or a person hid in the file (place, device, comments, scripts) reaches a visitor.
"""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from .problems import Code, Problem
from .schema import GuideContent
from .schema_pictures import PictureContent

FOLDER = "pictures"
FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LARGEST_SHOWN = (1200, 2600)  # three device pixels for each of the 38 rem that a page is wide
QUALITY = 88


class NotAPicture(Exception):
    """The file cannot be taken; the words say why and what to do."""


@dataclass(frozen=True, kw_only=True)
class StoredPicture:
    """Pixels of width × height, under an immutable name in the store."""

    name: str
    width: int
    height: int


def store_picture(upload: bytes) -> StoredPicture:
    """Check, write anew and keep what was uploaded. Raises NotAPicture, and keeps nothing."""
    if len(upload) > MOST_BYTES:
        raise NotAPicture("The file is larger than 10 MB. Make the picture smaller.")
    image = _shrunk(_pixels(upload))
    written = BytesIO()
    image.save(written, "WEBP", quality=QUALITY, method=4)
    data = written.getvalue()
    _keep(name_of(data), data)
    return StoredPicture(name=name_of(data), width=image.width, height=image.height)


def take_over(name: str, data: bytes) -> None:
    """Keep a file that another portal wrote. Raises NotAPicture where it is not what it says."""
    if name_of(data) != name:
        raise NotAPicture(f"{name} does not hold what its name says. Export it again.")
    _pixels(data, formats=("WEBP",))
    _keep(name, data)


def read_picture(name: str) -> bytes | None:
    """The file's bytes; None where the store has no such picture."""
    try:
        with default_storage.open(_place(name)) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def name_of(data: bytes) -> str:
    """32 hexadecimal digits of the SHA-256 of the file, and its kind."""
    return f"{hashlib.sha256(data).hexdigest()[:32]}.webp"


def missing_pictures(content: GuideContent) -> tuple[Problem, ...]:
    """A problem for each picture that the content names and the store does not have."""
    named = {name: place for place, picture in pictures_of(content) for name in names_of(picture)}
    return tuple(
        Problem(
            code=Code.MISSING_PICTURE.value,
            place=place,
            line=None,
            message=f"The picture {name} is not here.",
            remedy="Put its file into a folder, and name the folder with --pictures.",
        )
        for name, place in named.items()
        if not default_storage.exists(_place(name))
    )


def pictures_of(content: GuideContent) -> list[tuple[str, PictureContent]]:
    """Every picture of the guide, with its place in words."""
    entries = [("paths", path) for path in content.paths]
    entries += [("steps", step) for step in content.steps]
    return [
        (f"{section}[{entry.key}].pictures[{at}]", picture)
        for section, entry in entries
        for at, picture in enumerate(entry.pictures)
    ]


def names_of(picture: PictureContent) -> list[str]:
    return [name for name in (picture.light, picture.dark) if name]


def _pixels(upload: bytes, formats: tuple[str, ...] = FORMATS) -> Image.Image:
    """The picture upright in sRGB, without anything that is not a pixel."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(upload), formats=formats)
        if image.width * image.height > MOST_PIXELS:
            raise NotAPicture("The picture has too many pixels. Make it smaller.")
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NotAPicture("This is not a PNG, JPEG or WebP picture. Save it as one.") from error
    except Image.DecompressionBombError as error:
        raise NotAPicture("The picture has too many pixels. Make it smaller.") from error
    return _in_srgb(ImageOps.exif_transpose(image))


def _in_srgb(image: Image.Image) -> Image.Image:
    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA"):
        plain = image.convert(mode)
    else:
        plain = _converted(image, profile).convert(mode)
    fresh = Image.new(mode, plain.size)
    fresh.paste(plain)
    return fresh


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    """Phones take screenshots in a wider range of colours than browsers assume."""
    try:
        return ImageCms.profileToProfile(
            image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=image.mode
        )
    except ImageCms.PyCMSError:
        return image


def _shrunk(image: Image.Image) -> Image.Image:
    image.thumbnail(LARGEST_SHOWN, Image.Resampling.LANCZOS)
    return image


def _keep(name: str, data: bytes) -> None:
    """The same bytes have the same name, so what is there already is what was to be written."""
    if not default_storage.exists(_place(name)):
        default_storage.save(_place(name), ContentFile(data))


def _place(name: str) -> str:
    return f"{FOLDER}/{name}"
