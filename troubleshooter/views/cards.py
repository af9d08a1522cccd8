"""What other sites and search engines show of a page: its card, and its data for machines.

Only a page that has a card is listed. A card holds published content alone: nothing of whoever
asks for the page.
"""

import json
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from troubleshooter.content.catalogue import LiveGuide
from troubleshooter.content.plain_text import plain_text
from troubleshooter.content.structured_data import structured_data
from troubleshooter.content.texts import Foreign
from troubleshooter.content.usual import usual_minutes
from troubleshooter.visits.gates import is_risky

from .previewing import preview_of

PICTURE = "troubleshooter/card.png"
# In a script element neither an end tag nor a comment may begin; JSON can write both otherwise.
UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@dataclass(frozen=True, kw_only=True)
class Card:
    """Addresses are absolute. `data` is JSON-LD that is safe in a script element, or empty."""

    title: str
    description: str
    address: str
    picture: str
    data: str


def public_address(path: str) -> str:
    """A path of ours as the world knows it."""
    return f"{settings.PUBLIC_URL}{path}"


def home_card() -> Card:
    lead = _(
        "We go through it with you, one step at a time, until it works. If it will not, you leave "
        "with a list that support can use."
    )
    return _card(_("What is not working?"), lead, reverse("home"))


def guide_card(request: HttpRequest, live: LiveGuide) -> Card | None:
    """The card of the guide's page; None in a preview."""
    if preview_of(request):
        return None
    content = live.published.content
    path = reverse("guide", args=[content.key])
    title = content.title
    data = structured_data(
        content,
        steps=[step for step in content.steps if not is_risky(step)],
        address=public_address(path),
        language=title.language if isinstance(title, Foreign) else get_language() or "",
        minutes=usual_minutes(live),
    )
    return _card(title, plain_text(content.summary), path, safe_json(data) if data else "")


def safe_json(data: dict[str, object]) -> SafeString:
    """JSON as it may stand in a script element, whatever is in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(UNSAFE))  # noqa: S308  nothing in it can end the element


def _card(title: str, description: str, path: str, data: str = "") -> Card:
    return Card(
        title=title,
        description=description,
        address=public_address(path),
        picture=public_address(static(PICTURE)),
        data=data,
    )
