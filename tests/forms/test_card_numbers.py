"""Card numbers are told from all the other numbers that support may ask for."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from troubleshooter.forms.card_numbers import holds_card_number

# The numbers that the brands publish for tests.
CARDS = [
    "4111 1111 1111 1111",
    "4222222222222",
    "5555-5555-5555-4444",
    "2223 0031 2200 3222",
    "3782 822463 10005",
    "3056 930902 5904",
    "3530111333300000",
    "6011.1111.1111.1117",
    "6205 5000 0000 0000 004",
]
# Device, SIM card, order, date and time, version, telephone, a card with a slip of the pen.
OTHERS = [
    "490154203237518",
    "35 209900 176148 1",
    "8944110068256270054",
    "2026-11-28 09:41:12",
    "18.2.1 (22C161)",
    "+49 170 5551234567",
    "4111 1111 1111 1112",
    "1234567890123",
    "C02XL0GYJGH5",
]


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("around", ["{}", "my card {} is", "no 1 {} 12/27", "x{}", "1\n{}\n123"])
def test_a_card_number_is_found_in_any_text(card, around):
    assert holds_card_number(around.format(card))


@pytest.mark.parametrize("other", OTHERS)
def test_other_numbers_may_be_written(other):
    assert not holds_card_number(other)


def test_digits_of_other_scripts_are_digits():
    arabic = "".join(chr(0x0660 + int(d)) for d in "4111111111111111")
    assert holds_card_number(arabic)
    assert holds_card_number("４１１１ １１１１ １１１１ １１１１")


def check_digit(number: str) -> str:
    """By trying all ten, with the sum worked out from the definition of ISO/IEC 7812-1."""
    table = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]  # twice a digit, its own digits added up
    total = sum(table[int(d)] for d in number[::-2]) + sum(int(d) for d in number[-2::-2])
    return next(str(d) for d in range(10) if (total + d) % 10 == 0)


@given(
    body=st.integers(0, 10**14 - 1).map("4{:014d}".format)
    | st.integers(51 * 10**13, 56 * 10**13 - 1).map(str),
    mark=st.sampled_from(["", " ", "-", ". ", "\u2013", "\u00a0"]),
    wrong=st.integers(1, 9),
)
def test_right_numbers_are_found_and_those_with_one_wrong_digit_are_not(body, mark, wrong):
    number = body + check_digit(body)
    groups = mark.join(number[at : at + 4] for at in range(0, 16, 4))
    assert holds_card_number(groups)
    slip = number[:-1] + str((int(number[-1]) + wrong) % 10)
    assert not holds_card_number(slip)


@given(st.text())
def test_any_text_can_be_asked_about(text):
    assert holds_card_number(text) in (True, False)
