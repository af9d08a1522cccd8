"""Platforms and their versions: all of them in one line while a platform is new."""

import re

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from troubleshooter.models import Platform, PlatformVersion

from .base import ContentAdmin, ContentInline
from .naming import KeyedForm

SEPARATORS = re.compile(r"[,;\n]+")
VERSIONS_HELP = "The oldest first, with commas between them, for example: 17, 18, 26."


class VersionsField(forms.CharField):
    """Names of versions, each once, in the order in which they were written."""

    def clean(self, value: str) -> list[str]:
        names = (name.strip() for name in SEPARATORS.split(super().clean(value)))
        return list(dict.fromkeys(name for name in names if name))


class NewPlatformForm(KeyedForm):
    """A platform that is being added, with all its versions."""

    versions = VersionsField(help_text=VERSIONS_HELP)

    class Meta:
        model = Platform
        fields = ["name", "versions"]

    def _save_m2m(self) -> None:
        super()._save_m2m()
        PlatformVersion.objects.bulk_create(
            PlatformVersion(platform=self.instance, name=name, order=order)
            for order, name in enumerate(self.cleaned_data["versions"])
        )


class NewPlatformInline(ContentInline):
    """On the page of a new guide only. Later each platform has its own."""

    model = Platform
    form = NewPlatformForm
    verbose_name_plural = "platforms: the kinds of device that it is for, and their versions"
    fields = ("name", "versions")
    needs_guide = False
    extra = 2


class VersionInline(ContentInline):
    model = PlatformVersion
    verbose_name = "version"
    verbose_name_plural = "versions, the oldest first"
    fields = ("order", "name")
    needs_guide = False
    named_with = ("platform",)


@admin.register(Platform)
class PlatformAdmin(ContentAdmin):
    list_display = ("name", "guide")
    list_filter = ("guide",)
    search_fields = ("name", "key")
    fields = ["guide", "name"]
    inlines = [VersionInline]

    def get_fields(self, request: HttpRequest, obj: Platform | None = None) -> list[str]:
        return ["guide", "name", *([] if obj else ["versions"])]

    def get_form(
        self,
        request: HttpRequest,
        obj: Platform | None = None,
        change: bool = False,
        **kwargs: object,
    ) -> type[forms.ModelForm]:
        new = {} if obj else {"form": NewPlatformForm}
        return super().get_form(request, obj, change, **new, **kwargs)

    def get_inlines(
        self, request: HttpRequest, obj: models.Model | None
    ) -> list[type[admin.options.InlineModelAdmin]]:
        return super().get_inlines(request, obj) if obj else []
