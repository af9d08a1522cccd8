"""The draft of a guide into an immutable revision, which is what visitors see."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max

from troubleshooter.models import Guide, Origin, Parameters, Revision

from .carrying import carried, differing, editorial
from .checks import check
from .engine_values import parameters_as_json, parameters_from_json
from .problems import Problem
from .rows import content_from_rows
from .schema import GuideContent


class GuideHasProblems(Exception):
    """The draft cannot be published; `problems` are all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.place}: {p.message}" for p in problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Publication:
    """`created` is false where the draft was live already; `revision` is then the live one."""

    revision: Revision
    created: bool


@transaction.atomic
def publish(
    guide: Guide,
    *,
    content: GuideContent | None = None,
    author: AbstractBaseUser | None = None,
    note: str = "",
) -> Publication:
    """Freeze the draft as the next revision, and send new visits there. Visits under way stay.
    With `content`, that is published, and the draft stays as it is.

    What was learnt stays live with it, but for the numbers that editors changed. Waits for other
    publications of the same guide. Raises GuideHasProblems, and changes nothing, where the checks
    find anything. `guide` itself is brought up to date.
    """
    # Without the key: a visit that starts at this moment refers to the row and need not wait.
    locked = Guide.objects.select_for_update(no_key=True).get(pk=guide.pk)
    content = content_from_rows(locked) if content is None else content
    problems = check(content)
    if problems:
        raise GuideHasProblems(problems)
    # Not by its hash: a key that the format gained since would make every guide look changed.
    created = live_content(locked) != content
    if created:
        stored, digest = frozen(content)
        revision = Revision(content=stored, content_hash=digest, author=author, note=note)
        _go_live(locked, revision, content)
    guide.live_revision = locked.live_revision
    guide.live_parameters_id = locked.live_parameters_id
    return Publication(revision=locked.live_revision, created=created)


def frozen(content: GuideContent) -> tuple[dict[str, Any], str]:
    """The content as a revision keeps it, and the SHA-256 of its canonical JSON."""
    stored = content.model_dump(mode="json", by_alias=True)
    canonical = json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return stored, hashlib.sha256(canonical.encode()).hexdigest()


def live_content(guide: Guide) -> GuideContent | None:
    """What visitors of the guide see now, as a guide file would say it; None when nothing is live.

    A database may keep the keys of stored JSON in an order of its own. Here they are in the order
    of what they name, as in the draft.
    """
    if guide.live_revision is None:
        return None
    stored = GuideContent.model_validate(guide.live_revision.content).model_dump(by_alias=True)
    causes = [cause["key"] for cause in stored["causes"]]
    questions = [question["key"] for question in stored["questions"]]
    for option in (option for question in stored["questions"] for option in question["options"]):
        option["likelihood"] = _ordered(option["likelihood"], causes)
    for step in stored["steps"]:
        step["fixes"] = _ordered(step["fixes"], causes)
    for message in stored["messages"]:
        message["answers"] = _ordered(message["answers"], questions)
    return GuideContent.model_validate(stored)


def _ordered(mapping: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    return {key: mapping[key] for key in keys if key in mapping}


def _go_live(guide: Guide, revision: Revision, content: GuideContent) -> None:
    """Number and keep the revision with its numbers, and point the locked guide at both."""
    last = guide.revisions.aggregate(Max("number"))["number__max"] or 0
    revision.guide, revision.number = guide, last + 1
    revision.save(force_insert=True)
    numbers = editorial(content).numbers
    written = Parameters.objects.create(
        revision=revision, origin=Origin.EDITORIAL, content=parameters_as_json(numbers)
    )
    learnt = _what_was_learnt(guide, revision, content)
    guide.live_parameters = learnt or written
    guide.live_revision = revision
    guide.save(update_fields=["live_revision", "live_parameters"])


def _what_was_learnt(guide: Guide, revision: Revision, content: GuideContent) -> Parameters | None:
    """The live set's learnt numbers, kept for the revision; None where nothing of them is left."""
    live = guide.live_parameters
    if live is None or live.origin == Origin.EDITORIAL:
        return None
    learnt = parameters_from_json(live.content)
    old = editorial(GuideContent.model_validate(guide.live_revision.content))
    new = editorial(content)
    numbers = carried(learnt, old=old, new=new)
    kept = differing(numbers, new.numbers)
    if not kept and not numbers.shares_by_group:
        return None
    given_up = [place for place in differing(learnt, old.numbers) if place not in kept]
    return Parameters.objects.create(
        revision=revision,
        origin=Origin.ADOPTED,
        content=parameters_as_json(numbers),
        parent=live,
        method=live.method,
        visits=live.visits,
        until=live.until,
        author=revision.author,
        note=f"Kept when revision {revision.number} was published.",
        report={"kept": list(kept), "given_up": given_up},
    )
