"""“Only a typing error”: a text is mended, and its translations stay right."""

from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from troubleshooter.editing.translating import source_texts, stays_right
from troubleshooter.models import Guide, Translation

from .collisions import hold
from .scope import known_guide

SLIP = "_slip"


class MendsSlips:
    """For a ModelAdmin of content whose pages use admin/troubleshooter/change_form.html.

    Reads the draft before and after a save that is said to mend a slip, and costs others nothing.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        guide = self._with_slip(request, object_id)
        if guide is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            hold(guide.pk)
            before = source_texts(guide)
            response = super().changeform_view(request, object_id, form_url, extra_context)
            stays_right(guide, before)  # nothing has changed where the form was refused
            return response

    def _with_slip(self, request: HttpRequest, object_id: str | None) -> Guide | None:
        if request.method != "POST" or object_id is None or SLIP not in request.POST:
            return None
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_change_permission(request, row):
            return None
        return Guide.objects.get(pk=known_guide(request, row))

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: object, **kwargs: object
    ) -> HttpResponse:
        obj: models.Model | None = kwargs.get("obj")
        if obj is not None and self.has_change_permission(request, obj):
            guide = known_guide(request, obj)
            translated = Translation.objects.filter(guide=guide).exists()
            context |= {"slip": SLIP if translated else "", "slip_said": SLIP in request.POST}
        return super().render_change_form(request, context, *args, **kwargs)
