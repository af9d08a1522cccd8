"""What was learnt, going live: all of it, some of it, or what stays near the editors' numbers."""

from collections.abc import Collection
from dataclasses import replace

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from troubleshooter.content import catalogue
from troubleshooter.content.engine_values import parameters_as_json, parameters_from_json
from troubleshooter.engine.learning import places, with_chosen, within_band
from troubleshooter.models import Guide, Origin, Parameters

from .errors import FitsWorse, NeedsApproval, NotAdoptable, OtherRevision, UnknownPlace
from .report import changes_in, fits_better, groups_in


@transaction.atomic
def adopt(
    learnt: Parameters,
    *,
    chosen: Collection[str] | None = None,
    author: AbstractBaseUser | None = None,
    note: str = "",
    approved_by: AbstractBaseUser | None = None,
) -> Parameters:
    """Make the learnt numbers live for new visits: those at the chosen places, or all that changed.

    With all of them go the shares of groups of visits, where groups are known to differ.
    The other numbers stay as they are live. Visits under way keep theirs. What is live already is
    given back as it is. Where the guide wants approval, somebody else must have agreed: see
    `asking`. Raises NotAdoptable.
    """
    guide = Guide.objects.select_for_update(no_key=True).get(pk=learnt.revision.guide_id)
    require_adoptable(learnt, guide)
    taken = _places(learnt, chosen)
    live = parameters_from_json(guide.live_parameters.content)
    numbers = with_chosen(live, parameters_from_json(learnt.content), taken)
    if chosen is None:
        numbers = replace(numbers, shares_by_group=groups_in(learnt.report))
    if numbers == live:
        return guide.live_parameters
    _require_approval(guide, author, approved_by)
    adopted = Parameters.objects.create(
        revision=learnt.revision,
        origin=Origin.ADOPTED,
        content=parameters_as_json(numbers),
        parent=learnt,
        method=learnt.method,
        seed=learnt.seed,
        visits=learnt.visits,
        until=learnt.until,
        author=author,
        note=note,
        report={"adopted": list(taken)},
    )
    guide.live_parameters = adopted
    guide.save(update_fields=["live_parameters"])
    return adopted


def near_editors(learnt: Parameters) -> tuple[tuple[str, ...], str]:
    """The places that stay within the band that the guide sets, and a note that says so."""
    band = catalogue.published(learnt.revision_id).content.adopt_band
    near = within_band(changes_in(learnt.report), band) if band else ()
    return tuple(near), f"Within a factor of {band:g} of the editors’ odds."


def adopt_within_band(learnt: Parameters) -> Parameters | None:
    """Adopt what stays within the band that the guide sets; None where that is nothing.

    Raises NotAdoptable.
    """
    near, note = near_editors(learnt)
    return adopt(learnt, chosen=near, note=note) if near else None


@transaction.atomic
def go_back_to(
    parameters: Parameters,
    author: AbstractBaseUser | None = None,
    approved_by: AbstractBaseUser | None = None,
) -> Parameters:
    """Make an earlier set of the live revision live again for new visits.

    It goes live as a set of its own, so that the sets go on telling what was live since when, and
    by whose hand. Numbers that are live already are given back as they are. Raises NotAdoptable.
    """
    guide = Guide.objects.select_for_update(no_key=True).get(pk=parameters.revision.guide_id)
    require_returnable(parameters, guide)
    live = guide.live_parameters
    if parameters_from_json(live.content) == parameters_from_json(parameters.content):
        return live
    _require_approval(guide, author, approved_by)
    again = Parameters.objects.create(
        revision=parameters.revision,
        origin=parameters.origin,
        content=parameters.content,
        parent=parameters,
        method=parameters.method,
        seed=parameters.seed,
        visits=parameters.visits,
        until=parameters.until,
        author=author,
        note=f"Back to set {parameters.pk}.",
        report=parameters.report | {"back_to": parameters.pk},
    )
    guide.live_parameters = again
    guide.save(update_fields=["live_parameters"])
    return again


def require_returnable(parameters: Parameters, guide: Guide) -> None:
    """Raise NotAdoptable, saying why, where one cannot go back to these numbers."""
    if parameters.revision_id != guide.live_revision_id:
        raise OtherRevision("These numbers belong to another revision than the live one.")
    if parameters.origin == Origin.LEARNT:
        raise NotAdoptable("These numbers were never live. Adopt them instead.")


def require_adoptable(learnt: Parameters, guide: Guide) -> None:
    """Raise NotAdoptable, saying why, where these numbers must not go live for the guide."""
    if learnt.origin != Origin.LEARNT:
        raise NotAdoptable("These numbers were not learnt.")
    if learnt.revision_id != guide.live_revision_id:
        raise OtherRevision("A newer revision is live. Learn again for that one.")
    if not fits_better(learnt.report):
        raise FitsWorse(
            "These numbers foretell the visits that were held out worse than the editors’ do."
        )


def _require_approval(
    guide: Guide, author: AbstractBaseUser | None, approved_by: AbstractBaseUser | None
) -> None:
    if guide.needs_approval and (approved_by is None or approved_by == author):
        raise NeedsApproval("Someone other than the author must agree first.")


def _places(learnt: Parameters, chosen: Collection[str] | None) -> tuple[str, ...]:
    if chosen is None:
        return tuple(change.place for change in changes_in(learnt.report))
    known = {place for place, _ in places(parameters_from_json(learnt.content))}
    for place in chosen:
        if place not in known:
            raise UnknownPlace(place)
    return tuple(chosen)
