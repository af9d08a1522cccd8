"""Whether a text holds what looks like the number of a payment card.

Support never needs one. Looked for is a number of the length and beginning of the large card
brands whose last digit is right by the Luhn check (ISO/IEC 7812-1). Numbers of devices, SIM cards
and cases begin or end otherwise, nearly all of them.
"""

import re
from collections.abc import Iterator
from unicodedata import decimal, normalize

# Digits in a row, with a mark or two between them.
RUN = re.compile(r"\d(?:[\s.\-/\u2010-\u2015]{0,2}\d){12,}")
LENGTHS = range(13, 20)
BRANDS = re.compile(
    r"4(\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|3(0|6|8|9)\d{12}|35\d{14}|(5[06-8]|6\d)\d{11,17}"
)


def holds_card_number(text: str) -> bool:
    """True for a number written in one piece or in groups, in any script's digits."""
    return any(
        BRANDS.fullmatch(number) and _last_digit_is_right(number)
        for run in RUN.findall(normalize("NFKC", text))
        for number in _numbers_in(run)
    )


def _numbers_in(run: str) -> Iterator[str]:
    """Every way to take whole groups that follow each other as one number."""
    groups = re.findall(r"\d+", run)
    plain = ["".join(str(decimal(digit)) for digit in group) for group in groups]
    for first in range(len(plain)):
        number = ""
        for group in plain[first:]:
            number += group
            if len(number) > LENGTHS[-1]:
                break
            if len(number) in LENGTHS:
                yield number


def _last_digit_is_right(number: str) -> bool:
    """Every second digit from the right is doubled; the sum of all digits is a multiple of ten."""
    doubled = (int(d) * (2 if at % 2 else 1) for at, d in enumerate(reversed(number)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
