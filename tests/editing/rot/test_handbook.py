"""The handbook has every sign of rot, with how bad it is, what it means and what to do."""

from tests.test_docs import section, table, text_of
from troubleshooter.editing.rot.signs import Sign


def test_every_sign_is_in_the_handbook_as_the_page_tells_it():
    rows = table(section(text_of("docs/editing.md"), "Problems and what they mean"))
    told = {code: tuple(cells[:2]) for code, cells in rows.items() if len(cells) == 3}
    assert told == {sign.value: (sign.severity.value, sign.meaning) for sign in Sign}
    assert all(rows[sign.value][2] for sign in Sign)
