"""What is good to know on a page of a visit comes when somebody opens it."""

from tests.reading import tree_of

HTMX = {"HX-Request": "true"}
FACT = "/guides/lamp/facts/sockets/"


def test_the_text_alone_comes_for_htmx(visitor, lamp):
    fact = lamp.published.facts["sockets"]
    answer = visitor.get(FACT, headers=HTMX)
    assert "Rarely, but <strong>yes</strong>." in answer.content.decode()
    assert "<main" not in answer.content.decode()
    assert fact.title not in answer.content.decode()
    assert "HX-Request" in answer["Vary"]


def test_without_a_script_it_has_a_page(visitor, lamp):
    fact = lamp.published.facts["sockets"]
    for headers in ({}, {**HTMX, "HX-Boosted": "true"}):
        answer = visitor.get(FACT, headers=headers)
        page = tree_of(answer.content.decode())
        assert page.find(".//h1").text == fact.title
        assert page.find(".//main").get("data-page") == "fact"
        assert "Rarely, but <strong>yes</strong>." in answer.content.decode()


def test_the_guides_page_names_each_and_leads_to_it(client, lamp):
    page = tree_of(client.get("/guides/lamp/").content.decode())
    box = page.find(".//details[@id='fact-sockets']")
    assert box.get("data-fact") is not None
    assert box.find(".//div/a").get("href") == FACT
    assert "Rarely" not in "".join(box.itertext())


def test_a_search_leads_to_it(client, lamp):
    title = lamp.published.facts["sockets"].title
    assert f'href="{FACT}"' in client.get("/", {"q": title}).content.decode()


def test_one_that_there_is_not_is_not_found(visitor):
    assert visitor.get("/guides/lamp/facts/nothing/", headers=HTMX).status_code == 404


def test_pages_of_a_visit_hold_the_titles_and_the_way_to_the_text(visitor, lamp):
    content = lamp.published.content
    step = next(step for step in content.steps if step.facts)
    page = visitor.get(f"/guides/lamp/steps/{step.key}/").content.decode()
    for key in step.facts:
        assert f'href="/guides/lamp/facts/{key}/"' in page
        assert lamp.published.facts[key].title in page
