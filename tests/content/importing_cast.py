"""Who takes part in the import tests: the lamp guide, imported, and visits to it."""

import secrets

import pytest
from django.utils import timezone

from tests.content.sample_guides import (
    every_row,
    lamp_content,
    lamp_draft,
)
from troubleshooter.content.importing import import_guide
from troubleshooter.content.publishing import publish
from troubleshooter.content.rows import content_from_rows
from troubleshooter.models import (
    Event,
    EventKind,
    Node,
    Visit,
)


@pytest.fixture
def guide():
    return import_guide(lamp_content()).guide


@pytest.fixture
def visit(guide):
    return visit_to(guide)


def visit_to(guide):
    """Somebody who picked the message and has done nothing yet."""
    publish(guide)
    now = timezone.now()
    visit = Visit.objects.create(
        token_hash=secrets.token_bytes(32),
        guide=guide,
        revision=guide.live_revision,
        parameters=guide.live_parameters,
        message="no-power",
        started_at=now,
        last_event_at=now,
    )
    say(visit, Node.NONE, "", "no-power", kind=EventKind.STARTED)
    return visit


def say(visit, node, key, value="", *, kind=EventKind.ANSWERED, **more):
    visit.last_sequence += 1
    Event.objects.create(
        visit=visit,
        sequence=visit.last_sequence,
        kind=kind,
        node=node,
        key=key,
        value=value,
        revision=visit.revision,
        parameters=visit.parameters,
        at=timezone.now(),
        **more,
    )


def import_draft(draft):
    """The report's lines, for a draft that comes out as it went in."""
    report = import_guide(draft.content())
    assert content_from_rows(report.guide) == draft.content()
    return report.lines


def changed_tables(before):
    after = every_row()
    return {name for name in after if after[name] != before[name]}


def without_all_kinds():
    """The lamp guide without an entry of each kind that visits may refer to."""
    draft = lamp_draft()
    draft.question("flicker")["options"] = [
        {"key": "no", "label": "No", "usual": 0.95, "likelihood": {"bulb": 0.1}},
        {"key": "once", "label": "Once", "usual": 0.05, "likelihood": {"bulb": 0.9}},
    ]
    for section, key in [
        ("messages", "no-power"),
        ("questions", "others"),
        ("steps", "rewire"),
        ("causes", "wiring"),
        ("paths", "switch"),
    ]:
        draft.remove(section, key)
    return draft
