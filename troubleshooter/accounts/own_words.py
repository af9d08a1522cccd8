"""A password is not made of words that stand for this portal: who guesses begins with them."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

WORDS = ("help", "desk", "portal", "guide", "support", "admin", "password", "troubleshooter")
LEAST = 8  # characters that are left without them
SAID = "This password is mostly made of words of this portal. Add words about something else."


class OwnWordsValidator:
    """Refuses what has fewer than LEAST characters besides our words and the portal's own
    host names (`PUBLIC_URL`, `ALLOWED_HOSTS`)."""

    def validate(self, password: str, user: object = None) -> None:
        left = password.casefold()
        for word in sorted(own_words(), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < LEAST:
            raise ValidationError(SAID, code="own_words")

    def get_help_text(self) -> str:
        return "Your password can’t be made of words such as help, desk or this portal’s name."


def own_words() -> set[str]:
    """Those of the product, and each part of a host name that is three letters long or longer."""
    hosts = [urlsplit(settings.PUBLIC_URL).hostname or "", *settings.ALLOWED_HOSTS]
    parts = (part for host in hosts for part in re.split(r"[^a-z0-9]+", host.casefold()))
    return {*WORDS, *(part for part in parts if len(part) > 2)}
