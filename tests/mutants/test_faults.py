"""Each planted fault still applies, and is seen by tests that there are. `make mutants` runs them."""

from dataclasses import replace

import pytest

from .fault import ROOT
from .faults import FAULTS
from .planting import Seen

FEWEST = 40


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_each_fault_applies_in_one_place_and_names_its_tests(fault):
    text = (ROOT / fault.file).read_text()
    planted = fault.applied(text)
    assert planted != text
    if fault.file.endswith(".py"):
        compile(planted, fault.file, "exec")
    assert fault.tests
    assert all((ROOT / test).is_file() for test in fault.tests)


def test_there_are_enough_and_each_has_a_name_of_its_own():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= FEWEST


@pytest.mark.parametrize("old", ["nowhere to be found", "import"])
def test_a_fault_that_applies_nowhere_or_twice_is_found(old):
    fault = replace(FAULTS[0], old=old)
    with pytest.raises(ValueError, match=fault.file):
        fault.applied((ROOT / fault.file).read_text())


def test_a_fault_that_nothing_saw_is_no_success():
    assert [one for one in Seen if one.good] == [Seen.RED, Seen.HUNG]
