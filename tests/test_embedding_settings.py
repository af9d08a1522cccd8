"""Which sites may frame a guide is understood, or refused with the variable's name."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from helpdesk.embedding import env_origins

NAME = "EMBED_ORIGINS"


def origins(monkeypatch, text):
    monkeypatch.setenv(NAME, text)
    return env_origins(NAME)


@pytest.mark.parametrize("text", ["", " ", ",", " , "])
def test_without_a_site_nobody_may(monkeypatch, text):
    assert origins(monkeypatch, text) == []


def test_whole_origins_are_understood(monkeypatch):
    text = "https://www.Example.org/, https://*.shop.example.com ,http://localhost:8080"
    assert origins(monkeypatch, text) == [
        "https://www.example.org",
        "https://*.shop.example.com",
        "http://localhost:8080",
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("*", "https://*", "https:", "www.example.org", "https://example.org/page", "'self'"),
        *("https://a.org https://b.org", "https://a.org; script-src *", "ftp://a.org"),
        *(
            "https://a.org?x",
            "https://user@a.org",
            "https://a.*.org",
            "https://a.org\nx",
            "//a.org",
        ),
    ],
)
def test_what_is_no_origin_is_refused_with_the_name_of_the_variable(monkeypatch, text):
    with pytest.raises(ImproperlyConfigured, match=NAME):
        origins(monkeypatch, text)
