#!/usr/bin/env bash
# Compiles the eBPF program once for every architecture cxray is shipped for. CO-RE makes the
# objects fit any kernel that has BTF, so a user's machine needs neither compiler nor headers.
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in clang llvm-strip; do
  command -v "$tool" >/dev/null && continue
  echo "build-bpf: $tool is missing: run npm run setup" >&2
  exit 4
done

# Debian keeps asm/types.h in a folder named after the machine; the fixed-width types that are
# taken from there are the same on both architectures.
machine_headers="/usr/include/$(uname -m)-linux-gnu"

# compile OBJECT-SUFFIX LIBBPF-ARCH: the suffix is what `uname -m` prints on that architecture.
compile() {
  local object="dist/bpf/cxray.$1.o"
  # -g makes BTF, which CO-RE needs; llvm-strip -g then drops the DWARF and keeps the BTF. Sources
  # are named relative to the repository, so the object does not depend on where it was built.
  clang -target bpf -mcpu=v3 "-D__TARGET_ARCH_$2" -O2 -g -Wall -Werror \
    -fdebug-compilation-dir=. -idirafter "$machine_headers" -c bpf/cxray.bpf.c -o "$object"
  llvm-strip -g "$object"
}

mkdir -p dist/bpf
compile x86_64 x86
compile aarch64 arm64
