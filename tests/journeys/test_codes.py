"""The short code survives being read aloud and typed: in any case, with anything in between."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.visits.codes import ALPHABET, LENGTH, code_in, hash_of_code, in_groups, new_code

CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
BETWEEN = st.text(" -–_.·\u200f\u2066\u00a0/\n", max_size=3)


def test_a_code_has_fifty_bits_and_nothing_that_looks_alike():
    assert log2(len(set(ALPHABET))) * LENGTH >= 50
    assert not set(ALPHABET) & set("AEIOUY01LSZBN")
    assert len({new_code() for _ in range(200)}) == 200
    assert set("".join(new_code() for _ in range(200))) == set(ALPHABET)


@given(CODES, st.data())
def test_whatever_stands_between_and_however_it_is_written_it_is_the_code(code, data):
    typed = "".join(data.draw(BETWEEN) + data.draw(st.sampled_from([c, c.lower()])) for c in code)
    assert code_in(typed) == code_in(in_groups(code)) == code


@pytest.mark.parametrize(
    "typed",
    ["٢٣٤٥-CFGH-JMPQ", "2345-ＣＦＧＨ-jmpq", "Z34S cfgh JMPQ", "2345-CFGH-JMPQ\u200e"],
)
def test_other_digits_and_letters_that_look_alike_are_understood(typed):
    assert code_in(typed) == "2345CFGHJMPQ"


@given(st.text())
def test_anything_else_is_none(typed):
    code = code_in(typed)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


@pytest.mark.parametrize("typed", ["", "2345-CFGH-JMP", "2345-CFGH-JMPQ-R", "AEIO-UAEI-OUAE"])
def test_what_is_too_short_too_long_or_of_other_letters_is_none(typed):
    assert code_in(typed) is None


def test_the_hash_is_keyed(settings):
    before = hash_of_code("2345CFGHJMPQ")
    settings.SECRET_KEY = "another"
    assert hash_of_code("2345CFGHJMPQ") != before
    assert len(before) == 32
