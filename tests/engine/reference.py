"""The 12 reference guides and their 72 states, from an implementation that is not ours."""

import json
from pathlib import Path

from troubleshooter.engine import Evidence, Guide, Parameters, Question, Result, Step

GUIDES = json.loads(Path(__file__).with_name("reference-cases.json").read_text())
STATES = [(reference["guide"], case) for reference in GUIDES for case in reference["cases"]]


def name(state):
    guide, case = state
    given = {**case["evidence"]["questions"], **case["evidence"]["steps"]}
    return "-".join([guide["key"], *(f"{key}={value}" for key, value in given.items())])


def guide_values(file):
    """What the engine is given for a guide file that has been read into plain values."""
    guide = Guide(
        key=file["key"],
        support_minutes=file["support_minutes"],
        waiting_weight=file["waiting_weight"],
        disruption_minutes=tuple(file["disruption_minutes"][str(level)] for level in range(1, 6)),
        causes=tuple(cause["key"] for cause in file["causes"]),
        questions=tuple(
            Question(
                key=question["key"],
                options=tuple(option["key"] for option in question["options"]),
                minutes=question["minutes"],
            )
            for question in file["questions"]
        ),
        steps=tuple(
            Step(
                key=step["key"],
                minutes=step["minutes"],
                wait_minutes=step["wait_minutes"],
                disruption=step["disruption"],
            )
            for step in file["steps"]
        ),
    )
    return guide, _parameters(file)


def evidence_values(case):
    given = case["evidence"]
    steps = {key: Result(result) for key, result in given["steps"].items()}
    return Evidence(questions=given["questions"], steps=steps)


def _parameters(file):
    questions = {question["key"]: question["options"] for question in file["questions"]}
    return Parameters(
        shares={cause["key"]: cause["share"] for cause in file["causes"]},
        effects={step["key"]: step["fixes"] for step in file["steps"]},
        skip={step["key"]: step["skip"] for step in file["steps"]},
        usual={key: tuple(o["usual"] for o in options) for key, options in questions.items()},
        likelihood={
            key: {
                cause: tuple(option["likelihood"][cause] for option in options)
                for cause in options[0]["likelihood"]
            }
            for key, options in questions.items()
        },
        unsure={question["key"]: question["unsure"] for question in file["questions"]},
    )
