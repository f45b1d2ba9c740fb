#!/usr/bin/env bash
# Puts libbpf, and what it needs, into dist/lib/ for machines that have none: the libraries of
# Debian's packages, for every architecture cxray is shipped for. They are downloaded once, into
# build-libbpf/, by apt with lists and settings of its own: nothing of the machine's changes.
#   scripts/fetch-libbpf.sh            fails where they can't be had
#   scripts/fetch-libbpf.sh --cached   takes what was downloaded before, or nothing
set -euo pipefail
cd "$(dirname "$0")/.."

# Built against a glibc that is old enough for every distribution with the kernels cxray runs on.
readonly SUITE=bookworm MIRROR=http://deb.debian.org/debian CACHE=build-libbpf
readonly PACKAGES=(libbpf1 libelf1 zlib1g)

fail() { echo "fetch-libbpf: $*" >&2; exit 4; }

# download ARCHITECTURE: its packages into CACHE/ARCHITECTURE
download() {
  local folder state
  folder=$(realpath -m "$CACHE/$1")
  state=$(mktemp -d)
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/etc" "$folder.new"
  touch "$state/status"
  echo "deb $MIRROR $SUITE main" >"$state/sources.list"
  local options=(-qq -o "APT::Architecture=$1" -o "APT::Architectures::=$1"
    -o "Dir::State=$state" -o "Dir::State::status=$state/status" -o "Dir::Cache=$state/cache"
    -o "Dir::Etc::sourcelist=$state/sources.list" -o "Dir::Etc::sourceparts=-"
    -o "APT::Sandbox::User=root")
  (
    cd "$folder.new"
    apt-get "${options[@]}" update </dev/null
    apt-get "${options[@]}" download "${PACKAGES[@]/%/:$1}" </dev/null
    for package in *.deb; do dpkg -x "$package" root; done
  ) >"$state/log" 2>&1 || {
    tail -n 5 "$state/log" >&2
    rm -rf "$state" "$folder.new"
    return 1
  }
  rm -rf "$state" "$folder"
  mv "$folder.new" "$folder"
}

# place ARCHITECTURE MACHINE: from the cache to dist/lib/MACHINE; MACHINE is what `uname -m` prints
place() {
  local to="dist/lib/$2" name
  mkdir -p "$to"
  for name in libbpf libelf libz; do
    find "$CACHE/$1/root" -name "$name.so.1" -exec cp -L {} "$to/" \;
    [ -f "$to/$name.so.1" ] || fail "no $name.so.1 in the packages for $1"
  done
  for name in "${PACKAGES[@]}"; do
    cp "$CACHE/$1/root/usr/share/doc/$name/copyright" "$to/$name.copyright"
  done
}

for pair in amd64:x86_64 arm64:aarch64; do
  if [ ! -d "$CACHE/${pair%:*}" ]; then
    [ "${1-}" != --cached ] || exit 0
    for tool in apt-get dpkg; do
      command -v "$tool" >/dev/null || fail "$tool is missing: this needs Debian or Ubuntu"
    done
    download "${pair%:*}" || fail "the packages for ${pair%:*} can't be downloaded"
  fi
  place "${pair%:*}" "${pair#*:}"
done
