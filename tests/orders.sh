#!/bin/sh
# Runs all tests but those in a browser in so many random orders, and tells in which one failed.
set -u
orders=${1:-20}
first=${2:-$(date +%s)}
last=$((first + orders - 1))
failed=
for seed in $(seq "$first" "$last"); do
  echo "== The order of seed $seed"
  .venv/bin/python -m pytest -n "${WORKERS:-auto}" --dist worksteal -m "not browser" \
    -p randomly --randomly-seed="$seed" ${TESTS:-tests}
  code=$?
  [ "$code" -le 1 ] || exit "$code"
  [ "$code" -eq 0 ] || failed="$failed $seed"
done
if [ -n "$failed" ]; then
  echo "Some test failed in the order of:$failed"
  echo "make test-orders ORDERS=1 SEED=one_of_them runs that order again."
  exit 1
fi
echo "All passed in the orders of $first to $last."
