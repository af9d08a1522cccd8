"""Answers are packed for the way so that every browser can unpack them, and a length tells nothing."""

import gzip
import random

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.packing import LEAST, MOST_PADDING, PackedAnswers, packed, packed_well

PAGE = b"<p>How it is</p>" * 40


def answer(accept: str | None, response=None):
    headers = {} if accept is None else {"accept-encoding": accept}
    request = RequestFactory().get("/", headers=headers)
    return PackedAnswers(lambda request: response or HttpResponse(PAGE))(request)


@given(text=st.binary(max_size=2_000), padding=st.integers(0, 256))
def test_what_is_packed_comes_out_whole_with_any_padding(text, padding):
    for pack in (packed, packed_well):
        assert brotli.decompress(pack(text, padding=padding)) == text


@pytest.mark.parametrize("padding", [1, 2, 100, 256])
def test_each_byte_of_padding_is_one_byte_more(padding):
    least = len(packed(PAGE, padding=1))
    assert len(packed(PAGE, padding=padding)) == least + padding - 1


@pytest.mark.parametrize(
    ("accept", "how"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0, gzip", "gzip"),
        ("brotli, gzip", "gzip"),
        ("identity", None),
        (None, None),
    ],
)
def test_a_browser_gets_what_it_takes(accept, how):
    got = answer(accept)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[how]
    assert got.get("Content-Encoding") == how
    assert unpack(got.content) == PAGE
    assert how is None or int(got["Content-Length"]) == len(got.content) < len(PAGE)
    assert got["Vary"] == "Accept-Encoding"


def test_the_same_page_has_many_lengths():
    lengths = {len(answer("br").content) for _ in range(200)}
    assert len(lengths) > 10
    assert max(lengths) - min(lengths) <= MOST_PADDING + 4


def test_what_has_no_secret_in_it_is_packed_as_well_as_it_can_be():
    words = bytes(random.Random(3).choices(b"abcdefghij <p>", k=6_000))  # too long for one packet
    plain = answer("br", HttpResponse(words))
    marked = answer("br", HttpResponse(words, headers={"Page-Mark": "a mark"}))
    assert brotli.decompress(marked.content) == brotli.decompress(plain.content) == words
    assert len(marked.content) < len(plain.content) - MOST_PADDING - 2


def test_what_is_short_streamed_or_packed_already_stays_as_it_is():
    short = HttpResponse(b"x" * (LEAST - 1))
    assert not answer("br", short).has_header("Content-Encoding")
    assert answer("br", HttpResponse(PAGE, headers={"Content-Encoding": "x"})).content == PAGE
    streamed = answer("br, gzip", StreamingHttpResponse(iter([PAGE])))
    assert streamed["Content-Encoding"] == "gzip"


def test_a_mark_of_a_version_is_weak_once_the_bytes_are_others():
    assert answer("br", HttpResponse(PAGE, headers={"ETag": '"a"'}))["ETag"] == 'W/"a"'
