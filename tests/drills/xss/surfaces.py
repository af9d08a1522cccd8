"""Every kind of page that links lead to, for somebody who may see everything, with what they typed."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from troubleshooter.models import Guide

from .beside import letters, shown_again
from .hostile_guide import TRANSLATED
from .surface import Surface

EACH, EACH_OF_ADMIN = 2, 1  # pages of one kind
LINK = re.compile(r"""(?:href|src|data-href|hx-get)=["']?([^"'\s>]+)""")
UNWANTED = re.compile(r"logout|^/static/|/delete/|/password")
GUIDES = ("lamp", "kettle")


def surfaces(group: tuple[str, ...]) -> Iterator[Surface]:
    """Everything. The guides must have been published before."""
    client = chief()
    yield from typed_in(group, client)
    yield from _linked(client)
    for language in TRANSLATED:
        yield from _translated(language)
    yield from shown_again(client, words(group)[:4_000])
    yield from letters(group)


def words(group: tuple[str, ...]) -> str:
    """What is typed. An editor's Markdown may link to the picture, but nothing that was typed may."""
    return " ".join(group).replace("/a.png", "/typed.png")


def _translated(language: str) -> Iterator[Surface]:
    client = Client(headers={"accept-language": language})
    client.post("/guides/lamp/start/")
    own = ("", "support/", "answers/", "message/", "facts/sockets/", "questions/others/")
    pages = [f"/guides/lamp/{page}" for page in (*own, "steps/plug-in/", "steps/new-bulb/")]
    for address in ("/", "/embed/lamp/", *pages):
        answer = client.get(address)
        yield Surface(name=f"{language} {address}", address=address, answer=answer)


def chief() -> Client:
    client = Client(raise_request_exception=False)
    rights = {"is_superuser": True, "is_staff": True}
    user, _ = get_user_model().objects.get_or_create(username="<b>", defaults=rights)
    client.force_login(user)
    return client


def looked_up(client: Client, addresses: list[str]) -> Iterator[Surface]:
    """These pages, for somebody in the midst of the lamp's guide."""
    client.post("/guides/lamp/start/")
    for address in addresses:
        yield Surface(name=address, address=address, answer=client.get(address, follow=True))


def typed_in(group: tuple[str, ...], client: Client | None = None) -> Iterator[Surface]:
    """What says again what was typed, once somebody walked through the guides and wrote."""
    typed, client = words(group), client or chief()
    _visit(client, typed)
    for name, answer in _typed(client, typed):
        yield Surface(name=name, address=answer.wsgi_request.get_full_path(), answer=answer)


def _visit(client: Client, typed: str) -> None:
    """Somebody walks through the guides, writes where one can, and ends at support."""
    for guide in GUIDES:
        base = f"/guides/{guide}/"
        client.post(f"{base}start/", {"message": "no-power"} if guide == "lamp" else {})
        client.post(f"{base}paths/switch/not-found/", {"from": typed[:100]})
        for _ in range(30):
            at = client.get(f"{base}next/").headers.get("Location", "")
            if "/support/" in at or "/resolved/" in at:
                break
            sent = {"result": "no_help"} if "/steps/" in at else {"option": "unsure"}
            client.post(at, {"confirm": "1"})
            client.post(at, sent)
        fields = dict.fromkeys(("since", "message", "model"), typed[:1900])
        client.post(f"{base}support/", {**fields, "hand_over": "1"})


def _typed(client: Client, typed: str) -> Iterator[tuple[str, HttpResponse]]:
    """Pages that say again what was typed, refused or not."""
    short = typed[:1_500]
    for address, field in (
        ("/", "q"), ("/guides/lamp/", "message"), ("/guides/lamp/", "platform"), ("/guides/lamp/message/", "q"),
        ("/language/", "next"), ("/insights/", "guide"), ("/insights/", "from"), ("/insights/compare/", "platform"),
        ("/insights/login/", "next"), ("/admin/login/", "next"), ("/admin/troubleshooter/guide/", "q"),
        ("/admin/troubleshooter/step/", "q"), ("/admin/troubleshooter/visit/", "q"), ("/insights/flow/", "version"),
    ):  # fmt: skip
        yield f"{address} with {field} typed", client.get(address, {field: short}, follow=True)
        yield (
            f"{address} as a fragment",
            client.get(address, {field: short}, headers={"hx-request": "true"}),
        )
    for address, field in (
        ("/guides/lamp/start/", "platform"), ("/guides/lamp/questions/flicker/", "option"),
        ("/guides/lamp/steps/plug-in/", "result"), ("/guides/lamp/message/", "message"), ("/go-on/", "code"),
        ("/language/", "language"), ("/guides/lamp/answers/", "forget"), ("/guides/lamp/support/", "since"),
    ):  # fmt: skip
        yield f"POST {address} with {field}", client.post(address, {field: short * 2}, follow=True)
    stranger = Client()
    for address in ("/insights/login/", "/admin/login/"):
        sent = {"username": short[:140], "password": "x", "next": short}
        yield f"POST {address}", stranger.post(address, sent)
    yield "an address that is not there", client.get(f"/nowhere/{typed[:300]}/")
    Guide.objects.filter(key="kettle").update(withdrawn=True)
    yield "withdrawn", client.get("/guides/kettle/")
    Guide.objects.filter(key="kettle").update(withdrawn=False)


def _linked(client: Client) -> Iterator[Surface]:
    """What links lead to, a few pages of each kind, and all addresses of downloads."""
    waiting = deque(_roots(client))
    seen, count = set(waiting), Counter()
    while waiting:
        address = waiting.popleft()
        name = _name(address)
        if name is None or count[name] >= (EACH_OF_ADMIN if name.startswith("admin:") else EACH):
            continue
        count[name] += 1
        answer = client.get(address, follow=True)
        at = answer.wsgi_request.get_full_path()
        yield Surface(name=name, address=at, answer=answer)
        if not answer.streaming and "html" in answer.headers.get("Content-Type", ""):
            new = [link for link in _links(at, answer) if link not in seen]
            seen.update(new)
            waiting.extend(new)


def _roots(client: Client) -> list[str]:
    number = Guide.objects.get(key="lamp").pk
    preview = client.post(f"/admin/troubleshooter/guide/{number}/preview/").headers.get(
        "Location", "/"
    )
    pages = [
        preview,
        *(
            f"/admin/troubleshooter/guide/{number}/{page}/"
            for page in ("workbench", "numbers", "ways")
        ),
    ]
    for guide in GUIDES:
        base = f"/guides/{guide}/"
        own = (
            "",
            "next/",
            "answers/",
            "answers/my-answers.json",
            "support/",
            "message/",
            "support/hand-over.txt",
            "support/hand-over.json",
        )
        pages += [base + page for page in own] + [f"/embed/{guide}/", f"/insights/?guide={guide}"]
    steps = ("plug-in", "new-bulb", "fuse-out", "rewire", "candle")
    pages += [f"/guides/lamp/steps/{key}/" for key in steps]
    pages += [
        "/guides/lamp/questions/others/",
        "/guides/lamp/facts/sockets/",
        "/guides/lamp/aftercare/dust.ics",
    ]
    pages += ["/guides/lamp/steps/new-bulb/reminder.ics", "/guides/lamp/another-device/"]
    return [*pages, "/", "/admin/", "/manifest.webmanifest", "/sitemap.xml", "/worker.js"]


def _name(address: str) -> str | None:
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    return f"{match.view_name} {match.kwargs.get('rest', '').split('/')[2:3] or ''}".strip()


def _links(at: str, answer: HttpResponse) -> list[str]:
    found = (urljoin(at, unescape(link)) for link in LINK.findall(answer.content.decode()))
    own = (
        urldefrag(link)[0] for link in found if link.startswith("/") and not link.startswith("//")
    )
    return [link for link in dict.fromkeys(own) if not UNWANTED.search(link)]
