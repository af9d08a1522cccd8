"""People with hidden causes who walk through a guide, and what their visits show."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from troubleshooter.engine.learning import History, Record, Tally

from .exact import ASK, HAND_OVER, Move, Policy
from .guides import GuideFile
from .policies import evidence_of
from .world import (
    FAILED,
    SKIPPED,
    UNSURE,
    State,
    answer_table,
    sets_of,
    true_world,
)


@dataclass(frozen=True, kw_only=True)
class Habits:
    """What people and support do: shares (0..1) of visits that are left at a random move, and of
    hand-overs for which support says what the cause was."""

    leave: float = 0.0
    label: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What visits showed so far, as it is counted; `record` is what learning is given."""

    histories: Counter[History] = field(default_factory=Counter)
    offered: Counter[str] = field(default_factory=Counter)
    declined: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    unsure: Counter[str] = field(default_factory=Counter)

    @property
    def record(self) -> Record:
        return Record(
            histories=dict(self.histories),
            declined={k: Tally(times=self.declined[k], of=n) for k, n in self.offered.items()},
            unsure={k: Tally(times=self.unsure[k], of=n) for k, n in self.asked.items()},
        )


class Population:
    """Draws people from the world that the guide's true numbers describe (see `true_world`)."""

    def __init__(self, file: GuideFile, habits: Habits, seed: int) -> None:
        self.file, self.habits, self.draw = file, habits, random.Random(seed)
        self.causes = [cause["key"] for cause in file["causes"]]
        self.sets, chances = sets_of(file, None)
        self.chances = chances.tolist()
        self.start = true_world(file).start
        self.answers = [
            answer_table(question, self.causes, self.sets, 0.0).T.tolist()
            for question in file["questions"]
        ]

    def visit(self, policy: Policy, visits: int, seen: Seen) -> None:
        """So many visits, each move by the policy, added to what was seen."""
        moves: dict[State, Move] = {}

        def move(state: State) -> Move:
            if state not in moves:
                (moves[state],) = policy([state])
            return moves[state]

        for person in self.draw.choices(range(len(self.sets)), self.chances, k=visits):
            leaves = self.draw.random() < self.habits.leave
            stays = self.draw.randint(0, 5) if leaves else 99
            _add(self.file, seen, *self._walk(person, move, stays))

    def _walk(
        self, person: int, move: Callable[[State], Move], stays: int
    ) -> tuple[State, str, str]:
        """The state at the end, the step that fixed it or "", and the cause support names or ""."""
        there = {c for c, present in zip(self.causes, self.sets[person], strict=True) if present}
        state = self.start
        for _ in range(stays):
            kind, place = move(state)
            if kind == HAND_OVER:
                told = self.draw.random() < self.habits.label
                return state, "", self.draw.choice(sorted(there)) if told else ""
            if kind == ASK:
                state = self._asked(state, place, person)
                continue
            step = self.file["steps"][place]
            result = SKIPPED if self.draw.random() < step["skip"] else FAILED
            if result == FAILED:
                there = {
                    c for c in sorted(there) if self.draw.random() >= step["fixes"].get(c, 0.0)
                }
            if not there:
                return state, step["key"], ""
            state = state._replace(results=_put(state.results, place, result))
        return state, "", ""

    def _asked(self, state: State, place: int, person: int) -> State:
        chances = self.answers[place][person]
        told = self.draw.choices(range(len(chances)), chances)[0]
        told = UNSURE if self.draw.random() < self.file["questions"][place]["unsure"] else told
        return state._replace(answers=_put(state.answers, place, told))


def _put(values: tuple[int, ...], place: int, value: int) -> tuple[int, ...]:
    return (*values[:place], value, *values[place + 1 :])


def _add(file: GuideFile, seen: Seen, end: State, fixed: str, cause: str) -> None:
    evidence = evidence_of(file, end)
    steps = evidence["steps"].items()
    told = {q: a for q, a in evidence["questions"].items() if a != "unsure"}
    history = History(
        answers=frozenset(told.items()),
        failed=frozenset(key for key, result in steps if result == "no_help"),
        fixed=frozenset({fixed} if fixed else ()),
        cause=cause,
    )
    seen.histories[history] += 1
    seen.asked.update(list(evidence["questions"]))
    seen.unsure.update(evidence["questions"].keys() - told.keys())
    seen.offered.update(list(evidence["steps"]))
    seen.offered.update(history.fixed)
    seen.declined.update(key for key, result in steps if result == "could_not")
