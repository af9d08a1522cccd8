"""A control: the portal, in which a search writes back what it was asked as it is, and the choice of
a device goes into SQL as it is."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from urllib.parse import parse_qs

from django.conf import settings

from helpdesk.wsgi import application as portal

HTML = [("Content-Type", "text/html; charset=utf-8")]


def application(environ: dict, start_response) -> Iterable[bytes]:
    asked = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    if environ["PATH_INFO"] == "/" and "q" in asked:
        start_response("200 OK", HTML)
        return [f"<html><body><p>Nothing for {asked['q'][0]}</p></body></html>".encode()]
    if environ["PATH_INFO"] == "/guides/lamp/" and "message" in asked:
        return _concatenated(asked["message"][0], start_response)
    return portal(environ, start_response)


def _concatenated(key: str, start_response) -> Iterable[bytes]:
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as database:
        try:
            found = database.execute(
                f"SELECT key FROM troubleshooter_message WHERE key = '{key}'"
            ).fetchall()
        except sqlite3.Error as error:
            start_response("500 Internal Server Error", HTML)
            return [f"<html><body>sqlite3.OperationalError: {error}</body></html>".encode()]
    start_response("200 OK", HTML)
    return [f"<html><body>{'Chosen.' if found else 'None of ours.'}</body></html>".encode()]
