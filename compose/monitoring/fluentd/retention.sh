#!/bin/sh
# Removes closed log files: those older than DAYS, then the oldest until the rest is at most MEGABYTES.
# Fluentd's buffer is left alone. Runs every EVERY_SECONDS; once when that is 0.
set -eu
folder=$1

closed() { find "$folder" -type f -name '*.log*' ! -path '*/.buffer/*' "$@"; }
kilobytes() { closed -exec du -k {} + | awk '{ sum += $1 } END { print sum + 0 }'; }
oldest() { closed -exec ls -1tr {} + | head -n 1; }

clean() {
  closed -mtime "+$((DAYS - 1))" -exec rm -f {} +
  while [ "$(kilobytes)" -gt $((MEGABYTES * 1024)) ]; do rm -f "$(oldest)"; done
}

while :; do
  clean
  [ "$EVERY_SECONDS" -gt 0 ] || break
  sleep "$EVERY_SECONDS"
done
