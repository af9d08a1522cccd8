"""The documents say what the code does: every name that people rely on is on the right page."""

import ast
import re
from argparse import ArgumentParser
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.db.models import Field

from troubleshooter import urls
from troubleshooter.content import schema
from troubleshooter.content.problems import Code
from troubleshooter.content.reader import read_guide
from troubleshooter.content.schema_pictures import PictureContent
from troubleshooter.content.schema_translations import TranslatedText
from troubleshooter.engine import Result
from troubleshooter.engine.move import RULES
from troubleshooter.models import Event, EventKind, Visit

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def text_of(name: str) -> str:
    return (ROOT / name).read_text()


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one of any level."""
    return re.split(rf"^#+ {re.escape(heading)}\n", text, flags=re.MULTILINE)[1].split("\n#")[0]


def table(text: str) -> dict[str, list[str]]:
    """The rows of the tables in a text: every code word of the first cell -> the other cells."""
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| `"):
            found.update(dict.fromkeys(re.findall(r"`([^`]+)`", cells[0]), cells[1:]))
    return found


# ---- operations ------------------------------------------------------------------------------


def variables_read(source: str) -> dict[str, str | None]:
    """name -> default (None where it is worked out) of every environment variable that is read."""
    found = {}
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        reader = ast.unparse(call.func)
        named = call.args and isinstance(call.args[0], ast.Constant)
        if named and re.fullmatch(r"env_\w+|os\.environ\.get|os\.getenv", reader):
            default = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
            constant = default and isinstance(default[0], ast.Constant)
            found[call.args[0].value] = str(default[0].value) if constant else None
    return found


def all_variables_read() -> dict[str, str | None]:
    sources = [*(ROOT / "helpdesk").rglob("*.py"), *(ROOT / "troubleshooter").rglob("*.py")]
    return {k: v for path in sources for k, v in variables_read(path.read_text()).items()}


def test_every_environment_variable_is_documented_and_exists():
    documented = table(section(text_of("docs/operations.md"), "Environment variables"))
    assert set(documented) - {"make"} == set(all_variables_read())


def test_the_defaults_of_environment_variables_are_true():
    documented = table(section(text_of("docs/operations.md"), "Environment variables"))
    for name, default in all_variables_read().items():
        if default in ("True", "False"):
            assert documented[name][0] == f"`{int(default == 'True')}`", name
        elif default and not name.startswith("ADMIN_"):
            assert documented[name][0] == f"`{default}`", name


def test_a_planted_variable_is_found():
    planted = 'A = env_flag("A_FLAG", default=True)\nB = os.environ.get("B_TEXT", "")\n'
    assert variables_read(planted) == {"A_FLAG": "True", "B_TEXT": ""}


def make_targets(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))


def test_every_make_target_is_documented_and_explains_itself():
    targets = make_targets(text_of("Makefile"))
    documented = table(section(text_of("docs/operations.md"), "What make can do"))
    assert {name.removeprefix("make ") for name in documented} == targets
    for target in targets:
        assert re.search(rf"^{target}:.*## \w", text_of("Makefile"), re.MULTILINE), target


def test_every_variable_of_make_is_documented():
    variables = re.findall(r"^([A-Z]+) \?=", text_of("Makefile"), re.MULTILINE)
    assert variables
    for name in variables:
        assert f"`{name}`" in text_of("docs/operations.md")


def options_of(command: str) -> set[str]:
    """The options that a command of ours adds to those of every Django command."""
    parser = ArgumentParser(add_help=False)
    load_command_class("troubleshooter", command).add_arguments(parser)
    return {name for action in parser._actions for name in action.option_strings}


def test_every_command_of_ours_and_every_option_is_documented():
    ours = {name for name, app in get_commands().items() if app == "troubleshooter"}
    rows = section(text_of("docs/operations.md"), "Commands").splitlines()
    rows = {re.match(r"\| `(\w+)", row)[1]: row for row in rows if row.startswith("| `")}
    assert set(rows) == ours
    for command, row in rows.items():
        assert set(re.findall(r"`(--[a-z-]+)", row)) == options_of(command), command


@pytest.mark.parametrize("document", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_names_a_command_or_a_target_that_does_not_exist(document):
    text = document.read_text()
    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())
    targets = re.findall(r"(?:^|`|[A-Z_]=\S+ )make ([a-z-]+)", text, re.MULTILINE)
    assert set(targets) <= make_targets(text_of("Makefile"))


def test_the_server_starts_by_hand_as_make_starts_it():
    (made,) = re.findall(r"gunicorn (.*)", text_of("Makefile"))
    by_hand = made.replace("$(PORT)", "8000")
    for page in ("README.md", "docs/operations.md"):
        assert re.findall(r"^\.venv/bin/gunicorn (.*)", text_of(page), re.MULTILINE) == [by_hand]


# ---- the guide file --------------------------------------------------------------------------

HEADINGS = {
    "The guide itself": schema.GuideContent,
    "Disruption minutes": schema.DisruptionMinutes,
    "A platform": schema.PlatformContent,
    "A cause": schema.CauseContent,
    "A question": schema.QuestionContent,
    "An option": schema.OptionContent,
    "A message": schema.MessageContent,
    "A settings path": schema.PathContent,
    "A variant": schema.VariantContent,
    "A picture": PictureContent,
    "A step": schema.StepContent,
    "A hand-over item": schema.HandoffItemContent,
    "An aftercare habit": schema.AftercareContent,
    "A fact": schema.FactContent,
    "A translation": TranslatedText,
}


def keys_of(model: type[schema.Content]) -> dict[str, str]:
    """key in the file -> what the document says of leaving it out."""
    return {field.alias or name: _left_out(field) for name, field in model.model_fields.items()}


def _left_out(field) -> str:
    if field.is_required():
        return "required"
    match field.default:
        case schema.DisruptionMinutes():
            return "see below"
        case bool():
            return f"`{str(field.default).lower()}`"
        case "" | () | {}:
            return "empty"
        case None:
            return "the guide's"
    return f"`{field.default}`"


def test_every_part_of_a_guide_has_a_section():
    assert set(schema.Content.__subclasses__()) == set(HEADINGS.values())


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_key_of_the_guide_file_is_documented_with_its_default(heading):
    rows = table(section(text_of("docs/guide-format.md"), heading))
    assert {key: cells[1] for key, cells in rows.items()} == keys_of(HEADINGS[heading])


def choices_in(part: object) -> set[str]:
    """Every word that a JSON Schema allows by name."""
    if isinstance(part, list):
        return {word for entry in part for word in choices_in(entry)}
    if not isinstance(part, dict):
        return set()
    below = {word for value in part.values() for word in choices_in(value)}
    return below | set(part.get("enum", ()))


def test_every_choice_is_documented():
    choices = choices_in(schema.json_schema())
    assert {"workaround", "unverified", "account"} <= choices
    for choice in choices:
        assert f"`{choice}`" in text_of("docs/guide-format.md"), choice


def test_every_problem_code_is_documented_with_its_meaning():
    rows = table(section(text_of("docs/guide-format.md"), "When a file is refused"))
    assert {code: cells[0] for code, cells in rows.items()} == {c.value: c.meaning for c in Code}
    assert all(cells[1] for cells in rows.values())


def example_guides() -> list[str]:
    return re.findall(r"^```yaml\n(format:.*?)^```", text_of("docs/guide-format.md"), re.M | re.S)


def test_the_example_guides_import():
    assert example_guides()
    for example in example_guides():
        assert read_guide(example.encode())[1] == ()


def test_the_example_of_a_refusal_begins_as_the_command_would_say_it():
    wrong = example_guides()[0].replace("scale: 0.95}", "scale: 0.75}")
    (problem,) = read_guide(wrong.encode())[1]
    begins = f"\nkettle.yaml:{problem.line}: {problem.code} {problem.place}: "
    assert begins in text_of("docs/guide-format.md")


# ---- addresses, hooks, records ---------------------------------------------------------------


def test_every_address_is_in_the_web_contract():
    ours = {re.sub(r"<\w+:(\w+)>", r"<\1>", f"/{p.pattern}") for p in urls.urlpatterns}
    documented = set(table(section(text_of("docs/web-contract.md"), "Addresses")))
    assert {a for a in documented if a.startswith("/")} == ours | {"/admin/"}


def test_every_result_and_page_hook_is_in_the_web_contract():
    text = text_of("docs/web-contract.md")
    found = (ROOT / "templates").rglob("*.html")
    templates = "".join(path.read_text() for path in found if "admin" not in path.parts)
    pages = set(re.findall(r'data-page="(\w+)"', templates))
    hooks = set(re.findall(r"<main [^\n]*", templates))
    hooks = {name for main in hooks for name in re.findall(r"\bdata-[a-z-]+", main)}
    fields = set(re.findall(r'<(?:input|button|select)[^>]* name="(\w+)"', templates)) - {"q"}
    for name in [*map(str, Result), *pages, *hooks, *fields]:
        assert f"`{name}`" in text, name


def test_every_column_of_visits_and_events_is_on_the_privacy_page():
    text = text_of("docs/privacy.md")
    for model, heading in ((Visit, "a visit"), (Event, "an event")):
        documented = table(section(text, f"What is recorded of {heading}"))
        assert set(documented) == {
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, Field) and field.name != "id"
        }
    for kind in EventKind.values:
        assert kind in section(text, "What is recorded of an event")
        assert f"| {kind} |" in text_of("docs/architecture.md")


def test_the_engines_page_gives_its_rules_in_their_order():
    told = section(text_of("docs/engine.md"), "The move (`move.py`, `reason.py`)")
    assert re.findall(r"^\d+\. `(\w+)`", told, re.MULTILINE) == [rule.__name__ for rule in RULES]
