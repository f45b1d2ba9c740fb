#!/usr/bin/env bash
# Fetches kernels that Debian packages, unpacks each below build-kernels/, and prints its folder:
# vmlinuz, modules/, and a static busybox to start with.
#   scripts/kernels/fetch.sh [--oldest | PACKAGE…]   the newest cloud kernel of each version, or of
#                                                    the oldest version alone, or those named
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() { echo "fetch: $*" >&2; exit 4; }

# As root, apt would download as a user who may not write here.
readonly APT=(apt-get -qq -o APT::Sandbox::User=root -o Acquire::Retries=3)
readonly PART=$PWD/build-kernels/.part
trap 'rm -rf "$PART"' EXIT

main() {
  local package
  local -a packages=("$@")
  command -v apt-get >/dev/null || fail "this machine has no apt to fetch kernels with"
  case ${1-} in
    '') mapfile -t packages < <(newest) ;;
    --oldest) mapfile -t packages < <(newest | head -n 1) ;;
  esac
  [ ${#packages[@]} != 0 ] || exit 4 # newest has said why
  for package in "${packages[@]}"; do
    if [ ! -d "build-kernels/$package" ]; then
      download "$package" busybox-static
      unpack
      mv "$PART/kernel" "build-kernels/$package" # whole, or not at all
    fi
    echo "$PWD/build-kernels/$package"
  done
}

# One for each version: "6.1.0-56" and "6.12.117+deb12" are of 6.1 and 6.12. An image of a machine may
# have no lists of packages, or old ones.
newest() {
  [ -n "$(find /var/lib/apt/lists -name '*Packages*' -mtime -1 -print -quit)" ] || "${APT[@]}" update >&2
  { apt-cache pkgnames linux-image- | grep -E '^linux-image-[0-9.]+[-+].*-cloud-amd64$' ||
    fail "no linux-image-…-cloud-amd64 among this machine's packages"; } |
    sort -V | awk -F'[-.]' '{ last[$3 "." $4] = $0 } END { for (each in last) print last[each] }' | sort -V
}

download() {
  rm -rf "$PART"
  mkdir -p "$PART"
  (cd "$PART" && "${APT[@]}" download "$@" >&2) || {
    "${APT[@]}" update >&2
    (cd "$PART" && "${APT[@]}" download "$@" >&2)
  } || fail "apt-get could not download $*"
}

unpack() {
  local deb root=$PART/root kernel=$PART/kernel release
  for deb in "$PART"/*.deb; do dpkg -x "$deb" "$root"; done
  mkdir "$kernel"
  mv "$root"/boot/vmlinuz-* "$kernel/vmlinuz"
  find "$root" -name busybox -type f -exec install -m 755 {} "$kernel/busybox" \;
  # Later releases have them in /usr. Modules that are packed take a newer busybox to load.
  [ -d "$root/lib/modules" ] || mv "$root/usr/lib" "$root/"
  find "$root/lib/modules" -name '*.ko.xz' -print0 | xargs -0 -r -n 50 -P 2 xz -d
  release=$(ls "$root/lib/modules")
  "$kernel/busybox" depmod -b "$root" "$release"
  mv "$root/lib/modules/$release" "$kernel/modules"
}

main "$@"
