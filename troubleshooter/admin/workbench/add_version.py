"""“Add version”: a new version is out. And the way back, as long as visitors have not met it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from troubleshooter.editing.new_version import (
    Added,
    VersionIsLive,
    VersionKnown,
    add_version,
    may_be_removed,
    remove_version,
)
from troubleshooter.models import Guide, PlatformVersion

from .page import CHANGE, address_of, render_workbench, workbench_view
from .version_form import NewVersionForm


@workbench_view(CHANGE)
def new_version(request: HttpRequest, guide: Guide) -> HttpResponse:
    form = NewVersionForm(guide, request.POST or None)
    if form.is_valid():
        try:
            added = add_version(form.chosen(), form.cleaned_data["name"], editor=request.user)
        except VersionKnown as known:
            form.already(known.platforms)
        else:
            messages.success(request, _told(added, form.cleaned_data["name"]))
            return HttpResponseRedirect(address_of("verify", guide))
    context = {"form": form, "removable": _removable(form)}
    return render_workbench(request, guide, "add_version", f"Add a version: {guide}", context)


@require_POST
@workbench_view(CHANGE)
def take_version_out(request: HttpRequest, guide: Guide, version: int) -> HttpResponse:
    row = get_object_or_404(
        PlatformVersion.objects.select_related("platform__guide__live_revision"),
        pk=version,
        platform__guide=guide,
    )
    try:
        remove_version(row, editor=request.user)
        words = f"Version {row.name} of {row.platform} is out again, with its copied paths."
        messages.success(request, words)
    except VersionIsLive:
        messages.error(request, f"Version {row.name} stays: visitors can choose it already.")
    return HttpResponseRedirect(address_of("add_version", guide))


def _told(added: Added, name: str) -> str:
    guides = "one guide" if added.guides == 1 else f"{added.guides} guides"
    return (
        f"Version {name} is added in {guides}. {added.variants} paths were copied forward "
        "and wait here until someone looks at them. Visitors see nothing of it yet."
    )


def _removable(form: NewVersionForm) -> list[PlatformVersion]:
    """Versions that no visitor has met, the newest of each device."""
    newest = [list(each.versions.all())[-1] for each in form.own if each.versions.all()]
    for version in newest:
        version.platform.guide = form.guide
    return [version for version in newest if may_be_removed(version)]
