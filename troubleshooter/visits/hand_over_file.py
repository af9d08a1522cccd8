"""A visit as the document that is handed over, and as the parcel that a help desk gets."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from troubleshooter.delivering.parcel import Parcel
from troubleshooter.models import Node

from . import handover
from .hand_over_schema import Answered, Device, GuideNamed, HandOver, Message, Tried, Written
from .queries import OpenVisit

Nodes = dict[tuple[str, str], datetime]


def hand_over_of(here: OpenVisit, cause_link: str) -> HandOver:
    """The visit as it stands. One query, for when each thing was said."""
    said, at = handover.said(here), _last_said(here)
    return HandOver(
        format=1,
        made_at=minute_of(timezone.now()),
        started_at=minute_of(here.visit.started_at),
        guide=_guide(here),
        device=_device(here),
        message=_message(here),
        answers=tuple(_answered(one, at) for one in said if one.node is Node.QUESTION),
        steps=tuple(_tried(here, one, at) for one in said if one.node is Node.STEP),
        fields=_written(here),
        link=cause_link,
    )


def document(here: OpenVisit, cause_link: str) -> str:
    """The JSON, for people's eyes too."""
    return hand_over_of(here, cause_link).model_dump_json(indent=2) + "\n"


def parcel_of(here: OpenVisit, cause_link: str) -> Parcel:
    title = here.guide.content.title
    return Parcel(
        subject=_("Hand-over: %(guide)s") % {"guide": title},
        text=handover.summary(here, cause_link),
        document=document(here, cause_link),
    )


def minute_of(moment: datetime) -> datetime:
    """The minute that it lies in, in UTC."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def _last_said(here: OpenVisit) -> Nodes:
    """When each question and step got the answer that holds."""
    events = here.visit.events.filter(node__in=(Node.QUESTION, Node.STEP)).exclude(value="")
    said = events.order_by("sequence").values_list("node", "key", "at")
    return {(node, key): minute_of(at) for node, key, at in said}


def _guide(here: OpenVisit) -> GuideNamed:
    content = here.guide.content
    return GuideNamed(
        key=content.key,
        title=content.title,
        language=content.language,
        revision=here.guide.number,
    )


def _device(here: OpenVisit) -> Device:
    platform = here.guide.platforms.get(here.visit.platform)
    name = platform.name if platform else ""
    return Device(platform=here.visit.platform, name=name, version=here.visit.version)


def _message(here: OpenVisit) -> Message | None:
    message = here.guide.messages.get(here.visit.message)
    return Message(key=message.key, text=message.text) if message else None


def _answered(one: handover.Said, at: Nodes) -> Answered:
    when = at[one.node, one.key]
    return Answered(question=one.key, text=one.text, option=one.value, said=one.said, at=when)


def _tried(here: OpenVisit, one: handover.Said, at: Nodes) -> Tried:
    return Tried(
        step=one.key,
        title=one.text,
        kind=here.guide.steps[one.key].kind,
        result=one.value,
        said=one.said,
        at=at[one.node, one.key],
    )


def _written(here: OpenVisit) -> tuple[Written, ...]:
    known = handover.fields(here)
    return tuple(
        Written(key=item.key, label=item.label, text=known.get(item.key, ""))
        for item in here.guide.content.handoff
    )
