"""Surfaces that no link leads to: forms of staff that come back with what was typed, and letters."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import html5lib
from django.core import mail
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from troubleshooter import models as ours
from troubleshooter.delivering.mailing import mail as mail_parcel
from troubleshooter.delivering.parcel import Parcel
from troubleshooter.management.mail.alerts import GuideAlert, alerts_letter
from troubleshooter.management.mail.digest import digest_letter
from troubleshooter.models import AlertKind, Guide
from troubleshooter.statistics.alerts.standing import StandingAlert
from troubleshooter.statistics.digest import digest_of
from troubleshooter.statistics.figures.standing import NamedAlert
from troubleshooter.statistics.measures.rate import rate
from troubleshooter.statistics.queries import look

from .surface import Surface

OF_STAFF = (
    *(ours.Guide, ours.Step, ours.Question, ours.Cause, ours.SettingsPath, ours.Platform),
    *(ours.Message, ours.Fact, ours.Aftercare, ours.HandoffItem, ours.Occasion),
)
FIELDS = {"input", "textarea", "select"}
IN_MEMORY = "django.core.mail.backends.locmem.EmailBackend"
PLAIN = {"multipart/mixed", "text/plain", "application/json"}
ROW = {
    "since": timezone.localdate(),
    "before": [90, 100],
    "after": [10, 100],
    "noticed_at": timezone.now(),
}
NO_TEXT = {"hidden", "checkbox", "radio", "file", "submit", "button"}


def shown_again(client: Client, typed: str) -> Iterator[Surface]:
    """Each form of staff, filled with payloads in every field that takes text, as it comes back."""
    for model in OF_STAFF:
        row = model._default_manager.first()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for page, parts in (("add", ()), ("change", (row.pk,))) if row else (("add", ()),):
            address = reverse(f"{name}_{page}", args=parts)
            filled = _filled(client.get(address, follow=True), typed)
            answer = client.post(address, filled, follow=True)
            yield Surface(name=f"{address} shown again", address=address, answer=answer)


def _filled(page: HttpResponse, typed: str) -> dict[str, str]:
    """What it shows, but payloads where one can write: some of it is always refused."""
    tree = html5lib.parse(page.content.decode(), namespaceHTMLElements=False)
    fields = [one for one in tree.iter() if one.get("name") and one.tag in FIELDS]
    return {one.get("name"): typed if _takes_text(one) else _value(one) for one in fields}


def _takes_text(field) -> bool:
    kind = field.get("type", "text")
    return field.tag == "textarea" or (field.tag == "input" and kind not in NO_TEXT)


def _value(field) -> str:
    if field.tag != "select":
        return field.get("value", "")
    chosen = [one for one in field.iter("option") if one.get("selected") is not None]
    return chosen[0].get("value", "") if chosen else ""


def letters(group: tuple[str, ...]) -> Iterator[Surface]:
    """The letters that staff get, as a program for mail shows them; a hand-over's is plain text."""
    typed, guide = " ".join(group), Guide.objects.get(key="lamp")
    alert = _alert(typed)
    ours.Alert.objects.get_or_create(
        guide=guide, kind=AlertKind.FIX_RATE, key="plug-in", defaults=ROW
    )
    told = alerts_letter([GuideAlert(guide=guide, said=alert)])
    today = timezone.localdate()
    with look() as seen:
        digest = digest_of(
            seen, guide, since=today - timedelta(days=today.weekday()), simulated=False
        )
    weekly = digest_letter([replace(digest, alerts=(alert,))])
    for name, letter in (("alerts", told), ("digest", weekly)):
        made = letter.to("lead@example.org")
        if "\n" in made.subject:
            raise ValueError(f"the subject of the letter {name} has more than one line")
        yield Surface(name=f"letter: {name}", address="", answer=HttpResponse(letter.html))
    _plain(typed)


def _alert(typed: str) -> NamedAlert:
    """Something got worse that bears a hostile name."""
    now = timezone.now()
    rates = {"before": rate(90, 100), "after": rate(10, 100)}
    alert = StandingAlert(
        pk=1, kind=AlertKind.FIX_RATE, key="plug-in", platform="desk", version="2",
        since=now.date(), noticed_at=now, over_at=None, **rates,
    )  # fmt: skip
    return NamedAlert(alert=alert, name=typed, device=typed)


def _plain(typed: str) -> None:
    """Raises ValueError where a hand-over's letter has a part that a browser could take for a page."""
    mail.outbox = []
    parcel = Parcel(subject=typed, text=typed, document="{}")
    with override_settings(EMAIL_BACKEND=IN_MEMORY, HANDOVER_MAIL_TO="desk@example.org"):
        mail_parcel(uuid4(), parcel)
    parts = {part.get_content_type() for part in mail.outbox[0].message().walk()}
    if not parts <= PLAIN:
        raise ValueError(f"a hand-over's letter has {parts - PLAIN}")
