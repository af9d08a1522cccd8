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

# Longer than what a screen says: a letter, a log, a whole form.
LONGEST_QUERY = 60
# No word of any message is as long, but keys and pass phrases are.
LONGEST_WORD = 30
# So many different ones in a day say enough, and nobody can fill the table with more.
MOST_A_DAY = 1_000

ADDRESS = re.compile(r"\S*\s*@\s*\S*")
# Web addresses, file names, account names: with a slash, an underscore, a dot or colon inside.
NAME_LIKE = re.compile(r"[/\\_]|\w[.:]\w")
JOINING = "'’-"
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
    """Lower case, at most 60 characters, without what has a digit in it and without addresses and
    account names; empty if nothing is left, or if it was longer."""
    text = " ".join(unicodedata.normalize("NFKC", query).lower().split())
    if len(text) > LONGEST_QUERY:
        return ""
    words = (_plain(word) for word in ADDRESS.sub(" ", text).split())
    return " ".join(word for word in words if word)


def _plain(word: str) -> str:
    """The letters of a word; empty for what may point at somebody."""
    if len(word) > LONGEST_WORD or NAME_LIKE.search(word):
        return ""
    if any(character.isnumeric() and not character.isalpha() for character in word):
        return ""
    letters = "".join(c if _is_of_a_word(c) else " " for c in word)
    parts = (part.strip(JOINING) for part in letters.split())
    return " ".join(part for part in parts if part)


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
