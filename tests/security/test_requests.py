"""Requests that nobody sends by hand, at every address: odd methods, odd fields, odd lines."""

import logging
import re

import pytest
from django.core.management import CommandError
from django.test import Client

from tests.admin.conftest import occasion, visitor  # noqa: F401  fixtures
from tests.conftest import GUIDES, publish_file
from troubleshooter.models import Event, Visit

from .addresses import MATRIX
from .test_addresses import begun, places  # noqa: F401  a fixture
from .test_passwords import OLD, SIGN_INS, ada, signed_in  # noqa: F401  a fixture

NOT_HERE = ("TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "MADEUP")
# Nothing that follows from what somebody sent: a name of a file is made here.
NAMED = re.compile(r'(?:attachment|inline); filename="[a-z0-9][a-z0-9.-]*"')


@pytest.fixture
def everywhere(places):  # noqa: F811
    return {name: row.where.format(**places) for name, row in MATRIX.items()}


def in_a_visit(**options) -> Client:
    client = Client(**options)
    client.cookies["visit-lamp"] = begun().cookies["visit-lamp"].value
    return client


def test_methods_that_no_page_has_are_refused(everywhere):
    client = in_a_visit()
    wrong = {
        (method, name): status
        for name, where in everywhere.items()
        for method in NOT_HERE
        if (status := client.generic(method, where).status_code) not in (302, 404, 405)
    }
    assert wrong == {}
    assert client.generic("TRACE", "/").status_code == 405


def test_each_answer_says_what_it_is_and_in_which_letters(everywhere, ada):  # noqa: F811
    client = in_a_visit()
    client.force_login(ada)
    wrong = {}
    for name, where in everywhere.items():
        answer = client.get(where)
        kind = answer.headers.get("Content-Type", "")
        told = re.match(
            r"(text/|application/(?!octet)).*charset=\"?utf-8|image/|application/[a-z+]*json$", kind
        )
        if answer.getvalue() and not told:
            wrong[name] = kind
    assert wrong == {}


def test_names_of_files_are_ours(everywhere, ada):  # noqa: F811
    client = in_a_visit()
    client.force_login(ada)
    told = {
        name: client.get(where).headers.get("Content-Disposition")
        for name, where in everywhere.items()
    }
    named = {name: value for name, value in told.items() if value}
    assert len(named) >= 5
    assert {name: value for name, value in named.items() if not NAMED.fullmatch(value)} == {}


def test_fields_that_a_form_does_not_have_change_nothing(lamp):
    more = {
        "preview": "1",
        "simulated": "1",
        "outcome": "resolved",
        "begun_by": "staff",
        "arm": "x",
    }
    more |= {
        "revision": "1",
        "id": "77",
        "token_hash": "0" * 64,
        "propensity": "0.5",
        "sequence": "9",
    }
    client = Client()
    client.post("/guides/lamp/start/", more)
    client.post("/guides/lamp/questions/others/", {"option": "no", **more})
    visit = Visit.objects.get()
    assert (visit.preview, visit.simulated, visit.outcome, visit.begun_by) == (
        False,
        False,
        "open",
        "visitor",
    )
    assert visit.pk != 77
    assert visit.token_hash != "0" * 64
    assert list(Event.objects.order_by("pk").values_list("sequence", flat=True)) == [1, 2]


def test_a_field_that_is_sent_twice_counts_once_and_one_in_the_address_not_at_all(lamp):
    client = in_a_visit()
    client.post("/guides/lamp/questions/others/?option=yes", {})
    assert Event.objects.filter(kind="answered").count() == 0
    client.post("/guides/lamp/questions/others/?option=yes", {"option": ["yes", "no"]})
    assert Event.objects.get(kind="answered").value == "no"


def test_folders_are_not_listed(client, lamp):
    for folder in (
        "/static/",
        "/static/troubleshooter/",
        "/pictures/",
        "/media/",
        "/.git/",
        "/.git/config",
    ):
        assert client.get(folder).status_code == 404, folder


def test_the_browser_is_led_to_no_other_site_however_it_is_asked(ada, lamp):  # noqa: F811
    evil = "https://evil.example/"
    for field in ("next", "url", "to", "from", "return", "redirect"):
        for where in ("/language/", *SIGN_INS, "/guides/lamp/start/"):
            sent = {field: evil, "language": "de", "username": "ada", "password": OLD}
            answer = Client().post(f"{where}?{field}={evil}", sent)
            assert "evil" not in answer.headers.get("Location", ""), (where, field)


# ---- what is written down of it --------------------------------------------------------------


def told(caplog) -> str:
    return "\n".join(f"{one.name} {one.levelname} {one.getMessage()}" for one in caplog.records)


def test_who_signs_in_and_out_is_told_by_number(ada, caplog):  # noqa: F811
    caplog.set_level(logging.INFO, "troubleshooter.staff")
    client = signed_in()
    client.post("/admin/logout/")
    assert told(caplog).count(f"Account {ada.pk} signed in") == 1
    assert told(caplog).count(f"Account {ada.pk} signed out") == 1
    assert "ada" not in told(caplog)


def test_a_wrong_password_and_a_refusal_are_told_and_no_name(ada, caplog, lamp):  # noqa: F811
    signed_in("my secret in the wrong field")
    assert "troubleshooter.staff WARNING" in told(caplog)
    assert "secret" not in told(caplog)
    assert "ada" not in told(caplog)
    newcomer = Client()
    newcomer.force_login(type(ada).objects.create_user("newcomer", is_staff=True))
    assert newcomer.get("/insights/").status_code == 403
    assert re.search(r"django.request WARNING Forbidden.*/insights/", told(caplog))
    forged = Client(enforce_csrf_checks=True)
    assert forged.post("/guides/lamp/start/").status_code == 403
    assert "django.security.csrf WARNING" in told(caplog)


def test_nobody_writes_a_line_of_their_own_into_the_log(caplog, lamp):
    Client().get("/nowhere/%0aAccount%201%20signed%20in%0d%0aX: y%1b[31m%00/")
    lines = [one.getMessage() for one in caplog.records if one.name == "django.request"]
    assert len(lines) == 1
    assert lines[0].isprintable()
    assert "Account" not in lines[0]


def test_a_guide_with_a_hostile_name_cannot_be_made(tmp_path, db):
    """Names of files and addresses come from keys, and a key is of a–z, 0–9 and hyphens."""
    text = (GUIDES / "lamp.yaml").read_text().replace("key: lamp", 'key: "../lamp"', 1)
    (tmp_path / "hostile.yaml").write_text(text)
    with pytest.raises(CommandError, match="nothing of it imported"):
        publish_file(tmp_path / "hostile.yaml")
