"""What ships for deploying fits the portal: each variable, each command, each path in it is real."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from tests.test_docs import all_variables_read, variables_read

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
# They are no variables of the portal: of compose itself, of Python, of a shell.
NOT_OURS = {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PIP_NO_CACHE_DIR"}
NOT_OURS |= {"PIP_DISABLE_PIP_VERSION_CHECK"}


def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def portals():
    services = compose()["services"]
    return {name: one for name, one in services.items() if one["image"] == "helpdesk"}


def instructions(text):
    """(instruction, rest) of each line of a container file."""
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line and not line.startswith("#")]


def commands_in(text):
    return set(re.findall(r"manage(?:\.py)? ([a-z_]+)", text))


def test_each_variable_that_is_set_is_one_of_the_portal():
    known = set(all_variables_read()) | NOT_OURS
    for name, one in portals().items():
        assert set(one["environment"]) <= known, name
    for path in UNITS:
        for line in re.findall(r"^Environment=(.*)", path.read_text(), re.MULTILINE):
            assert {part.partition("=")[0] for part in line.split()} <= known, path
    for kind, rest in instructions((DEPLOY / "Dockerfile").read_text()):
        if kind == "ENV":
            assert {part.partition("=")[0] for part in rest.split()} <= known


def test_a_variable_that_is_none_is_caught():
    assert "ALOWED_HOSTS" not in set(all_variables_read()) | NOT_OURS
    assert variables_read('env_text("HOSTS", "")') == {"HOSTS": ""}


def test_each_variable_that_compose_asks_for_is_in_the_example():
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text()))
    example = re.findall(r"^(\w+)=", (DEPLOY / "environment.example").read_text(), re.MULTILINE)
    assert asked == set(example)


def test_each_command_that_is_run_exists():
    known, found = set(get_commands()), set()
    for path in (DEPLOY / "tasks.sh", DEPLOY / "compose.yaml", DEPLOY / "Dockerfile", *UNITS):
        found |= commands_in(path.read_text())
    for path in UNITS:
        found |= set(re.findall(r"helpdesk-task@(\w+)\.service", path.read_text()))
    assert {"send_handovers", "prune", "migrate", "backup", "collectstatic"} <= found
    assert found - {"i"} <= known


def test_each_timer_starts_a_unit_that_ships():
    names = {path.name for path in UNITS}
    timers = [path for path in UNITS if path.suffix == ".timer"]
    assert len(timers) >= 8
    for path in timers:
        (unit,) = re.findall(r"^Unit=(.*)", path.read_text(), re.MULTILINE)
        assert re.sub(r"@\w+\.", "@.", unit) in names
        task = re.match(r"helpdesk-task@(\w+)\.service", unit)
        if task:
            assert path.name == f"helpdesk-{task[1]}.timer"
            assert load_command_class("troubleshooter", task[1])


@pytest.mark.parametrize("path", [one for one in UNITS if one.suffix == ".service"], ids=str)
def test_a_unit_can_do_no_more_than_it_must(path):
    lines = set(path.read_text().splitlines())
    wanted = {"NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes"}
    assert wanted | {"User=helpdesk", "CapabilityBoundingSet=", "UMask=0077"} <= lines


def test_the_units_are_read_by_systemd_without_a_word(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze")
    (tmp_path / "bin").mkdir()
    for path in UNITS:
        text = path.read_text().replace("/srv/helpdesk/.venv/bin/", "/bin/true #")
        text = re.sub(r"^(Exec\w+=)/bin/true #.*", r"\1/bin/true", text, flags=re.MULTILINE)
        (tmp_path / path.name).write_text(text)
    units = [str(path) for path in tmp_path.iterdir() if path.suffix and "@" not in path.name]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    said = [line for line in done.stderr.splitlines() if "helpdesk" in line]
    assert said == []


def test_containers_of_the_portal_can_write_into_their_folder_alone():
    for name, one in portals().items():
        assert one["read_only"] is True, name
        assert one["cap_drop"] == ["ALL"]
        assert one["volumes"] == ["data:/data"]
        assert "ports" not in one
    published = {name for name, one in compose()["services"].items() if "ports" in one}
    assert published == {"proxy"}
    assert compose()["networks"]["inside"] == {"internal": True}


def test_the_image_has_what_it_copies_and_nobody_in_it_is_root():
    lines = instructions((DEPLOY / "Dockerfile").read_text())
    copied = [rest for kind, rest in lines if kind == "COPY" and "--from" not in rest]
    for rest in copied:
        for name in rest.split()[:-1]:
            assert (ROOT / name).exists(), name
    let_in = (DEPLOY / "Dockerfile.dockerignore").read_text()
    assert all(f"!{name}" in let_in for rest in copied for name in rest.split()[:-1])
    last = max(at for at, (kind, _) in enumerate(lines) if kind == "FROM")
    kinds = [kind for kind, _ in lines[last:]]
    assert {"USER", "HEALTHCHECK", "VOLUME", "CMD"} <= set(kinds)
    assert dict(lines[last:])["USER"].split(":")[0].isdigit()
    assert any("--require-hashes" in rest for kind, rest in lines if kind == "RUN")
    assert not any("apt-get" in rest for _, rest in lines)


def test_the_image_has_what_the_portal_reads_besides_code():
    """Files outside of the packages that code names."""
    named = set()
    for path in (ROOT / "troubleshooter").rglob("*.py"):
        named |= set(re.findall(r'"docs/([\w.-]+)"', path.read_text()))
    copied = (DEPLOY / "Dockerfile").read_text()
    assert named
    assert all(f"docs/{name}" in copied for name in named)


def nginx_conf(folder):
    """The configuration that ships, with paths and names of this test."""
    text = (DEPLOY / "nginx.conf").read_text()
    for there in ("/tmp/", "/etc/nginx/tls/"):
        text = text.replace(there, f"{folder}/")
    return text.replace("root /etc/nginx;", f"root {DEPLOY};").replace("app:8000", "127.0.0.1:1")


def test_nginx_takes_its_configuration(tmp_path):
    if not (shutil.which("nginx") and shutil.which("openssl")):
        pytest.skip("no nginx")
    make_certificate(tmp_path)
    for text, right in ((nginx_conf(tmp_path), True), ("http { server { lisen 1; } }", False)):
        (tmp_path / "nginx.conf").write_text(text)
        done = subprocess.run(
            [*shlex.split("nginx -t -e stderr -c"), str(tmp_path / "nginx.conf")],
            capture_output=True,
            text=True,
        )
        assert (done.returncode == 0) is right, done.stderr
        assert "warn" not in done.stderr


def make_certificate(folder):
    subprocess.run(
        shlex.split(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
            f"-subj /CN=localhost -keyout {folder}/key.pem -out {folder}/certificate.pem"
        ),
        check=True,
        capture_output=True,
    )


def test_the_proxy_writes_down_no_address_and_no_browser():
    text = (DEPLOY / "nginx.conf").read_text()
    assert "access_log off;" in text
    assert "error_log stderr crit;" in text
    (quiet,) = re.findall(r"log_format quiet (.*?);\n", text, re.DOTALL)
    said = set(re.findall(r"\$(\w+)", quiet))
    personal = {"remote_addr", "http_user_agent", "request", "request_uri", "args", "http_referer"}
    assert not said & personal
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text


def test_the_task_script_is_a_script():
    done = subprocess.run(["sh", "-n", DEPLOY / "tasks.sh"], check=False)
    assert done.returncode == 0
