"""What is good to know on a page of a visit comes when somebody opens it."""

import html5lib

HTMX = {"HX-Request": "true"}
FACT = "/guides/lamp/facts/sockets/"


def test_the_text_alone_comes_for_htmx(visitor, lamp):
    fact = lamp.published.facts["sockets"]
    answer = visitor.get(FACT, headers=HTMX)
    assert "Rarely, but <strong>yes</strong>." in answer.content.decode()
    assert "<main" not in answer.content.decode()
    assert fact.title not in answer.content.decode()
    assert "HX-Request" in answer["Vary"]


def test_without_a_script_it_is_on_the_guides_page(visitor):
    answer = visitor.get(FACT)
    assert (answer.status_code, answer["Location"]) == (302, "/guides/lamp/#fact-sockets")
    page = html5lib.parse(visitor.get("/guides/lamp/").content, namespaceHTMLElements=False)
    assert page.find(".//details[@id='fact-sockets']") is not None


def test_one_that_there_is_not_is_not_found(visitor):
    assert visitor.get("/guides/lamp/facts/nothing/", headers=HTMX).status_code == 404


def test_pages_of_a_visit_hold_the_titles_and_the_way_to_the_text(visitor, lamp):
    content = lamp.published.content
    step = next(step for step in content.steps if step.facts)
    page = visitor.get(f"/guides/lamp/steps/{step.key}/").content.decode()
    for key in step.facts:
        assert f'data-hx-get="/guides/lamp/facts/{key}/"' in page
        assert lamp.published.facts[key].title in page
