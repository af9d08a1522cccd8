from collections.abc import Iterable
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from troubleshooter.editing.preview import delete_previews
from troubleshooter.models import Guide, GuidePath

from .addresses import AddressField
from .adopting import is_quick, learn_and_tell
from .base import ContentAdmin, ContentInline
from .live_numbers import live_numbers
from .platform import NewPlatformInline
from .publishing import NoteForm, check_and_tell, publish_and_tell
from .texts import WideTextInput
from .workbench.page import address_of
from .workbench.urls import workbench_urls

A_FAIR_START = 60  # minutes that a hand-over costs, until an editor knows better

# What visitors meet at once, and whether a publisher may go alone.
APPROVAL = "needs_approval"
SWITCHES = ("outage", "outage_text", "withdrawn", APPROVAL)


class GuidePathInline(ContentInline):
    model = GuidePath
    verbose_name = "settings path"
    verbose_name_plural = "settings paths that show which version a visitor has"
    fields = ("order", "path")
    named_with = ("path",)


class ListOfGuides(ChangeList):
    """Leads to the workbench, where a guide is worked on."""

    def url_for_result(self, result: Guide) -> str:
        return address_of("overview", result)


@admin.register(Guide)
class GuideAdmin(ContentAdmin):
    belongs_to = ""
    list_display = ("title", "live", "outage", "withdrawn")
    list_filter = ("outage", "withdrawn", "language")
    list_select_related = ("live_revision",)
    search_fields = ("title", "key", "summary")
    ordering = ("order", "pk")
    readonly_fields = ("live",)
    fieldsets = [
        ("The words", {"fields": ["title", "summary", "language"]}),
        ("Contact", {"fields": ["status_page", "contact"]}),
        (
            "What things cost",
            {
                "description": "In minutes. The portal offers what helps most for the least.",
                "fields": ["support_minutes", "support_weight"],
            },
        ),
        (
            "More about costs",
            {
                "classes": ["collapse"],
                "description": "What waiting and disruption count, and when to ask.",
                "fields": [
                    "waiting_weight",
                    *(f"disruption_{level}" for level in range(1, 6)),
                    "tie_band",
                    "ask_margin",
                    "check_minutes",
                    "trip_minutes",
                ],
            },
        ),
        (
            "Proof and learning",
            {
                "classes": ["collapse"],
                "description": "How the portal proves itself, and learns. Off until you say so.",
                "fields": ["shadow", "hold_out", "explore", "adopt_band"],
            },
        ),
        (
            "The day’s switches",
            {
                "description": "These act at once, without publishing.",
                "fields": ["outage", "outage_text", "withdrawn"],
            },
        ),
        (
            "How it is looked after",
            {
                "description": "Where someone else must agree, only an account with all rights can "
                "stop that.",
                "fields": ["order", APPROVAL, "review_by"],
            },
        ),
        ("What visitors see", {"fields": ["live"]}),
    ]
    inlines = [GuidePathInline]
    # What a new guide need not be asked for: it has a good value until somebody changes it.
    not_of_new_rows = (
        *("order", "needs_approval", "review_by", "live", "outage", "outage_text", "withdrawn"),
        *("support_weight", "waiting_weight", "tie_band", "ask_margin"),
        *(f"disruption_{level}" for level in range(1, 6)),
        *("check_minutes", "trip_minutes", "shadow", "hold_out", "explore", "adopt_band"),
    )
    actions = ["check_for_problems", "publish"]
    action_form = NoteForm

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["troubleshooter/numbers.css"]})

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: object
    ) -> forms.Field | None:
        if db_field.name in ("contact", "status_page"):
            form_class = partial(AddressField, mail=db_field.name == "contact")
            kwargs |= {"form_class": form_class, "widget": WideTextInput()}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_inlines(
        self, request: HttpRequest, obj: Guide | None
    ) -> list[type[admin.options.InlineModelAdmin]]:
        return [NewPlatformInline] if obj is None else super().get_inlines(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, object]:
        return {"support_minutes": A_FAIR_START, **super().get_changeform_initial_data(request)}

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return ListOfGuides

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.learn_view)
        own = path("<int:pk>/learn/", view, name="troubleshooter_guide_learn")
        return [own, *workbench_urls(self.admin_site), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: object, **kwargs: object
    ) -> HttpResponse:
        guide = kwargs.get("obj")
        if guide is not None:
            context |= {"numbers": live_numbers(guide)}
            context |= {"may_publish": self.has_publish_permission(request)}
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(require_POST)
    def learn_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Learn from the visits now, where that keeps nobody waiting."""
        if not (self.has_publish_permission(request) and self.has_view_permission(request)):
            raise PermissionDenied
        guide = get_object_or_404(Guide, pk=pk)
        if not is_quick(guide):
            messages.warning(request, f"Too many visits. Run: manage.py learn {guide.key}")
        elif learnt := learn_and_tell(request, guide):
            page = reverse("admin:troubleshooter_parameters_change", args=[learnt.pk])
            return HttpResponseRedirect(page)
        return HttpResponseRedirect(reverse("admin:troubleshooter_guide_change", args=[pk]))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Guide]:
        """Without the live content: a list of guides would read every guide whole."""
        return super().get_queryset(request).defer("live_revision__content")

    def get_deleted_objects(self, objs: Iterable[Guide], request: HttpRequest) -> tuple:
        """What would be deleted, and what is in the way: previews go first, so they are not."""
        with transaction.atomic():
            delete_previews(objs)
            found = super().get_deleted_objects(objs, request)
            transaction.set_rollback(True)
        return found

    def delete_model(self, request: HttpRequest, obj: Guide) -> None:
        with transaction.atomic():
            delete_previews([obj])
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Guide]) -> None:
        with transaction.atomic():
            delete_previews(queryset)
            super().delete_queryset(request, queryset)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Guide | None = None
    ) -> tuple[str, ...]:
        """Once visitors have had the guide, its key is for ever. What acts on visitors at once is
        for those who may publish. Nobody drops the approval to publish alone: that is a chief's."""
        fixed = ("key",) if obj and obj.live_revision_id else ()
        switches = () if self.has_publish_permission(request) else SWITCHES
        kept = obj is not None and obj.needs_approval and not request.user.is_superuser
        approval = (APPROVAL,) if kept and APPROVAL not in switches else ()
        return (*super().get_readonly_fields(request, obj), *fixed, *switches, *approval)

    @admin.display(description="live revision", ordering="live_revision__number")
    def live(self, guide: Guide) -> str:
        if guide.live_revision is None:
            return "not published yet"
        address = reverse("admin:troubleshooter_revision_change", args=[guide.live_revision_id])
        return format_html('<a href="{}">revision {}</a>', address, guide.live_revision.number)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("troubleshooter.publish_guide")

    @admin.action(description="Check for problems", permissions=["view"])
    def check_for_problems(self, request: HttpRequest, guides: QuerySet[Guide]) -> None:
        for guide in guides:
            check_and_tell(request, guide)

    @admin.action(description="Publish", permissions=["publish"])
    def publish(self, request: HttpRequest, guides: QuerySet[Guide]) -> None:
        note = request.POST.get("note", "").strip()
        for guide in guides:
            publication = publish_and_tell(request, guide, note)
            if publication and publication.created:
                words = f"Published as revision {publication.revision.number}."
                self.log_change(request, guide, words)
