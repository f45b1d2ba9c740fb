#!/usr/bin/env bash
# Every check that reads the code without running it. All are run, so that one go shows all that is
# wrong; the exit status says whether any of them failed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
PATH=$PWD/node_modules/.bin:$PATH

status=0
check() {
  echo "check: $1" >&2
  shift
  "$@" || status=1
}

# check_with TOOL NAME COMMAND…: a tool from outside npm, which a developer's machine may lack and
# CI has (scripts/setup.sh --lint).
check_with() {
  if command -v "$1" >/dev/null; then
    check "${@:2}"
  else
    echo "check: $2 left out: $1 is not installed" >&2
    [ "${CI-}" != true ] || status=1
  fi
}

check types tsc --noEmit -p tsconfig.test.json
check lint eslint --max-warnings 0 .
check "leftovers of merges" scripts/leftovers.sh
check format prettier --check --log-level warn .
check "who imports whom" depcruise --output-type err-long src test
check "unused code" knip
check_with shellcheck "shell scripts" shellcheck scripts/*.sh scripts/*/*.sh bench/holds/*.sh test/e2e/harness/ci/*.sh .ci/run
mapfile -t sources < <(find bpf test/bpf -name '*.[ch]')
check_with clang-format "format of the eBPF program" clang-format --style=file:bpf/.clang-format --dry-run --Werror "${sources[@]}"
check_with clang "headers of the eBPF program, each alone" scripts/build-bpf.sh --headers
check "freshness of the types" node scripts/generate-types.mjs --check
check_with clang "freshness of the wire" sh -c "scripts/build-bpf.sh && node scripts/generate-wire.mjs --check"
check "freshness of the list of engines" node scripts/generate-engines.mjs --check
check "freshness of the list of kinds" node scripts/generate-kinds.mjs --check
check "freshness of the benchmarks" node bench/write-document.mjs --check
check "freshness of what holds" node bench/holds/write-documents.mjs --check
# The numbers of arm's system calls come from a package that only this check needs.
if [ -d /usr/arm-linux-gnueabihf/include/asm ] || [ "${CI-}" = true ]; then
  check "freshness of the syscall table" node scripts/generate-syscalls.mjs --check
fi
exit $status
