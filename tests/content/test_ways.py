"""A settings path is shown as the visitor's device writes it, or in every way that it may be."""

import pytest

from tests.conftest import GUIDES
from troubleshooter.content.reader import read_guide
from troubleshooter.content.ways import ways


@pytest.fixture(scope="module")
def lamp_content():
    content, problems = read_guide((GUIDES / "lamp.yaml").read_bytes())
    assert problems == ()
    return content


def segments(content, platform, version):
    found = ways(content.paths[0], content.platforms, platform, version)
    return [(way.label, way.segments) for way in found]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1", ("[Your Name]", "Base", "Button")),
        ("1.10", ("Cable", "Slider")),
        ("2", ("Cable", "Slider")),
    ],
)
def test_a_known_device_gets_its_one_way_without_a_label(lamp_content, version, expected):
    assert segments(lamp_content, "desk", version) == [("", expected)]


def test_an_unknown_version_gets_all_ways_of_the_platform_newest_first(lamp_content):
    assert segments(lamp_content, "desk", "") == [
        ("Version 1.10 to 2", ("Cable", "Slider")),
        ("Version 1", ("[Your Name]", "Base", "Button")),
    ]


def test_an_unknown_platform_names_the_platforms(lamp_content):
    labels = [label for label, _ in segments(lamp_content, "", "")]
    assert labels == ["Desk lamp 1.10 to 2", "Desk lamp 1", "Floor lamp 1 to 2"]


def test_a_version_without_a_platform_fits_every_platform_that_has_it(lamp_content):
    assert [way for _, way in segments(lamp_content, "", "1")] == [
        ("[Your Name]", "Base", "Button"),
        ("Foot", "Pedal"),
    ]


def test_doubt_is_told(lamp_content):
    found = ways(lamp_content.paths[0], lamp_content.platforms, "", "1")
    assert {way.segments[0]: way.unverified for way in found} == {
        "Foot": True,
        "[Your Name]": False,
    }
