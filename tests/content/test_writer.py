"""Content becomes a guide file that reads as the same content, here and in other readers of YAML."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import GUIDES, SHIPPED
from tests.trying import tries
from troubleshooter.content.reader import read_guide, write_guide
from troubleshooter.content.rules import UNSHOWABLE

from .faults import EXAMPLES, MINIMAL
from .made_up_guides import guides

FILES = [*EXAMPLES.glob("*.yaml"), *GUIDES.glob("*.yaml"), *SHIPPED.glob("*.yaml")]


def read(text):
    content, problems = read_guide(text.encode())
    assert problems == ()
    return content


def with_summary(text):
    return read(MINIMAL).model_copy(update={"summary": text})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file_that_is_read_and_written_says_the_same(path):
    content = read(path.read_text(encoding="utf-8"))
    written = write_guide(content)
    assert read(written) == content
    assert write_guide(read(written)) == written


@given(guides())
@settings(max_examples=tries(40), deadline=None)
def test_any_guide_reads_as_it_was_written(content):
    written = write_guide(content)
    again = read(written)
    assert again == content
    assert write_guide(again) == written


odd = st.text(
    st.sampled_from(
        " \t\n\r\x85\u2028\u2029\ufeff-:#'\"\\{}[]&*!|>%@`,?~=<.0189eynoN_äß漢\U0001f6aa\xa0"
    ),
    max_size=25,
)


@given(odd | st.text(max_size=40).filter(lambda text: not UNSHOWABLE.search(text)))
@settings(max_examples=tries(400), deadline=None)
def test_any_text_reads_as_it_was_written(text):
    content = with_summary(text)
    written = write_guide(content)
    assert read(written) == content
    assert yaml.safe_load(written)["summary"] == text


@given(st.floats(0, allow_infinity=False, allow_nan=False))
@settings(deadline=None)
def test_any_number_reads_as_it_was_written(number):
    content = read(MINIMAL).model_copy(update={"support_minutes": number})
    written = write_guide(content)
    assert read(written) == content
    assert float(yaml.safe_load(written)["support_minutes"]) == number


WORDS = [
    "yes",
    "Off",
    "null",
    "~",
    "1.10",
    "1e3",
    "2026-11-20",
    "12:30",
    "0x1",
    "-",
    "",
    "a: b",
    "a #",
]


@pytest.mark.parametrize("word", WORDS)
def test_text_that_other_readers_mistake_is_quoted(word):
    assert f'summary: "{word}"\n' in write_guide(with_summary(word))


def test_markdown_is_written_as_a_block():
    text = "1. Open **it**.  \n\n   Wait: a # minute.\n2. \tShut it.\n"
    written = write_guide(with_summary(text.replace("\t", "")))
    assert "summary: |\n  1. Open **it**.  \n\n     Wait: a # minute.\n  2. Shut it.\n" in written


def test_words_of_all_languages_are_written_as_they_are():
    assert "summary: Tür, 扉\n" in write_guide(with_summary("Tür, 扉"))
    assert "summary: '\U0001f6aa'\n" in write_guide(with_summary("\U0001f6aa"))


def test_defaults_are_left_out_and_keys_come_in_the_order_of_the_format():
    assert write_guide(read(MINIMAL)) == (
        "format: 1\nkey: door\ntitle: The door sticks\nsummary: It will not close.\nlanguage: en\n"
        "support_minutes: 30\nplatforms:\n  - key: wood\n    name: Wooden door\n"
        "    versions: [old]\ncauses:\n"
        "  - {key: swollen, name: The wood is swollen, share: 1}\nsteps:\n  - key: plane\n    title: Plane the edge\n    minutes: 20\n"
        "    disruption: 1\n    fixes: {swollen: 0.8}\n"
    )
