"""One answer that a browser is to look at."""

from dataclasses import dataclass

from django.http import HttpResponse


@dataclass(frozen=True, kw_only=True)
class Surface:
    name: str  # of the address, as the URL configuration has it, and what was special
    address: str
    answer: HttpResponse
