"""A step forward costs the same few queries, whatever the size of the guide."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import GUIDES, publish_file

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8


def large_guide(tmp_path, steps):
    """The lamp guide with many more steps, questions and paths."""
    text = (GUIDES / "lamp.yaml").read_text().replace("key: lamp\n", "key: chandelier\n")
    extra = "".join(
        f"  - {{key: s{n}, title: Step {n}, minutes: 9, disruption: 1, fixes: {{bulb: 0.1}}}}\n"
        for n in range(steps)
    )
    file = tmp_path / "chandelier.yaml"
    file.write_text(text.replace("handoff:\n", f"{extra}handoff:\n"))
    return publish_file(file)


def queries_of_a_step_forward(key, address, data):
    client = Client()
    client.post(f"/guides/{key}/start/", {"platform": "desk", "version": "2"})
    client.get(f"/guides/{key}/next/", follow=True)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        location = client.post(f"/guides/{key}/{address}/", data)["Location"]
        assert client.get(location).status_code == 200
    transactions = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return len([q for q in captured if not q["sql"].startswith(transactions)])


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("questions/others", {"option": "yes"}),
        ("steps/plug-in", {"result": "no_help"}),
        ("steps/new-bulb", {"result": "waiting"}),
        ("steps/plug-in", {"result": "fixed"}),
    ],
)
def test_a_step_forward_is_at_most_eight_queries_at_any_size(lamp, tmp_path, address, data):
    small = queries_of_a_step_forward("lamp", address, data)
    large_guide(tmp_path, 120)
    large = queries_of_a_step_forward("chandelier", address, data)
    assert small == large <= MOST_QUERIES
    assert small <= 6
