"""Pages that two people have open at once, and what they read when the second is stopped."""

from tests.reading import tree_of

from .forms import sent_by_browser
from .test_pages import address


class Opened:
    """A page in a person's browser: opened now, sent later."""

    def __init__(self, client, row):
        self.client, self.page = client, address(type(row), "change", row.pk)
        self.fields = sent_by_browser(client.get(self.page))

    def send(self, without=(), **typed):
        kept = {key: text for key, text in self.fields.items() if key not in without}
        return self.client.post(self.page, kept | typed)


def again(response, client, row, **typed):
    """Save the page that was shown again, as a browser would."""
    return client.post(address(type(row), "change", row.pk), sent_by_browser(response) | typed)


def stopped(response):
    """field (or row, field) -> (theirs, yours, whose stands in the form)."""
    assert response.status_code == 200
    tree = tree_of(response.content.decode())
    section = next((e for e in tree.iter("section") if e.get("id") == "collision"), None)
    assert section is not None
    rows = (tr for tr in section.iter("tr") if tr.get("data-kept"))
    return {
        " ".join("".join(tr.find("th").itertext()).split()): (
            *("".join(td.itertext()) for td in tr.findall("td")[:2]),
            tr.get("data-kept"),
        )
        for tr in rows
    }


def typed_in(response, field):
    return sent_by_browser(response)[field]
