#!/usr/bin/env bash
# Makes the images of the workloads, in the engine that DOCKER_HOST names: cxray-test/debian with
# packages of this machine's own distribution on top, as images/NAME/Dockerfile says. The packages
# are kept, so that only the first call downloads.
#   bench/holds/images.sh [NAME…]    all of them unless some are named
set -euo pipefail
cd "$(dirname "$0")/images"

readonly BASE=cxray-test/debian
# shellcheck source=/dev/null
. /etc/os-release
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cxray/holds

declare -Ar PACKAGES=(
  [postgres]="postgresql"
  [nginx]="openssl"
  [python]="python3"
  [java]="default-jre-headless ecj"
  [caddy]="caddy"
  [cron]="cron"
)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

main() {
  [ $# -gt 0 ] || set -- "${!PACKAGES[@]}"
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9
  docker run --rm --network none "$BASE" cat /var/lib/dpkg/status >"$work/status"
  for name; do
    download "$name" "$cache/$name"
    build "$name"
  done
}

# download NAME FOLDER: what the image lacks of the packages and of what they depend on.
download() {
  local uris=$work/$1.uris key
  local -a packages
  have_package_lists
  # What this machine has downloaded for itself would be left out.
  # shellcheck disable=SC2086
  apt-get -qq -o "Dir::State::status=$work/status" -o "Dir::Cache::archives=$work" install --print-uris --no-install-recommends \
    ${PACKAGES[$1]} >"$uris"
  key=$(cat "$uris" - <<<"$ID $VERSION_CODENAME" | sha256sum | cut -c1-16)
  [ ! -f "$2/$key" ] || return 0
  rm -rf "$2"
  mkdir -p "$2"
  # A file's name begins with the package's, and holds its version.
  mapfile -t packages < <(awk '{ split($2, part, "_"); gsub("%3a", ":", part[2]); print part[1] "=" part[2] }' "$uris")
  if [ ${#packages[@]} -gt 0 ]; then
    (cd "$2" && apt-get -qq -o APT::Sandbox::User=root download "${packages[@]}")
  fi
  touch "$2/$key" # whole
}

# Images of machines often come without package lists.
have_package_lists() {
  [ -n "$(apt-get indextargets 'Created-By: Packages' --format X)" ] || apt-get -qq update
}

build() {
  echo "images: cxray-holds/$1" >&2
  mkdir "$work/$1"
  cp -r "$1/." "$work/$1/"
  mkdir "$work/$1/packages"
  find "$cache/$1" -name '*.deb' -exec cp {} "$work/$1/packages/" \;
  docker build --network none --tag "cxray-holds/$1" "$work/$1" >"$work/$1.log" 2>&1 || {
    tail -n 20 "$work/$1.log" >&2
    return 1
  }
}

main "$@"
