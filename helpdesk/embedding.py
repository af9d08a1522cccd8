"""Which other sites may show a guide in a frame, from the environment."""

import os
import re

from django.core.exceptions import ImproperlyConfigured

# Scheme, host, perhaps a port. Nothing in it can end a directive of the policy or begin another.
ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?")


def env_origins(name: str) -> list[str]:
    """Whole origins, with commas between; an empty list: nobody. `https://*.example.org` stands
    for every host below example.org. Case and a slash at the end do not matter.

    Raises ImproperlyConfigured for what is no origin, and for a star that stands for all sites.
    """
    parts = (part.strip().lower().rstrip("/") for part in os.environ.get(name, "").split(","))
    origins = [part for part in parts if part]
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            raise ImproperlyConfigured(
                f"{name} must hold whole origins such as https://www.example.org, with commas "
                f"between, not {origin!r}."
            )
    return origins
