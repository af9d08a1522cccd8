"""The overview as a support lead opens it: the whole request, through Django's test client."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from troubleshooter.statistics import sources

REPEATS = 15
HOST = "127.0.0.1"
PERIODS = {"a year": 364, "90 days": 89, "30 days": 29}


def opened(clock: Callable[[], float]) -> Iterator[str]:
    """One line for each period. Charts are in the cache of files that ships."""
    call_command("collectstatic", interactive=False, verbosity=0)
    lead, today = _lead(), timezone.localdate()
    first = _took(lead, "/insights/?guide=bench", clock)
    yield f"- the page, as the very first of a process that loads what draws: {first:.0f}"
    for name, days in PERIODS.items():
        address = f"/insights/?guide=bench&since={today - timedelta(days=days)}&until={today}"
        told = ", ".join(
            f"{what} {_middle(lead, address, clock, before):.0f}" for what, before in WAYS.items()
        )
        yield f"- the page of {name}: {told}"


def _charts() -> None:
    caches["charts"].clear()


def _first() -> None:
    _charts()
    sources.forget()


WAYS: dict[str, Callable[[], None]] = {
    "charts cold in a new process": _first,
    "charts cold later": _charts,
    "charts warm in a new process": sources.forget,
    "charts warm later": lambda: None,
}


def _lead() -> Client:
    user, made = get_user_model().objects.get_or_create(username="lead-of-the-bench")
    if made:
        user.groups.add(Group.objects.get(name="Support leads"))
    client = Client(headers={"host": HOST})
    client.force_login(user)
    return client


def _middle(
    lead: Client, address: str, clock: Callable[[], float], before: Callable[[], None]
) -> float:
    _took(lead, address, clock)
    found = []
    for _ in range(REPEATS):
        before()
        found.append(_took(lead, address, clock))
    return median(found)


def _took(lead: Client, address: str, clock: Callable[[], float]) -> float:
    began = clock()
    answer = lead.get(address)
    took = 1e3 * (clock() - began)
    assert answer.status_code == 200, (address, answer.status_code)
    assert b"<svg" in answer.content
    return took
