"""The page for support says what is kept, to whom it goes and how that stands, in every state."""

import html5lib
import pytest

from tests.delivering.conftest import clock, desk, hands_over, the_delivery
from troubleshooter.delivering.claiming import settle_failed
from troubleshooter.delivering.sending import send_due
from troubleshooter.models import DeliveryState, Visit

__all__ = ["clock", "desk"]
pytestmark = pytest.mark.django_db
AT = "/guides/lamp/support/"
CARD = "4111 1111 1111 1111"


def parsed(response):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        response.content.decode()
    )


def words(response):
    return " ".join("".join(parsed(response).find(".//main").itertext()).split())


def buttons(response):
    """(name, class) of what sends the form or leads on, in order; helpers of scripts aside."""
    found = parsed(response).find(".//form[@id='move']").iter("button")
    return [(one.get("name", ""), one.get("class")) for one in found]


def test_without_a_help_desk_nothing_is_said_of_sending(visitor):
    page = visitor.get(AT)
    assert page.context["to_send"] == []
    assert buttons(page) == [("hand_over", "button"), ("", "button quiet")]
    hands_over(visitor)
    page = visitor.get(AT)
    assert buttons(page) == [("", "button quiet")]
    assert (page.context["sent"], page.context["on_its_way"]) == ([], [])


def test_to_whom_it_goes_is_said_before_it_goes_and_how_it_stands_after(visitor, desk, settings):
    settings.HANDOVER_MAIL_TO = "desk@example.org"
    for page in (visitor.get(AT), visitor.post(AT, {"since": "x" * 3000})):
        assert page.context["to_send"] == ["127.0.0.1", "desk@example.org"]
        assert "127.0.0.1, desk@example.org" in words(page)
        assert "top-secret" not in page.content.decode()
    hands_over(visitor)
    page = visitor.get(AT)
    assert page.context["on_its_way"] == ["127.0.0.1", "desk@example.org"]
    assert "127.0.0.1, desk@example.org" in words(page)
    send_due()
    page = visitor.get(AT)
    assert page.context["on_its_way"] == page.context["to_send"] == []
    assert [one.desk.name for one in page.context["sent"]] == ["127.0.0.1", "desk@example.org"]
    assert "UTC" in words(page)


def test_what_could_not_be_sent_is_said_with_the_way_out(visitor, desk, clock):
    hands_over(visitor)
    clock.goes_on(days=1)
    settle_failed(the_delivery(), "It answered 401.", clock.now)
    assert the_delivery().state == DeliveryState.GIVEN_UP
    page = visitor.get(AT)
    assert page.context["not_sent"] == ["127.0.0.1"]
    assert "127.0.0.1" in words(page)
    assert "401" not in words(page)


def test_who_deletes_the_answers_is_told_first_what_is_out_of_reach(visitor, desk):
    hands_over(visitor)
    assert not visitor.get("/guides/lamp/answers/").context["was_sent"]
    before = words(visitor.get("/guides/lamp/answers/"))
    send_due()
    page = visitor.get("/guides/lamp/answers/")
    assert page.context["was_sent"]
    assert len(words(page)) > len(before)


@pytest.mark.parametrize("hand_over", [{}, {"hand_over": "1"}])
def test_a_card_number_is_not_taken_and_nothing_else_is_lost(visitor, hand_over):
    page = visitor.post(AT, {"since": f"Monday, {CARD}", "message": "No power", **hand_over})
    assert page.status_code == 200
    tree = parsed(page)
    (box,) = [area for area in tree.iter("textarea") if area.get("aria-invalid") == "true"]
    assert (box.get("name"), CARD in box.text) == ("since", True)
    links = [a.get("href") for a in tree.iter("a")]
    assert f"#{box.get('id')}" in links
    assert [e for e in tree.iter() if e.get("id") == box.get("aria-describedby")]
    visit = Visit.objects.get()
    assert (visit.handoff, visit.outcome) == ({}, "open")
    assert CARD not in page.context["summary"]


def test_ways_out_that_need_a_script_are_hidden_without_one(visitor):
    page = visitor.get(AT)
    main = next(parsed(page).iter("main"))
    helpers = [b for b in main.iter("button") if b.get("type") == "button"]
    assert {next(k for k in b.attrib if k.startswith("data-")) for b in helpers} == {
        "data-copy",
        "data-share",
        "data-print",
    }
    assert all("hidden" in b.attrib for b in helpers)
    files = [a.get("href") for a in parsed(page).iter("a") if "download" in a.attrib]
    assert files == [f"{AT}hand-over.txt", f"{AT}hand-over.json"]
