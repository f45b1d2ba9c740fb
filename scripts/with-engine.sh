#!/usr/bin/env bash
# Runs a command with a container engine and the test images: DOCKER_HOST names the engine.
#   scripts/with-engine.sh COMMAND…            the machine's engine where one answers
#   scripts/with-engine.sh --private COMMAND…  always one of our own, gone when COMMAND ends;
#                                              CXRAY_TEST_ENGINE then says so to the tests
set -euo pipefail

here=$(dirname "$0")
private=no
if [ "${1-}" = --private ]; then
  private=yes
  shift
fi

if [ $private = yes ] || ! docker version >/dev/null 2>&1; then
  folder=$(mktemp -d "${TMPDIR:-/tmp}/cxray-engine.XXXXXX")
  trap '"$here/engine.sh" stop "$folder/engine"; rmdir "$folder"' EXIT
  trap 'exit 130' INT TERM HUP
  DOCKER_HOST=$("$here/engine.sh" start "$folder/engine" | sed -n 's/^DOCKER_HOST=//p')
  export DOCKER_HOST CXRAY_TEST_ENGINE=$DOCKER_HOST
fi
"$here/images.sh"
"$@"
