"""A look whose numbers are made up by the test, with the interface of statistics.queries.Look."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from troubleshooter.statistics.counted import DetailFigures, NodeFigures, VisitFigures


@dataclass
class MadeUpLook:
    whole: VisitFigures = field(default_factory=VisitFigures)
    left_out: dict[str, int] = field(default_factory=dict)
    by_time: tuple[tuple[date, VisitFigures], ...] = ()
    of_nodes: dict[tuple[str, str], NodeFigures] = field(default_factory=dict)
    of_nodes_by: dict[tuple[str, str, str], dict[str, NodeFigures]] = field(default_factory=dict)
    of_details: dict[tuple[str, str, str], tuple[DetailFigures, ...]] = field(default_factory=dict)
    of_times: dict[str, dict[str, Counter]] = field(default_factory=dict)
    missing: tuple = ()

    def visits(self, f):
        return self.whole

    def excluded(self, f):
        return self.left_out

    def visits_by(self, f, grain):
        return self.by_time

    def nodes(self, f):
        return self.of_nodes

    def nodes_by(self, f, node, key, dimension):
        return self.of_nodes_by.get((node, key, dimension), {})

    def details(self, f, node, key, by):
        return self.of_details.get((node, key, by), ())

    def flow(self, f):
        return ()

    def answers(self, f):
        return {}

    def times(self, f, clock):
        return self.of_times.get(clock, {})

    def missing_paths(self, f):
        return self.missing
