"""Pictures on the pages of steps and settings paths: uploaded, described, taken out."""

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from troubleshooter.content.picture_store import NotAPicture, StoredPicture, store_picture
from troubleshooter.models import PathPicture, Picture, StepPicture

from .base import StackedContentInline
from .limits import RuledForm
from .texts import WideTextInput

SMALL = 120  # pixels wide, on the editor's page
KINDS = "PNG, JPEG or WebP, up to 10 MB. Place, date and device are taken out of the file."


class PictureFile(forms.FileField):
    """An uploaded picture, checked and kept: its value is the StoredPicture."""

    widget = AdminFileWidget

    def clean(self, data: object, initial: object = None) -> object:
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return None
        try:
            return store_picture(upload.read())
        except NotAPicture as refusal:
            raise ValidationError(str(refusal)) from refusal


class PictureForm(RuledForm):
    """One picture of a step or path. A new file is a new picture; older revisions keep theirs."""

    light = PictureFile(label="Picture", required=False, help_text=KINDS)
    dark = PictureFile(
        label="For dark screens",
        required=False,
        help_text="The same place, taken in dark mode. Without it all visitors see the first.",
    )
    alt = forms.CharField(
        label="In words",
        max_length=300,
        widget=WideTextInput(),
        help_text="What the picture shows, for visitors who cannot see it. "
        "Name what to tap: “Settings, with iCloud in the first group”.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["alt"] = self.fields["alt"].initial = self.instance.picture.alt

    def clean_light(self) -> StoredPicture | None:
        kept = self.cleaned_data["light"]
        if kept is None and not self.instance.pk:
            raise ValidationError("Choose the file of the picture.")
        return kept

    def save(self, commit: bool = True) -> StepPicture | PathPicture:
        before = self.instance.picture if self.instance.pk else None
        self.instance.picture = self._picture(before)
        link = super().save(commit)
        if before is not None and commit:
            _remove_unless_shown(before)
        return link

    def _picture(self, before: Picture | None) -> Picture:
        """A row never changes: another step may show the same picture with the same words."""
        light, dark = self.cleaned_data["light"], self.cleaned_data["dark"]
        picture = Picture(
            guide=(self.instance.step if self.is_of_step else self.instance.path).guide,
            light=light.name if light else before.light,
            dark=dark.name if dark else (before.dark if before and not light else ""),
            alt=self.cleaned_data["alt"],
            width=light.width if light else before.width,
            height=light.height if light else before.height,
        )
        picture.save()
        return picture

    @property
    def is_of_step(self) -> bool:
        return isinstance(self.instance, StepPicture)


def _remove_unless_shown(picture: Picture) -> None:
    """The file stays: revisions name it for ever."""
    Picture.objects.filter(pk=picture.pk, steppicture=None, pathpicture=None).delete()


class PictureInline(StackedContentInline):
    form = PictureForm
    verbose_name = "picture"
    verbose_name_plural = "pictures that show where to tap"
    fields = ("order", "seen", "light", "dark", "alt")
    readonly_fields = ("seen",)
    named_with = ("picture",)

    def seen(self, row: StepPicture | PathPicture) -> SafeString | str:
        """What visitors see now, small."""
        if not row.pk:
            return "none yet"
        return format_html(
            '<img class="picture-small" src="{}" alt="{}" width="{}" height="{}">',
            reverse("picture", args=[row.picture.light]),
            row.picture.alt,
            SMALL,
            round(SMALL * row.picture.height / row.picture.width),
        )

    seen.short_description = "now"


class StepPictureInline(PictureInline):
    model = StepPicture


class PathPictureInline(PictureInline):
    model = PathPicture
