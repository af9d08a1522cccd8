"""Pressing “Preview”, and walking through one as a browser does."""

import re

from django.test import Client
from django.urls import reverse

from tests.journeys.walking import HTMX, look
from troubleshooter.models import Guide

DESK = {"platform": "desk", "version": "2"}


def press_preview(client: Client, guide: Guide) -> str:
    """The address that the button leads to, such as /preview/7/."""
    response = client.post(reverse("admin:troubleshooter_guide_preview", args=[guide.pk]))
    assert response.status_code == 302
    return response["Location"]


def walk(client, prefix, choose, *, htmx=False):
    headers = HTMX if htmx else {}
    next_move = f"{prefix}guides/lamp/next/"
    pages = [look(client.get(next_move, follow=True, headers=headers))]
    while pages[-1].hooks.get("page") in ("question", "step") and len(pages) < 40:
        sent = client.post(pages[-1].address, choose(pages[-1]), headers=headers)
        assert sent.status_code == 302
        pages.append(look(client.get(sent["Location"], headers=headers)))
    return pages


def links(response) -> list[str]:
    return re.findall(r'href="([^"]+)"', bar(response))


def bar(response) -> str:
    found = re.findall(r'<aside id="preview".*?</aside>', response.content.decode(), re.DOTALL)
    assert len(found) == 1
    return found[0]
