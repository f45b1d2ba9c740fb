#!/usr/bin/env bash
# Records a container in the kernels that Debian packages, each booted in an emulator: their verifiers
# are pickier than the one of the machine that builds, and they lack tracepoints that it has. Needs
# root, `npm run build` and `npm run build:test`. Takes half a minute for each kernel.
#   scripts/try-kernels.sh [--oldest | PACKAGE…]   the newest of each version unless told
set -euo pipefail
cd "$(dirname "$0")/.."

# The live tests that need neither an engine nor images.
readonly TESTS=(build/test/e2e/without-engine.test.js build/test/e2e/*-in-kernel.test.js)

fail() { echo "try-kernels: $*" >&2; exit 4; }

[ "$(id -u)" = 0 ] || fail "needs root, which shares this machine's files with the emulated one"
[ "$(uname -m)" = x86_64 ] || fail "emulates x86-64 only, with what is built for this machine"
for tool in qemu-system-x86_64 cpio xz gcc runc; do
  command -v $tool >/dev/null || fail "$tool is missing: run scripts/setup.sh --kernels"
done

count=all
if [ "${1-}" = --oldest ]; then
  count=1
  shift
fi
folders=$(scripts/kernels/fetch.sh "$@")
mapfile -t kernels <<<"$folders"
[ $count = all ] || kernels=("${kernels[@]:0:count}")

status=0
for kernel in "${kernels[@]}"; do
  echo "▶ $(basename "$kernel")"
  scripts/kernels/boot.sh "$kernel" -- node --test --test-reporter=spec "${TESTS[@]}" || status=1
done
[ $status = 0 ] || echo "try-kernels: failed in one of the kernels" >&2
exit $status
