"""What got worse with visitors, for those who can mend it: alerts that stand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from troubleshooter.models import Alert, AlertKind, Platform, SettingsPath, Step


@dataclass(frozen=True, kw_only=True)
class Worse:
    """A step that fixes less often since a day, or a settings path that is missed more often on a
    `device`, in words. `pk` is that of its row in the draft."""

    kind: AlertKind
    pk: int
    name: str
    device: str
    since: date


def got_worse() -> Mapping[int, tuple[Worse, ...]]:
    """By guide, the newest first. Four queries at most. What the draft has no more is left out:
    it needs publishing, not mending."""
    alerts = list(Alert.objects.filter(over_at=None))
    found: dict[int, list[Worse]] = defaultdict(list)
    rows = {kind: _rows(kind, alerts) for kind in AlertKind}
    names = _platforms(alerts)
    for alert in alerts:
        row = rows[AlertKind(alert.kind)].get((alert.guide_id, alert.key))
        if row is not None:
            pk, name = row
            found[alert.guide_id].append(
                Worse(
                    kind=AlertKind(alert.kind),
                    pk=pk,
                    name=name,
                    device=_device(alert, names),
                    since=alert.since,
                )
            )
    return {guide: tuple(worse) for guide, worse in found.items()}


def _rows(kind: AlertKind, alerts: Iterable[Alert]) -> dict[tuple[int, str], tuple[int, str]]:
    """(guide, key) -> primary key and name, of what the alerts of a kind are about."""
    keys = {alert.key for alert in alerts if alert.kind == kind}
    if not keys:
        return {}
    model, name = (Step, "title") if kind == AlertKind.FIX_RATE else (SettingsPath, "name")
    rows = model.objects.filter(key__in=keys, retired=False)
    return {
        (guide, key): (pk, said)
        for guide, key, pk, said in rows.values_list("guide_id", "key", "pk", name)
    }


def _platforms(alerts: Iterable[Alert]) -> dict[tuple[int, str], str]:
    """(guide, key) -> name, of the platforms that the alerts are about."""
    keys = {alert.platform for alert in alerts} - {""}
    rows = Platform.objects.filter(key__in=keys) if keys else Platform.objects.none()
    return {(guide, key): name for guide, key, name in rows.values_list("guide_id", "key", "name")}


def _device(alert: Alert, names: Mapping[tuple[int, str], str]) -> str:
    platform = names.get((alert.guide_id, alert.platform), alert.platform)
    return f"{platform} {alert.version}".strip()
