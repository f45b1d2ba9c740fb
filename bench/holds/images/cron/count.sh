#!/bin/sh
# Counts lines, as a user without rights.
set -e
for log in /srv/logs/*.log; do
  awk 'END { print FILENAME, NR }' "$log"
done | sort >/srv/counts/new
mv /srv/counts/new /srv/counts/lines
