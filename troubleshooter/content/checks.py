"""Everything that can be wrong with the content of a guide, found in one go."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from .check_chances import columns, shares
from .check_names import broken_rules, duplicates, undefined_names
from .check_paths import path_variants
from .check_steps import (
    causes_without_step,
    circles,
    risks_not_named,
    steps_that_fix_nothing,
)
from .check_translations import translations
from .places import place
from .problems import MOST_LISTED, Finding, Loc, Problem
from .reading import Reading
from .schema import GuideContent

CHECKS = (
    broken_rules,
    duplicates,
    undefined_names,
    shares,
    columns,
    causes_without_step,
    steps_that_fix_nothing,
    risks_not_named,
    circles,
    path_variants,
    translations,
)


def check(content: GuideContent) -> tuple[Problem, ...]:
    """All problems of a guide's content, with `line` None; none means that it can be published."""
    findings = listed(findings_in(content, {}))
    data = content.model_dump(by_alias=True) if findings else {}
    return tuple(problem(finding, place(finding.loc, data), None) for finding in findings)


def findings_in(content: GuideContent, broken: Mapping[Loc, Any]) -> Iterator[Finding]:
    """What is wrong with the content, beyond what merely follows from its broken places.

    `broken` maps each place where the content holds a stand-in to what the file has there.
    """
    reading = Reading(content, broken)
    for check_one in CHECKS:
        yield from islice(check_one(reading), MOST_LISTED + 1)


def listed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, but of each code no more than a person could want."""
    kept: list[Finding] = []
    count: Counter[str] = Counter()
    for finding in findings:
        count[finding.code] += 1
        if count[finding.code] <= MOST_LISTED:
            kept.append(finding)
        elif count[finding.code] == MOST_LISTED + 1:
            message = f"There are more problems of this kind; the first {MOST_LISTED} are listed."
            remedy = "Correct those, then check the guide again."
            kept.append(replace(finding, message=message, remedy=remedy))
    return tuple(kept)


def problem(finding: Finding, where: str, line: int | None) -> Problem:
    return Problem(
        code=finding.code.value,
        place=where,
        line=line,
        message=finding.message,
        remedy=finding.remedy,
    )
