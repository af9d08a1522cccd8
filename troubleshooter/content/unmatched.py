"""Words that were searched for and found nothing: what guides lack, in visitors' own words.

Kept are the words alone, by day, with how often: never who searched, and never with a visit. What
may point at somebody is taken out first. A name in plain letters cannot be told from other words;
the page asks to leave names out.
"""

import logging
import re
import unicodedata
from datetime import date

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from troubleshooter.models import Unmatched

# What is kept of it at most; less where the column is shorter.
LONGEST_KEPT = 200
# No word of any message is as long, but keys and pass phrases are.
LONGEST_WORD = 30
# So many different ones in a day say enough, and nobody can fill the table with more.
MOST_A_DAY = 1_000

ADDRESS = re.compile(r"\S*\s*@\s*\S*")
# An address as it is said aloud, or written so that no machine finds it.
SPELT = re.compile(r"\S+\s+[(\[]?at[)\]]?\s+\S+\s+[(\[]?(?:dot|punkt)[)\]]?\s+\w+", re.IGNORECASE)
# Web addresses, file names, account names: with a slash, an underscore, a dot or colon inside.
NAME_LIKE = re.compile(r"[/\\_]|\w[.:]\w")
JOINING = "'’-"
# Capitals strewn over a word, or many letters and no vowel: a key, not a word of any language.
STREWN = re.compile(r"[a-z][A-Z]")
MOST_CAPITALS_INSIDE = 2
NO_VOWEL = re.compile(r"(?i)[b-df-hj-np-tv-xz]{7,}")
logger = logging.getLogger(__name__)


def count_unmatched(query: str) -> None:
    """Count a query that found nothing. Where that fails it is left out, and only logged."""
    words = scrubbed(query)
    if not words:
        return
    try:
        with transaction.atomic():
            _count(timezone.localdate(), words)
    except DatabaseError as error:
        logger.warning("Words that found nothing were not counted: %s", type(error).__name__)


def scrubbed(query: str) -> str:
    """Lower case, without what has a digit in it and without addresses, account names and keys, cut
    at a space to what the column holds, 200 characters at most; empty if nothing is left."""
    text = " ".join(unicodedata.normalize("NFKC", query).split())
    words = (_plain(word) for word in ADDRESS.sub(" ", SPELT.sub(" ", text)).split())
    return _cut(" ".join(word for word in words if word))


def _cut(words: str) -> str:
    most = min(LONGEST_KEPT, Unmatched._meta.get_field("words").max_length)
    return words if len(words) <= most else words[: most + 1].rpartition(" ")[0]


def _plain(word: str) -> str:
    """The letters of a word; empty for what may point at somebody."""
    if len(word) > LONGEST_WORD or NAME_LIKE.search(word) or _is_key(word):
        return ""
    word = unicodedata.normalize("NFKC", word.lower())
    if any(character.isnumeric() and not character.isalpha() for character in word):
        return ""
    letters = "".join(c if _is_of_a_word(c) else " " for c in word)
    parts = (part.strip(JOINING) for part in letters.split())
    return " ".join(part for part in parts if part)


def _is_key(word: str) -> bool:
    strewn = len(STREWN.findall(word)) > MOST_CAPITALS_INSIDE
    return strewn or NO_VOWEL.fullmatch(word) is not None


def _is_of_a_word(character: str) -> bool:
    """A letter, a mark on one, or what joins two."""
    return unicodedata.category(character)[0] in "LM" or character in JOINING


def _count(day: date, words: str) -> None:
    same = Unmatched.objects.filter(day=day, words=words)
    if same.update(times=F("times") + 1):
        return
    if Unmatched.objects.filter(day=day).count() >= MOST_A_DAY:
        return
    new = Unmatched(day=day, words=words, times=0)
    Unmatched.objects.bulk_create([new], ignore_conflicts=True)
    same.update(times=F("times") + 1)
