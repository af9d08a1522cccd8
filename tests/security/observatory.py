"""What Mozilla's HTTP Observatory gives for an answer, written anew from its published rules.

Rules: https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring (version 5). A scan of
a real site asks one page and follows redirects; here each answer is judged as if it were that page.
Left out: whether a host is in the browsers' preload list (+5), which no test can have.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import Morsel

SIX_MONTHS = 15_768_000
ENOUGH_FOR_EXTRA = 90
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
UNSAFE = {"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'"}
BROAD = {"*", "http:", "https:", "data:", "blob:", "filesystem:", "about:"}


@dataclass(frozen=True)
class Score:
    """`points` with what each rule gave; A+ is 100 and more."""

    points: int
    given: dict[str, int]


def score(headers: Mapping[str, str], cookies: Mapping[str, Morsel], body: str = "") -> Score:
    csp = policy(headers.get("Content-Security-Policy", ""))
    given = {
        "content-security-policy": _csp(csp),
        "cookies": _cookies(cookies, hsts=_hsts(headers) == 0),
        "cross-origin-resource-sharing": _cors(headers),
        "referrer-policy": _referrer(headers),
        "strict-transport-security": _hsts(headers),
        "subresource-integrity": _scripts(body),
        "x-content-type-options": 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        "x-frame-options": _frames(headers, csp),
        "cross-origin-resource-policy": _corp(headers),
    }
    base = 100 + sum(points for points in given.values() if points < 0)
    extra = sum(points for points in given.values() if points > 0)
    return Score(max(0, base + extra if base >= ENOUGH_FOR_EXTRA else base), given)


def policy(text: str) -> dict[str, set[str]]:
    parts = [part.split() for part in text.split(";") if part.strip()]
    return {name.lower(): set(values) for name, *values in parts}


def _csp(csp: Mapping[str, set[str]]) -> int:
    if not csp:
        return -25
    fallback = csp.get("default-src", {"*"})
    script, style = csp.get("script-src", fallback), csp.get("style-src", fallback)
    objects = csp.get("object-src", fallback)
    if any(value.startswith("http:") for values in csp.values() for value in values):
        return -20
    if "'unsafe-inline'" in script or BROAD & script or BROAD & objects:
        return -20
    if "'unsafe-eval'" in script:
        return -10
    if UNSAFE & style or BROAD & style:
        return 0
    closed = csp.get("form-action", {"*"}) <= {"'none'", "'self'"}
    return 10 if fallback == {"'none'"} and closed else 5


def _cookies(cookies: Mapping[str, Morsel], *, hsts: bool) -> int:
    worst = 5 if cookies else 0
    for name, cookie in cookies.items():
        session = bool(re.search(r"login|sess|token|visit", name, re.IGNORECASE))
        if not cookie["secure"]:
            with_hsts, without = (-10, -40) if session else (-5, -20)
            worst = min(worst, with_hsts if hsts else without)
        if session and not cookie["httponly"]:
            worst = min(worst, -30)
        if not cookie["samesite"]:
            worst = min(worst, -20 if "csrf" in name.lower() else 0)
        elif cookie["samesite"] not in ("Lax", "Strict"):
            worst = min(worst, -20)
    return worst


def _cors(headers: Mapping[str, str]) -> int:
    shared = headers.get("Access-Control-Allow-Origin")
    return -50 if shared and headers.get("Access-Control-Allow-Credentials") == "true" else 0


def _referrer(headers: Mapping[str, str]) -> int:
    words = [word.strip().lower() for word in headers.get("Referrer-Policy", "").split(",")]
    if words == [""]:
        return 0
    return 5 if words[-1] in PRIVATE else -5


def _hsts(headers: Mapping[str, str]) -> int:
    age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    if age is None:
        return -20
    return 0 if int(age[1]) >= SIX_MONTHS else -10


def _scripts(body: str) -> int:
    sources = re.findall(r"<script[^>]*\ssrc=[\"']?([^\"'\s>]+)[^>]*", body)
    away = [source for source in sources if re.match(r"(https?:)?//", source)]
    if any(source.startswith("http:") for source in away):
        return -50
    return -5 if away else 0


def _frames(headers: Mapping[str, str], csp: Mapping[str, set[str]]) -> int:
    if "frame-ancestors" in csp:
        return 5
    return 0 if headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20


def _corp(headers: Mapping[str, str]) -> int:
    return {"same-origin": 10, "same-site": 10}.get(
        headers.get("Cross-Origin-Resource-Policy", ""), 0
    )
