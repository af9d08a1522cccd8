"""The manifest: with it a phone can keep the portal on its home screen."""

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# The ground of the pages in the light (portal.css). A manifest knows one scheme only.
GROUND = "#f7f6f2"
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)


@require_safe
@cache_control(max_age=24 * 60 * 60)
def manifest(request: HttpRequest) -> JsonResponse:
    """As https://www.w3.org/TR/appmanifest/ has it.

    `minimal-ui` and not `standalone`: Back and Reload stay on the screen. And where a home screen
    keeps cookies of its own for a standalone page, such as on older iPhones, this one opens in the
    browser, which has the visit.
    """
    name, home = _("Help"), reverse("home")
    told = {
        "id": home,
        "start_url": home,
        "scope": home,
        "name": name,
        "short_name": name,
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "display": "minimal-ui",
        "theme_color": GROUND,
        "background_color": GROUND,
        "icons": [_icon(*icon) for icon in ICONS],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    address = static(f"troubleshooter/{name}")
    return {"src": address, "sizes": sizes, "type": "image/png", "purpose": purpose}
