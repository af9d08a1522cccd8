"""Pages of a guide's pieces lead back to where the guide is worked on."""

from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from troubleshooter.models import Guide, Option

from .scope import known_guide
from .workbench.page import VIEW, address_of, may
from .workbench.parts import BY_MODEL, place_of

OF_THE_GUIDE = "Words, contact and costs"


@dataclass(frozen=True, kw_only=True)
class Crumb:
    words: str
    address: str


class LeadsBack:
    """For a ModelAdmin whose pages use the breadcrumbs of admin/troubleshooter/_crumbs.html."""

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: object, **kwargs: object
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        crumbs = way_to(known_guide(request, obj), self.model, obj)
        here = OF_THE_GUIDE if isinstance(obj, Guide) else ""
        way = {"crumbs": crumbs, "here_named": here}
        return super().render_change_form(request, context | way, *args, **kwargs)

    def render_delete_form(self, request: HttpRequest, context: dict) -> HttpResponse:
        obj = context["object"]
        crumbs = way_to(known_guide(request, obj), self.model, obj)
        return super().render_delete_form(request, context | {"crumbs": crumbs})

    def response_add(
        self, request: HttpRequest, obj: Model, post_url_continue: str | None = None
    ) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        return self._another_of_the_same(request, obj) or response

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        response = super().response_change(request, obj)
        return self._another_of_the_same(request, obj) or response

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        crumbs = way_to(known_guide(request, obj), self.model, obj)
        request.way_back = crumbs[-1].address if crumbs and not isinstance(obj, Guide) else ""
        super().delete_model(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        response = super().response_delete(request, obj_display, obj_id)
        back = getattr(request, "way_back", "") if may(request, VIEW) else ""
        return HttpResponseRedirect(back) if back else response

    def _another_of_the_same(self, request: HttpRequest, obj: Model) -> HttpResponse | None:
        """“Save and add another” means: to the same guide, or the same question."""
        if "_addanother" not in request.POST or isinstance(obj, Guide):
            return None
        page = reverse(f"admin:troubleshooter_{self.opts.model_name}_add")
        question = f"&question={obj.question_id}" if isinstance(obj, Option) else ""
        return HttpResponseRedirect(f"{page}?guide={known_guide(request, obj)}{question}")

    def response_post_save_add(self, request: HttpRequest, obj: Model) -> HttpResponse:
        return self._back(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        return self._back(request, obj) or super().response_post_save_change(request, obj)

    def _back(self, request: HttpRequest, obj: Model) -> HttpResponse | None:
        crumbs = way_to(known_guide(request, obj), self.model, obj)
        allowed = may(request, VIEW) and crumbs
        return HttpResponseRedirect(crumbs[-1].address) if allowed else None


def way_to(guide: int | None, model: type[Model], row: Model | None) -> tuple[Crumb, ...]:
    """The way from the list of guides down to the row, without the row. One query at most."""
    found = Guide.objects.only("title").filter(pk=guide).first() if guide else None
    if found is None:
        return ()
    crumbs = [Crumb(words=str(found), address=address_of("overview", found))]
    if model is Option:
        return (*crumbs, *_question_of(row))
    part = BY_MODEL.get(model)
    if part:
        crumbs.append(Crumb(words=part.title, address=place_of(found, part)))
    return tuple(crumbs)


def _question_of(option: Option | None) -> tuple[Crumb, ...]:
    """An answer is reached from its question, and leads back there."""
    if option is None:
        return ()
    page = reverse("admin:troubleshooter_question_change", args=[option.question_id])
    return (Crumb(words=str(option.question), address=page),)
