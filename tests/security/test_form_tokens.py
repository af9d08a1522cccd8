"""The token of a page: another each time, so that nobody can measure it, and taken by the server."""

import pytest

from tests.conftest import LAMP


@pytest.mark.django_db
def test_the_token_of_a_page_is_another_each_time_and_is_taken(client):
    LAMP.put()
    client.handler.enforce_csrf_checks = True
    tokens = {str(client.get("/guides/lamp/").context["csrf_token"]) for _ in range(3)}
    assert len(tokens) == 3
    form = {"platform": "", "version": ""}
    for token in tokens:
        sent = client.post("/guides/lamp/start/", {**form, "csrfmiddlewaretoken": token})
        assert sent.status_code == 302
    forged = client.post("/guides/lamp/start/", {**form, "csrfmiddlewaretoken": "a" * 64})
    assert forged.status_code == 403
