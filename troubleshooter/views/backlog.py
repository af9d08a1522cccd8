"""What waits, as gauges: read from the database when somebody asks, so that no visitor pays.

The same on every server, since all share the database: take the greatest, not the sum.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from django.db import DatabaseError
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from troubleshooter.models import (
    Delivery,
    DeliveryState,
    Event,
    PlannedPublication,
    PublicationState,
)
from troubleshooter.statistics.mark import current_mark

# More are not counted: it would take longer and say no more.
MOST = 100_000
Gauge = tuple[str, str, float]


class Backlog:
    """Collected by Prometheus' client. A database in trouble is a figure too."""

    def collect(self) -> Iterator[Metric]:
        try:
            found = list(chain(_events(), _hand_overs(), _plans()))
        except DatabaseError:
            found = []
        yield GaugeMetricFamily(
            "helpdesk_database_up", "1 if the database answers.", value=bool(found)
        )
        for name, what, value in found:
            yield GaugeMetricFamily(f"helpdesk_{name}", what, value=value)


def _events() -> Iterator[Gauge]:
    last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    yield "last_event", "The number of the last event; its rate is events a second.", last
    waiting = Event.objects.filter(pk__gt=current_mark().event).order_by("pk")
    number = waiting.values("pk")[:MOST].count()
    yield "events_unfolded", f"Events not in the counts yet, {MOST} at most.", number
    oldest = waiting.values_list("at", flat=True).first() if number else None
    yield "fold_lag_seconds", "How long the oldest of them has waited.", _age(oldest)


def _hand_overs() -> Iterator[Gauge]:
    waiting, given_up = (
        Q(state=state) for state in (DeliveryState.WAITING, DeliveryState.GIVEN_UP)
    )
    found = Delivery.objects.aggregate(
        waiting=Count("pk", filter=waiting),
        oldest=Min("made_at", filter=waiting),
        given_up=Count("pk", filter=given_up),
    )
    yield "hand_overs_waiting", "Hand-overs that wait to be sent.", found["waiting"]
    yield "hand_over_lag_seconds", "How long the oldest of them waits.", _age(found["oldest"])
    yield "hand_overs_given_up", "Hand-overs that were given up.", found["given_up"]


def _plans() -> Iterator[Gauge]:
    planned = Q(state=PublicationState.PLANNED)
    found = PlannedPublication.objects.aggregate(
        planned=Count("pk", filter=planned),
        late=Count("pk", filter=planned & Q(publish_at__lt=timezone.now())),
        failed=Count("pk", filter=Q(state=PublicationState.FAILED)),
    )
    yield "publications_planned", "Guides that are to go live at a time.", found["planned"]
    yield "publications_late", "Those of them whose time has come.", found["late"]
    yield "publications_failed", "Those that could not go live.", found["failed"]


def _age(at: datetime | None) -> float:
    """Seconds since then; 0 where there is nothing."""
    return max(0.0, (timezone.now() - at).total_seconds()) if at else 0.0
