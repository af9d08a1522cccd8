"""A page is known by its title: in a list of tabs, in the history, and when it is read out first."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.states import LANGUAGES, every_state

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@pytest.fixture
def states(lamp, settings):
    settings.EMBED_ORIGINS = ["https://www.example.org"]
    return every_state


def title_of(state) -> str:
    (title,) = TITLE.findall(state.answer.content.decode())
    return title


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_pages_have_the_same_title(states, language):
    """One address can have several states; what is wrong is said in the title as well."""
    places: dict[str, set[str]] = {}
    for state in states(language):
        if state.name == "frame":  # stands within another site's page, which has its own
            continue
        place = urlsplit(state.address).path
        assert not title_of(state).startswith(" "), state
        refused = state.answer.status_code == 200 and "refused" in state.name
        places.setdefault(title_of(state), set()).add(f"{place} {'refused' if refused else ''}")
    assert {title: at for title, at in places.items() if len(at) > 1} == {}
