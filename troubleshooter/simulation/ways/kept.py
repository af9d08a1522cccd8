"""Forecasts that were worked out before, found again by all that they follow from.

A forecast of a large guide takes a second or two. It follows from content and numbers alone, so
what is kept is never wrong; it is dropped after some days, or when the cache has no room.
"""

import hashlib
import json
from collections.abc import Callable

from django.core.cache import cache

from troubleshooter.content.engine_values import parameters_as_json
from troubleshooter.content.publishing import frozen

from .comparing import Version, foresee_older, foresee_one
from .forecast import Forecast

# Changes with the engine or with what a forecast holds: a shared cache outlives a new release.
EDITION = 1
KEPT_SECONDS = 7 * 24 * 3600


def kept_forecast(version: Version) -> Forecast:
    """What the visitors of a version will see."""
    return _kept((version,), lambda: foresee_one(version))


def kept_forecast_of_older(before: Version, after: Version) -> Forecast:
    """What the people of the newer version meet in the older one."""
    return _kept((before, after), lambda: foresee_older(before, after))


def _kept(versions: tuple[Version, ...], work_out: Callable[[], Forecast]) -> Forecast:
    name = "-".join(("ways", str(EDITION), *map(_digest, versions)))
    found = cache.get(name)
    if found is None:
        found = work_out()
        cache.set(name, found, KEPT_SECONDS)
    return found


def _digest(version: Version) -> str:
    content = frozen(version.guide.content)[1]
    numbers = json.dumps(parameters_as_json(version.numbers), sort_keys=True)
    whole = f"{content} {numbers} {version.editors_order}"
    return hashlib.sha256(whole.encode()).hexdigest()
