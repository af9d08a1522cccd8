"""wapiti and sqlmap, as commands of their own; what they found comes as a list of lines."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

# Headers and flags of cookies are held by tests/security; these attack.
MODULES = "xss,permanentxss,sql,timesql,exec,file,redirect,crlf,xxe"
UNWANTED = ("logout", "language", "delete")
SECONDS, SECONDS_OF_ONE = 300, 60
CLEAN = "all tested parameters do not appear to be injectable"
INSTALL = (
    "Install them in an environment of their own: pip install wapiti3 sqlmap; then SCANNERS=its/bin"
)


def scanner(name: str) -> str:
    """Its path. RuntimeError where it is not installed."""
    where = os.pathsep.join(filter(None, (os.environ.get("SCANNERS", ""), os.environ["PATH"])))
    found = shutil.which(name, path=where)
    if found is None:
        raise RuntimeError(f"{name} is not there. {INSTALL}")
    return found


def wapiti(folder: Path, base: str, starts: tuple[str, ...], cookies: str) -> tuple[list[str], int]:
    """What it found from these addresses on, and how many addresses it tried."""
    report = folder / "wapiti.json"
    command = [scanner("wapiti"), "-u", base, "-m", MODULES, "-f", "json", "-o", str(report)]
    command += ["--store-session", str(folder / "wapiti"), "--flush-session", "--no-bugreport"]
    command += ["--max-scan-time", str(SECONDS), "--max-attack-time", str(SECONDS_OF_ONE)]
    command += [
        "--store-config",
        str(folder / "config"),
        "-d",
        "8",
        "--max-links-per-page",
        "60",
        "-v",
        "0",
    ]
    for start in starts:
        command += ["-s", base + start.lstrip("/")]
    for word in UNWANTED:
        command += ["-x", f"{base}*{word}*"]
    if cookies:
        command += ["-C", cookies, "--drop-set-cookie"]
    _run(command, folder / "wapiti.log")
    told = json.loads(report.read_text())
    found = [
        f"{kind}: {one['method']} {one['path']} {one['parameter']}"
        for kind, those in told["vulnerabilities"].items()
        for one in those
    ]
    return found, told["infos"].get("crawled_pages_nbr", 0)


def sqlmap(folder: Path, address: str, cookies: str, known: tuple[str, ...]) -> list[str]:
    """Which parameters of the address can be used to speak to the database; cookies are parameters
    as well, but for those that are known already. RuntimeError where it did not come to an end."""
    log = folder / "sqlmap.log"
    command = [scanner("sqlmap"), "-u", address, "--batch", "--level", "2", "--risk", "2"]
    command += ["--technique", "BEU", "--threads", "2", "--output-dir", str(folder / "sqlmap")]
    command += ["--flush-session", "--disable-coloring"]
    if cookies:  # a session that was tried in vain is taken away by the answer: that must not count
        command += ["--cookie", cookies, "--drop-set-cookie"]
    if known:
        command += ["--skip", ",".join(known)]
    _run(command, log)
    told = log.read_text(errors="replace")
    found = re.findall(r"(?m)^Parameter: (.+)$", told)
    if not found and CLEAN not in told:
        raise RuntimeError(f"sqlmap did not come to an end at {address}: {told[-2000:]}")
    return list(dict.fromkeys(found))


def _run(command: list[str], log: Path) -> None:
    with log.open("wb") as out:
        subprocess.run(command, stdout=out, stderr=out, timeout=30 * 60, check=False)
