"""Pictures that visitors cannot see, or cannot hear."""

import re
from collections.abc import Iterator

from troubleshooter.content.schema_pictures import PictureContent

from .looking import Look, found, texts_of
from .signs import Found, Sign

IN_TEXT = re.compile(r"!\[[^\]]*\]\([^)]*\)|<img\b", re.IGNORECASE)
# A file's name, or a word that says that it is a picture: neither says what is on it.
NO_WORDS = re.compile(
    r"[\w-]+\.(png|jpe?g|webp|gif|heic)"
    r"|(img|image|picture|photo|screenshot|screen shot|screen|bild)[\s_-]*\d*\.?",
    re.IGNORECASE,
)


def pictures_in_texts(look: Look) -> Iterator[Found]:
    for text in texts_of(look.content):
        if text.prose and IN_TEXT.search(text.text):
            yield found(
                Sign.PICTURE_IN_TEXT,
                text.loc,
                "The text holds a picture. Pictures within texts are not shown.",
                "Take it out, and upload the picture on the page of the step or the path.",
            )


def words_for_pictures(look: Look) -> Iterator[Found]:
    """An empty text is refused elsewhere; this is about one that says nothing."""
    for section in ("steps", "paths"):
        for index, entry in enumerate(getattr(look.content, section)):
            for at, picture in enumerate(entry.pictures):
                if says_nothing(picture):
                    yield found(
                        Sign.ALT_SAYS_NOTHING,
                        (section, index, "pictures", at, "alt"),
                        f"“{picture.alt}” does not tell what the picture shows.",
                        "Say what it shows and where to tap, for people who cannot see it.",
                    )


def says_nothing(picture: PictureContent) -> bool:
    return bool(NO_WORDS.fullmatch(picture.alt.strip()))
