"""A second count of everything, straight from the definitions and one question at a time.

Written in another style than the code, on purpose: no replay, no cells, no sums that are kept. For
each visit each thing is searched for in its list of events.
"""

from collections import Counter, defaultdict
from datetime import timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings

from troubleshooter.models import Event, Revision, Visit
from troubleshooter.statistics.counted import (
    DetailFigures,
    MissingPath,
    NodeFigures,
    Transition,
    VisitFigures,
)

SAID = ("answered", "result", "changed")
PAGE = {"ask": "question", "try": "step", "hand_over": ""}
RESULTS = ("fixed", "no_help", "could_not", "not_found", "waiting")


def shown_by(event):
    """(node, key) of the page that came after an event, or None."""
    return (PAGE[event["next_move"]], event["next_key"]) if event["next_move"] else None


class OneVisit:
    def __init__(self, row, events, content, line):
        self.row, self.line = row, line
        self.events = sorted(events, key=lambda e: e["sequence"])
        self.kinds = {step["key"]: step.get("kind", "fix") for step in content["steps"]}
        self.causes = [cause["key"] for cause in content["causes"]]
        self.paths = defaultdict(set)
        for node, listed in (("question", content["questions"]), ("step", content["steps"])):
            for one in listed:
                for path in one.get("paths", ()):
                    self.paths[node, one["key"]].add(path)
        self.messages = {m["key"]: set(m.get("answers", {})) for m in content.get("messages", ())}

    @cached_property
    def day(self):
        return self.row["started_at"].astimezone(ZoneInfo(settings.TIME_ZONE)).date()

    @cached_property
    def is_forgotten(self):
        return any(e["kind"] == "forgotten" for e in self.events)

    def about(self, node, key):
        return [
            e
            for e in self.events
            if (e["node"], e["key"]) == (node, key) and e["kind"] in (*SAID, "confirmed")
        ]

    def said(self, node, key):
        return [e for e in self.about(node, key) if e["kind"] in SAID]

    def value(self, node, key):
        """What stands in the end; None for nothing, also where it was taken back."""
        return self.standing_values(len(self.events)).get((node, key))

    def standing_values(self, upto):
        """What stood after so many events."""
        last = {}
        for e in self.events[:upto]:
            if e["kind"] in (*SAID, "taken_back"):
                last[e["node"], e["key"]] = e
        return {at: e["value"] for at, e in last.items() if e["kind"] != "taken_back"}

    @cached_property
    def nodes(self):
        if self.is_forgotten:
            return set()
        told = {(e["node"], e["key"]) for e in self.events if e["kind"] in (*SAID, "confirmed")}
        support = {("", "") for e in self.events if e["kind"] == "handed_over"}
        return told | support | {shown_by(e) for e in self.events if e["next_move"]}

    def place(self, node, key):
        """Of the first event about it; else how many had been answered when it was first shown."""
        if (node, key) == ("", ""):
            own = [e for e in self.events if e["kind"] == "handed_over"]
        else:
            own = self.about(node, key)
        if own:
            return own[0]["place"]
        showing = next((n for n, e in enumerate(self.events) if shown_by(e) == (node, key)), None)
        if showing is None:
            return 0
        return len(self.standing_values(showing + 1))

    def cause(self, node, key):
        first = next((e for e in self.said(node, key) if e["believed"] is not None), None)
        if first is None or not any(first["believed"]):
            return ""
        return max(zip(first["believed"], [-n for n in range(99)], self.causes))[2]

    @cached_property
    def fixing(self):
        """Steps that the visitor says worked, as first answered, fixes before workarounds."""
        keys = dict.fromkeys(
            e["key"] for e in self.events if e["node"] == "step" and e["kind"] in SAID
        )
        fixed = [k for k in keys if self.value("step", k) == "fixed"]
        return [k for k in fixed if self.kinds[k] != "workaround"] + [
            k for k in fixed if self.kinds[k] == "workaround"
        ]

    @cached_property
    def outcome(self):
        if self.is_forgotten:
            return "forgotten"
        if self.fixing:
            return "worked_around" if self.kinds[self.fixing[0]] == "workaround" else "resolved"
        if any(e["kind"] == "handed_over" for e in self.events):
            return "handed_over"
        return "left" if self.events[-1]["at"] < self.line else "open"

    @cached_property
    def standing(self):
        """Where an unended visit stands; None where that is not known."""
        if self.outcome not in ("left", "open"):
            return None
        last = self.events[-1]
        if last["next_move"]:
            return shown_by(last)
        if last["node"] == "step" and (last["kind"] == "confirmed" or last["value"] == "waiting"):
            return ("step", last["key"])
        return None

    def end_event(self):
        if self.fixing:
            return self.said("step", self.fixing[0])[-1]
        return next((e for e in self.events if e["kind"] == "handed_over"), self.events[-1])

    def minutes(self, clock):
        upto = self.events[: self.events.index(self.end_event()) + 1]
        if clock == "elapsed":
            return self.in_buckets(upto[-1]["at"] - self.row["started_at"])
        moments = [self.row["started_at"], *(e["at"] for e in upto)]
        gaps = [(b - a, self.waits(n)) for n, (a, b) in enumerate(zip(moments, moments[1:]))]
        wanted = [gap for gap, waits in gaps if waits == (clock == "waiting")]
        if clock == "hands_on":
            wanted = [min(gap, timedelta(minutes=30)) for gap in wanted]
        return self.in_buckets(sum(wanted, timedelta()))

    def waits(self, gap):
        """Whether the gap, the first of which comes before the first event, is spent waiting."""
        if gap == 0:
            return False
        event = self.events[gap - 1]
        if event["kind"] not in SAID or (event["node"], event["value"]) != ("step", "waiting"):
            return False
        if not event["next_move"]:
            return True
        until_now = self.events[:gap]
        values = {
            e["key"]: e["value"] for e in until_now if e["kind"] in SAID and e["node"] == "step"
        }
        return event["next_move"] == "try" and values.get(event["next_key"]) == "waiting"

    @staticmethod
    def in_buckets(duration):
        minutes = int(duration / timedelta(minutes=1))
        if minutes >= 1440:
            return minutes // 60 * 60
        return minutes // 15 * 15 if minutes >= 180 else minutes

    @cached_property
    def exclusion(self):
        row = self.row
        reasons = [
            ("preview", row["preview"]),
            ("staff", row["begun_by"] == "staff"),
            ("machine", self.is_machine),
            ("flood", row["begun_by"] == "flood"),
            ("outage", row["outage"]),
        ]
        return next((reason for reason, holds in reasons if holds), "")

    @cached_property
    def is_machine(self):
        events = list(self.events)
        brought = []
        for n, picking in enumerate(events):
            if picking["kind"] not in ("started", "picked"):
                continue
            named = self.messages.get(picking["value"], ())
            for e in events[n + 1 :]:
                with_it = e["kind"] in ("answered", "changed") and e["at"] == picking["at"]
                if not with_it or e["key"] not in named:
                    break
                brought.append(e)
        own = [e for e in events if e["kind"] in SAID and e not in brought]
        if any(e["unread"] for e in own):
            return True
        new = [e for e in own if e["kind"] != "changed"]
        if not new:
            start = events[0]
            seconds = 9 if start["page_seconds"] is None else start["page_seconds"]
            return start["kind"] == "started" and (start["unread"] or seconds < 1)
        seconds = new[0]["page_seconds"]
        if seconds is None:
            before = [e for e in events if e["sequence"] < new[0]["sequence"]]
            since = before[-1]["at"] if before else self.row["started_at"]
            seconds = (new[0]["at"] - since).total_seconds()
        span = (new[-1]["at"] - new[0]["at"]).total_seconds()
        return seconds < 1 or (len(new) >= 5 and (span <= 0 or (len(new) - 1) / span > 1))

    @cached_property
    def missing(self):
        if self.is_forgotten:
            return set()
        return {
            (e["key"], (PAGE[e["move"]], e["move_key"]) if e["move"] else ("", "unknown"))
            for e in self.events
            if e["kind"] == "path_not_found"
        }

    @cached_property
    def paths_shown(self):
        return {p for at in self.nodes for p in self.paths.get(at, ())} | {
            p for p, _ in self.missing
        }

    def transitions(self):
        if self.is_forgotten:
            return
        for n, e in enumerate(self.events):
            if e["kind"] == "handed_over":
                yield ("", "support", "", "end", "handed_over")
            elif e["kind"] in ("started", "answered", "result", "changed"):
                if self.counted_for(e) is not e:
                    continue
                to = self.next_of(n)
                at = ("", "start") if e["kind"] == "started" else (e["node"], e["key"])
                if to:
                    yield (*at, e["value"], *to)

    def counted_for(self, e):
        """The event that counts for the place of this one: of a step that was waited for the first
        that was said of it later and is no waiting."""
        same = [
            x
            for x in self.events
            if (x["node"], x["key"]) == (e["node"], e["key"])
            and x["kind"] in ("started", "answered", "result", "changed")
        ]
        said = [x for x in same if x["kind"] != "changed"]
        if not said or e["node"] != "step" or said[0]["value"] != "waiting":
            return said[0] if said else None
        ended = [x for x in same if x["sequence"] > said[0]["sequence"] and x["value"] != "waiting"]
        return ended[0] if ended else said[0]

    def next_of(self, n):
        e, rest = self.events[n], self.events[n + 1 :]
        support = ("", "support")
        if e["node"] == "step" and e["value"] == "fixed":
            return ("end", "worked_around" if self.kinds[e["key"]] == "workaround" else "resolved")
        if e["next_move"]:
            return support if e["next_move"] == "hand_over" else shown_by(e)
        if not rest:
            return None
        if rest[0]["kind"] == "handed_over":
            return ("end", "handed_over")
        if rest[0]["kind"] == "path_not_found":
            on = rest[0]["move"]
            return (
                None
                if not on
                else support
                if on == "hand_over"
                else (PAGE[on], rest[0]["move_key"])
            )
        if rest[0]["kind"] in ("picked", "taken_back"):
            return self.next_of(n + 1)
        own = (rest[0]["node"], rest[0]["key"])
        return (self.next_of(n + 1) or own) if rest[0]["kind"] == "changed" else own


class Truth:
    """All visits as they are in the database now, unended ones left before `line`."""

    def __init__(self, line):
        contents = dict(Revision.objects.values_list("pk", "content"))
        events = defaultdict(list)
        for event in Event.objects.exclude(kind="diagnosed").values():
            events[event["visit_id"]].append(event)
        self.all = [
            OneVisit(row, events[row["id"]], contents[row["revision_id"]], line)
            for row in Visit.objects.values()
            if events[row["id"]]
        ]

    def wanted(self, f, any_exclusion=False):
        for v in self.all:
            row = v.row
            if (
                row["guide_id"] == f.guide
                and f.since <= v.day <= f.until
                and f.revision in (None, row["revision_id"])
                and f.platform in (None, row["platform"])
                and f.version in (None, row["version"])
                and row["simulated"] is f.simulated
                and (any_exclusion or v.exclusion in {"", *f.include})
            ):
                yield v

    def visits(self, f):
        return self.ends(self.wanted(f))

    @staticmethod
    def ends(visits):
        ends = Counter(v.outcome for v in visits)
        opened = ends.pop("open", 0)
        return VisitFigures(visits=ends.total() + opened, **ends)

    def excluded(self, f):
        found = Counter(v.exclusion for v in self.wanted(f, any_exclusion=True))
        found.pop("", None)
        return dict(found)

    def visits_by(self, f, grain):
        by = defaultdict(list)
        days = [f.since + timedelta(days=n) for n in range((f.until - f.since).days + 1)]
        for day in days:
            by[start_of(day, grain)] += []
        for v in self.wanted(f):
            by[start_of(v.day, grain)].append(v)
        return tuple((start, self.ends(found)) for start, found in sorted(by.items()))

    def node(self, visits, node, key):
        found = Counter()
        for v in visits:
            if (node, key) not in v.nodes:
                continue
            found["shown"] += 1
            value = v.value(node, key)
            handed_over = any(e["kind"] == "handed_over" for e in v.events)
            found["answered"] += value is not None or ((node, key) == ("", "") and handed_over)
            if node == "step" and value is not None:
                found[value] += 1
            if v.standing == (node, key):
                found[v.outcome] += 1
        return NodeFigures(**found)

    def nodes(self, f):
        visits = list(self.wanted(f))
        return {at: self.node(visits, *at) for at in {at for v in visits for at in v.nodes}}

    def nodes_by(self, f, node, key, dimension):
        name = {
            "platform": lambda v: v.row["platform"],
            "version": lambda v: f"{v.row['platform']}/{v.row['version']}",
            "revision": lambda v: str(v.row["revision_id"]),
        }.get(dimension, lambda v: str(start_of(v.day, dimension)))
        by = defaultdict(list)
        for v in self.wanted(f):
            if (node, key) in v.nodes:
                by[name(v)].append(v)
        return {value: self.node(found, node, key) for value, found in by.items()}

    def details(self, f, node, key, by):
        rows = defaultdict(Counter)
        for v in self.wanted(f):
            if by == "next":
                for *at, value, to_node, to_key in v.transitions():
                    if at == [node, key]:
                        rows[value, to_node, to_key]["shown"] += 1
            elif by == "path":
                for path, at in v.missing:
                    if at == (node, key):
                        rows[path, "", ""]["shown"] += 1
            elif (node, key) in v.nodes:
                value = {
                    "place": str(v.place(node, key)),
                    "cause": v.cause(node, key) or None,
                    "answer": v.value(node, key),
                }[by]
                if value is None:
                    continue
                said = v.value(node, key) if node == "step" else None
                row = rows[value, "", ""]
                row["shown"] += 1
                row["tried"] += said in ("fixed", "no_help")
                row["fixed"] += said == "fixed"
                if by != "answer":
                    row["left"] += v.standing == (node, key) and v.outcome == "left"
        return tuple(
            DetailFigures(value=value, to_node=to_node, to_key=to_key, **counted)
            for (value, to_node, to_key), counted in sorted(rows.items())
        )

    def flow(self, f):
        found = Counter(t for v in self.wanted(f) for t in v.transitions())
        names = ("node", "key", "value", "to_node", "to_key")
        return tuple(
            Transition(**dict(zip(names, parts)), visits=number)
            for parts, number in sorted(found.items())
        )

    def times(self, f, clock):
        found = defaultdict(Counter)
        for v in self.wanted(f):
            if not v.is_forgotten:
                found[v.outcome][v.minutes(clock)] += 1
        return dict(found)

    def missing_paths(self, f):
        rows = defaultdict(Counter)
        for v in self.wanted(f):
            for path in v.paths_shown:
                row = rows[path, v.row["platform"], v.row["version"]]
                row["shown"] += 1
                row["reports"] += path in {p for p, _ in v.missing}
        found = [
            MissingPath(path=path, platform=platform, version=version, **row)
            for (path, platform, version), row in rows.items()
            if row["reports"]
        ]
        return tuple(sorted(found, key=lambda m: (-m.reports, m.path, m.platform, m.version)))


def start_of(day, grain):
    if grain == "week":
        return day - timedelta(days=day.isoweekday() - 1)
    return day.replace(day=1) if grain == "month" else day
