"""What a guide that was never published still needs, in the order of work."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from troubleshooter.models import Guide, Step

from .listing import adding
from .page import address_of
from .parts import BY_NAME

FEWEST_CAUSES = 2


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line. `leads_to` is where it is done; empty where it can be done on this page."""

    words: str
    done: bool
    leads_to: str


def checklist(guide: Guide, problems: int) -> tuple[Item, ...]:
    """For a guide that came from `listing.with_rows`."""
    return tuple(_items(guide, problems))


def _items(guide: Guide, problems: int) -> Iterator[Item]:
    settings = reverse("admin:troubleshooter_guide_change", args=[guide.pk])
    platforms, causes = guide.platforms.all(), _live(guide, "causes")
    yield _item(guide, "platforms", "Say which devices and versions it is for", bool(platforms))
    words = "Write down the causes: two or more"
    yield _item(guide, "causes", words, len(causes) >= FEWEST_CAUSES)
    words = "Ask what tells the causes apart"
    yield _item(guide, "questions", words, bool(_live(guide, "questions")))
    words = "Show where to tap, on each device"
    yield _item(guide, "paths", words, bool(_live(guide, "paths")))
    yield _item(guide, "steps", _steps_for(guide), not _without_step(guide) and bool(causes))
    words = "Say where support is to be found"
    yield Item(words=words, done=bool(guide.contact), leads_to=settings)
    words = "List what support will ask"
    yield _item(guide, "handoff", words, bool(guide.handoff.all()))
    numbers = known_address("numbers", guide)
    if numbers:
        words = "Say how often: which causes are common, what helps, what each answer tells"
        yield Item(words=words, done=_answers_tell(guide), leads_to=numbers)
    words = "Mend what keeps it from being published"
    yield Item(words=words, done=not problems, leads_to=known_address("problems", guide))
    words = "Preview it, then publish it"
    yield Item(words=words, done=False, leads_to=known_address("publish", guide))


def _item(guide: Guide, part: str, words: str, done: bool) -> Item:
    there = getattr(guide, part).all()
    leads_to = f"#{part}" if there else adding(BY_NAME[part], guide)
    return Item(words=words, done=done, leads_to=leads_to)


def _live(guide: Guide, part: str) -> list:
    return [row for row in getattr(guide, part).all() if not row.retired]


def _steps_for(guide: Guide) -> str:
    waiting = _without_step(guide)
    if not waiting or not _live(guide, "steps"):
        return "Write a step for each cause"
    return f"Write a step for each cause; none yet for “{'”, “'.join(waiting)}”"


def _without_step(guide: Guide) -> list[str]:
    """The causes that no step clears, though one could."""
    steps: list[Step] = _live(guide, "steps")
    cleared = {e.cause_id for step in steps for e in step.effects.all() if e.probability}
    causes = _live(guide, "causes")
    return [c.name for c in causes if not c.unfixable and c.pk not in cleared]


def _answers_tell(guide: Guide) -> bool:
    """Whether each question speaks for or against some cause."""
    questions = _live(guide, "questions")
    told = [any(o.likelihoods.all() for o in q.options.all()) for q in questions]
    return bool(told) and all(told)


def known_address(name: str, guide: Guide) -> str:
    """The address of a workbench page; empty while there is none of that name."""
    try:
        return address_of(name, guide)
    except NoReverseMatch:
        return ""
