"""A QR code as SVG: numbers and two colours, nothing that anyone wrote."""

import segno
from django.utils.safestring import SafeString, mark_safe

# Four modules of white around: less, and cameras may not find it (ISO/IEC 18004).
QUIET_ZONE = 4


def square(text: str) -> SafeString:
    """It has no size of its own, and stays black on white in the dark."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  drawn by a library from what we gave it
