"""The command asks each address once, host after host with a pause, and editors see the answers."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from troubleshooter.content.rows import content_from_rows
from troubleshooter.editing.links.checking import (
    Manners,
    addresses_of_all,
    check_links,
    taking_turns,
)
from troubleshooter.editing.links.naming import links_of
from troubleshooter.editing.problems import problems_of
from troubleshooter.editing.surroundings import surroundings
from troubleshooter.models import Guide, LinkCheck, SettingsPath, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(guide, web):
    """The lamp guide with three addresses of the local web and none else."""
    Guide.objects.update(contact="", status_page=f"{web.address}/status#now")
    Step.objects.update(sources="", instructions="", how_to_know="", at_risk="")
    guide.facts.update(sources="a book", text="No links.")
    guide.causes.update(explanation="")
    guide.questions.update(help="")
    SettingsPath.objects.get(guide=guide, key="model").variants.update(source="seen")
    words = f"See [this]({web.address}/404) or <{web.address}/fine>."
    Step.objects.filter(guide=guide, key="plug-in").update(instructions=words)
    return web


def run(**options):
    call_command("check_links", delay=0, timeout=5, verbosity=0, **options)


def problems(guide):
    return {(p.code, p.place) for p in problems_of(content_from_rows(guide), surroundings())}


def test_every_address_is_asked_once_and_kept(named):
    run()
    kept = {row.address.removeprefix(named.address): row.alive for row in LinkCheck.objects.all()}
    assert kept == {"/status": True, "/404": False, "/fine": True}
    assert sorted(p for m, p, _ in named.asked if m == "HEAD") == ["/404", "/fine", "/status"]
    assert all("helpdesk" in agent and "https://localhost/" in agent for *_, agent in named.asked)


def test_a_dead_link_is_a_problem_where_it_stands(guide, named):
    assert "link-broken" not in {code for code, _ in problems(guide)}
    run()
    assert ("link-broken", "steps[plug-in].instructions") in problems(guide)


def test_the_editor_sees_answers_and_dates(guide, named, admin_client):
    page = reverse("admin:troubleshooter_guide_problems", args=[guide.pk])
    assert {line.row for line in admin_client.get(page).context["addresses"]} == {None}
    run()
    shown = {line.address: line.row for line in admin_client.get(page).context["addresses"]}
    assert {a.removeprefix(named.address): row.alive for a, row in shown.items()} == {
        "/status": True,
        "/404": False,
        "/fine": True,
    }


def test_a_limit_takes_what_was_asked_longest_ago(named):
    run(limit=1)
    first = LinkCheck.objects.get()
    run(limit=2)
    assert LinkCheck.objects.count() == 3
    long_ago = timezone.now() - timedelta(days=9)
    LinkCheck.objects.filter(pk=first.pk).update(checked_at=long_ago)
    run(limit=1)
    first.refresh_from_db()
    assert first.checked_at > long_ago


def test_addresses_that_nobody_names_any_more_are_forgotten(guide, named):
    run()
    Step.objects.filter(guide=guide, key="plug-in").update(instructions="")
    run()
    assert LinkCheck.objects.count() == 1


def test_one_host_is_given_a_pause_and_others_use_it(named, monkeypatch):
    slept = []
    manners = Manners(delay=7, seconds=5, sleep=slept.append, clock=lambda: 100.0)
    assert len(list(check_links(limit=None, manners=manners))) == 3
    assert slept == [7, 7]
    addresses = ["http://a/1", "http://a/2", "http://b/1", "http://a/3"]
    assert taking_turns(addresses) == ["http://a/1", "http://b/1", "http://a/2", "http://a/3"]


@pytest.mark.parametrize("wrong", [["--limit", "0"], ["--delay", "-1"], ["--timeout", "x"]])
def test_odd_options_are_refused(wrong):
    with pytest.raises(CommandError):
        call_command("check_links", *wrong)


@pytest.mark.parametrize(
    ("where", "fine"),
    [
        ("/guides/lamp/", True),
        ("/guides/lamp/#fact-sockets", True),
        ("/guides/lamp/steps/plug-in/", True),
        ("/guides/lamp/questions/others/", True),
        ("/", True),
        ("/guides/gone/", False),
        ("/guides/lamp/#fact-gone", False),
        ("/guides/lamp/steps/gone/", False),
        ("#fact-sockets", False),
        ("steps/plug-in/", False),
    ],
)
def test_links_within_the_portal_are_always_looked_at(guide, where, fine):
    Step.objects.filter(guide=guide, key="plug-in").update(instructions=f"[Here]({where})")
    place = ("link-inside-broken", "steps[plug-in].instructions")
    assert (place in problems(guide)) is not fine


def test_addresses_are_found_wherever_an_editor_writes_one(guide):
    SettingsPath.objects.get(guide=guide, key="model").variants.update(
        source="https://example.org/one; https://example.org/two"
    )
    guide.facts.update(
        sources="https://example.org/three\na book", text="<https://example.org/four>"
    )
    Guide.objects.update(status_page="https://example.org/five", contact="mailto:a@example.org")
    found = {link.address for link in links_of(content_from_rows(guide))}
    numbers = ("one", "two", "three", "four", "five")
    assert found >= {f"https://example.org/{number}" for number in numbers}
    assert not any(address.startswith(("mailto", "a book")) for address in found)
    assert len(addresses_of_all()) == len(set(addresses_of_all()))
