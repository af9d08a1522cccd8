"""`simulate` says what orders are worth, the same each time."""

import io
import json
import os
import re
import subprocess
import sys

import pytest

from tests.conftest import SHIPPED
from tests.simulation.cast import bell, between
from troubleshooter.content.writer import write_guide
from troubleshooter.management.progress import Progress
from troubleshooter.simulation.truth_file import PARTS

from .simulating import LAMP, report, simulator

ROOT = SHIPPED.parent.parent
NUMBERS = {
    "minutes",
    "minutes_without_support",
    "effective_minutes",
    "effective_minutes_without_support",
    "hands_on_minutes",
    "waiting_minutes",
    "resolved",
    "worked_around",
    "handed_over",
    "left",
    "steps",
    "questions",
}


@pytest.fixture
def run(capsys, tmp_path):
    return simulator(capsys, tmp_path)


def test_both_orders_are_told_and_their_difference(run):
    found = report(run("--visits", 50, "--seed", 3))
    assert (found["guide"], found["visits"], found["seed"]) == ("lamp", 50, 3)
    assert list(found["policies"]) == ["engine", "file-order"]
    parts = [*found["policies"].values(), found["engine_minus_file_order"]]
    for part in parts:
        assert set(part) == NUMBERS
        for estimate in part.values():
            assert estimate["low"] <= estimate["mean"] <= estimate["high"]
    assert "recorded" not in found


@pytest.mark.parametrize("policy", ["engine", "file-order"])
def test_one_order_can_be_taken_alone_and_is_told_the_same(run, policy):
    alone = report(run("--visits", 50, "--policy", policy))
    assert list(alone["policies"]) == [policy]
    assert alone["policies"][policy] == report(run("--visits", 50))["policies"][policy]


def test_the_shares_of_all_ends_add_up_to_one(run):
    truth = {"leave_per_minute": 0.02, "enough": {"candle": 0.5}}
    found = report(run("--visits", 400, truth=truth))["policies"]["engine"]
    ends = [found[end]["mean"] for end in ("resolved", "worked_around", "handed_over", "left")]
    assert all(ends)
    assert sum(ends) == pytest.approx(1, abs=1e-5)


def test_minutes_with_support_are_those_without_and_support_for_each_hand_over(run):
    for found in report(run("--visits", 300))["policies"].values():
        for kind in ("minutes", "effective_minutes"):
            support = found[kind]["mean"] - found[f"{kind}_without_support"]["mean"]
            minutes = found["handed_over"]["mean"] * support_minutes()
            assert support == pytest.approx(minutes, abs=1e-3)
        parts = found["hands_on_minutes"]["mean"] + found["waiting_minutes"]["mean"]
        assert found["minutes_without_support"]["mean"] == pytest.approx(parts, abs=1e-5)


def support_minutes():
    line = next(x for x in LAMP.read_text().splitlines() if x.startswith("support_minutes: "))
    return float(line.split()[1])


def test_the_same_call_writes_the_same_bytes_and_another_seed_others(run):
    """In processes of their own, which hash texts differently, and without a database."""
    command = [sys.executable, "manage.py", "simulate", str(LAMP), "--visits", "60", "--seed"]

    def out(seed, hashing):
        nowhere = {
            **os.environ,
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
            "PYTHONHASHSEED": hashing,
        }
        done = subprocess.run([*command, seed], cwd=ROOT, env=nowhere, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout

    first = out("7", "1")
    assert out("7", "2") == first
    other = report(run("--visits", 60, "--seed", 8))
    assert other["policies"] != json.loads(first)["policies"]


def test_on_several_cores_it_writes_the_same(run):
    command = [sys.executable, "manage.py", "simulate", str(LAMP), "--visits", "450", "--jobs", "2"]
    two = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (two.returncode, two.stderr) == (0, "")
    assert run("--visits", 450)[1] == two.stdout


def test_a_bad_guide_and_a_missing_file_are_refused(run, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text(LAMP.read_text().replace("share: 0.5", "share: 5"))
    code, out, err = run(file=bad)
    assert (code, out) == (1, "")
    assert "out-of-range" in err
    assert run("--truth", tmp_path / "none.json")[0] == 1
    assert run(file=tmp_path / "none.yaml")[0] == 1


@pytest.mark.parametrize("option", [("--visits", "0"), ("--visits", "many"), ("--seed", "-1")])
def test_odd_numbers_are_refused(run, option):
    code, out, err = run(*option)
    assert code
    assert out == ""
    assert option[0] in err


def test_the_closed_form_holds_through_the_command(run, tmp_path):
    file = tmp_path / "bell.yaml"
    file.write_text(write_guide(bell().content))
    found = report(run("--visits", 2000, file=file))["policies"]["engine"]
    reach = 4 * (0.6 * 0.4 / 2000) ** 0.5
    assert found["resolved"]["mean"] == between(0.6 - reach, 0.6 + reach)


PAGE = (ROOT / "docs" / "simulation.md").read_text()


def test_the_example_of_the_page_is_a_truth_about_the_lamp_with_every_key(run):
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert set(json.loads(example)) == set(PARTS)
    report(run("--visits", 20, truth=example))


def test_the_page_names_every_key_and_every_number():
    rows = {name for row in re.findall(r"^\| (`.*?) \|", PAGE, re.M) for name in row.split(", ")}
    assert {name.strip("`") for name in rows} == NUMBERS | set(PARTS)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_bar_is_for_terminals_only(monkeypatch):
    times = iter(range(100))
    monkeypatch.setattr("troubleshooter.management.progress.monotonic", lambda: next(times))
    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        progress = Progress(stream, 4)
        for _ in range(4):
            progress.step()
        progress.end()
    assert "2 of 4" in terminal.getvalue()
    assert file.getvalue() == ""
