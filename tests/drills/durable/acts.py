"""What a visitor of the lamp may do, and what must then have been recorded.

The rules of a visit once more, written down from the documents and without a line of the portal:
`due` is what is to be recorded for an act, from what was recorded before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce

from hypothesis import strategies as st

OPTIONS = ("yes", "no", "unsure")
RESULTS = ("fixed", "no_help", "could_not", "not_found", "waiting")
QUESTIONS = ("others", "flicker")
STEPS = ("plug-in", "new-bulb", "fuse-out", "rewire", "candle")
# The message, and the answer that it brings. The risky step, and the one to be settled before.
MESSAGE, BROUGHT = "no-power", ("others", "no")
RISKY, BEFORE = "rewire", "fuse-out"
SAYING = {"answered", "result", "changed"}

# kind, node, key, value: as an event has it.
Entry = tuple[str, str, str, str]


@dataclass(frozen=True, kw_only=True)
class Act:
    """`kind`: answer, result, confirm, message, path, hand_over, keep, forget, move_on, look."""

    kind: str
    key: str = ""
    value: str = ""

    @property
    def address(self) -> str:
        places = {"answer": f"questions/{self.key}/", "path": f"paths/{self.key}/not-found/"}
        places |= dict.fromkeys(("result", "confirm"), f"steps/{self.key}/")
        places |= dict.fromkeys(("hand_over", "keep"), "support/")
        places |= {"message": "message/", "forget": "answers/", "look": self.key}
        return places[self.kind]

    @property
    def form(self) -> dict[str, str]:
        names = {"answer": "option", "result": "result", "message": "message", "keep": "since"}
        flags = {"confirm": "confirm", "forget": "forget", "hand_over": "hand_over"}
        if self.kind in flags:
            return {flags[self.kind]: "1", "since": self.value}
        return {names[self.kind]: self.value} if self.kind in names else {}


def _acts(kind: str, keys: Iterable[str], values: Iterable[str] = ("",)) -> st.SearchStrategy[Act]:
    return st.builds(Act, kind=st.just(kind), key=_one(keys), value=_one(values))


def _one(of: Iterable[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(of))


PAGES = ("next/", "answers/", "support/", "message/", "resolved/", "support/hand-over.json")
PAGES += (*(f"questions/{key}/" for key in QUESTIONS), *(f"steps/{key}/" for key in STEPS))
WORDS = st.text(alphabet="abc é<&'\"٣🙂", min_size=1, max_size=20)
ACTS = st.one_of(
    _acts("answer", QUESTIONS, OPTIONS),
    _acts("answer", (*QUESTIONS, "unheard-of"), (*OPTIONS, "maybe")),
    _acts("result", STEPS, RESULTS),
    _acts("result", STEPS, RESULTS),
    _acts("result", (*STEPS, "unheard-of"), (*RESULTS, "maybe")),
    _acts("confirm", (*STEPS, RISKY, RISKY)),
    _acts("message", ("",), (MESSAGE, "", "unheard-of")),
    _acts("path", ("switch", "model", "unheard-of")),
    st.builds(Act, kind=st.sampled_from(("keep", "hand_over")), value=WORDS),
    _acts("look", PAGES),
    st.integers(0, 3).map(lambda rare: Act(kind="look", key="next/") if rare else FORGET),
    st.just(Act(kind="move_on")),
)
FORGET = Act(kind="forget")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What was said last, by node and key; the message, and whether its answer still stands as it
    came; what was confirmed, not found, handed over."""

    given: dict[tuple[str, str], str] = field(default_factory=dict)
    message: str = ""
    confirmed: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    handed_over: bool = False

    def after(self, entry: Entry) -> "Standing":
        kind, node, key, value = entry
        now = dict(vars(self))
        if kind in SAYING:
            now["given"] = {**self.given, (node, key): value}
        elif kind == "taken_back":
            now["given"] = {at: what for at, what in self.given.items() if at != (node, key)}
        elif kind in ("started", "picked"):
            now["message"] = value
        elif kind == "confirmed":
            now["confirmed"] = self.confirmed | {key}
        elif kind == "path_not_found":
            now["missing"] = self.missing | {key}
        elif kind == "handed_over":
            now["handed_over"] = True
        return Standing(**now)

    @property
    def settled(self) -> bool:
        """What the risky step requires was done, or knowingly left out."""
        return self.given.get(("step", BEFORE), "waiting") != "waiting"

    @property
    def outcome(self) -> str:
        fixed = {key for (node, key), value in self.given.items() if (node, value) == FIXED}
        if fixed:
            return "worked_around" if fixed == {"candle"} else "resolved"
        return "handed_over" if self.handed_over else "open"


FIXED = ("step", "fixed")


def standing(entries: Iterable[Entry]) -> Standing:
    return reduce(Standing.after, entries, Standing())


def wrong_with(act: Act, here: Standing, new: list[Entry]) -> str:
    """Empty where exactly that was recorded for the act which had to be."""
    sharing = _sharing(act, here, new[1:]) if act.kind == "result" else []
    if act.kind == "message":
        return _wrong_with_pick(act.value, here, new)
    due = [one for one in (due_for(act, here),) if one]
    return "" if new == due + sharing else f"{act}: {new} in place of {due}"


def due_for(act: Act, here: Standing) -> Entry | None:
    match act:
        case Act(kind="answer", key=key, value=value) if key in QUESTIONS and value in OPTIONS:
            return _given(here, "answered", "question", key, value)
        case Act(kind="result", key=key, value=value) if key in STEPS and value in RESULTS:
            shut = key == RISKY and not (here.settled and RISKY in here.confirmed)
            if shut and value not in ("could_not", "not_found"):
                return None
            return _given(here, "result", "step", key, value)
        case Act(kind="confirm", key=key):
            due = key == RISKY and here.settled and key not in here.confirmed
            return ("confirmed", "step", key, "") if due else None
        case Act(kind="path", key="switch" | "model" as key) if key not in here.missing:
            return ("path_not_found", "path", key, "")
        case Act(kind="hand_over") if not here.handed_over:
            return ("handed_over", "", "", "")
    return None


def _given(here: Standing, kind: str, node: str, key: str, value: str) -> Entry | None:
    before = here.given.get((node, key))
    return None if before == value else ("changed" if before else kind, node, key, value)


def _sharing(act: Act, here: Standing, more: list[Entry]) -> list[Entry]:
    """Other steps that waited for the same test share its result: of what was recorded beside the
    act, that which may be."""
    waited = {key for (node, key), value in here.given.items() if (node, value) == WAITED}
    return [
        one
        for one in more
        if act.value in ("fixed", "no_help")
        and one == ("changed", "step", one[2], act.value)
        and one[2] in waited - {act.key}
    ]


WAITED = ("step", "waiting")


def _wrong_with_pick(message: str, here: Standing, new: list[Entry]) -> str:
    """A picked message brings its answer where none was given, and takes back what the former one
    brought."""
    if message == here.message or message not in ("", MESSAGE):
        return f"nothing was picked: {new}" if new else ""
    question, option = BROUGHT
    picked = ("picked", "", "", message)
    may = {("taken_back", "question", question, ""), picked}
    if message:
        may |= {(kind, "question", question, option) for kind in ("answered", "changed")}
    after = reduce(Standing.after, new, here)
    had = here.given.get(("question", question), "unsure")
    brought = not message or after.given.get(("question", question)) == (
        option if had == "unsure" else had
    )
    right = new.count(picked) == 1 and set(new) <= may and brought
    return "" if right else f"picking {message!r}: {new}"
