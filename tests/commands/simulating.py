"""`simulate`, called as a shell would call it, and what it reports."""

import json
import sys

from django.core.management import CommandError, call_command

from tests.conftest import GUIDES

LAMP = GUIDES / "lamp.yaml"


def simulator(capsys, tmp_path):
    """A function that runs the command: exit code, standard output, standard error."""

    def run_it(*arguments, truth=None, file=LAMP):
        if truth is not None:
            given = tmp_path / "truth.json"
            given.write_text(truth if isinstance(truth, str) else json.dumps(truth))
            arguments = ("--truth", given, *arguments)
        code = 0
        try:
            call_command("simulate", str(file), "--jobs", "1", *map(str, arguments))
        except CommandError as error:
            code = error.returncode
            sys.stderr.write(f"{error}\n")
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_it


def report(result):
    code, out, err = result
    assert (code, err) == (0, "")
    return json.loads(out)
