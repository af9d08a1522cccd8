"""What goes over a wire is encrypted where it leaves the machine, and to whom it should go."""

import re
import ssl
from pathlib import Path

import httpx
from django.core.mail.backends.smtp import EmailBackend

ROOT = Path(__file__).resolve().parents[2]
NGINX = (ROOT / "docs" / "deploy" / "nginx.conf").read_text()
PYTHON = [*(ROOT / "troubleshooter").rglob("*.py"), *(ROOT / "helpdesk").rglob("*.py")]
UNCHECKED = re.compile(
    r"verify\s*=\s*False|CERT_NONE|_create_unverified_context|check_hostname\s*=\s*False"
)


def test_the_proxy_that_ships_speaks_todays_tls_alone():
    assert re.findall(r"ssl_protocols ([^;]+);", NGINX) == ["TLSv1.2 TLSv1.3"]
    (plain,) = re.findall(r"listen 8080;.*?\}", NGINX, re.DOTALL)
    assert "return 308 https://$host$request_uri" in plain
    assert len(re.findall(r"listen ", NGINX)) == len(
        re.findall(r"listen \d+ ssl|listen 8080;", NGINX)
    )


def test_the_proxy_lets_nobody_say_where_they_come_from():
    """Set, not added to: what a visitor sent under that name is gone."""
    told = dict(re.findall(r"proxy_set_header (\S+) ([^;]+);", NGINX))
    assert told["X-Forwarded-For"] == "$remote_addr"
    assert told["X-Forwarded-Proto"] == "$scheme"


def test_a_mail_server_has_to_show_who_it_is():
    context = EmailBackend(alias="default", host="a.example", use_tls=True).ssl_context
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


def test_a_help_desk_has_to_show_who_it_is():
    with httpx.Client() as client:
        context = client._transport._pool._ssl_context
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_nothing_of_ours_looks_away():
    assert [path.name for path in PYTHON if UNCHECKED.search(path.read_text())] == []
    assert UNCHECKED.search("httpx.get(x, verify=False)")
