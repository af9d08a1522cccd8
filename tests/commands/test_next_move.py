"""`next_move` answers each line of evidence with the engine's decision, and needs no database."""

import io
import json
import os
import subprocess
import sys
from threading import Timer
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import GUIDES, SHIPPED
from tests.engine.reference import GUIDES as REFERENCE
from tests.engine.reference import guide_values
from troubleshooter.engine import Evidence, Result, next_move

LAMP = GUIDES / "lamp.yaml"
ROOT = SHIPPED.parent.parent
CLOSE = {"rel": 0, "abs": 1e-6}
KEYS = {
    "move",
    "key",
    "expected_minutes",
    "still_present",
    "chance",
    "answers",
    "plan",
    "expected_minutes_no_more_questions",
    "why",
}


@pytest.fixture
def decide(monkeypatch, capsys):
    """Sends lines (values, or text as it is) to the command; its lines of output, read."""

    def decide_them(file, lines):
        text = "\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines)
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
        call_command("next_move", str(file))
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return decide_them


def one_error(decided):
    (only,) = decided
    assert set(only) == {"error"}
    return only["error"]


@pytest.mark.parametrize("reference", REFERENCE, ids=lambda reference: reference["guide"]["key"])
def test_the_reference_states_come_out_as_they_should(decide, tmp_path, reference):
    file = tmp_path / "guide.json"
    file.write_text(json.dumps(reference["guide"]))
    cases = reference["cases"]
    for told, case in zip(decide(file, [case["evidence"] for case in cases]), cases, strict=True):
        assert set(told) == KEYS
        assert told["still_present"] == pytest.approx(case["still_present"], **CLOSE)
        assert told["chance"] == pytest.approx(case["chance"], **CLOSE)
        answers = {
            question: list(options.values()) for question, options in told["answers"].items()
        }
        assert answers.keys() == case["answers"].keys()
        for question, expected in case["answers"].items():
            assert answers[question] == pytest.approx(expected, **CLOSE)
        assert told["plan"] == case["plan"]
        assert told["expected_minutes_no_more_questions"] == pytest.approx(
            case["expected_minutes_no_more_questions"], **CLOSE
        )


@pytest.mark.parametrize("reference", REFERENCE[:4], ids=lambda one: one["guide"]["key"])
def test_the_move_is_the_engines(decide, tmp_path, reference):
    file = tmp_path / "guide.json"
    file.write_text(json.dumps(reference["guide"]))
    given = [case["evidence"] for case in reference["cases"]]
    for told, evidence in zip(decide(file, given), given, strict=True):
        steps = {key: Result(result) for key, result in evidence["steps"].items()}
        move = next_move(
            *guide_values(reference["guide"]),
            Evidence(questions=evidence["questions"], steps=steps),
        )
        assert (told["move"], told["key"]) == (move.kind, move.key)


def test_every_kind_of_move_has_its_sentence(decide):
    """A question, a step under way, a safeguard, a workaround and support, each told apart."""
    nothing = {"steps": dict.fromkeys(["plug-in", "new-bulb", "fuse-out", "rewire"], "no_help")}
    known = {"others": "yes", "flicker": "yes"}
    declined = {"plug-in": "no_help", "new-bulb": "no_help"}
    told = decide(
        LAMP,
        [
            {},
            {"questions": known},
            {"questions": known, "steps": {"new-bulb": "waiting"}},
            {"questions": known, "steps": declined},
            {"questions": known, **nothing},
            {"questions": known, "steps": {**nothing["steps"], "candle": "no_help"}},
        ],
    )
    moves = [(one["move"], one["key"]) for one in told]
    assert moves[0] == ("ask", "others")
    assert moves[2] == ("try", "new-bulb")
    assert moves[-2:] == [("try", "candle"), ("hand_over", "")]
    assert len({one["why"] for one in told}) == len(told)
    assert all(one["why"].endswith(".") for one in told)


def test_steps_and_questions_that_are_settled_are_left_out(decide):
    (told,) = decide(
        LAMP,
        [
            {
                "questions": {"others": "unsure"},
                "steps": {"new-bulb": "waiting", "plug-in": "not_found"},
            }
        ],
    )
    assert set(told["answers"]) == {"flicker"}
    assert "new-bulb" in told["chance"]
    assert "plug-in" not in told["chance"]


def test_blank_lines_are_skipped_and_the_order_is_kept(decide):
    told = decide(LAMP, ["", {"questions": {"others": "yes"}}, "  ", "nonsense", "{}", ""])
    assert [sorted(one)[0] for one in told] == ["answers", "error", "answers"]
    assert "others" not in told[0]["answers"]
    assert "others" in told[2]["answers"]


@pytest.mark.parametrize("line", ["nonsense", "[]", "3", "null", '{"steps": {}', "[" * 100_000])
def test_a_line_that_is_no_object_is_an_error(decide, line):
    assert one_error(decide(LAMP, [line]))


def test_all_that_is_wrong_with_a_line_is_said_at_once(decide):
    error = one_error(
        decide(
            LAMP,
            [
                {
                    "questions": {"colour": "red", "others": "maybe"},
                    "steps": {"hammer": "no_help", "rewire": "broke", "candle": ["fixed"]},
                    "message": "no-power",
                }
            ],
        )
    )
    for name in ("colour", "others", "maybe", "hammer", "rewire", "broke", "candle", "message"):
        assert name in error


@pytest.mark.parametrize("part", ["questions", "steps"])
def test_a_part_that_is_no_object_is_an_error(decide, part):
    assert part in one_error(decide(LAMP, [{part: ["plug-in"]}]))


def test_a_key_given_twice_is_an_error(decide):
    line = '{"steps": {"plug-in": "no_help", "plug-in": "fixed"}}'
    assert "plug-in" in one_error(decide(LAMP, [line]))


def test_a_line_in_another_encoding_is_an_error(monkeypatch, capsys):
    lines = io.BytesIO(b'{"steps": {"\xff": "fixed"}}\n{}')
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=lines))
    call_command("next_move", str(LAMP))
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert set(first) == {"error"}
    assert set(second) == KEYS


def test_a_refused_guide_answers_nothing(tmp_path, capsys):
    bad = tmp_path / "bad.yaml"
    bad.write_text(LAMP.read_text().replace("share: 0.5", "share: 5"))
    with pytest.raises(CommandError):
        call_command("next_move", str(bad))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"{bad}:" in captured.err
    assert "out-of-range" in captured.err


def test_a_guide_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.yaml"):
        call_command("next_move", str(tmp_path / "nothing.yaml"))


def test_a_reader_who_has_enough_ends_it_calmly():
    command = [sys.executable, "manage.py", "next_move", str(LAMP)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as running:
        running.stdin.write(b"{}\n")
        running.stdin.flush()
        assert running.stdout.readline()
        running.stdout.close()
        running.stdin.write(b"{}\n" * 10)
        running.stdin.close()
        assert running.stderr.read() == b""
        assert running.wait(timeout=20) == 0


def test_it_answers_each_line_at_once_and_without_a_database():
    """The second line is sent only once the first has been answered."""
    nowhere = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    command = [sys.executable, "manage.py", "next_move", str(LAMP)]
    with subprocess.Popen(
        command, cwd=ROOT, env=nowhere, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        too_long = Timer(30, running.kill)
        too_long.start()
        for line, asks in (("{}", True), ('{"questions": {"others": "no"}}', False)):
            running.stdin.write(f"{line}\n")
            running.stdin.flush()
            assert (json.loads(running.stdout.readline())["key"] == "others") is asks
        running.stdin.close()
        assert running.wait(timeout=20) == 0
        too_long.cancel()
