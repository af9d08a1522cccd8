"""What others show of a page: a share preview, and schema.org's words for machines."""

import gzip
import json

import html5lib
import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from tests.conftest import GUIDES, SHIPPED, publish_file
from tests.content.sample_guides import Draft, lamp_content
from troubleshooter.content import usual
from troubleshooter.content.structured_data import LONGEST, beginning, structured_data
from troubleshooter.content.usual import usual_minutes
from troubleshooter.visits.gates import is_risky

pytestmark = pytest.mark.django_db
SITE = "https://help.example.org"
# A page with everything in it is 30 KB. This is the share of it that machines may have.
MOST_BYTES = 4_000


@pytest.fixture(autouse=True)
def _public(settings):
    settings.PUBLIC_URL = SITE


def head(client, address):
    """The card of a page by property or name, its canonical address, and its data."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(client.get(address).content.decode())
    metas = {m.get("property") or m.get("name", ""): m.get("content") for m in tree.iter("meta")}
    canonical = [one.get("href") for one in tree.iter("link") if one.get("rel") == "canonical"]
    data = [s.text for s in tree.iter("script") if s.get("type") == "application/ld+json"]
    return metas, canonical, data


def machine(client, address):
    (text,) = head(client, address)[2]
    return json.loads(text)


def test_the_start_page_and_a_guide_s_page_have_a_card(lamp, client):
    metas, canonical, data = head(client, "/guides/lamp/?platform=desk&message=no-power")
    assert canonical == [metas["og:url"]] == [f"{SITE}/guides/lamp/"]
    assert metas["og:title"] == "The lamp stays dark"
    assert (
        metas["og:description"] == metas["description"] == "You switch it on and nothing happens."
    )
    assert metas["og:image"] == f"{SITE}/static/troubleshooter/card.png"
    assert (metas["og:type"], metas["twitter:card"]) == ("website", "summary_large_image")
    metas, canonical, data = head(client, "/")
    assert canonical == [metas["og:url"]] == [f"{SITE}/"]
    assert metas["og:title"]
    assert data == []


def test_whoever_is_in_a_visit_gets_none(visitor):
    for address in ("/guides/lamp/", "/guides/lamp/steps/plug-in/", "/guides/lamp/answers/"):
        metas, canonical, data = head(visitor, address)
        assert (canonical, data) == ([], [])
        assert not [name for name in metas if name.startswith("og:")]


def test_the_picture_is_of_the_size_that_previews_want():
    with Image.open(finders.find("troubleshooter/card.png")) as picture:
        assert picture.size == (1200, 630)


def test_the_guide_in_the_words_of_schema_org(lamp, client):
    """By hand, from schema.org's own pages on HowTo, HowToStep, FAQPage, Question and Answer."""
    address = {"inLanguage": "en", "url": f"{SITE}/guides/lamp/"}
    assert machine(client, "/guides/lamp/") == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "HowTo",
                "name": "The lamp stays dark",
                **address,
                "description": "You switch it on and nothing happens.",
                "totalTime": "PT6M",
                "step": [
                    {
                        "@type": "HowToStep",
                        "name": "Plug it in",
                        "text": "Find the plug. Push it into the socket.",
                    },
                    *(
                        {"@type": "HowToStep", "name": title, "text": title}
                        for title in ("Put in a new bulb", "Take out the fuse", "Light a candle")
                    ),
                ],
            },
            {
                "@type": "FAQPage",
                **address,
                "mainEntity": [
                    {
                        "@type": "Question",
                        "name": "Do sockets wear out?",
                        "acceptedAnswer": {"@type": "Answer", "text": "Rarely, but yes."},
                    }
                ],
            },
        ],
    }


def test_it_takes_the_minutes_of_the_first_question_and_of_the_steps_to_an_even_chance(lamp):
    """By hand: “Do other lamps work?” takes half a minute; then the plug, which is out in half of
    all cases and then helps nine in ten, takes one; that is not yet half of all, so the bulb
    follows, with four."""
    assert usual_minutes(lamp) == pytest.approx(0.5 + 1 + 4)


def test_minutes_that_are_too_far_away_to_say_are_not_told(lamp, monkeypatch):
    monkeypatch.setattr(usual, "FAR_AHEAD", 1)
    assert usual_minutes(lamp) is None


def test_what_a_guide_does_not_have_is_not_told():
    draft = Draft(lamp_content())
    draft["facts"] = [fact | {"title": "Sockets"} for fact in draft["facts"]]
    content = draft.content()
    about = {"address": "https://help.example/", "language": "en"}
    assert structured_data(content, steps=(), minutes=5, **about) == {}
    (how_to,) = structured_data(content, steps=content.steps[:1], minutes=None, **about)["@graph"]
    assert how_to["@type"] == "HowTo"
    assert "totalTime" not in how_to


def test_a_risky_step_is_not_told_without_its_warnings(client):
    live = publish_file(SHIPPED / "icloud-backup.yaml")
    risky = {step.title for step in live.published.content.steps if is_risky(step)}
    told = machine(client, "/guides/icloud-backup/")["@graph"][0]["step"]
    assert risky
    assert not risky & {step["name"] for step in told}
    assert len(told) + len(risky) == len(live.published.content.steps)


@pytest.mark.parametrize("name", ["icloud-backup", "printer"])
def test_machines_do_not_make_the_page_heavy(client, name):
    key = publish_file(SHIPPED / f"{name}.yaml").published.key
    whole = client.get(f"/guides/{key}/").content
    assert b"ld+json" in whole
    before, _, rest = whole.partition(b'<script type="application/ld+json">')
    without = before + rest.partition(b"</script>")[2]
    assert len(gzip.compress(whole, 6)) - len(gzip.compress(without, 6)) < MOST_BYTES


def test_nothing_in_a_text_ends_the_script_early(lamp, client, tmp_path):
    nasty = "</script><!--<script>&\u2028]]> Do we?"
    file = tmp_path / "lamp.yaml"
    text = (GUIDES / "lamp.yaml").read_text()
    file.write_text(text.replace("title: Do sockets wear out?", f'title: "{nasty}"'))
    publish_file(file)
    (raw,) = head(client, "/guides/lamp/")[2]
    assert not set("<>&\u2028") & set(raw)
    assert json.loads(raw)["@graph"][1]["mainEntity"][0]["name"] == nasty


def test_the_language_is_that_of_the_words(client, tmp_path):
    file = tmp_path / "lamp.yaml"
    file.write_text((GUIDES / "lamp.yaml").read_text().replace("language: en", "language: fr"))
    publish_file(file)
    assert machine(client, "/guides/lamp/")["@graph"][0]["inLanguage"] == "fr"


@pytest.mark.parametrize(
    ("markdown", "told"),
    [
        ("", ""),
        ("One. Two!", "One. Two!"),
        ("1. Open **it**.\n2. Close [it](https://example.org).\n", "Open it. Close it."),
        ("- A\n- B", "A B"),
        ("Short. " + "x" * LONGEST, "Short."),
        ("word " * 60, ("word " * 60)[:LONGEST].rsplit(" ", 1)[0] + " …"),
    ],
)
def test_a_text_is_told_by_its_beginning(markdown, told):
    assert beginning(markdown) == told
