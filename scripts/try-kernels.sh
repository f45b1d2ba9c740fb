#!/usr/bin/env bash
# Loads the compiled eBPF program into the kernels that the distribution packages, each booted in an
# emulator: their verifiers are pickier than the one of the machine that builds. Takes a minute or
# two, most of it downloads; not part of `npm test`.
#   scripts/try-kernels.sh [PACKAGE…]   linux-image-….deb names; the distribution's cloud kernels
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in qemu-system-x86_64 cpio busybox; do
  command -v "$tool" >/dev/null || {
    echo "needs $tool: apt-get install qemu-system-x86 cpio busybox-static" >&2
    exit 4
  }
done
object=$PWD/dist/bpf/cxray.x86_64.o
[ -f "$object" ] || scripts/build-bpf.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

packages=("$@")
if [ ${#packages[@]} -eq 0 ]; then
  mapfile -t packages < <(apt-cache pkgnames linux-image- | grep -E '[0-9]-cloud-amd64$' | sort -V)
  # The newest of each release is enough.
  mapfile -t packages < <(printf '%s\n' "${packages[@]}" | awk -F'[-.]' '{last[$3"."$4]=$0} END {for (r in last) print last[r]}')
fi

# An initial file system whose init loads the program and says so.
root=$work/root
mkdir -p "$root"/{bin,proc,sys}
cp "$(command -v busybox)" "$root/bin/busybox"
gcc -O2 -Wall -o "$root/bin/load-program" scripts/load-program.c -lbpf
ldd "$root/bin/load-program" | grep -o '/[^ ]*' | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
cp "$object" "$root/cxray.o"
cat >"$root/init" <<'INIT'
#!/bin/busybox sh
b=/bin/busybox
$b mount -t proc none /proc && $b mount -t sysfs none /sys
$b echo "Linux $($b uname -r)"
/bin/load-program /cxray.o >/log 2>&1
$b tail -n 25 /log
$b poweroff -f
INIT
chmod 755 "$root/init"
(cd "$root" && find . | cpio --quiet -o -H newc | gzip) >"$work/initrd"

status=0
for package in "${packages[@]}"; do
  (cd "$work" && apt-get -o APT::Sandbox::User=root download -qq "$package" && dpkg -x "$package"_*.deb kernel)
  timeout 180 qemu-system-x86_64 -accel tcg -m 1024 -nographic -no-reboot \
    -kernel "$work"/kernel/boot/vmlinuz-* -initrd "$work/initrd" \
    -append 'console=ttyS0 quiet panic=-1' </dev/null >"$work/console" 2>&1 || true
  grep -a -E 'Linux [0-9]|loaded:' "$work/console" || true
  grep -a -q 'loaded:' "$work/console" || {
    echo "$package: the program does not load" >&2
    tail -n 25 "$work/console" >&2
    status=1
  }
  rm -rf "$work/kernel" "$work"/*.deb
done
exit $status
