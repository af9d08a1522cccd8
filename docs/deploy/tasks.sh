#!/bin/sh
# What has to be done now and then, where there is no cron and no systemd: one after the other, for
# ever. Each may fail; the next round tries again. Times are UTC.
set -u
manage() {
  "${PYTHON:-/srv/venv/bin/python}" manage.py "$@" || echo "manage.py $1 ended with status $?" >&2
}
trap 'exit 0' TERM INT
while true; do
  now=$(date -u +%H:%M)
  manage send_handovers --verbosity 0
  case $now in *[05]) manage publish_planned --verbosity 0 ;; esac
  case $now in
    03:10) manage update_statistics --verbosity 0 ;;
    03:40) if [ "${VISIT_DAYS:-0}" != 0 ]; then manage prune --verbosity 0; fi ;;
    05:10) manage notice_changes --verbosity 0 ;;
  esac
  case $(date -u +%u)-$now in
    1-03:30) manage check_links --verbosity 0 ;;
    1-06:20) manage send_digest --verbosity 0 ;;
    7-04:10) manage rebuild_statistics --verify ;;
  esac
  # Until the next minute, and not longer when told to stop.
  sleep $((60 - $(date -u +%s) % 60)) &
  wait $!
done
