"""The line that puts a guide on another site, for editors to copy."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from troubleshooter.content import catalogue
from troubleshooter.models import Guide

# A frame that shows all of a guide such as ours on a laptop, and enough of it on a phone.
WIDTH, HEIGHT = 600, 420


@dataclass(frozen=True, kw_only=True)
class Embedding:
    """`line` is HTML to be shown as text. `origins` may show the guide; empty: nobody may yet."""

    line: str
    address: str
    origins: tuple[str, ...]


def embedding_of(guide: Guide) -> Embedding | None:
    """None while visitors do not get the guide at all."""
    if guide.live_revision_id is None or guide.withdrawn:
        return None
    address = reverse("embed", args=[guide.key])
    line = format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" '
        'style="max-width:100%;border:0"></iframe>',
        f"{settings.PUBLIC_URL}{address}",
        catalogue.published(guide.live_revision_id).content.title,
        WIDTH,
        HEIGHT,
    )
    # As a plain text: whoever shows it is to escape it.
    return Embedding(line=str.__str__(line), address=address, origins=tuple(settings.EMBED_ORIGINS))
