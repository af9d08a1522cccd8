"""The message on the screen is evidence like any other: it can be exchanged, and taken back."""

from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest

from tests.conftest import GUIDES, publish_file
from tests.snapshots import Snapshot
from troubleshooter.content import catalogue
from troubleshooter.models import Event, Unmatched, Visit
from troubleshooter.visits import services
from troubleshooter.visits.queries import find_visit

from .walking import HTMX, look

pytestmark = pytest.mark.django_db

ADDRESS = "/guides/lamp/message/"
THREE_MESSAGES = """messages:
  - {key: no-power, text: No Power, also: [Power lost], answers: {others: "no"}}
  - {key: flickers, text: Unsteady current, answers: {flicker: "yes", others: "yes"}}
  - {key: mute, text: Check the lamp}
"""


def publish():
    text = (GUIDES / "lamp.yaml").read_text()
    before, _, after = text.partition("messages:\n")
    with NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(before + THREE_MESSAGES + after.partition("\n")[2])
        file.flush()
        return publish_file(Path(file.name))


LAMP = Snapshot(publish)


@pytest.fixture
def visitor(db, client):
    """On the lamp guide with three messages, begun without one."""
    LAMP.put()
    begin(client)
    return client


def begin(client, message=""):
    started = {"platform": "desk", "version": "2", "message": message}
    assert client.post("/guides/lamp/start/", started).status_code == 302


def pick(client, message):
    response = client.post(ADDRESS, {"message": message})
    assert response.status_code == 302
    return response["Location"]


def say(client, question, option):
    client.post(f"/guides/lamp/questions/{question}/", {"option": option})


def here(client):
    return find_visit("lamp", client.cookies["visit-lamp"].value)


def given(client):
    return {key: value for (_, key), value in here(client).state.given.items()}


def events():
    return list(Event.objects.order_by("sequence").values_list("kind", "key", "value"))


def test_a_message_that_is_picked_on_the_way_brings_its_answers(visitor):
    assert pick(visitor, "no-power") == visitor.get("/guides/lamp/next/")["Location"]
    assert given(visitor) == {"others": "no"}
    assert events()[1:] == [("picked", "", "no-power"), ("answered", "others", "no")]
    assert Visit.objects.get().message == "no-power"


def test_picked_on_the_way_or_at_the_start_the_same_comes_next(visitor):
    later = pick(visitor, "flickers")
    begin(visitor, "flickers")
    assert visitor.get("/guides/lamp/next/")["Location"] == later


@pytest.mark.parametrize("message", ["no-power", ""])
def test_the_same_post_twice_records_nothing(visitor, message):
    pick(visitor, "no-power")
    first = pick(visitor, message)
    count = Event.objects.count()
    assert pick(visitor, message) == first
    assert Event.objects.count() == count


def test_another_message_takes_the_former_ones_answers_along(visitor):
    pick(visitor, "flickers")
    pick(visitor, "no-power")
    assert given(visitor) == {"others": "no"}
    assert events()[-4:] == [
        ("taken_back", "others", ""),
        ("taken_back", "flicker", ""),
        ("picked", "", "no-power"),
        ("answered", "others", "no"),
    ]
    pick(visitor, "mute")
    assert given(visitor) == {}
    assert Visit.objects.get().message == "mute"


@pytest.mark.parametrize("at_start", [True, False])
def test_taken_back_the_question_is_open_again(visitor, at_start):
    if at_start:
        begin(visitor, "no-power")
    else:
        pick(visitor, "no-power")
    assert pick(visitor, "") == "/guides/lamp/questions/others/"
    assert given(visitor) == {}
    assert here(visitor).visit.message == ""
    say(visitor, "others", "yes")
    assert events()[-1] == ("answered", "others", "yes")


def test_what_the_visitor_answered_by_hand_stays(visitor):
    say(visitor, "others", "yes")
    pick(visitor, "no-power")
    assert given(visitor) == {"others": "yes"}
    pick(visitor, "")
    assert given(visitor) == {"others": "yes"}


def test_what_the_visitor_changed_since_stays(visitor):
    pick(visitor, "flickers")
    say(visitor, "flicker", "no")
    pick(visitor, "")
    assert given(visitor) == {"flicker": "no"}


def test_changed_there_and_back_it_is_the_visitors_own(visitor):
    pick(visitor, "no-power")
    say(visitor, "others", "yes")
    say(visitor, "others", "no")
    pick(visitor, "")
    assert given(visitor) == {"others": "no"}


def test_own_words_right_after_a_message_are_own_words(visitor):
    say(visitor, "others", "yes")
    pick(visitor, "flickers")
    say(visitor, "others", "no")
    pick(visitor, "")
    assert given(visitor) == {"others": "no"}


def test_not_sure_gives_way_to_the_message(visitor):
    say(visitor, "others", "unsure")
    pick(visitor, "no-power")
    assert events()[-1] == ("changed", "others", "no")
    pick(visitor, "")
    assert given(visitor) == {}


def test_a_result_stays_where_a_message_is_taken_back(visitor):
    pick(visitor, "no-power")
    visitor.post("/guides/lamp/steps/plug-in/", {"result": "fixed"})
    assert pick(visitor, "") == "/guides/lamp/resolved/"
    assert given(visitor) == {"plug-in": "fixed"}
    assert Visit.objects.get().outcome == "resolved"


def test_a_message_that_the_guide_does_not_know_is_said_and_recorded_nowhere(visitor):
    count = Event.objects.count()
    for message in ("made-up", "x" * 500):
        page = visitor.post(ADDRESS, {"message": message})
        assert page.status_code == 200
        assert page.context["refused"]
    assert Event.objects.count() == count


def test_without_a_visit_one_begins_at_the_guide(lamp, client):
    assert client.get(ADDRESS)["Location"] == "/guides/lamp/"
    assert client.post(ADDRESS, {"message": "no-power"})["Location"] == "/guides/lamp/"
    assert client.get("/guides/none/message/").status_code == 404


def test_the_page_lists_all_messages_or_those_that_the_words_mean(visitor):
    pick(visitor, "mute")
    page = look(visitor.get(ADDRESS))
    assert page.hooks["page"] == "message"
    messages = {value for name, value in page.buttons if name == "message"}
    assert messages == {"no-power", "flickers", "mute", ""}
    assert page.checked == {("message", "mute")}
    found = look(visitor.get(ADDRESS, {"q": "unstedy curent"}))
    assert {value for name, value in found.buttons if name == "message"} == {"flickers", ""}
    nothing = visitor.get(ADDRESS, {"q": "zebra"})
    assert len(nothing.context["messages"]) == 3
    assert not Unmatched.objects.exists()


def test_while_typing_only_the_messages_are_sent(visitor):
    typing = {**HTMX, "HX-Target": "found"}
    page = visitor.get(ADDRESS, {"q": "unste"}, headers=typing).content.decode()
    assert 'value="flickers"' in page
    assert "<main" not in page
    assert 'value="no-power"' not in page


def test_what_came_with_the_message_says_so_until_it_is_changed(visitor):
    pick(visitor, "no-power")
    assert [(one.key, one.by_message) for one in said(visitor)] == [("others", True)]
    question = visitor.get("/guides/lamp/questions/others/")
    assert f'href="{ADDRESS}"' in question.content.decode()
    say(visitor, "others", "yes")
    assert [(one.key, one.by_message) for one in said(visitor)] == [("others", False)]
    changed = visitor.get("/guides/lamp/questions/others/")
    assert f'href="{ADDRESS}"' not in changed.content.decode()


def said(client):
    return client.get("/guides/lamp/answers/").context["said"]


def test_my_answers_takes_a_message_back_and_offers_one_where_none_is(visitor):
    assert f'href="{ADDRESS}"' in visitor.get("/guides/lamp/answers/").content.decode()
    pick(visitor, "no-power")
    page = visitor.get("/guides/lamp/answers/")
    assert f'action="{ADDRESS}"' in page.content.decode()
    assert ("message", "") in look(page).buttons


def test_a_message_of_before_an_edition_that_lost_it_breaks_nothing(visitor):
    pick(visitor, "no-power")
    visit = here(visitor)
    without = catalogue.live_guide("lamp").published.content.model_copy(update={"messages": ()})
    older = catalogue.PublishedGuide(revision_id=1, number=1, content=without)
    assert services.OpenVisit(visit=visit.visit, guide=older, state=visit.state).brought == ()
