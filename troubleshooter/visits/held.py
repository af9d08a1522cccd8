"""Everything that the database holds about a visit, for its visitor to take away.

The columns come from the models: a new one is in the file at once. Times are in UTC. What is left
out are hashes of secrets, which say nothing about anybody and open nothing.
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone

from troubleshooter.models import Delivery, DevicePass, Event

from .handover import said
from .queries import OpenVisit, require_visit

FORMAT = 1
HASHES = frozenset({"token_hash", "secret_hash", "code_hash"})
Row = dict[str, Any]


def held(guide_key: str, token: str | None) -> str:
    """A JSON document of all that is held about the visit that the token opens: five queries.

    `visit` is its row, `events`, `passes` and `deliveries` are lists of rows, each as column ->
    value; `in_words` lists what holds of them as people would say it. Raises VisitGone.
    """
    here = require_visit(guide_key, token, even_withdrawn=True)
    whole = {
        "format": FORMAT,
        "made_at": _value(timezone.now()),
        "guide": _guide(here),
        "in_words": [{"of": one.text, "said": one.said} for one in said(here)],
        "visit": _row(here.visit),
        "events": _rows(Event, here, "sequence"),
        "passes": _rows(DevicePass, here, "pk"),
        "deliveries": _rows(Delivery, here, "made_at"),
    }
    return json.dumps(whole, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder) + "\n"


def _guide(here: OpenVisit) -> Row:
    """Which guide the numbers in the rows belong to; revision 0: a draft."""
    content = here.guide.content
    return {"key": content.key, "title": content.title, "revision": here.guide.number}


def _rows(model: type[Model], here: OpenVisit, order: str) -> list[Row]:
    return [_row(one) for one in model._base_manager.filter(visit=here.visit).order_by(order)]


def _row(one: Model) -> Row:
    """Links as the number of the row that they lead to."""
    columns = (column for column in one._meta.concrete_fields if column.name not in HASHES)
    return {column.name: _value(getattr(one, column.attname)) for column in columns}


def _value(value: object) -> object:
    """A time whole, with its microseconds: the encoder would cut them."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
