#!/usr/bin/env bash
# Fetches the container runtimes of other Debian releases than the machine's, for the tests of what
# a runtime needs of a seccomp profile, and prints the path of each. They are unpacked, not
# installed, each beside the libraries of its own release, and kept: to get newer ones remove the
# folder "runtimes" of the cache.
set -euo pipefail

readonly RUNTIMES=(runc crun)
readonly RELEASES=(bookworm trixie sid)
readonly KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

fail() { echo "runtimes: $*" >&2; exit 4; }

cache=${XDG_CACHE_HOME:-$HOME/.cache}/cxray/runtimes
# shellcheck source=/dev/null
. /etc/os-release
# What this script says and the release of the machine decide what is in the cache.
key=$({ cat "$0"; echo "$ID $VERSION_CODENAME"; } | sha256sum | cut -c1-16)

main() {
  mkdir -p "$cache"
  # Two test runs may come here at the same time; the second one finds what the first has fetched.
  exec 9>"$cache/lock"
  flock 9
  if [ ! -d "$cache/$key" ]; then
    find "$cache" -mindepth 1 -maxdepth 1 ! -name lock -exec rm -rf {} +
    fetch
    mv "$cache/part" "$cache/$key" # whole, or not at all
  fi
  flock -u 9
  find "$cache/$key" -path '*/usr/*bin/*' -type f \( -name runc -o -name crun \) | sort
}

fetch() {
  local release
  local -a others
  mapfile -t others < <(printf '%s\n' "${RELEASES[@]}" | grep -vx "$VERSION_CODENAME")
  [ -f $KEYRING ] || fail "$KEYRING is missing: run npm run setup"
  mkdir -p "$cache/part/apt/lists/partial" "$cache/part/apt/archives/partial"
  for release in "${others[@]}"; do
    echo "deb [signed-by=$KEYRING] $(mirror) $release main"
  done >"$cache/part/apt/sources.list"
  with_apt apt-get -qq update
  for release in "${others[@]}"; do
    fetch_release "$release"
  done
  rm -rf "$cache/part/apt"
}

# The machine's own mirror where it runs Debian.
mirror() {
  local own=
  if [ "$ID" = debian ]; then
    own=$(apt-get indextargets 'Created-By: Packages' --format "\$(REPO_URI) \$(RELEASE)" |
      awk -v release="$VERSION_CODENAME" '$2 == release { print $1; exit }')
  fi
  echo "${own:-http://deb.debian.org/debian}"
}

# The machine's apt with its settings, such as a proxy, but with none of its packages.
with_apt() {
  "$1" -o "Dir::Etc::sourcelist=$cache/part/apt/sources.list" -o Dir::Etc::sourceparts=- \
    -o "Dir::State::lists=$cache/part/apt/lists" -o "Dir::Cache=$cache/part/apt" \
    -o Dir::State::status=/dev/null -o Acquire::Languages=none -o APT::Sandbox::User=root "${@:2}"
}

# fetch_release RELEASE: the runtimes and the libraries they depend on.
fetch_release() {
  local root=$cache/part/$1 debs=$cache/part/apt/debs-$1 file
  local -a packages
  mkdir -p "$root" "$debs"
  with_apt apt-get -qq install --print-uris --no-install-recommends --target-release "$1" \
    "${RUNTIMES[@]}" >"$debs/uris"
  # A file's name begins with the package's. gcc's bases have nothing but documentation.
  mapfile -t packages < <(awk -v release="$1" '{ sub(/_.*/, "", $2); print $2 "/" release }' \
    "$debs/uris" | grep -v -- '-base/')
  (cd "$debs" && with_apt apt-get -qq download "${packages[@]}")
  for file in "$debs"/*.deb; do dpkg -x "$file" "$root"; done
  use_own_libraries "$root" "$cache/$key/$1"
}

# use_own_libraries ROOT FINAL: the programs take loader and libraries from where they will lie.
use_own_libraries() {
  local loader libraries program
  loader=$(find "$1/usr/lib" -name 'ld-linux*.so.*' | head -n 1)
  libraries=$(dirname "$loader")
  find "$1" -path '*/usr/*bin/*' -type f \( -name runc -o -name crun \) |
    while read -r program; do
      patchelf --set-interpreter "$2${loader#"$1"}" --force-rpath \
        --set-rpath "$2${libraries#"$1"}" "$program"
    done
}

main
