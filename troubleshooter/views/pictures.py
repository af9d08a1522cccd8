"""The pictures of steps and paths. A name never means another picture: keep it for ever."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from troubleshooter.content.picture_store import read_picture
from troubleshooter.content.schema_pictures import PICTURE_NAME

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    data = read_picture(name) if PICTURE_NAME.fullmatch(name) else None
    if data is None:
        raise Http404(name)
    return HttpResponse(data, content_type="image/webp", headers={"Cache-Control": FOR_EVER})
