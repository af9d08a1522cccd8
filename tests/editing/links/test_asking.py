"""An address is asked politely, only on the public web, and is dead only when it surely is."""

import socket

import pytest

from troubleshooter.editing.links.asking import ask
from troubleshooter.editing.links.guarding import is_public


def asked(address, **given):
    given = {"agent": "tests", "seconds": 5, "wait": lambda: None} | given
    return ask(address, **given)


@pytest.mark.parametrize(
    ("path", "alive", "status"),
    [
        ("/", True, 200),
        ("/404", False, 404),
        ("/410", False, 410),
        ("/500", False, 500),
        ("/403", True, 403),
        ("/429", True, 429),
        ("/only-get", True, 200),
        ("/falters", True, 200),
        ("/to/to/404", False, 404),
        ("/to/fine", True, 200),
        ("/round", False, 302),
        ("/off", False, 302),
        ("/ünï cöde?q=ä", True, 200),
    ],
)
def test_an_answer_says_whether_the_page_is_there(web, path, alive, status):
    answer = asked(web.address + path)
    assert (answer.alive, answer.status) == (alive, status)
    assert answer.alive or answer.reason


def test_head_comes_first_and_get_only_where_head_fails(web):
    asked(web.address + "/fine")
    asked(web.address + "/only-get")
    assert [(m, p) for m, p, _ in web.asked] == [
        ("HEAD", "/fine"),
        ("HEAD", "/only-get"),
        ("GET", "/only-get"),
    ]
    assert {agent for *_, agent in web.asked} == {"tests"}


def test_it_is_asked_once_more_and_not_again(web):
    waited = []
    asked(web.address + "/500", wait=lambda: waited.append(1))
    assert [m for m, *_ in web.asked] == ["HEAD", "GET"]
    assert waited == [1]


def test_who_does_not_answer_in_time_is_given_up(web):
    answer = asked(web.address + "/slow", seconds=0.2)
    assert (answer.alive, answer.status) == (False, None)
    assert "in time" in answer.reason


def test_a_port_where_nobody_listens_is_dead(web):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert not asked(f"http://127.0.0.1:{port}/").alive


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433"])
def test_a_machine_of_the_house_is_not_asked(web, settings, host):
    settings.LINK_CHECK_PRIVATE = False
    port = web.address.rpartition(":")[2]
    answer = asked(f"http://{host}:{port}/")
    assert not answer.alive
    assert web.asked == []


def test_a_name_that_turns_to_the_house_is_not_asked(web, settings, monkeypatch):
    """Whatever a name resolves to is looked at; the connection goes to just that number."""
    settings.LINK_CHECK_PRIVATE = False
    where = ("127.0.0.1", int(web.address.rpartition(":")[2]))
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", where)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    answer = asked("http://public.example/")
    assert answer.reason.startswith("Not asked")
    assert web.asked == []


@pytest.mark.parametrize(
    "number",
    [
        *("10.0.0.1", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "224.0.0.1", "ff02::1"),
    ],
)
def test_private_numbers_are_not_public(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", ["17.253.144.10", "2620:149:af0::10", "::ffff:8.8.8.8"])
def test_public_numbers_are(number):
    assert is_public(number)
