"""What editors and support leads get to see and to take away, page after page."""

from collections import Counter, deque
from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import Resolver404, resolve

from tests.drills.xss.surfaces import LINK, UNWANTED

from .person import Answer, Person

NAME, PASSWORD = "editor", "a lamp in the window"
ROLES = ("Content editors", "Support leads", "Publishers")
EACH = 2


def account() -> None:
    """Somebody of every role, who may still not read visits."""
    made = get_user_model().objects.create_user(NAME, password=PASSWORD, is_staff=True)
    made.groups.set(Group.objects.filter(name__in=ROLES))


def signed_in(person: Person) -> Person:
    page = person.get("/admin/login/").content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    sent = {"username": NAME, "password": PASSWORD, "csrfmiddlewaretoken": token, "next": "/admin/"}
    if person.post("/admin/login/", sent).status_code != 302:
        raise RuntimeError("the editor could not sign in")
    return person


def pages(person: Person) -> Iterator[tuple[str, Answer]]:
    """Some of each kind that links lead to."""
    waiting = deque(["/admin/", "/insights/", "/insights/export/", "/insights/causes/"])
    seen, count = set(waiting), Counter()
    while waiting:
        address = waiting.popleft()
        name = _kind(address)
        count[name] += 1
        if name is None or count[name] > EACH:
            continue
        answer = person.get(address, follow=True)
        yield address, answer
        if "html" in answer["Content-Type"]:
            links = [one.partition("#")[0].replace("&amp;", "&") for one in _links(answer)]
            new = [one for one in links if one.startswith(("/admin/", "/insights/"))]
            new = [
                one for one in dict.fromkeys(new) if one not in seen and not UNWANTED.search(one)
            ]
            seen.update(new)
            waiting.extend(new)


def _links(answer: Answer) -> list[str]:
    return LINK.findall(answer.content.decode())


def _kind(address: str) -> str | None:
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404:
        return None
    return f"{match.view_name} {match.kwargs.get('page')} {match.kwargs.get('form')}"
