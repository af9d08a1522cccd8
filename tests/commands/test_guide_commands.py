"""Guide files go in and out by command, and nothing half-way."""

import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import GUIDES, SHIPPED
from tests.content.sample_guides import every_row, lamp_content
from troubleshooter.content.writer import write_guide
from troubleshooter.models import Guide, Revision, Step

LAMP = GUIDES / "lamp.yaml"
ROOT = SHIPPED.parent.parent


@pytest.fixture
def run(capsys):
    """Runs a command as a shell would: exit code, standard output, standard error."""

    def run_it(*arguments):
        code = 0
        try:
            call_command(*map(str, arguments))
        except CommandError as error:
            code = error.returncode
            sys.stderr.write(f"{error}\n")
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_it


@pytest.fixture
def broken(tmp_path):
    """The lamp guide with three faults."""
    text = LAMP.read_text()
    text = text.replace("share: 0.5", "share: 5").replace("minutes: 20", "minutes: soon")
    path = tmp_path / "broken.yaml"
    path.write_text(text.replace("requires: [fuse-out]", "requires: [fuse]"))
    return path


def line_of(path, text):
    return next(n for n, line in enumerate(path.read_text().splitlines(), 1) if text in line)


# import_guide


@pytest.mark.django_db
def test_import_says_what_it_did_on_standard_output(run, tmp_path):
    assert run("import_guide", LAMP)[0] == 0
    changed = tmp_path / "changed.yaml"
    changed.write_text(LAMP.read_text().replace("minutes: 20", "minutes: 21"))
    assert run("import_guide", changed) == (
        0,
        "lamp: changed step rewire: minutes 20 → 21\n",
        "",
    )
    assert not Revision.objects.exists()


@pytest.mark.django_db
def test_import_twice_says_that_nothing_changed(run):
    run("import_guide", LAMP)
    before = every_row()
    assert run("import_guide", LAMP) == (0, "lamp: nothing changed\n", "")
    assert every_row() == before


@pytest.mark.django_db
def test_import_can_publish_and_note_why(run):
    code, out, _ = run("import_guide", LAMP, "--publish", "--note", "New cables.")
    assert code == 0
    assert out.endswith("lamp: published as revision 1\n")
    assert Revision.objects.get().note == "New cables."
    assert run("import_guide", LAMP, "--publish")[1].endswith("lamp: live already: revision 1\n")


@pytest.mark.django_db
def test_refused_file_leaves_every_row_as_it_was(run, broken):
    run("import_guide", LAMP, "--publish")
    before = every_row()
    code, out, err = run("import_guide", broken, "--publish")
    assert (code, out) == (1, "")
    assert every_row() == before
    assert str(broken) in err


def problems_in(err, path):
    """Problem lines as (line, code, place); each has a message and a remedy after that."""
    found = []
    for text in err.splitlines():
        if text.startswith(f"{path}:"):
            line, code, rest = text.removeprefix(f"{path}:").lstrip().split(" ", 2)
            place, said = rest.split(": ", 1)
            assert said.count(".") >= 2
            found.append((int(line.rstrip(":")), code, place))
    return found


@pytest.mark.django_db
def test_every_problem_of_a_refused_file_has_a_line_on_standard_error(run, broken):
    _, _, err = run("import_guide", broken)
    assert problems_in(err, broken) == [
        (line_of(broken, "share: 5"), "out-of-range", "causes[unplugged].share"),
        (line_of(broken, "minutes: soon"), "wrong-type", "steps[rewire].minutes"),
        (line_of(broken, "requires: [fuse]"), "undefined-name", "steps[rewire].requires[0]"),
    ]


@pytest.mark.django_db
def test_good_files_are_imported_beside_a_refused_one(run, broken):
    code, out, err = run("import_guide", broken, SHIPPED / "printer.yaml")
    assert code == 1
    assert "added the guide" in out
    assert err.splitlines()[-1].endswith(f"imported: {broken}")
    assert Guide.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nowhere.yaml", "."])
def test_file_that_cannot_be_read_is_refused(run, tmp_path, name):
    code, out, err = run("import_guide", tmp_path / name)
    assert (code, out) == (1, "")
    assert "cannot be read" in err


def test_check_touches_no_database(run, broken):
    assert run("import_guide", "--check", LAMP) == (0, "lamp: no problems\n", "")
    code, out, err = run("import_guide", "--check", broken)
    assert (code, out) == (1, "")
    assert len(problems_in(err, broken)) == 3


# Each as manage.py runs it, and one after the other: starting takes longest.
ONE_AFTER_THE_OTHER = """
import json, os, sys
from django.core.management import execute_from_command_line
os.environ["DJANGO_SETTINGS_MODULE"] = "helpdesk.settings"
for arguments in json.loads(sys.argv[1]):
    try:
        execute_from_command_line(["manage.py", *arguments])
    except SystemExit as ended:
        print(ended.code)
    print("==", file=sys.stderr)
"""


def test_an_empty_database_says_what_to_do(tmp_path):
    nowhere = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    commands = [["import_guide", str(LAMP)], ["export_guide", "lamp"], ["publish_guide", "lamp"]]
    command = [sys.executable, "-c", ONE_AFTER_THE_OTHER, json.dumps(commands)]
    done = subprocess.run(command, cwd=ROOT, env=nowhere, capture_output=True, text=True)
    assert done.stdout == "1\n1\n1\n"
    said = done.stderr.removesuffix("==\n").split("==\n")
    assert ["manage.py migrate" in words for words in said] == [True, True, True]
    assert "Traceback" not in done.stderr


def test_check_needs_no_database_server(broken):
    command = [sys.executable, "manage.py", "import_guide", "--check", LAMP, broken]
    nowhere = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    done = subprocess.run(command, cwd=ROOT, env=nowhere, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "lamp: no problems\n")
    assert len(problems_in(done.stderr, broken)) == 3


@pytest.mark.django_db
def test_only_new_leaves_alone_what_editors_may_have_changed(run):
    shipped = sorted(SHIPPED.glob("*.yaml"))
    assert run("import_guide", LAMP, "--publish", "--only-new")[0] == 0
    Step.objects.filter(key="candle").update(title="Light two candles")
    before = every_row()
    assert run("import_guide", LAMP, "--publish", "--only-new") == (
        0,
        "lamp: left alone: it is in the database already\n",
        "",
    )
    assert every_row() == before
    assert run("import_guide", *shipped, LAMP, "--publish", "--only-new")[0] == 0
    assert Revision.objects.count() == 1 + len(shipped)


@pytest.mark.django_db
def test_quiet_import_prints_nothing(run):
    assert run("import_guide", LAMP, "--publish", "--verbosity", "0") == (0, "", "")


# export_guide


@pytest.mark.django_db
def test_export_is_the_guide_file(run, tmp_path):
    run("import_guide", LAMP)
    code, out, err = run("export_guide", "lamp")
    assert (code, out, err) == (0, write_guide(lamp_content()), "")
    again = tmp_path / "again.yaml"
    again.write_text(out)
    assert run("import_guide", again)[1] == "lamp: nothing changed\n"
    assert run("export_guide", "lamp")[1] == out


@pytest.mark.django_db
def test_live_export_is_what_visitors_see(run):
    run("import_guide", LAMP)
    code, out, err = run("export_guide", "lamp", "--live")
    assert (code, out) == (1, "")
    assert "has not been published" in err
    run("publish_guide", "lamp")
    Step.objects.filter(key="candle").update(title="Light two candles")
    assert run("export_guide", "lamp", "--live")[1] == write_guide(lamp_content())
    assert "Light two candles" in run("export_guide", "lamp")[1]


@pytest.mark.django_db
def test_export_of_an_unknown_guide_names_the_known_ones(run):
    run("import_guide", LAMP)
    code, out, err = run("export_guide", "lampe")
    assert (code, out) == (1, "")
    assert "lamp." in err


# publish_guide and guide_schema


@pytest.mark.django_db
def test_publish_says_which_revision_is_live(run):
    run("import_guide", LAMP)
    published = run("publish_guide", "lamp", "--note", "First.")
    assert published == (0, "lamp: published as revision 1\n", "")
    assert run("publish_guide", "lamp") == (0, "lamp: live already: revision 1\n", "")
    assert Revision.objects.get().note == "First."


@pytest.mark.django_db
def test_publish_of_a_draft_with_problems_lists_them_on_standard_error(run):
    run("import_guide", LAMP)
    Step.objects.filter(key="rewire").update(at_risk="", title="")
    code, out, err = run("publish_guide", "lamp")
    assert (code, out) == (1, "")
    assert "lamp: risk-not-named steps[rewire].at_risk:" in err
    assert "lamp: empty-text steps[rewire].title:" in err
    assert not Revision.objects.exists()


@pytest.mark.django_db
def test_publish_of_an_unknown_guide_is_an_error(run):
    assert run("publish_guide", "nothing")[0] == 1


def test_schema_is_json_that_knows_every_key_of_a_guide(run):
    code, out, _ = run("guide_schema")
    assert code == 0
    assert {"format", "platforms", "version_paths"} <= set(json.loads(out)["properties"])
