"""The mask over a form's token: Django reads it, it is new each time, and it favours no letter."""

from collections import Counter

import pytest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, _unmask_cipher_token
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.views.form_tokens import _mask, with_mask

LETTERS = st.text(CSRF_ALLOWED_CHARS, min_size=32, max_size=32)


@given(secret=LETTERS, mask=LETTERS)
def test_django_reads_what_is_masked(secret, mask):
    token = with_mask(secret, mask)
    assert len(token) == 64
    assert _unmask_cipher_token(token) == secret


def test_no_two_masks_are_the_same_and_each_letter_is_as_likely():
    masks = [_mask() for _ in range(500)]
    assert len(set(masks)) == 500
    assert {len(mask) for mask in masks} == {32}
    seen = Counter("".join(masks))
    assert set(seen) == set(CSRF_ALLOWED_CHARS)
    # 16,000 letters: 258 of each, give or take seven standard deviations.
    assert all(abs(number - 258) < 7 * 16 for number in seen.values())


@pytest.mark.django_db
def test_the_token_of_a_page_is_another_each_time_and_is_taken(client, lamp):
    client.handler.enforce_csrf_checks = True
    tokens = {str(client.get("/guides/lamp/").context["csrf_token"]) for _ in range(3)}
    assert len(tokens) == 3
    form = {"platform": "", "version": ""}
    for token in tokens:
        sent = client.post("/guides/lamp/start/", {**form, "csrfmiddlewaretoken": token})
        assert sent.status_code == 302
    other = with_mask("a" * 32, _mask())
    assert client.post("/guides/lamp/start/", {"csrfmiddlewaretoken": other}).status_code == 403
