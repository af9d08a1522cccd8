#!/bin/sh
# Writes the hashed locks from pyproject.toml. No address of a registry ends up in them.
set -eu
compile() { .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header "$@"; }
compile --python-version 3.11 pyproject.toml --output-file requirements.txt
compile --python-version 3.11 pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
overrides=$(mktemp)
echo 'django>=6.0,<7' >"$overrides"
compile --python-version 3.12 pyproject.toml --group dev --overrides "$overrides" --output-file requirements-next.txt
rm -f "$overrides"
