"""The lamp guide's twin, and more rows of any kind."""

import secrets
from itertools import count
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db import models
from django.test import Client

from tests.conftest import GUIDES
from troubleshooter.content.importing import import_guide
from troubleshooter.content.reader import read_guide
from troubleshooter.models import Delivery, Guide

NUMBERS = count(1000)


def twin_of_lamp() -> Guide:
    """A second guide with the same keys inside it, so that a row of the wrong guide is noticed."""
    text = (GUIDES / "lamp.yaml").read_text().replace("key: lamp\n", "key: twin\n")
    content, problems = read_guide(text.encode())
    assert not problems
    return import_guide(content).guide


def more_like(row: models.Model, how_many: int) -> list[models.Model]:
    """Copies that differ only in what must be unique."""
    return [_copy(row, next(NUMBERS)) for _ in range(how_many)]


def _copy(row: models.Model, number: int) -> models.Model:
    copy = type(row).objects.get(pk=row.pk)
    copy.pk, copy._state.adding = None, True
    for field, value in _unlike(row, number).items():
        if hasattr(row, field):
            setattr(copy, field, value)
    if "name" in {name for rule in row._meta.constraints for name in getattr(rule, "fields", ())}:
        copy.name = f"{row.name} {number}"
    if isinstance(copy, Delivery):  # one of a visit, under a number that nobody else has
        copy.key, (copy.visit,) = uuid4(), more_like(row.visit, 1)
    copy.save(force_insert=True)
    return copy


def _unlike(row: models.Model, number: int) -> dict[str, object]:
    return {
        "key": f"{getattr(row, 'key', '')}-{number}",
        "number": number,
        "sequence": number,
        "kind": "result" if type(row).__name__ == "Event" else getattr(row, "kind", ""),
        "token_hash": secrets.token_bytes(32),
    }


def someone(username):
    client = Client()
    client.force_login(get_user_model().objects.create_superuser(username, password="x"))
    return client
