"""What an attack would need and our code does not have. A planted line of each kind is found."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sorted([*(ROOT / "troubleshooter").rglob("*.py"), *(ROOT / "helpdesk").rglob("*.py")])
SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Whole families of attacks begin with one of these.
MODULES = {
    "code that comes in as data": {"pickle", "marshal", "shelve", "dill", "code", "codeop"},
    "other programs": {"subprocess", "pty", "commands"},
    "memory by hand": {"ctypes", "cffi", "mmap"},
    "XML": {"xml", "lxml", "defusedxml"},
    "directories and other query languages": {"ldap", "ldap3", "pymongo", "graphene", "strawberry"},
    "templates made at run time": {"jinja2", "mako"},
    "tokens of others": {"jwt", "jose", "authlib", "oauthlib", "saml2", "social_django"},
    "ciphers": {"cryptography", "Crypto", "nacl"},
    "sockets that stay open": {"channels", "websockets", "socketio", "aiortc"},
    "archives": {"zipfile", "tarfile", "gzip", "bz2", "lzma"},
    "caches that take commands as text": {"pymemcache", "pylibmc", "memcache"},
}
CALLS = {
    *("eval", "exec", "compile", "__import__"),
    *("os.system", "os.popen", "os.execv", "os.spawnv", "hashlib.md5", "hashlib.sha1"),
    *("Template", "engines.from_string", "yaml.load", "yaml.unsafe_load", "yaml.full_load"),
}
# Statements that are put together here, with names of our own and never with what somebody sent.
IN_SCRIPTS = re.compile(
    r"\beval\(|new Function|\.innerHTML|\.outerHTML\s*=|document\.write|insertAdjacentHTML|postMessage|"
    r"addEventListener\(['\"]message|localStorage|sessionStorage|indexedDB|document\.cookie|"
    r"__proto__|set(?:Timeout|Interval)\(['\"]|importScripts|jsonp"
)


@cache  # each source is asked about each family
def families(source: str) -> frozenset[str]:
    """The families whose modules a source imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        tops = {name.split(".")[0] for name in names}
        found |= {family for family, modules in MODULES.items() if tops & modules}
    return frozenset(found)


def calls(source: str) -> set[str]:
    every = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {ast.unparse(call.func) for call in every} & CALLS


STATEMENTS = re.compile(r"\.(?:raw|extra)\([^)]*\)|RawSQL")
# Django built them, and what is looked for stands beside the statement and not in it.
DJANGOS = [".raw(table.of_all)", ".raw(table.of_one, [pk])"]


@pytest.mark.parametrize("family", MODULES)
def test_no_module_of_ours_imports_it(family):
    assert [path.name for path in PYTHON if family in families(path.read_text())] == []


def test_no_module_of_ours_calls_what_runs_or_weakens():
    assert {path.name: found for path in PYTHON if (found := calls(path.read_text()))} == {}


def test_scripts_write_no_html_and_listen_to_nobody_else():
    found = {path.name: IN_SCRIPTS.findall(path.read_text()) for path in SCRIPTS}
    assert len(SCRIPTS) >= 5
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_page_switches_escaping_off():
    off = re.compile(r"\|\s*safe(?:seq)?\b|autoescape off")
    assert len(TEMPLATES) >= 50
    assert [path.name for path in TEMPLATES if off.search(path.read_text())] == []


def test_statements_hold_no_value_that_somebody_sent():
    """A statement of our own is one of words: what is put into it are numbers and names of tables."""
    asked = {path.name: STATEMENTS.findall(path.read_text()) for path in PYTHON}
    assert {name: calls for name, calls in asked.items() if calls} == {"gathering.py": DJANGOS}


@pytest.mark.parametrize("family", MODULES)
def test_a_planted_import_is_found(family):
    for module in MODULES[family]:
        assert families(f"import {module}") == {family}
        assert families(f"from {module}.part import thing") == {family}


@pytest.mark.parametrize("name", sorted(CALLS))
def test_a_planted_call_is_found(name):
    assert calls(f"x = {name}(y)") == {name}


@pytest.mark.parametrize(
    "line",
    ["eval(x)", "a.innerHTML = x", "addEventListener('message', f)", "setTimeout('x()', 1)"],
)
def test_a_planted_line_of_a_script_is_found(line):
    assert IN_SCRIPTS.search(line)
