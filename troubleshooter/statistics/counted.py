"""What a look gives: numbers of visits, as frozen values. docs/statistics.md defines each."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class VisitFigures:
    """Visits by how they ended. All but `visits` add up to `visits`."""

    visits: int = 0
    resolved: int = 0
    worked_around: int = 0
    handed_over: int = 0
    forgotten: int = 0
    left: int = 0

    @property
    def open(self) -> int:
        """Not ended, and heard of within 72 hours: may go on."""
        ended = self.resolved + self.worked_around + self.handed_over + self.forgotten
        return self.visits - ended - self.left


@dataclass(frozen=True, kw_only=True)
class NodeFigures:
    """Visits that came to one question or step, and the last thing that each said there.

    `left` and `open` are the unended visits that stand there, by whether they have left.
    """

    shown: int = 0
    answered: int = 0
    fixed: int = 0
    no_help: int = 0
    could_not: int = 0
    not_found: int = 0
    waiting: int = 0
    left: int = 0
    open: int = 0

    @property
    def tried(self) -> int:
        """Those that say something of the step itself: fixed, or no help."""
        return self.fixed + self.no_help


@dataclass(frozen=True, kw_only=True)
class DetailFigures:
    """A node's visits with one `value` of what they are told apart by (see `Detail`)."""

    value: str
    to_node: str = ""
    to_key: str = ""
    shown: int = 0
    tried: int = 0
    fixed: int = 0
    left: int = 0


@dataclass(frozen=True, kw_only=True)
class Transition:
    """How many visits said `value` at a node and came from there to another.

    Nodes besides questions and steps: ("", "start"), whose value is the message that was picked;
    ("", "support"), the support page; ("end", "resolved" | "worked_around" | "handed_over").
    """

    node: str
    key: str
    value: str
    to_node: str
    to_key: str
    visits: int


@dataclass(frozen=True, kw_only=True)
class MissingPath:
    """How many of the visits that were `shown` a page with this settings path did not find it."""

    path: str
    platform: str
    version: str
    reports: int
    shown: int
