"""A truth file read: the numbers of a population, or everything that is wrong with the file.

docs/simulation.md has the format. What a file leaves out is as the guide says.
"""

import json
from collections.abc import Mapping
from dataclasses import replace

from troubleshooter.content.catalogue import PublishedGuide

from .cause_file import TOLERANCE, read_causes
from .findings import Findings
from .truth import Answers, Device, Truth, answers_of, truth_of_guide

PARTS = (
    "causes",
    "effects",
    "answers",
    "noise",
    "skip",
    "unsure",
    "enough",
    "leave_per_minute",
    "label_share",
    "missing_paths",
    "platforms",
)
MOST_LEAVING = 100.0


class BadTruth(Exception):
    """The file is no truth about this guide; `problems` are all of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def read_truth(data: bytes, guide: PublishedGuide) -> Truth:
    """The population that the file describes. Raises BadTruth with every problem."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadTruth([f"not JSON: {error}"]) from error
    found = Findings()
    given = found.table(value, "", PARTS)
    truth = _merged(truth_of_guide(guide.content), given, guide, found)
    if found.problems:
        raise BadTruth(found.problems)
    return truth


def _merged(
    truth: Truth, given: Mapping[str, object], guide: PublishedGuide, found: Findings
) -> Truth:
    """The guide's own truth with what the file says instead."""
    known = {"skip": guide.steps, "unsure": guide.questions, "enough": truth.enough}
    changed: dict[str, object] = {
        part: {**getattr(truth, part), **found.numbers(given[part], part, tuple(names))}
        for part, names in known.items()
        if part in given
    }
    for part, most in (("noise", 1.0), ("label_share", 1.0), ("leave_per_minute", MOST_LEAVING)):
        if part in given:
            changed[part] = found.number(given[part], part, most=most) or 0.0
    if "causes" in given:
        changed["causes"] = read_causes(given["causes"], guide, found) or truth.causes
    if "effects" in given:
        changed["effects"] = _effects(given["effects"], truth, guide, found)
    if "answers" in given:
        changed["answers"] = {**truth.answers, **_answers(given["answers"], guide, found)}
    if "missing_paths" in given:
        changed["missing_paths"] = _missing(given["missing_paths"], guide, found)
    if "platforms" in given:
        changed["devices"] = _devices(given["platforms"], guide, found)
    return replace(truth, **changed)


def _effects(
    value: object, truth: Truth, guide: PublishedGuide, found: Findings
) -> dict[str, Mapping[str, float]]:
    said = found.table(value, "effects", tuple(guide.steps))
    return {**truth.effects} | {
        step: {**truth.effects[step], **found.numbers(row, f"effects.{step}", tuple(guide.causes))}
        for step, row in said.items()
    }


def _answers(value: object, guide: PublishedGuide, found: Findings) -> dict[str, Answers]:
    read = {
        key: _question(entry, f"answers.{key}", key, guide, found)
        for key, entry in found.table(value, "answers", tuple(guide.questions)).items()
    }
    return {key: answers for key, answers in read.items() if answers is not None}


def _question(
    value: object, place: str, key: str, guide: PublishedGuide, found: Findings
) -> Answers | None:
    """A question is given whole: all its options, each with `usual`, naming the same causes."""
    options = tuple(option.key for option in guide.questions[key].options)
    before = len(found.problems)
    rows = {}
    said = found.table(value, place, options)
    for option in options:
        if option not in said:
            found.add(place, f"the option {option} is missing")
            continue
        row = found.table(said[option], f"{place}.{option}", ("usual", "likelihood"))
        usual = found.number(row.get("usual"), f"{place}.{option}.usual")
        likelihood = found.numbers(
            row.get("likelihood", {}), f"{place}.{option}.likelihood", tuple(guide.causes)
        )
        rows[option] = (usual or 0.0, likelihood)
    if len(found.problems) == before:
        _check_columns(rows, place, found)
    return answers_of(rows) if len(found.problems) == before else None


def _check_columns(
    rows: Mapping[str, tuple[float, Mapping[str, float]]], place: str, found: Findings
) -> None:
    columns = {"usual": [usual for usual, _ in rows.values()]}
    for cause in sorted({cause for _, named in rows.values() for cause in named}):
        column = [named[cause] for _, named in rows.values() if cause in named]
        if len(column) < len(rows):
            found.add(place, f"the cause {cause} is named in some options but not in all")
        else:
            columns[cause] = column
    for name, column in columns.items():
        if abs(sum(column) - 1.0) > TOLERANCE:
            found.add(place, f"{name} adds up to {sum(column):g} over the options; it must be 1")


def _missing(
    value: object, guide: PublishedGuide, found: Findings
) -> dict[str, Mapping[str, float]]:
    """An empty version is "not sure"."""
    versions = {v for platform in guide.platforms.values() for v in platform.versions}
    said = found.table(value, "missing_paths", tuple(guide.paths))
    return {
        path: found.numbers(row, f"missing_paths.{path}", ("", *sorted(versions)))
        for path, row in said.items()
    }


def _devices(value: object, guide: PublishedGuide, found: Findings) -> tuple[Device, ...]:
    read = [_device(entry, place, guide, found) for place, entry in found.rows(value, "platforms")]
    devices = tuple(device for device in read if device is not None)
    if devices and not any(device.share for device in devices):
        found.add("platforms", "at least one share must be above 0")
    return devices


def _device(value: object, place: str, guide: PublishedGuide, found: Findings) -> Device | None:
    """An empty version is "not sure", as on the guide's page."""
    row = found.table(value, place, ("platform", "version", "share"))
    platform = found.name(row.get("platform"), f"{place}.platform", ("", *guide.platforms))
    share = found.number(row.get("share"), f"{place}.share", most=1e12)
    if platform is None or share is None:
        return None
    versions = guide.platforms[platform].versions if platform else ()
    version = found.name(row.get("version", ""), f"{place}.version", ("", *versions))
    return Device(platform=platform, version=version or "", share=share)
