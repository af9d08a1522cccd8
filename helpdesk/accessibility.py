"""Whom visitors tell what they cannot use, from the environment."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import URLValidator, validate_email


def env_contact() -> str:
    """An e-mail address, or an http or https address of a page, or an empty text."""
    contact = os.environ.get("ACCESSIBILITY_CONTACT", "").strip()
    check = URLValidator(["http", "https"]) if urlsplit(contact).scheme else validate_email
    try:
        if contact:
            check(contact)
    except ValidationError as error:
        raise ImproperlyConfigured(
            "ACCESSIBILITY_CONTACT must be an e-mail address, such as access@example.org, or the "
            "address of a page, such as https://example.org/contact."
        ) from error
    return contact
