"""Letters: a subject, and the same words as plain text and as HTML."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


@dataclass(frozen=True, kw_only=True)
class Letter:
    subject: str
    text: str
    html: str

    def to(self, address: str) -> EmailMultiAlternatives:
        """For one reader alone, so that nobody sees who else gets it."""
        mail = EmailMultiAlternatives(self.subject, self.text, to=[address])
        mail.attach_alternative(self.html, "text/html")
        return mail


def letter(name: str, subject: str, context: Mapping[str, object]) -> Letter:
    """`name` is that of two templates, one for each form. In a demo both say what it is."""
    whole = {"subject": subject, "demo": settings.DEMO, "portal": settings.PUBLIC_URL, **context}
    return Letter(
        subject=f"Made up: {subject}" if settings.DEMO else subject,
        text=render_to_string(f"troubleshooter/mail/{name}.txt", whole),
        html=render_to_string(f"troubleshooter/mail/{name}.html", whole),
    )
