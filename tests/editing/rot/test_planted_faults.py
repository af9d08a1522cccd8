"""Each fault that is planted in a clean guide is found, named, and linked to where it is mended."""

from collections import Counter
from html import unescape

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.urls import reverse

from tests.conftest import SHIPPED
from troubleshooter.content.problems import Code
from troubleshooter.content.reader import read_guide
from troubleshooter.content.rows import content_from_rows
from troubleshooter.editing.problem_words import in_editors_words
from troubleshooter.editing.problems import problems_of
from troubleshooter.editing.rot.around import Around
from troubleshooter.editing.rot.signs import Severity, Sign
from troubleshooter.editing.surroundings import surroundings

from .faults import FAULTS, TODAY

pytestmark = pytest.mark.django_db


LOOKED_FOR_WITH_THE_ENGINE = {Sign.STEP_NEVER_REACHED, Sign.QUESTION_NEVER_ASKED}
APART = LocMemCache("looked-without-the-engine", {})


def look_without_the_engine(monkeypatch):
    """What it finds is of two signs only, and takes seconds for each fault of another. What is kept
    of such a look is kept apart."""
    monkeypatch.setattr("troubleshooter.editing.rot.reach.MOST_MOVES", 0)
    monkeypatch.setattr("troubleshooter.editing.problems.cache", APART)


def found_in(guide):
    return {(p.code, p.place) for p in problems_of(content_from_rows(guide), surroundings(), TODAY)}


@pytest.fixture(scope="module")
def clean():
    """Whether it was looked for with the engine -> what is found in the guide before a fault."""
    return {}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found_named_and_linked(fault, icloud, clean, admin_client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)
    with_the_engine = fault.code in LOOKED_FOR_WITH_THE_ENGINE
    if not with_the_engine:
        look_without_the_engine(monkeypatch)
    if with_the_engine not in clean:
        clean[with_the_engine] = found_in(icloud)
    if fault.code != Sign.PATH_NOT_CONFIRMED:
        assert (fault.code, fault.place) not in clean[with_the_engine]
    fault.plant(icloud)
    page = admin_client.get(reverse("admin:troubleshooter_guide_problems", args=[icloud.pk]))
    lines = [line for g in page.context["groups"] for k in g.kinds for line in k.lines]
    (line,) = (x for x in lines if (x.problem.code, x.problem.place) == (fault.code, fault.place))
    assert in_editors_words(line.problem.message) in unescape(page.content.decode())
    where, _, anchor = line.mend.address.partition("#")
    mending = admin_client.get(where)
    assert mending.status_code == 200
    assert not anchor or f'id="{anchor}"' in mending.content.decode()


def test_thirty_faults_of_many_kinds_are_planted():
    assert len(FAULTS) >= 30
    assert len({fault.code for fault in FAULTS}) >= 30


def test_every_sign_has_a_planted_fault():
    elsewhere = {"path-often-missed", "link-broken", "link-inside-broken"}
    assert {fault.code for fault in FAULTS} >= set(Sign) - elsewhere
    assert not set(Sign) & set(Code)


@pytest.mark.parametrize("name", ["icloud-backup", "printer"])
def test_the_shipped_guides_have_no_error_and_no_warning(name):
    content, _ = read_guide((SHIPPED / f"{name}.yaml").read_bytes())
    found = problems_of(content, Around(pages=frozenset({"/"})), TODAY)
    assert [p for p in found if p.severity is not Severity.ADVICE] == []
    counted = Counter(p.code for p in found)
    assert set(counted) <= {Sign.PATH_NOT_CONFIRMED, Sign.STEP_TOO_LONG}
