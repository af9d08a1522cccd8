"""Every address that the portal answers, from the URL configuration itself, and who may use it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver

STRANGER, NEWCOMER, LEAD, EDITOR, PUBLISHER, CHIEF = ROLES = (
    "stranger",
    "newcomer",
    "Support leads",
    "Content editors",
    "Publishers",
    "chief",
)
NOBODY = frozenset()
CHIEFS = frozenset({CHIEF})
PUBLISHERS = CHIEFS | {PUBLISHER}
EDITORS = PUBLISHERS | {EDITOR}
STAFF = EDITORS | {LEAD, NEWCOMER}
EVERYONE = STAFF | {STRANGER}


@dataclass(frozen=True, kw_only=True)
class Who:
    """Who gets a page for a GET, and for a POST; None: nothing is said about it."""

    get: frozenset | None
    post: frozenset | None = None


def pages(get, write, delete) -> dict[str, Who]:
    """Who may see, write and delete the rows of a model, on the pages that admin has for each."""
    return {
        "changelist": Who(get=get, post=get),
        "add": Who(get=write, post=write),
        "change": Who(get=get, post=write),
        "history": Who(get=get),
        "delete": Who(get=delete, post=delete),
    }


CONTENT = pages(EDITORS, EDITORS, EDITORS)
RECORD = pages(EDITORS, NOBODY, NOBODY)
OF_VISITORS = pages(CHIEFS, NOBODY, NOBODY)
ACCOUNTS = pages(CHIEFS, CHIEFS, CHIEFS)
MODELS = {
    "auth_group": ACCOUNTS,
    "auth_user": ACCOUNTS,
    "auditlog_logentry": RECORD,
    "troubleshooter_revision": RECORD,
    "troubleshooter_parameters": RECORD,
    "troubleshooter_visit": OF_VISITORS,
    "troubleshooter_event": OF_VISITORS,
    "troubleshooter_delivery": OF_VISITORS,
    **dict.fromkeys(
        (
            f"troubleshooter_{model}"
            for model in [
                "guide",
                "platform",
                "cause",
                "fact",
                "question",
                "option",
                "step",
                "settingspath",
                "message",
                "handoffitem",
                "aftercare",
                "occasion",
            ]
        ),
        CONTENT,
    ),
}
# A guide's own pages, by what stands after troubleshooter_guide_ in their names.
WORKBENCH = {
    "overview": Who(get=EDITORS),
    **dict.fromkeys(["order", "return"], Who(get=NOBODY, post=EDITORS)),
    "numbers": Who(get=EDITORS, post=EDITORS),
    "numbers_question": Who(get=EDITORS, post=EDITORS),
    "problems": Who(get=EDITORS),
    **dict.fromkeys(["verify", "verify_all", "add_version"], Who(get=EDITORS, post=EDITORS)),
    **dict.fromkeys(["translations", "translations_one"], Who(get=EDITORS, post=EDITORS)),
    "take_version_out": Who(get=NOBODY, post=EDITORS),
    "preview": Who(get=NOBODY, post=EDITORS),
    **dict.fromkeys(["ways", "ways_effect", "what_if"], Who(get=EDITORS)),
    "publish": Who(get=EDITORS, post=EDITORS),
    "publish_approve": Who(get=NOBODY, post=PUBLISHERS),
    # Somebody else’s: who sent it on may take it back as well.
    "publish_cancel": Who(get=NOBODY, post=PUBLISHERS),
    **dict.fromkeys(["revisions", "revisions_one", "revisions_compare"], Who(get=EDITORS)),
    "revisions_live": Who(get=NOBODY, post=PUBLISHERS),
    "revisions_draft": Who(get=EDITORS, post=EDITORS),
    "learn": Who(get=NOBODY, post=PUBLISHERS),
}
OTHERS = {
    "index": Who(get=STAFF),
    "login": Who(get=EVERYONE),
    "logout": Who(get=None, post=EVERYONE),
    "password_change": Who(get=STAFF),
    "password_change_done": Who(get=STAFF),
    "second-factor": Who(get=STAFF),
    "sessions": Who(get=STAFF),
    "second-factor-code": Who(get=STAFF),
    "autocomplete": Who(get=NOBODY),
    "jsi18n": Who(get=STAFF),
    "view_on_site": Who(get=NOBODY),
    "app_list": Who(get=EDITORS),
    "auth_user_password_change": Who(get=CHIEFS, post=CHIEFS),
    "troubleshooter_parameters_adopt": Who(get=NOBODY, post=PUBLISHERS),
    "troubleshooter_parameters_go_back": Who(get=NOBODY, post=PUBLISHERS),
    "troubleshooter_visit_cause": Who(get=NOBODY, post=CHIEFS),
}
VISITORS = {
    *("home", "guide", "start", "next", "question", "step", "resolved", "support", "answers"),
    *("path-not-found", "cause", "picture", "favicon", "alive", "ready"),
    *("hand-over-text", "hand-over-json", "hand-over-schema", "held"),
    *("message", "fact", "language", "another-device", "go-on", "go-on-link"),
    *("reminder", "aftercare-calendar", "offline", "worker", "accessibility"),
    *("embed", "manifest", "robots", "sitemap", "metrics"),
    # Below no /admin/, but for editors only: tests/admin/preview/.
    *("preview", "preview-home"),
    # For support leads only: tests/insights/test_access.py.
    *("insights-overview", "insights-step", "insights-flow", "insights-compare"),
    *("insights-what-if", "insights-causes", "insights-work-out", "insights-definitions"),
    *("insights-export", "insights-export-table", "insights-export-events"),
    *("insights-sign-in", "insights-sign-out"),
}
# What admin answers under other names than its own: an old form of an address, and the rest.
NAMELESS = {"<path:object_id>/", "(?P<url>.*)$"}
MAY = {
    **{f"{model}_{page}": who for model, row in MODELS.items() for page, who in row.items()},
    **{f"troubleshooter_guide_{name}": who for name, who in WORKBENCH.items()},
    **OTHERS,
}


def patterns(resolver=None, staff=False) -> Iterator[tuple[URLPattern, bool]]:
    """Every address, and whether it stands below /admin/."""
    for pattern in (resolver or get_resolver()).url_patterns:
        below = staff or str(pattern.pattern).startswith("admin/")
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern, below)
        else:
            yield pattern, below
