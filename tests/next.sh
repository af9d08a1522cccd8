#!/bin/sh
# Runs the tests on Django 6 in an environment of its own, with the newest Python that is there.
set -eu
for version in 3.14 3.13 3.12; do
  for python in "python$version" "$HOME"/.pyenv/versions/"$version".*/bin/python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then
      [ -x .venv-next/bin/python ] || "$python" -m venv .venv-next
      .venv-next/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-next.txt
      .venv-next/bin/python -m django --version
      exec .venv-next/bin/python -m pytest -n auto --dist worksteal "${TESTS:-tests}"
    fi
  done
done
echo "No Python 3.12 or newer was found, so the tests on Django 6 did not run."
exit 1
