"""The actions that send a draft to visitors, or say why it cannot go yet."""

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.widgets import AdminTextInputWidget
from django.http import HttpRequest
from django.utils.html import format_html

from troubleshooter.content.checks import check
from troubleshooter.content.problems import Problem
from troubleshooter.content.publishing import GuideHasProblems, Publication, publish
from troubleshooter.content.rows import content_from_rows
from troubleshooter.models import Guide

from .workbench.page import address_of


class NoteForm(ActionForm):
    """Asks, beside the choice of an action, for the note that a revision keeps."""

    note = forms.CharField(
        required=False,
        label="Note for the revision:",
        widget=AdminTextInputWidget(attrs={"placeholder": "What changes, and why"}),
    )


def check_and_tell(request: HttpRequest, guide: Guide) -> None:
    problems = check(content_from_rows(guide))
    if problems:
        _tell_problems(request, guide, problems)
    else:
        messages.success(request, f"“{guide}” has no problems. It can be published.")


def publish_and_tell(request: HttpRequest, guide: Guide, note: str) -> Publication | None:
    """The publication, or None where something is in its way. The editor reads which it was."""
    if guide.needs_approval:
        _tell_who_must_agree(request, guide)
        return None
    try:
        publication = publish(guide, author=request.user, note=note)
    except GuideHasProblems as refusal:
        _tell_problems(request, guide, refusal.problems)
        messages.warning(request, f"“{guide}” was not published. Visitors see what they saw.")
        return None
    number = publication.revision.number
    if publication.created:
        messages.success(request, f"“{guide}” is published as revision {number}.")
    else:
        messages.info(request, f"“{guide}” is the same as revision {number}, which stays live.")
    return publication


def _tell_who_must_agree(request: HttpRequest, guide: Guide) -> None:
    words = format_html(
        "“{}” was not published: someone other than its author must agree first. "
        '<a href="{}">Ask for approval</a>',
        guide,
        address_of("publish", guide),
    )
    messages.warning(request, words)


def _tell_problems(request: HttpRequest, guide: Guide, problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        words = f"“{guide}”, {problem.place}: {problem.message} {problem.remedy} ({problem.code})"
        messages.error(request, words)
