"""The few facts that tell one row of a list from another, in words."""

from collections.abc import Callable, Iterator

from django.db.models import Model

from troubleshooter import models

from ..frequencies import Frequencies

DISRUPTION = {
    1: "looks only",
    2: "upsets little",
    3: "loses settings",
    4: "heavy",
    5: "days of tidying",
}
KINDS = {
    models.StepKind.FIX: "fix",
    models.StepKind.CHECK: "looks only",
    models.StepKind.SAFETY: "safeguard",
    models.StepKind.WORKAROUND: "another way",
}
IN_A_HUNDRED = Frequencies(base=100)


def facts_of(row: Model) -> Iterator[str]:
    """Reads only what `listing.PREFETCHED` has in memory."""
    yield from FACTS.get(type(row), _nothing)(row)


def _nothing(row: Model) -> Iterator[str]:
    yield from ()


def counted(number: int, one: str, many: str = "") -> str:
    """Such as "no steps", "1 step", "2 steps"."""
    words = one if number == 1 else many or f"{one}s"
    return f"{number or 'no'} {words}"


def minutes(number: float) -> str:
    return f"{number:g} minute{'' if number == 1 else 's'}"


def _platform(row: models.Platform) -> Iterator[str]:
    names = [version.name for version in row.versions.all()]
    yield f"versions {', '.join(names)}" if names else "no versions yet"


def _cause(row: models.Cause) -> Iterator[str]:
    yield f"{IN_A_HUNDRED.one(row.share)} cases"
    steps = {effect.step_id for effect in row.effects.all() if not effect.step.retired}
    yield "for support only" if row.unfixable else f"{counted(len(steps), 'step')} for it"


def _question(row: models.Question) -> Iterator[str]:
    yield counted(sum(not option.retired for option in row.options.all()), "answer")
    if row.gate:
        yield "asked before any step"


def _path(row: models.SettingsPath) -> Iterator[str]:
    variants = list(row.variants.all())
    yield counted(len(variants), "variant")
    unverified = sum(v.confidence == models.Confidence.UNVERIFIED for v in variants)
    if unverified:
        yield f"{unverified} not verified"


def _step(row: models.Step) -> Iterator[str]:
    yield minutes(row.minutes)
    if row.wait_minutes:
        yield f"then {minutes(row.wait_minutes)} of waiting"
    kind = KINDS.get(row.kind, row.kind)
    yield kind
    if DISRUPTION.get(row.disruption) != kind:
        yield DISRUPTION.get(row.disruption, "")
    if row.irreversible:
        yield "cannot be undone"
    if row.kind == models.StepKind.FIX:
        yield f"for {counted(len(row.effects.all()), 'cause')}"


def _message(row: models.Message) -> Iterator[str]:
    wordings = len(row.also.splitlines())
    if wordings:
        yield counted(wordings, "other wording")
    yield f"gives {counted(len(row.messageanswer_set.all()), 'answer')}"


def _handoff(row: models.HandoffItem) -> Iterator[str]:
    asked = row.kind == models.HandoffKind.TEXT
    yield "the visitor writes it" if asked else "filled in from the visit"


def _aftercare(row: models.Aftercare) -> Iterator[str]:
    if row.reminder:
        yield "with a reminder"


def _fact(row: models.Fact) -> Iterator[str]:
    yield counted(len(row.sources.splitlines()), "source")


FACTS: dict[type[Model], Callable[..., Iterator[str]]] = {
    models.Platform: _platform,
    models.Cause: _cause,
    models.Question: _question,
    models.SettingsPath: _path,
    models.Step: _step,
    models.Message: _message,
    models.HandoffItem: _handoff,
    models.Aftercare: _aftercare,
    models.Fact: _fact,
}
