"""Visits as rows, made straight: whatever could stand in the tables."""

import secrets
from datetime import UTC, datetime, timedelta

from troubleshooter.models import Event, Revision, StaleDay, Visit

START = datetime(2025, 3, 28, 21, 30, tzinfo=UTC)  # days before a change of clocks and of month


class World:
    """A guide with two revisions and one preview, and a clock of its own."""

    def __init__(self, live):
        self.guide = live.guide_id
        self.parameters = live.parameters_id
        first = Revision.objects.get(pk=live.published.revision_id)
        self.revisions = [first.pk, self.revision(first, 2), self.revision(first, None)]
        self.now = START
        self.visits = []

    def revision(self, like, number):
        return Revision.objects.create(
            guide=like.guide, number=number, content=like.content, content_hash=f"{number}"
        ).pk

    def later(self, seconds):
        self.now += timedelta(seconds=seconds)

    def begin(self, *, revision=0, message="", next_move="", next_key="", **columns):
        columns["preview"] = columns.get("preview", False) or revision == 2
        visit = Visit.objects.create(
            token_hash=secrets.token_bytes(32),
            guide_id=self.guide,
            revision_id=self.revisions[revision],
            parameters_id=self.parameters,
            started_at=self.now,
            last_event_at=self.now,
            message=message,
            **columns,
        )
        self.visits.append(visit)
        self.add(visit, kind="started", value=message, next_move=next_move, next_key=next_key)
        return visit

    def add(self, visit, **columns):
        """The next event of a visit, unless it was forgotten."""
        if visit.outcome == "forgotten" and columns["kind"] != "forgotten":
            return None
        visit.last_sequence += 1
        said = visit.events.filter(kind__in=("answered", "result", "taken_back"))
        place = sum(
            -1 if kind == "taken_back" else 1 for kind in said.values_list("kind", flat=True)
        )
        return Event.objects.create(
            visit=visit,
            sequence=visit.last_sequence,
            at=self.now,
            revision_id=visit.revision_id,
            parameters_id=visit.parameters_id,
            **{"place": place, **columns},
        )

    def say(self, visit, node, key, value, **columns):
        """An answer or a result, or a change of it; nothing where it was said already."""
        before = list(
            visit.events.filter(
                node=node, key=key, kind__in=("answered", "result", "changed", "taken_back")
            )
            .order_by("sequence")
            .values_list("value", flat=True)
        )
        if before and before[-1] == value:
            return
        before = before and before[-1]  # what was taken back has no value
        kind = "changed" if before else "answered" if node == "question" else "result"
        self.add(visit, kind=kind, node=node, key=key, value=value, **columns)

    def pick(self, visit, message, **columns):
        """A message in place of the one before: what that brought is taken back, as far as it
        stands."""
        stands = visit.events.filter(
            node="question", key="others", kind__in=("answered", "changed", "taken_back")
        ).last()
        if stands is not None and stands.kind != "taken_back":
            self.add(visit, kind="taken_back", node="question", key="others")
        self.add(visit, kind="picked", value=message, **({} if message else columns))
        if message:
            self.say(visit, "question", "others", "no", **columns)

    def forget(self, visit):
        """As the service does it."""
        if visit.outcome == "forgotten":
            return
        StaleDay.objects.mark([(visit.guide_id, visit.started_at)])
        visit.events.exclude(kind="started").delete()
        visit.events.update(value="")
        visit.token_hash, visit.outcome = None, "forgotten"
        visit.platform = visit.version = visit.message = ""
        visit.save()
        self.add(visit, kind="forgotten")

    def sweep_previews(self):
        gone = [v for v in self.visits if v.revision_id == self.revisions[2]]
        Event.objects.filter(visit__in=gone).delete()
        Visit.objects.filter(pk__in=[v.pk for v in gone]).delete()
        self.visits = [v for v in self.visits if v not in gone]
