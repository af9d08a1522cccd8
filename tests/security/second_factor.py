"""Signing in with a second factor: an app whose clock a test turns, and a second computation of codes."""

import hashlib
import hmac
import re
import struct
from base64 import b32decode
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from troubleshooter import urls

SECRET = "a lamp in the window"
PAGE, CODE = "/admin/second-factor/", "/admin/second-factor/code/"
WAYS_IN_AND_OUT = {"insights-sign-in", "insights-sign-out", "second-factor-code"}
GUARDED = [
    "/admin/",
    "/admin/troubleshooter/guide/",
    "/admin/password_change/",
    "/admin/nowhere/",
    "/preview/1/",
    "/preview/1/guides/lamp/",
    PAGE,
    *(
        re.sub(r"<\w+:(\w+)>", "csv", f"/{one.pattern}")
        for one in urls.urlpatterns
        if str(one.pattern).startswith("insights/") and one.name not in WAYS_IN_AND_OUT
    ),
]


def code_of(secret, at):
    """RFC 6238 with RFC 4226, in six lines: a second computation beside the library's."""
    key = b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


class Phone:
    """An app for codes, whose clock the test turns."""

    def __init__(self, monkeypatch):
        self.now = timezone.now().timestamp()
        self.secret = ""
        monkeypatch.setattr("django_otp.plugins.otp_totp.models.time.time", lambda: self.now)

    def next_code(self):
        self.now += 30
        return code_of(self.secret, self.now)


def signed_in(page="/admin/login/"):
    client = Client()
    assert client.post(page, {"username": "ada", "password": SECRET}).status_code == 302
    return client


def secret_on(page):
    shown = re.search(r'<bdi class="typed code" dir="ltr">([A-Z2-7 ]+)</bdi>', page)
    return shown[1].replace(" ", "")


def no_wait():
    """As if the wait after a wrong code were over."""
    before = timezone.now() - timedelta(days=1)
    for kind in (TOTPDevice, StaticDevice):
        kind.objects.update(throttling_failure_timestamp=before)
