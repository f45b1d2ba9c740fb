#!/usr/bin/env bash
# Compiles the eBPF program once for every architecture cxray is shipped for. CO-RE makes the
# objects fit any kernel that has BTF, so a user's machine needs neither compiler nor headers.
#   scripts/build-bpf.sh             into dist/bpf
#   scripts/build-bpf.sh --headers   only checks that each header compiles alone
#   scripts/build-bpf.sh --tests     what tests run of it, for this machine, into build/test/bpf
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in clang llvm-strip; do
  command -v "$tool" >/dev/null && continue
  echo "build-bpf: $tool is missing: run npm run setup" >&2
  exit 4
done

# compile LIBBPF-ARCH ARGUMENT…. Sources are named relative to the repository, so that an object does
# not depend on where it was built. Debian keeps asm/types.h in a folder named after the machine; the
# fixed-width types that are taken from there are the same on both architectures.
compile() {
  clang -target bpf -mcpu=v3 "-D__TARGET_ARCH_$1" -O2 -Wall -Werror -I bpf \
    -idirafter "/usr/include/$(uname -m)-linux-gnu" "${@:2}"
}

# build OBJECT-SUFFIX LIBBPF-ARCH: the suffix is what `uname -m` prints on that architecture.
build() {
  local object="dist/bpf/cxray.$1.o"
  # -g makes BTF, which CO-RE needs; llvm-strip -g then drops the DWARF and keeps the BTF.
  compile "$2" -g -fdebug-compilation-dir=. -c bpf/cxray.bpf.c -o "$object"
  llvm-strip -g "$object"
}

if [ "${1-}" = --headers ]; then
  mapfile -t headers < <(find bpf -name '*.h')
  # Whatever includes a header uses what is in it.
  compile x86 -Wno-unused-function -Wno-unused-const-variable -fsyntax-only -x c "${headers[@]}"
  exit
fi
if [ "${1-}" = --tests ]; then
  mkdir -p build/test/bpf
  case $(uname -m) in x86_64) arch=x86 ;; *) arch=arm64 ;; esac
  for source in test/bpf/*.bpf.c; do
    object=build/test/bpf/$(basename "$source" .bpf.c).o
    # Each takes a few functions out of headers that hold more.
    [ "$object" -nt "$source" ] && [ -z "$(find bpf -newer "$object")" ] && continue
    compile "$arch" -Wno-unused-function -g -c "$source" -o "$object"
    llvm-strip -g "$object"
  done
  exit
fi
mkdir -p dist/bpf
build x86_64 x86
build aarch64 arm64
