"""Whatever an editor or a visitor writes stays text: nothing of it becomes markup."""

import json
import re

import html5lib
import pytest

from tests.conftest import GUIDES, publish_file
from tests.journeys.walking import nothing_helps, walk

from .test_html import JSON_LD, PAGES

pytestmark = pytest.mark.django_db
PAYLOAD = """<img src=x onerror=alert(1)><script>alert(1)</script>"'>{{ 7|add:7 }}[x](javascript:alert(1))"""
TEXTS = re.compile(
    r"\b(title|summary|name|explanation|text|help|label|at_risk|check|outage_text): (?!\|)"
    r"(\"[^\"]*\"|[^,}\n]*)"
)


@pytest.fixture
def hostile(tmp_path):
    """The lamp guide with a payload in every text that visitors read."""
    text = (GUIDES / "lamp.yaml").read_text()
    quoted = "'" + PAYLOAD.replace("'", "''") + "'"
    text, count = TEXTS.subn(lambda found: f"{found[1]}: {quoted}", text)
    assert count > 30
    file = tmp_path / "lamp.yaml"
    file.write_text(text)
    return publish_file(file)


def test_nothing_that_was_written_runs(hostile, client):
    client.post("/guides/lamp/start/", {"message": "no-power"})
    client.post("/guides/lamp/support/", {"since": PAYLOAD, "message": PAYLOAD})
    client.post("/guides/lamp/paths/switch/not-found/", {"from": PAYLOAD})
    pages = [client.get(address, {"q": PAYLOAD}, follow=True) for address in PAGES]
    walk(client, "lamp", nothing_helps)
    pages += [client.get(address, follow=True) for address in PAGES]
    for page in pages:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        for element in parser.parse(page.content.decode()).iter():
            if not isinstance(element.tag, str):
                continue
            assert element.tag not in ("img", "iframe", "object", "embed")
            inline = element.tag == "script" and not element.get("src")
            assert not (inline and element.get("type") != JSON_LD)
            assert not inline or json.loads("".join(element.itertext()))["@graph"]
            assert not [name for name in element.attrib if name.startswith("on")]
            for name in ("href", "src", "action", "formaction"):
                assert not (element.get(name) or "").strip().lower().startswith("javascript")
        assert "14[x]" not in page.content.decode()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:alert(1)", "//evil.example"]
)
def test_an_address_that_is_no_web_address_is_refused(tmp_path, address):
    from troubleshooter.content.reader import read_guide

    for line in ("contact: https://example.org/contact", "status_page: https://example.org/power"):
        text = (GUIDES / "lamp.yaml").read_text()
        text = text.replace(line, f'{line.split(": ")[0]}: "{address}"')
        content, problems = read_guide(text.encode())
        assert content is None
        assert [p.code for p in problems] == ["bad-address"]
