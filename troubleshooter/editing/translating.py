"""What editors do with translations: write them, say that they are still right, mend slips."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction

from troubleshooter.content.rows import content_from_rows
from troubleshooter.content.schema import GuideContent
from troubleshooter.content.schema_translations import TranslatedText
from troubleshooter.content.texts import is_line, texts_of
from troubleshooter.content.translating import Standing, known_texts, standing
from troubleshooter.models import Guide, Translation

from .place_words import place_words


@dataclass(frozen=True, kw_only=True)
class ToTranslate:
    """One text of a guide and what there is of it in a language; `known` None: nothing yet.

    `one_line` texts must stay one line.
    """

    place: str
    words: str
    text: str
    known: TranslatedText | None

    @property
    def standing(self) -> Standing:
        return standing(self.known, self.text)

    @property
    def one_line(self) -> bool:
        return is_line(self.place)


def to_translate(content: GuideContent, language: str) -> Iterator[ToTranslate]:
    """Every text of the guide, in the order of the file."""
    known, words = known_texts(content, language), place_words(content)
    for place, text in texts_of(content):
        yield ToTranslate(place=place, words=words[place], text=text, known=known.get(place))


@transaction.atomic
def translate(
    guide: Guide, language: str, texts: Mapping[str, str], *, still_right: Collection[str] = ()
) -> int:
    """Keep texts in a language, by their places, as translations of what the draft says now; an
    empty one takes its translation out. Those at `still_right` are so of the new text too. Answers
    how many changed. A place that the draft does not have is passed over."""
    now = dict(texts_of(content_from_rows(guide)))
    rows = {row.place: row for row in guide.translations.filter(language=language)}
    wanted = {p: rows[p].text for p in still_right if p in rows} | dict(texts)
    changed = [_write(guide, language, p, text, now, rows.get(p)) for p, text in wanted.items()]
    return sum(changed)


def _write(
    guide: Guide,
    language: str,
    place: str,
    text: str,
    now: Mapping[str, str],
    row: Translation | None,
) -> bool:
    if place not in now or (row is None and not text):
        return False
    if row is not None and not text:
        row.delete()
        return True
    row = row or Translation(guide=guide, language=language, place=place)
    if (row.source, row.text) == (now[place], text):
        return False
    row.source, row.text = now[place], text
    row.save()
    return True


def source_texts(guide: Guide) -> Mapping[str, str]:
    """The texts of the draft by their places, for `stays_right` after they are changed."""
    return dict(texts_of(content_from_rows(guide)))


@transaction.atomic
def stays_right(guide: Guide, before: Mapping[str, str]) -> int:
    """Only slips of the pen were mended in the texts since `before`: what was a right translation
    of a text then is one of it now. Answers how many. A list that grew or shrank had more mended
    than that: its lines are not the same ones any more."""
    now = source_texts(guide)
    lists = {_list_of(place) for place in before.keys() ^ now.keys()} - {None}
    mended = {
        place
        for place in before.keys() & now.keys()
        if before[place] != now[place] and _list_of(place) not in lists
    }
    rows = guide.translations.filter(place__in=mended)
    right = [row for row in rows if row.source == before[row.place]]
    for row in right:
        row.source = now[row.place]
        row.save()
    return len(right)


def _list_of(place: str) -> str | None:
    return place.rsplit("/", 1)[0] if is_line(place) else None
