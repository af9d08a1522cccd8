"""A guide file read: its content, or every problem that keeps it from being a guide."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import replace

from .checks import findings_in, listed, problem
from .places import line, place
from .problems import MOST_LISTED, Code, Finding, Problem
from .pruning import Pruning
from .repair import GUIDE, Repair
from .rules import UNSHOWABLE
from .schema import GuideContent
from .writer import write_guide
from .yaml_tree import Mapping, Sequence, Tree, Unreadable, read_tree

__all__ = ["read_guide", "write_guide"]

LARGEST_FILE = 1_000_000  # bytes
# The two halves of a character, after any number of escaped backslashes.
SURROGATES = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE
)
MOST_LINES = 8
BYTE_ORDER_MARK = "\ufeff"


def read_guide(data: bytes) -> tuple[GuideContent | None, tuple[Problem, ...]]:
    """The content of a guide file and (), or None and all that is wrong with the file.

    Problems come in the order of their lines. Time and memory are bounded for any input: about a
    second for the largest file.
    """
    text, findings = _text(data)
    if text is None:
        return None, _problems(findings, None)
    tree = read_tree(text)
    if isinstance(tree.root, Unreadable) and SURROGATES.search(text):
        tree = read_tree(_joined_pairs(text))
    findings += tree.findings
    if not isinstance(tree.root, Mapping):
        return None, _problems(findings + _no_mapping(tree), tree.root)
    pruning = Pruning()
    pruning.prune(GUIDE, tree.root)
    repair = Repair(tree)
    content = repair.content()
    findings += repair.findings
    if not pruning.cut:
        findings += findings_in(content, repair.broken)
    return (None if findings else content), _problems(findings, tree.root)


def _text(data: bytes) -> tuple[str | None, list[Finding]]:
    """The file as text fit for the parser. What had to be changed for that is reported."""
    if len(data) > LARGEST_FILE:
        message = f"The file has more than {LARGEST_FILE:,} bytes, the most that is allowed."
        return None, [_finding(Code.FILE_TOO_LARGE, None, message, "Split it into several guides.")]
    try:
        text, findings = data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        findings = [_not_utf8(data, error.start)]
        if b"\x00" in data or data.startswith((BOM_UTF16_BE, BOM_UTF16_LE)):
            return None, findings
        text = data.decode("utf-8", errors="replace").replace("\ufffd", "x")
    text = text.removeprefix(BYTE_ORDER_MARK)
    return UNSHOWABLE.sub(" ", text), findings + _control_characters(text)


def _joined_pairs(text: str) -> str:
    """Characters that JSON escapes as surrogate pairs, escaped as YAML does.

    A file that has such a pair cannot be read at all as it stands, so nothing is lost.
    """
    return SURROGATES.sub(lambda pair: rf"{pair[1]}\U{_code_point(pair):08X}", text)


def _code_point(pair: re.Match[str]) -> int:
    high, low = int(pair[2], 16), int(pair[3], 16)
    return 0x10000 + ((high - 0xD800) << 10) + low - 0xDC00


def _not_utf8(data: bytes, start: int) -> Finding:
    message = f"The file is not UTF-8 text: byte 0x{data[start]:02X} does not belong there."
    at = data.count(b"\n", 0, start) + 1
    return _finding(Code.NOT_UTF8, at, message, "Save the file in the encoding UTF-8.")


def _control_characters(text: str) -> list[Finding]:
    """One finding for each line that has any."""
    if not UNSHOWABLE.search(text):
        return []
    findings: list[Finding] = []
    for number, written in enumerate(text.split("\n"), start=1):
        if found := UNSHOWABLE.search(written):
            message = f"The line holds a control character, U+{ord(found[0]):04X}."
            findings.append(
                _finding(Code.CONTROL_CHARACTER, number, message, "Delete that character.")
            )
            if len(findings) > MOST_LISTED:
                break
    return findings


def _no_mapping(tree: Tree) -> list[Finding]:
    """What to say of a document that is no mapping, unless that has been said already."""
    if tree.findings and not isinstance(tree.root, str | Sequence):
        return []
    message = "The file is empty." if tree.root is None else "The file does not hold a guide."
    remedy = "Write the keys of a guide: format, key, title and so on, each with its value."
    return [_finding(Code.NOT_A_GUIDE, 1, message, remedy)]


def _finding(code: Code, line: int | None, message: str, remedy: str) -> Finding:
    return Finding(code=code, loc=(), line=line, message=message, remedy=remedy)


def _problems(findings: list[Finding], tree: object) -> tuple[Problem, ...]:
    located = (_located(finding, tree) for finding in listed(findings))
    return tuple(sorted(located, key=lambda found: found.line or 0))


def _located(finding: Finding, tree: object) -> Problem:
    at = line(finding.near or finding.loc, tree) if finding.line is None else finding.line
    others = sorted({line(loc, tree) or 0 for loc in finding.also[:MOST_LINES]} - {at, 0})
    if others:
        see = f" See line {', '.join(map(str, others))} too."
        finding = replace(finding, message=finding.message + see)
    return problem(finding, place(finding.loc, tree), at)
