"""A hand-over sent to a help desk by e-mail: the words, with the document beside them."""

from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from .parcel import NotDelivered, Parcel

FILE = "hand-over.json"


def mail(key: UUID, parcel: Parcel) -> None:
    """Send it once. Its Message-ID is the same at every try. Raises NotDelivered, in words that
    hold nothing of what the server said beyond its number: that may quote the letter."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    letter = EmailMessage(
        " ".join(parcel.subject.split()),
        parcel.text,
        to=[settings.HANDOVER_MAIL_TO],
        headers={"Message-ID": f"<{key}@{domain}>"},
    )
    letter.attach(FILE, parcel.document, "application/json")
    try:
        letter.send()
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        raise NotDelivered(_in_words(error), down=False) from None
    except (SMTPException, OSError) as error:
        raise NotDelivered(_in_words(error), down=True) from None


def _in_words(error: Exception) -> str:
    if isinstance(error, SMTPResponseException):
        return f"The mail server answered {error.smtp_code}."
    if isinstance(error, SMTPRecipientsRefused):
        return "The mail server did not take the address."
    return f"The mail server could not be reached ({type(error).__name__})."
