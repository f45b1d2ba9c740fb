#!/bin/sh
# Makes a database where there is none, and serves it: as the official image does, it begins as root
# and goes on as postgres.
set -e
data=/var/lib/postgresql/data
PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$data" /run/postgresql
  chown postgres:postgres "$data" /run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0"
fi
if [ ! -s "$data/PG_VERSION" ]; then
  initdb --auth=trust --pgdata="$data"
  echo 'host all all all trust' >>"$data/pg_hba.conf"
fi
exec postgres -D "$data" -c listen_addresses='*'
