"""The editors' site: what it lists stands in the order of the work, not of the tables."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse

GUIDES = "Guides"
IN_ALL_GUIDES = "Look through all guides"
GROUPS: dict[str, dict[str, str]] = {
    GUIDES: {"Guide": "Guides"},
    "What visitors did": {
        "Visit": "Visits",
        "Event": "Events",
        "Delivery": "Hand-overs on their way",
    },
    "For the statistics": {"Occasion": "What happened in the world"},
    "What was published and learnt": {
        "Revision": "Revisions",
        "Parameters": "Sets of numbers",
    },
    IN_ALL_GUIDES: {
        "Platform": "Platforms and versions",
        "Cause": "Causes",
        "Question": "Questions",
        "Option": "Answers",
        "SettingsPath": "Settings paths",
        "Step": "Steps",
        "Message": "Messages on the screen",
        "HandoffItem": "What support will ask",
        "Aftercare": "Habits that keep it working",
        "Fact": "Facts",
    },
}
PEOPLE = {"auth": "People and roles"}
OURS = "troubleshooter"
THE_REST = "And more"


class EditorsSite(AdminSite):
    """Pieces of a guide are added from the guide's own page, so their lists have no “Add”."""

    site_header = "Help portal: the editors’ side"
    site_title = "Help portal"
    index_title = "What would you like to change?"
    empty_value_display = "–"

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict | None = None
    ) -> HttpResponse:
        title = {"title": self.index_title}
        return super().app_index(request, app_label, title | (extra_context or {}))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        apps = super().get_app_list(request, app_label)
        ours = next((app for app in apps if app["app_label"] == OURS), None)
        others = [
            {**app, "name": PEOPLE.get(app["app_label"], app["name"])}
            for app in apps
            if app is not ours
        ]
        return [*_groups(ours), *others] if ours else others


def _groups(app: dict) -> list[dict]:
    """The models of our app, in groups. What no group names comes last."""
    left = {model["object_name"]: model for model in app["models"]}
    found = [
        _group(
            app, words, [{**left.pop(n), "name": name} for n, name in names.items() if n in left]
        )
        for words, names in GROUPS.items()
    ]
    found.append(_group(app, THE_REST, list(left.values())))
    return [group for group in found if group["models"]]


def _group(app: dict, words: str, models: list[dict]) -> dict:
    if words == IN_ALL_GUIDES:
        models = [{**model, "add_url": None} for model in models]
    return {**app, "name": words, "models": models}
