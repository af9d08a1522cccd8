from django.contrib import admin

from troubleshooter.models import PlatformVersion, SettingsPath, Variant

from .base import ContentAdmin, StackedContentInline
from .limits import RuledForm
from .pictures import PathPictureInline


class VariantForm(RuledForm):
    """The database cannot see that a version belongs to another platform; this form can."""

    class Meta:
        model = Variant
        fields = [
            "order",
            "platform",
            "from_version",
            "to_version",
            "segments",
            "confidence",
            "checked",
            "source",
        ]

    def clean(self) -> None:
        super().clean()
        platform = self.cleaned_data.get("platform")
        for name in ("from_version", "to_version"):
            version = self.cleaned_data.get(name)
            if platform and version and version.platform_id != platform.pk:
                self.add_error(name, f"Choose a version of {platform}.")
        first, last = (self.cleaned_data.get(name) for name in ("from_version", "to_version"))
        if first and last and first.platform_id == last.platform_id and _newer(first, last):
            self.add_error("to_version", f"{last} is older than {first}. Exchange the two.")


def _newer(one: PlatformVersion, other: PlatformVersion) -> bool:
    return (one.order, one.pk) > (other.order, other.pk)


class VariantInline(StackedContentInline):
    model = Variant
    form = VariantForm
    verbose_name = "variant"
    verbose_name_plural = "variants: one for each platform and range of versions"
    line_fields = ("segments",)
    short_texts = ("source",)
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("platform", "from_version", "to_version"),
                    "segments",
                    ("confidence", "checked"),
                    "source",
                    "order",
                ]
            },
        )
    ]


@admin.register(SettingsPath)
class SettingsPathAdmin(ContentAdmin):
    list_display = ("name", "guide", "retired")
    list_filter = ("guide", "retired")
    search_fields = ("name", "key", "variants__segments")
    fieldsets = [
        (None, {"fields": ["guide", "name"]}),
        ("Take it out", {"fields": ["retired"]}),
    ]
    inlines = [VariantInline, PathPictureInline]
