#!/usr/bin/env bash
# Records containers in the kernels that Debian packages, each booted in an emulator: their verifiers
# are pickier than the one of the machine that builds, they lack tracepoints that it has, and they
# have AppArmor. Needs root, `npm run build` and `npm run build:test`.
#   scripts/try-kernels.sh [PACKAGE…]   the newest of each version unless named: minutes for each
#   scripts/try-kernels.sh --quick      the oldest, without an engine and AppArmor: half a minute
set -euo pipefail
cd "$(dirname "$0")/.."

# The live tests that need neither an engine nor images, and those that need AppArmor.
readonly ALONE=(build/test/e2e/without-engine.test.js build/test/e2e/*-in-kernel.test.js)
readonly ENFORCED=(build/test/e2e/apparmor-enforced.test.js)

fail() { echo "try-kernels: $*" >&2; exit 4; }

[ "$(id -u)" = 0 ] || fail "needs root, which shares this machine's files with the emulated one"
[ "$(uname -m)" = x86_64 ] || fail "emulates x86-64 only, with what is built for this machine"
for tool in qemu-system-x86_64 cpio xz gcc runc; do
  command -v $tool >/dev/null || fail "$tool is missing: run scripts/setup.sh --kernels"
done

quick=no
if [ "${1-}" = --quick ]; then
  quick=yes
  set -- --oldest
fi
folders=$(scripts/kernels/fetch.sh "$@")
mapfile -t kernels <<<"$folders"

# run_in KERNEL COMMAND…
run_in() {
  scripts/kernels/boot.sh "$1" apparmor=1 security=apparmor -- "${@:2}" || status=1
}

status=0
for kernel in "${kernels[@]}"; do
  echo "▶ $(basename "$kernel")"
  run_in "$kernel" node --test --test-reporter=spec "${ALONE[@]}"
  [ $quick = yes ] || COMMAND_SECONDS=900 run_in "$kernel" scripts/kernels/with-engine.sh \
    node --test --test-reporter=spec "${ENFORCED[@]}"
done
[ $status = 0 ] || echo "try-kernels: failed in one of the kernels" >&2
exit $status
