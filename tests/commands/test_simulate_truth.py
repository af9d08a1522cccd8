"""`simulate` follows the truth file, and refuses a bad one with all that is wrong with it."""

import pytest

from .simulating import report, simulator


@pytest.fixture
def run(capsys, tmp_path):
    return simulator(capsys, tmp_path)


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
    "missing_paths.cellar": {"missing_paths": {"cellar": {"2": 0.5}}},
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
