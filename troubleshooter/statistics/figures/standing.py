"""What got worse beyond chance, with its names."""

from dataclasses import dataclass

from troubleshooter.models import AlertKind, Node

from ..alerts.standing import StandingAlert, standing_alerts
from .names import Names


@dataclass(frozen=True, kw_only=True)
class NamedAlert:
    """`name` is the step's title, or the settings path's name; `device` the platform's."""

    alert: StandingAlert
    name: str
    device: str


def alerts_now(guide: int, names: Names) -> tuple[NamedAlert, ...]:
    """Those that stand, the newest first, whatever visits a page shows. One query."""
    return tuple(named(alert, names) for alert in standing_alerts(guide))


def named(alert: StandingAlert, names: Names) -> NamedAlert:
    return NamedAlert(alert=alert, name=_name(alert, names), device=names.platform(alert.platform))


def _name(alert: StandingAlert, names: Names) -> str:
    if alert.kind == AlertKind.PATH:
        path = names.path(alert.key)
        return path.name if path else alert.key
    return names.node(Node.STEP, alert.key).title
