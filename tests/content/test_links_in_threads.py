"""The first links of a process may be read by several threads at once."""

import subprocess
import sys

import pytest

TABLES = "[*_encode.encode_cache.values(), *_decode.decode_cache.values()]"


@pytest.mark.parametrize("module", ["markup", "plain_text"])
def test_the_tables_for_addresses_are_filled_before_any_thread_reads_a_link(module):
    """mdurl hands a table out before it is filled."""
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import troubleshooter.content.{module}; from mdurl import _encode, _decode;"
            f"print(sorted(map(len, {TABLES})))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[128, 128]"
