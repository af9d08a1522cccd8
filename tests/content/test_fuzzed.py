"""A sample of `make drill-guide-files`: any file at all is a guide, or is refused clearly."""

from itertools import islice
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.drills.guide_files.fuzzing import fuzzed
from tests.drills.guide_files.looking import NotClear, look
from tests.drills.guide_files.malformed import malformed_files
from tests.drills.guide_files.mutating import CHANGES
from tests.drills.guide_files.originals import small_files
from troubleshooter.content.reader import LARGEST_FILE, read_guide
from troubleshooter.management.guide_files import guide_bytes
from troubleshooter.models import Guide

EVERY = 40  # of the malformed files


def test_malformed_files_are_refused_clearly():
    sample = list(islice(malformed_files(), 3, None, EVERY))
    assert len(sample) > 40
    assert [name for name, data in sample if look(data) is not None] == []


def test_files_changed_by_chance_are_guides_or_refused_clearly():
    batch = fuzzed("suite", files=150)
    assert batch.wrong == ()
    assert batch.accepted
    assert batch.refused > 100
    assert batch.refused + len(batch.accepted) == 150


def test_the_same_seed_makes_the_same_files():
    assert fuzzed("again", files=20).accepted == fuzzed("again", files=20).accepted
    assert len(set(CHANGES)) > 5


def raises(data):
    raise RecursionError


def says_nothing(data):
    return None, ()


def loses_the_title(data):
    content, problems = read_guide(data)
    shorter = content.model_copy(update={"title": content.title[:-1]})
    return shorter, problems


@pytest.mark.parametrize("reader", [raises, says_nothing, loses_the_title])
def test_a_reader_that_is_at_fault_is_seen(reader):
    with pytest.raises(NotClear):
        look(small_files()[0], reader)


def test_a_file_without_an_end_is_not_read_to_its_end(db, capsys):
    endless = Path("/dev/zero")
    assert len(guide_bytes(endless)) == LARGEST_FILE + 1
    with pytest.raises(CommandError):
        call_command("import_guide", str(endless))
    assert "file-too-large" in capsys.readouterr().err
    assert not Guide.objects.exists()


def test_what_no_guide_needs_is_not_read_to_its_end():
    _, problems = read_guide(b"steps: [" + b"{}," * 200_000 + b"]")
    assert [(problem.code, problem.place) for problem in problems] == [("too-many", "file")]
