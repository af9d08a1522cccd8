"""When something is wrong on our side, or a page was open for too long: a page with the way on."""

import logging

import pytest
from django.test import Client

from troubleshooter.content import catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet_log():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def assert_is_a_calm_page(response, status):
    assert response.status_code == status
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert 'href="/"' in page
    assert "Traceback" not in page
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_fault_of_ours_is_a_page(monkeypatch):
    def broken():
        raise RuntimeError("planted")

    monkeypatch.setattr(catalogue, "live_guides", broken)
    assert_is_a_calm_page(Client(raise_request_exception=False).get("/"), 500)


def test_a_page_that_was_open_for_too_long_is_a_page(lamp):
    response = Client(enforce_csrf_checks=True).post("/guides/lamp/start/", {})
    assert_is_a_calm_page(response, 403)


def test_a_host_that_is_not_ours_is_a_page():
    assert_is_a_calm_page(Client().get("/", headers={"host": "evil.example"}), 400)


def test_an_unknown_address_is_a_page():
    assert_is_a_calm_page(Client().get("/nowhere/"), 404)


def test_pages_that_name_no_icon_find_one(client):
    assert client.get("/favicon.ico")["Location"].endswith("icon.svg")
