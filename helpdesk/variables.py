"""Reading environment variables: an odd value is refused, with the variable's name."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def env_text(name: str, default: str) -> str:
    return os.environ.get(name, "").strip() or default


def data_dir() -> Path:
    """Where everything lies that the portal writes and git does not hold."""
    return Path(env_text("DATA_DIR", str(BASE_DIR / "var")))


def env_flag(name: str, *, default: bool) -> bool:
    text = env_text(name, "1" if default else "0").lower()
    if text not in {"0", "1", "true", "false"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {text!r}.")
    return text in {"1", "true"}


def env_choice(name: str, default: str, *others: str) -> str:
    text = env_text(name, default).lower()
    if text not in {default, *others}:
        words = " or ".join([default, *others])
        raise ImproperlyConfigured(f"{name} must be {words}, not {text!r}.")
    return text


def env_count(name: str, default: str, *, least: int = 1, most: int = 1_200) -> int:
    text = env_text(name, default)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise ImproperlyConfigured(
            f"{name} must be a whole number from {least} to {most}, not {text!r}."
        )
    return int(text)


def env_list(name: str, default: str) -> list[str]:
    return [part.strip() for part in env_text(name, default).split(",") if part.strip()]


def env_site(name: str, default: str) -> str:
    """A web address up to the host, as the links in mail begin."""
    url = urlsplit(env_text(name, default))
    if url.scheme not in {"http", "https"} or not url.netloc or url.query or url.fragment:
        raise ImproperlyConfigured(f"{name} must be an address such as {default}.")
    return url.geturl().rstrip("/")
