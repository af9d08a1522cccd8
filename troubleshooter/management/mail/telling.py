"""Telling readers of alerts that nobody was told of yet."""

from collections.abc import Sequence

from django.utils import timezone

from troubleshooter.content.catalogue import published
from troubleshooter.models import Alert, Revision
from troubleshooter.statistics.alerts.standing import alert_value
from troubleshooter.statistics.figures.names import Names
from troubleshooter.statistics.figures.standing import named
from troubleshooter.statistics.told import News

from .alerts import GuideAlert, alerts_letter
from .letters import Letter
from .sending import Sent, everybody_knows, send

KIND = "alert"


def tell_of_alerts() -> Sent:
    """One letter to each reader about all that stand and that they do not know of. Once everybody
    knows an alert it bears the time, and is not looked at again."""
    untold = Alert.objects.filter(told_at=None, over_at=None).select_related("guide")
    alerts = {_news(alert): alert for alert in untold.order_by("noticed_at", "pk")}

    def write(news: Sequence[News]) -> Letter:
        return alerts_letter([_named(alerts[one]) for one in news])

    sent = send(list(alerts), write)
    for news, alert in alerts.items():
        if everybody_knows(news):
            Alert.objects.filter(pk=alert.pk).update(told_at=timezone.now())
    return sent


def _news(alert: Alert) -> News:
    return News(guide=alert.guide_id, kind=KIND, name=str(alert.pk))


def _named(alert: Alert) -> GuideAlert:
    revisions = Revision.objects.filter(guide=alert.guide, number__isnull=False).defer("content")
    names = Names(published(alert.guide.live_revision_id), tuple(revisions.order_by("-number")))
    value = alert_value(alert)
    said = named(value, names)
    return GuideAlert(guide=alert.guide, said=said)
