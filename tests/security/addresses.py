"""What each address outside admin answers, to whom: the rows of the matrix.

A row tells the outcome of a GET and of a POST for each kind of person: "page" (200), "guide" (to
the guide's own page, where a visit begins), "on" (to somewhere else of ours), "sign-in", or the
status as text. What admin answers stands in tests/admin/addresses.py.
"""

from dataclasses import dataclass, field

# Of visitors: nobody yet; in a visit; with the cookie of another guide's visit under this guide's
# name; with a visit's cookie whose answers were deleted; with a cookie that was made up.
NOBODY, OWN, OTHER, FORGOTTEN, MADE_UP = "nobody", "own", "other", "forgotten", "made-up"
VISITORS = (NOBODY, OWN, OTHER, FORGOTTEN, MADE_UP)
# Of accounts, without a visit: each is signed in, but for the one that is not active any more.
INACTIVE, NEWCOMER, LEAD, EDITOR, PUBLISHER, CHIEF = (
    *("inactive", "newcomer", "Support leads", "Content editors", "Publishers", "chief"),
)
ACCOUNTS = (INACTIVE, NEWCOMER, LEAD, EDITOR, PUBLISHER, CHIEF)
EVERYBODY = (*VISITORS, *ACCOUNTS)
PAGE, GUIDE, ON, SIGN_IN, REFUSED, GONE, NOT_SO = (
    *("page", "guide", "on", "sign-in", "403", "404", "405"),
)
Outcomes = dict[str, str]


def for_all(outcome: str) -> Outcomes:
    return dict.fromkeys(EVERYBODY, outcome)


def in_visit(outcome: str) -> Outcomes:
    """For whoever is in the visit. All others are led to where one begins."""
    return {**for_all(GUIDE), OWN: outcome}


def of_staff(outcome: str, *, allowed: tuple[str, ...]) -> Outcomes:
    """For some accounts; the others are refused, and who is not signed in is asked to."""
    refused = dict.fromkeys((NEWCOMER, LEAD, EDITOR, PUBLISHER, CHIEF), REFUSED)
    return {**for_all(SIGN_IN), **refused, **dict.fromkeys(allowed, outcome)}


LEADS, EDITORS = (LEAD, CHIEF), (EDITOR, PUBLISHER, CHIEF)


@dataclass(frozen=True, kw_only=True)
class Row:
    """`where` may name {picture}, {cause} and {preview}; `sent` is what a POST holds."""

    where: str
    get: Outcomes = field(default_factory=lambda: for_all(NOT_SO))
    post: Outcomes = field(default_factory=lambda: for_all(NOT_SO))
    sent: dict[str, str] = field(default_factory=dict)


def looked_at(where: str) -> Row:
    return Row(where=where, get=for_all(PAGE))


def of_a_visit(where: str, get: str = PAGE, post: str = NOT_SO, **sent: str) -> Row:
    posts = for_all(NOT_SO) if post == NOT_SO else in_visit(post)
    return Row(where=f"/guides/lamp/{where}", get=in_visit(get), post=posts, sent=sent)


def of_leads(where: str, get: str = PAGE) -> Row:
    """The method is looked at before the person."""
    return Row(where=f"/insights/{where}", get=of_staff(get, allowed=LEADS))


MATRIX = {
    **{
        name: looked_at(where)
        for name, where in {
            "home": "/",
            "guide": "/guides/lamp/",
            "fact": "/guides/lamp/facts/sockets/",
            "embed": "/embed/lamp/",
            "hand-over-schema": "/schemas/hand-over-1.json",
            "go-on-link": "/go-on/a-secret/",
            "accessibility": "/accessibility/",
            "offline": "/offline/",
            "worker": "/worker.js",
            "manifest": "/manifest.webmanifest",
            "robots": "/robots.txt",
            "sitemap": "/sitemap.xml",
            "alive": "/healthz",
            "ready": "/readyz",
            "picture": "/pictures/{picture}",
        }.items()
    },
    "favicon": Row(where="/favicon.ico", get=for_all(ON)),
    "metrics": Row(where="/metrics", get=for_all(GONE)),
    "start": Row(where="/guides/lamp/start/", post=for_all(ON)),
    "go-on": Row(where="/go-on/", get=for_all(PAGE), post=for_all(PAGE)),
    "language": Row(
        where="/language/", get=for_all(PAGE), post=for_all(ON), sent={"language": "en"}
    ),
    "next": of_a_visit("next/", ON),
    "question": of_a_visit("questions/others/", PAGE, ON, option="yes"),
    "step": of_a_visit("steps/plug-in/", PAGE, ON, result="no_help"),
    "message": of_a_visit("message/", PAGE, ON, message="no-power"),
    "resolved": of_a_visit("resolved/", ON),
    "support": of_a_visit("support/", PAGE, ON, since="today"),
    "hand-over-text": of_a_visit("support/hand-over.txt"),
    "hand-over-json": of_a_visit("support/hand-over.json"),
    "answers": of_a_visit("answers/", PAGE, GUIDE, forget="1"),
    "held": of_a_visit("answers/my-answers.json"),
    "reminder": of_a_visit("steps/new-bulb/reminder.ics", ON),
    "aftercare-calendar": of_a_visit("aftercare/dust.ics"),
    "another-device": of_a_visit("another-device/", PAGE, PAGE),
    "path-not-found": Row(where="/guides/lamp/paths/switch/not-found/", post=in_visit(ON)),
    # The link itself is the right to it: tests/learning/test_cause_page.py.
    "cause": Row(
        where="/support/cause/{cause}/", get=for_all(PAGE), post=for_all(ON), sent={"cause": "bulb"}
    ),
    "preview-home": Row(
        where="{preview}",
        get=of_staff(ON, allowed=EDITORS),
        post=of_staff(ON, allowed=EDITORS),
    ),
    "preview": Row(
        where="{preview}guides/lamp/",
        get=of_staff(PAGE, allowed=EDITORS),
        post=of_staff(NOT_SO, allowed=EDITORS),
    ),
    "insights-overview": of_leads(""),
    "insights-step": of_leads("steps/plug-in/"),
    "insights-flow": of_leads("flow/"),
    "insights-compare": of_leads("compare/"),
    "insights-what-if": of_leads("what-if/"),
    "insights-causes": of_leads("causes/"),
    "insights-definitions": of_leads("definitions/"),
    "insights-export": of_leads("export/"),
    "insights-export-events": of_leads("export/events.csv"),
    "insights-export-table": of_leads("export/overview/fixes.csv"),
    "insights-work-out": Row(
        where="/insights/work-out/causes/",
        get=of_staff(ON, allowed=LEADS),
        post=of_staff(ON, allowed=LEADS),
    ),
    "insights-sign-in": Row(where="/insights/login/", get=for_all(PAGE), post=for_all(PAGE)),
    "insights-sign-out": Row(where="/insights/logout/", post=for_all(SIGN_IN)),
}
