"""`/metrics`, for Prometheus: what all processes of this server counted, and what waits."""

import hmac
import os
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from .backlog import Backlog


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """404, as for an address that leads nowhere, to whoever does not send the token."""
    if not _may(request.headers.get("Authorization", "")):
        raise Http404
    text = b"".join(generate_latest(registry) for registry in _registries())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _may(sent: str) -> bool:
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(sent.encode(), wanted.encode())


def _registries() -> Iterator[CollectorRegistry]:
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        of_all = CollectorRegistry()
        MultiProcessCollector(of_all)
        yield of_all
    else:
        yield REGISTRY
    waiting = CollectorRegistry()
    waiting.register(Backlog())
    yield waiting
