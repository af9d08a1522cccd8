"""An event says what the visitor was shown after it: what the browser did show. And what was
believed when a step said what it did: Bayes' rule, worked out by hand."""

from random import Random

import pytest
from django.test import Client

from tests.conftest import GUIDES, SHIPPED, publish_file
from troubleshooter.models import Event
from troubleshooter.visits import services

from .walking import look

pytestmark = pytest.mark.django_db
FILES = {
    "lamp": GUIDES / "lamp.yaml",
    "kettle-test": GUIDES / "kettle-test.yaml",
    "printer-not-printing": SHIPPED / "printer.yaml",
}
MOVES = {"question": "ask", "step": "try", "support": "hand_over"}
RESULTS = ["fixed", "no_help", "no_help", "could_not", "not_found", "waiting"]


def something(content, page, random):
    """An address and what is posted there: mostly to the page in view, else anywhere at all."""
    acts = [f"questions/{one.key}" for one in content.questions]
    acts += [f"steps/{one.key}" for one in content.steps] + ["support"]
    acts += [f"paths/{one.key}/not-found" for one in content.paths]
    kind, key = page.hooks["page"], page.hooks["key"]
    here = f"{kind}s/{key}" if kind in ("question", "step") else None
    address = here if here and random.random() < 0.6 else random.choice(acts)
    match address.split("/"):
        case ["questions", key]:
            options = next(one.options for one in content.questions if one.key == key)
            data = {"option": random.choice([*(one.key for one in options), "unsure"])}
        case ["steps", key]:
            data = {"confirm": "1"} if ("confirm", "1") in page.buttons else {}
            data = data or {"result": random.choice(RESULTS)}
        case ["paths", *_]:
            data = {"from": random.choice([f"{kind}/{key}", "step/none", ""])}
        case _:
            data = random.choice([{"hand_over": "1"}, {}])
    return address, data


@pytest.mark.parametrize("key", FILES)
def test_what_is_shown_next_is_the_page_that_the_browser_got(key):
    content = publish_file(FILES[key]).published.content
    kinds, seen = set(), 0
    for seed in range(25):
        random, client = Random(seed), Client()
        message = random.choice(["", *(one.key for one in content.messages)])
        address, data = "start", {"message": message}
        for _ in range(10):
            got = client.post(f"/guides/{key}/{address}/", data, follow=True)
            page = look(got)
            new = list(Event.objects.filter(pk__gt=seen).order_by("pk"))
            seen = max([seen, *(event.pk for event in new)])
            for number, event in enumerate(new, start=1):
                shown = MOVES.get(page.hooks["page"], "") if number == len(new) else ""
                shown = "" if event.kind == "handed_over" else shown
                expected = (shown, page.hooks["key"] if shown else "")
                assert (event.next_move, event.next_key) == expected, (seed, event, data)
                kinds.add((event.kind, event.next_move, len(new) > 1))
            address, data = something(content, page, random)
    several = {kind for kind, _, more in kinds if more}
    assert ("result", "hand_over", False) in kinds
    assert ("result", "", False) in kinds
    if key == "lamp":
        assert {("confirmed", "try", False), ("path_not_found", "ask", False)} <= kinds
        assert "answered" in several
    if key == "kettle-test":
        assert "changed" in several


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("step/candle", ("try", "candle")),
        ("question/flicker", ("ask", "flicker")),
        ("step/none", ("ask", "others")),
        ("", ("ask", "others")),
    ],
)
def test_who_misses_a_path_goes_back_to_the_page_that_named_it(visitor, page, shown):
    visitor.post("/guides/lamp/paths/switch/not-found/", {"from": page})
    event = Event.objects.latest("pk")
    assert (event.kind, event.next_move, event.next_key) == ("path_not_found", *shown)


def test_what_was_said_at_once_costs_one_update(django_assert_num_queries):
    publish_file(FILES["kettle-test"])
    client = Client()
    client.post("/guides/kettle-test/start/")
    client.post("/guides/kettle-test/steps/wipe/", {"result": "waiting"})
    token = client.cookies["visit-kettle-test"].value
    with django_assert_num_queries(7) as seen:
        services.record_result("kettle-test", token, step="shut", result="no_help")
    changes = [q["sql"].split()[0] for q in seen if q["sql"].startswith(("INSERT", "UPDATE"))]
    assert changes == ["INSERT", "INSERT", "UPDATE"]


def believed():
    events = Event.objects.order_by("pk").exclude(kind="started")
    return [(event.kind, event.key, event.believed) for event in events]


def test_a_result_says_what_was_believed_before_it(visitor):
    """Shares 0.5, 0.3, 0.2; a plug leaves 0.1 of the first cause, a bulb 0.1 of the second."""
    say = visitor.post
    say("/guides/lamp/questions/others/", {"option": "unsure"})
    say("/guides/lamp/steps/plug-in/", {"result": "no_help"})
    say("/guides/lamp/steps/new-bulb/", {"result": "waiting"})
    say("/guides/lamp/steps/new-bulb/", {"result": "no_help"})
    say("/guides/lamp/steps/fuse-out/", {"result": "could_not"})
    say("/guides/lamp/steps/rewire/", {"confirm": "1"})
    say("/guides/lamp/steps/rewire/", {"result": "fixed"})
    plug_failed = [91, 545, 364]  # 0.05, 0.3 and 0.2 of 0.55
    both_failed = [179, 107, 714]  # 0.05, 0.03 and 0.2 of 0.28
    assert believed() == [
        ("answered", "others", None),
        ("result", "plug-in", [500, 300, 200]),
        ("result", "new-bulb", plug_failed),
        ("changed", "new-bulb", plug_failed),
        ("result", "fuse-out", both_failed),
        ("confirmed", "rewire", None),
        ("result", "rewire", both_failed),
    ]


def test_a_changed_answer_has_nothing_believed_beside_it(visitor):
    for option in ("yes", "no"):
        visitor.post("/guides/lamp/questions/others/", {"option": option})
    assert believed() == [("answered", "others", None), ("changed", "others", None)]
