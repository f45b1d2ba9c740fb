#!/usr/bin/env bash
# Runs a command under another kernel: in an emulated machine that has the files of this one. What
# the command writes is gone when it ends. Prints what it prints, and exits with its exit status.
#   scripts/kernels/boot.sh KERNEL [PARAMETER…] -- COMMAND…
#   COMMAND_SECONDS=N …   how long the command may take, 240 unless told
# KERNEL is a folder from fetch.sh, each PARAMETER one of the kernel's command line. The machine is
# emulated and not virtual, because KVM is missing or broken where the build machine is virtual itself.
set -euo pipefail

readonly BOOT_SECONDS=60 COMMAND_SECONDS=${COMMAND_SECONDS-240} MEMORY=3072M
# virtiofs shows the files of this machine, overlay takes what is written.
readonly MODULES=(virtio_pci virtiofs overlay)

fail() { echo "boot: $*" >&2; exit 4; }

here=$(cd "$(dirname "$0")" && pwd)
kernel=$(realpath "$1")
name=$(basename "$kernel")
shift
parameters=()
while [ "${1---}" != -- ]; do
  parameters+=("$1")
  shift
done
[ $# -ge 2 ] || fail "usage: boot.sh KERNEL [PARAMETER…] -- COMMAND…"
shift

work=$(mktemp -d)
trap 'end_machine; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

main() {
  make_initrd "$@"
  if ! boot; then
    echo "boot: $name did not boot within $BOOT_SECONDS s; once more" >&2
    boot || fail "$name did not boot within $BOOT_SECONDS s, twice"
  fi
  wait_for_end || fail "$name: $1 did not end in $COMMAND_SECONDS s"
  return "$(tail -n 1 "$work/state")"
}

make_initrd() {
  local root=$work/root module
  mkdir -p "$root"/{bin,proc,sys,dev,modules,below,above,new}
  cp "$kernel/busybox" "$root/bin/busybox"
  install -m 755 "$here/init.sh" "$root/init"
  for module in "${MODULES[@]}"; do add_module "$root/modules" "$module"; done
  {
    printf 'modules=%q\ndirectory=%q\n' "$kernel/modules" "$PWD"
    printf 'export PATH=%q HOME=%q CI=%q NO_COLOR=1\n' "$PATH" "$HOME" "${CI-}"
    printf 'command=%q\n' "$(printf '%q ' "$@")"
  } >"$root/settings"
  (cd "$root" && find . | cpio --quiet -o -H newc) >"$work/initrd"
}

# add_module FOLDER NAME: with all that it needs, numbered in the order they are loaded in. A line of
# modules.dep names what a module needs behind it, the deepest last. What is built in has no line.
add_module() {
  local file
  { grep "/$2\.ko:" "$kernel/modules/modules.dep" || true; } | tr -d : | tr ' ' '\n' | tac |
    while read -r file; do
      ! compgen -G "$1/*-${file##*/}" >/dev/null || continue
      cp "$kernel/modules/$file" "$1/$(printf '%02d-%s' "$(find "$1" -type f | wc -l)" "${file##*/}")"
    done
}

# Returns once the command runs, or says why it never will.
boot() {
  end_machine
  : >"$work/state"
  share_files
  qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m "$MEMORY" \
    -object "memory-backend-memfd,id=memory,size=$MEMORY,share=on" -numa node,memdev=memory \
    -chardev "socket,id=files,path=$work/files.sock" -device vhost-user-fs-pci,chardev=files,tag=files \
    -kernel "$kernel/vmlinuz" -initrd "$work/initrd" \
    -append "console=ttyS0 panic=-1 ${parameters[*]}" \
    -nic none -display none -monitor none -no-reboot \
    -serial "file:$work/console" -serial stdio -serial "file:$work/state" </dev/null &
  machine=$!
  wait_until "$BOOT_SECONDS" has_begun && [ -s "$work/state" ] && return
  tail -n 15 "$work/console" >&2
  return 1
}

# Debian 12 has virtiofsd in qemu's package, later releases have a new one that takes the same options.
share_files() {
  local program
  for program in /usr/libexec/virtiofsd /usr/lib/qemu/virtiofsd; do
    [ ! -x $program ] || break
  done
  $program --socket-path="$work/files.sock" -f -o source=/ -o cache=always -o sandbox=chroot \
    >"$work/files.log" 2>&1 &
  sharing=$!
  wait_until "$BOOT_SECONDS" test -S "$work/files.sock" || fail "$program does not start: $(<"$work/files.log")"
}

has_begun() { [ -s "$work/state" ] || ! runs "$machine"; }
runs() { kill -0 "$1" 2>/dev/null; }
is_off() { ! runs "$machine"; }

wait_for_end() {
  wait_until "$COMMAND_SECONDS" is_off || return
  # The first line says that the command has begun, the last one how it ended.
  if [ "$(wc -l <"$work/state")" -lt 2 ]; then
    tail -n 15 "$work/console" >&2
    fail "$name stopped before the command had ended"
  fi
}

# wait_until SECONDS CONDITION…
wait_until() {
  local deadline=$((SECONDS + $1))
  until "${@:2}"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.05
  done
}

end_machine() {
  local process
  for process in ${machine-} ${sharing-}; do
    kill -KILL "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true # the shell says nothing of those it has waited for
  done
  rm -f "$work/files.sock"
}

main "$@"
