"""`simulate` says what orders are worth, the same each time, and keeps visits only when asked."""

import io
import json
import os
import re
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import GUIDES, SHIPPED
from tests.content.sample_guides import every_row
from tests.simulation.cast import bell, between
from troubleshooter.content.writer import write_guide
from troubleshooter.management.progress import Progress
from troubleshooter.models import Event, Visit
from troubleshooter.simulation.truth_file import PARTS

LAMP = GUIDES / "lamp.yaml"
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
    """Runs the command: exit code, what it wrote to standard output, standard error."""

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


def test_the_same_call_writes_the_same_bytes_and_another_seed_others():
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
    assert json.loads(out("8", "1"))["policies"] != json.loads(first)["policies"]


def test_on_several_cores_it_writes_the_same():
    command = [sys.executable, "manage.py", "simulate", str(LAMP), "--visits", "450", "--jobs"]
    one, two = (subprocess.run([*command, n], cwd=ROOT, capture_output=True) for n in "12")
    assert (two.returncode, two.stderr) == (0, b"")
    assert one.stdout == two.stdout


def test_the_truth_counts_and_not_the_guide(run):
    joint = [{"causes": ["unplugged"], "probability": 1}]
    sure = {"effects": {"plug-in": {"unplugged": 1}}, "causes": {"joint": joint}}
    found = report(run("--visits", 40, truth=sure))["policies"]["engine"]
    assert found["resolved"]["mean"] == 1
    never = {"effects": {"plug-in": {"unplugged": 0}}, "causes": {"joint": joint}}
    found = report(run("--visits", 40, truth=never))["policies"]["engine"]
    assert found["resolved"]["mean"] == 0


BAD = {
    "not JSON": "{",
    "the file": [],
    "colour": {"colour": 1},
    "noise": {"noise": 1.5},
    "leave_per_minute": {"leave_per_minute": -1},
    "label_share": {"label_share": "often"},
    "skip.hammer": {"skip": {"hammer": 0.1}},
    "skip.rewire": {"skip": {"rewire": True}},
    "unsure.others": {"unsure": {"others": None}},
    "enough.rewire": {"enough": {"rewire": 0.5}},
    "effects.hammer": {"effects": {"hammer": {}}},
    "effects.rewire.rust": {"effects": {"rewire": {"rust": 0.4}}},
    "effects.rewire.wiring": {"effects": {"rewire": {"wiring": 4}}},
    "answers.colour": {"answers": {"colour": {}}},
    "answers.flicker.maybe": {
        "answers": {"flicker": {key: {"usual": 0.5} for key in ("yes", "no", "maybe")}}
    },
    "answers.flicker: the option no": {"answers": {"flicker": {"yes": {"usual": 1}}}},
    "answers.flicker: usual": {
        "answers": {"flicker": {"yes": {"usual": 0.5}, "no": {"usual": 0.6}}}
    },
    "answers.flicker: the cause bulb": {
        "answers": {
            "flicker": {"yes": {"usual": 0.5, "likelihood": {"bulb": 1}}, "no": {"usual": 0.5}}
        }
    },
    "answers.flicker: bulb adds": {
        "answers": {
            "flicker": {
                "yes": {"usual": 0.5, "likelihood": {"bulb": 0.5}},
                "no": {"usual": 0.5, "likelihood": {"bulb": 0.3}},
            }
        }
    },
    "causes.rust": {"causes": {"rust": 0.5}},
    "causes.shares.rust": {"causes": {"shares": {"rust": 0.5}}},
    "causes.shares: at least": {
        "causes": {"shares": dict.fromkeys(["unplugged", "bulb", "wiring"], 0)}
    },
    "causes: joint says it all": {
        "causes": {"joint": [{"causes": ["bulb"], "probability": 1}], "shares": {"bulb": 0.4}}
    },
    "causes.joint: must be": {"causes": {"joint": []}},
    "causes.joint[0].causes": {"causes": {"joint": [{"causes": [], "probability": 1}]}},
    "causes.joint[0].causes[0]": {"causes": {"joint": [{"causes": ["rust"], "probability": 1}]}},
    "causes.joint[1]": {
        "causes": {"joint": [{"causes": ["bulb"], "probability": 0.5}] * 2},
    },
    "causes.joint: adds up": {"causes": {"joint": [{"causes": ["bulb"], "probability": 0.5}]}},
    "causes.pairs: shares": {
        "causes": {"pairs": [{"causes": ["bulb", "wiring"], "correlation": 0.3}]}
    },
    "causes.pairs[0].causes": {
        "causes": {
            "shares": {"bulb": 0.9},
            "pairs": [{"causes": ["bulb"], "correlation": 0.3}],
        }
    },
    "causes.pairs[0].correlation": {
        "causes": {
            "shares": {"bulb": 0.9},
            "pairs": [{"causes": ["bulb", "wiring"], "correlation": 1}],
        }
    },
    "causes.pairs: no causes": {
        "causes": {
            "shares": {"bulb": 0.9},
            "pairs": [
                {"causes": ["bulb", "wiring"], "correlation": 0.9},
                {"causes": ["bulb", "unplugged"], "correlation": 0.9},
                {"causes": ["unplugged", "wiring"], "correlation": -0.9},
            ],
        }
    },
    "platforms: must be": {"platforms": []},
    "platforms[0].platform": {"platforms": [{"platform": "ceiling", "share": 1}]},
    "platforms[0].version": {"platforms": [{"platform": "desk", "version": "9", "share": 1}]},
    "platforms: at least": {"platforms": [{"platform": "desk", "share": 0}]},
}


@pytest.mark.parametrize("place", BAD)
def test_a_bad_truth_file_is_refused_at_the_right_place(run, place):
    code, out, err = run("--visits", 5, truth=BAD[place])
    assert (code, out) == (1, "")
    problems = err.splitlines()[:-1]
    assert len(problems) == 1
    assert f"truth.json: {place}" in problems[0]


def test_all_that_is_wrong_with_a_truth_file_is_said_at_once(run):
    bad = {
        "noise": 2,
        "colour": 1,
        "skip": {"hammer": 1, "rewire": 3},
        "causes": {"shares": {"rust": 0.5, "bulb": 7}},
        "answers": {"flicker": {"yes": {"usual": 0.5}, "no": {"usual": 0.6}}},
        "platforms": [{"platform": "ceiling"}],
    }
    _, _, err = run("--visits", 5, truth=bad)
    places = ("noise", "colour", "skip.hammer", "skip.rewire", "causes.shares.rust")
    places += ("causes.shares.bulb", "answers.flicker", "platforms[0].platform")
    for place in (*places, "platforms[0].share"):
        assert f": {place}" in err
    assert len(err.splitlines()) == len(places) + 2


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


@pytest.mark.django_db
def test_visits_are_recorded_only_when_asked_and_marked(run, lamp):
    before = every_row()
    plain = report(run("--visits", 30, "--seed", 2))
    assert every_row() == before
    found = report(run("--visits", 30, "--seed", 2, "--record"))
    assert found.pop("recorded") == 60
    assert found == plain
    visits = Visit.objects.all()
    assert {visit.simulated for visit in visits} == {True}
    assert sorted(visit.arm for visit in visits) == ["engine"] * 30 + ["hold_out"] * 30
    for name, arm in (("engine", "engine"), ("file-order", "hold_out")):
        ended = visits.filter(arm=arm, outcome="resolved").count() / 30
        assert ended == pytest.approx(plain["policies"][name]["resolved"]["mean"], abs=1e-5)
    assert Event.objects.filter(kind="started").count() == 60


@pytest.mark.django_db
def test_recorded_visits_follow_the_numbers_that_are_live(run, lamp):
    """Learnt numbers, by which nothing is worth trying: visits end at once, at support."""
    guide = Visit._meta.get_field("guide").related_model.objects.get(key="lamp")
    numbers = guide.live_parameters
    content = {**numbers.content, "effects": {}}
    guide.live_parameters = type(numbers).objects.create(
        revision=numbers.revision, origin="learnt", content=content
    )
    guide.save()
    found = report(run("--visits", 20, "--policy", "engine", "--record"))
    assert found["policies"]["engine"]["resolved"]["mean"] == 0
    assert set(Visit.objects.values_list("parameters", flat=True)) == {guide.live_parameters_id}


@pytest.mark.django_db
def test_a_guide_that_is_not_live_as_the_file_has_it_is_not_recorded(run, lamp, tmp_path):
    other = tmp_path / "lamp.yaml"
    other.write_text(LAMP.read_text().replace("minutes: 20", "minutes: 21"))
    for file in (other, SHIPPED / "printer.yaml"):
        code, out, err = run("--visits", 3, "--record", file=file)
        assert (code, out) == (1, "")
        assert "not live" in err
    assert not Visit.objects.exists()


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
