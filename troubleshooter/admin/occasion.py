"""What happened in the world, for the charts of the statistics."""

from django.contrib import admin
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest

from troubleshooter.models import Occasion

from .base import NamesItsList


@admin.register(Occasion)
class OccasionAdmin(NamesItsList, admin.ModelAdmin):
    """Belongs to no guide in particular, so it stands outside the order of their work."""

    list_display = ("words", "kind", "day", "until", "guide")
    list_filter = ("kind", "guide")
    list_select_related = ("guide",)
    search_fields = ("words",)
    fields = ["kind", "words", "day", "until", "guide"]
    view_on_site = False

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField | None:
        field = super().formfield_for_foreignkey(
            db_field, request, empty_label="All guides", **kwargs
        )
        field.widget.can_add_related = field.widget.can_change_related = False
        return field
