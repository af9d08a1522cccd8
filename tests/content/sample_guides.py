"""Contents that the tests change, enlarge and import, and a look at every row there is."""

from django.apps import apps

from tests.conftest import GUIDES
from troubleshooter.content.checks import check
from troubleshooter.content.reader import read_guide
from troubleshooter.content.schema import GuideContent


def lamp_content() -> GuideContent:
    """The guide of the cast, with one of everything."""
    return content_of((GUIDES / "lamp.yaml").read_bytes())


def content_of(data: bytes) -> GuideContent:
    content, problems = read_guide(data)
    assert content is not None, problems
    return content


class Draft:
    """A guide as plain data, easy to change: `draft.step("rewire")["minutes"] = 5`."""

    def __init__(self, content: GuideContent) -> None:
        self.data = content.model_dump(mode="json", by_alias=True)

    def __getitem__(self, key):
        return self.data[key]

    def __setitem__(self, key, value):
        self.data[key] = value

    def entry(self, section, key):
        return next(entry for entry in self.data[section] if entry["key"] == key)

    def step(self, key):
        return self.entry("steps", key)

    def question(self, key):
        return self.entry("questions", key)

    def remove(self, section, key):
        """The entry with all that names it."""
        self.data[section].remove(self.entry(section, key))
        self.data = _without_name(self.data, key)

    def content(self) -> GuideContent:
        content = GuideContent.model_validate(self.data)
        assert check(content) == ()
        return content


def _without_name(value, name):
    if isinstance(value, dict):
        return {k: _without_name(v, name) for k, v in value.items() if k != name}
    if isinstance(value, list):
        return [_without_name(entry, name) for entry in value if entry != name]
    return value


def lamp_draft() -> Draft:
    return Draft(lamp_content())


def enlarged(content: GuideContent, times: int) -> GuideContent:
    """The same guide with every cause, question, message, path, step, habit and fact many times."""
    draft = Draft(content)
    sections = ("questions", "messages", "paths", "steps", "handoff", "aftercare", "facts")
    for section in sections:
        copies = [
            {**entry, "key": f"{entry['key']}-{number}"}
            for number in range(1, times)
            for entry in draft[section]
        ]
        draft[section] = [*draft[section], *copies]
    return draft.content()


def every_row() -> dict[str, list[dict[str, object]]]:
    """All that the database holds of the portal, to be compared with a later look."""
    models = apps.get_app_config("troubleshooter").get_models()
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def writes(queries) -> list[str]:
    """Of captured queries, those that write."""
    verbs = ("INSERT", "UPDATE", "DELETE", "REPLACE")
    return [q["sql"] for q in queries if q["sql"].lstrip().upper().startswith(verbs)]
