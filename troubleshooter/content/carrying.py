"""What was learnt, carried from one revision's numbers to the next one's.

An editor who leaves a number alone leaves it to what visits have taught; one who changes it means
the new one. A step whose edition is raised is not quite the step that visits have tried.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import fsum

from troubleshooter.engine import Parameters
from troubleshooter.engine.prior import ONE_CAUSE_SUM

from .engine_values import editorial_parameters
from .schema import GuideContent

Chances = Mapping[str, float]
Column = tuple[float, ...]
Options = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Editorial:
    """The editors' numbers in one revision, and what tells whether they mean the same in another.

    options     question -> its options, in the order of the columns
    editions    step -> its edition
    """

    numbers: Parameters
    options: Mapping[str, Options]
    editions: Mapping[str, int]


def editorial(content: GuideContent) -> Editorial:
    """What the editors wrote."""
    return Editorial(
        numbers=editorial_parameters(content),
        options={q.key: tuple(option.key for option in q.options) for q in content.questions},
        editions={step.key: step.edition for step in content.steps},
    )


def carried(learnt: Parameters, *, old: Editorial, new: Editorial) -> Parameters:
    """The numbers for the new revision: learnt ones wherever editors left theirs as they were.

    `learnt` was live with the old revision. The effects of a step whose edition changed are the
    editors'. A distribution over options is carried whole or not at all, and by the options' keys,
    whatever their order.
    """
    was, now = old.numbers, new.numbers
    return replace(
        now,
        shares=_shares(learnt.shares, was.shares, now.shares),
        effects=_effects(learnt, old, new),
        skip=_kept(learnt.skip, was.skip, now.skip),
        usual=_usual(learnt, old, new),
        likelihood=_likelihood(learnt, old, new),
        unsure=_kept(learnt.unsure, was.unsure, now.unsure),
        shares_by_group=learnt.shares_by_group if was.shares == now.shares else {},
    )


def differing(numbers: Parameters, editors: Parameters) -> tuple[str, ...]:
    """Where `numbers` does not say what the editors say: `shares.storage`, `effects.restart.stuck`,
    `skip.restart`, `usual.message`, `likelihood.message.storage`, `unsure.message`."""
    theirs = dict(_places(editors))
    return tuple(place for place, value in _places(numbers) if theirs.get(place) != value)


def _kept(learnt: Chances, was: Chances, now: Chances) -> dict[str, float]:
    """`now`, with what was learnt wherever it says the same as `was`."""
    return {
        key: learnt.get(key, number) if was.get(key) == number else number
        for key, number in now.items()
    }


def _shares(learnt: Chances, was: Chances, now: Chances) -> dict[str, float]:
    """Whether causes come alone or together is read from the sum of the shares. Where only the mix
    of learnt and new ones would turn that over, what is carried is scaled to the editors' sum."""
    kept = _kept(learnt, was, now)
    same = [key for key, share in now.items() if was.get(key) == share]
    total = fsum(kept[key] for key in same)
    turned_over = _one_at_a_time(kept) != _one_at_a_time(now)
    if not turned_over or _one_at_a_time(learnt) != _one_at_a_time(was) or not total:
        return kept
    scale = fsum(now[key] for key in same) / total
    return kept | {key: min(kept[key] * scale, 1.0) for key in same}


def _one_at_a_time(shares: Chances) -> bool:
    return fsum(shares.values()) <= ONE_CAUSE_SUM


def _effects(learnt: Parameters, old: Editorial, new: Editorial) -> dict[str, dict[str, float]]:
    carried = {}
    for step, effects in new.numbers.effects.items():
        same = old.editions.get(step) == new.editions.get(step)
        was = old.numbers.effects.get(step, {}) if same else {}
        carried[step] = _kept(learnt.effects.get(step, {}), was, effects)
    return carried


def _usual(learnt: Parameters, old: Editorial, new: Editorial) -> dict[str, Column]:
    return {
        question: _column(
            (old.options.get(question, ()), new.options[question]),
            learnt.usual.get(question, ()),
            old.numbers.usual.get(question, ()),
            column,
        )
        for question, column in new.numbers.usual.items()
    }


def _likelihood(learnt: Parameters, old: Editorial, new: Editorial) -> dict[str, dict[str, Column]]:
    return {
        question: {
            cause: _column(
                (old.options.get(question, ()), new.options[question]),
                learnt.likelihood.get(question, {}).get(cause, ()),
                old.numbers.likelihood.get(question, {}).get(cause, ()),
                column,
            )
            for cause, column in named.items()
        }
        for question, named in new.numbers.likelihood.items()
    }


def _column(options: tuple[Options, Options], learnt: Column, was: Column, now: Column) -> Column:
    """`now`, or what was learnt where `was` says the same of the same options."""
    before, after = options
    taught, wrote = _by_option(before, learnt), _by_option(before, was)
    if wrote != _by_option(after, now) or taught.keys() != wrote.keys():
        return now
    return tuple(taught[option] for option in after)


def _by_option(options: Options, column: Column) -> dict[str, float]:
    """A column of another length says nothing of these options."""
    return dict(zip(options, column, strict=True)) if len(column) == len(options) else {}


def _places(numbers: Parameters) -> Iterator[tuple[str, float | Column]]:
    for name, chances in (("shares", numbers.shares), ("skip", numbers.skip)):
        yield from ((f"{name}.{key}", number) for key, number in chances.items())
    for step, effects in numbers.effects.items():
        yield from ((f"effects.{step}.{cause}", number) for cause, number in effects.items())
    yield from ((f"usual.{question}", column) for question, column in numbers.usual.items())
    for question, named in numbers.likelihood.items():
        yield from ((f"likelihood.{question}.{cause}", column) for cause, column in named.items())
    yield from ((f"unsure.{question}", number) for question, number in numbers.unsure.items())
