"""Numbers that wait for someone else's approval, where the guide wants that before they go live.

They wait in the same list as publications. What waits is which set, and which places of it.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from troubleshooter.content.deciding import NOT_YOUR_OWN, NotPossible, end, locked, still
from troubleshooter.models import Parameters, PlannedPublication, PublicationState

from .adopting import adopt, go_back_to, near_editors
from .errors import NeedsApproval, NotAdoptable

# A guide's content has no such key, so a request for numbers is never taken for a guide.
NUMBERS = "numbers_that_wait"
REPLACED = "A newer set was learnt."
Adopted = Parameters | PlannedPublication


@dataclass(frozen=True, kw_only=True)
class Wish:
    """The set that is to go live; `places` are those chosen of it, None: all. `back`: it was live
    before."""

    parameters: int
    places: tuple[str, ...] | None = None
    back: bool = False


def adopt_or_ask(
    learnt: Parameters,
    *,
    chosen: Collection[str] | None = None,
    author: AbstractBaseUser | None = None,
    note: str = "",
) -> Adopted:
    """What went live, or the request that waits for it. Raises NotAdoptable."""
    try:
        return adopt(learnt, chosen=chosen, author=author, note=note)
    except NeedsApproval:
        places = None if chosen is None else tuple(chosen)
        return _ask(learnt, Wish(parameters=learnt.pk, places=places), author, note)


def adopt_near_or_ask(learnt: Parameters) -> Adopted | None:
    """What stays within the guide's band goes live by itself, or asks; None where that is nothing.

    Raises NotAdoptable.
    """
    near, note = near_editors(learnt)
    return adopt_or_ask(learnt, chosen=near, note=note) if near else None


def go_back_or_ask(parameters: Parameters, *, author: AbstractBaseUser | None = None) -> Adopted:
    """The set that is live again, or the request that waits for it. Raises NotAdoptable."""
    try:
        return go_back_to(parameters, author)
    except NeedsApproval:
        wish = Wish(parameters=parameters.pk, back=True)
        return _ask(parameters, wish, author, f"Back to set {parameters.pk}.")


def wish_of(planned: PlannedPublication) -> Wish | None:
    """None where a guide's content waits, and no numbers."""
    told = planned.content.get(NUMBERS)
    if told is None:
        return None
    places = None if told["places"] is None else tuple(told["places"])
    return Wish(parameters=told["parameters"], places=places, back=told["back"])


@transaction.atomic
def approve_numbers(planned: PlannedPublication, *, by: AbstractBaseUser) -> PlannedPublication:
    """Let the numbers go live for new visits. What cannot go live any more says why. Raises
    NotPossible for the author's own, and for what was decided already."""
    locked(planned.guide_id)
    planned = still(planned, PublicationState.WAITING)
    if planned.author_id == by.pk:
        raise NotPossible(NOT_YOUR_OWN)
    planned.approved_by = by
    planned.save(update_fields=["approved_by"])
    try:
        with transaction.atomic():
            _take(planned, wish_of(planned))
    except NotAdoptable as refusal:
        return end(planned, PublicationState.FAILED, str(refusal))
    return end(planned, PublicationState.PUBLISHED, "")


def _take(planned: PlannedPublication, wish: Wish) -> None:
    row = Parameters.objects.get(pk=wish.parameters)
    author, by = planned.author, planned.approved_by
    if wish.back:
        go_back_to(row, author, approved_by=by)
    else:
        adopt(row, chosen=wish.places, author=author, note=planned.note, approved_by=by)


@transaction.atomic
def _ask(
    parameters: Parameters, wish: Wish, author: AbstractBaseUser | None, note: str
) -> PlannedPublication:
    """The same once more, as from a button pressed twice, is the same request. One that nobody
    made, as after each learning, takes the place of the one before."""
    guide = locked(parameters.revision.guide_id)
    content = {NUMBERS: asdict(wish)}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    waiting = guide.planned.filter(state=PublicationState.WAITING, author=author)
    known = waiting.filter(content_hash=digest, note=note).first()
    if known is not None:
        return known
    if author is None:
        for old in waiting.filter(content__has_key=NUMBERS):
            end(old, PublicationState.CANCELLED, REPLACED)
    said = {"author": author, "note": note, "state": PublicationState.WAITING}
    return guide.planned.create(content=content, content_hash=digest, **said)
