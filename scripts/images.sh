#!/usr/bin/env bash
# Makes the images the tests and the demo run, in the engine that DOCKER_HOST names. They are built
# from this machine's own distribution through its own package sources, so no registry is needed,
# and kept as tar files: the first run takes half a minute, the next ones seconds.
#   cxray-test/busybox   a static busybox with its applets, 2 MB
#   cxray-test/debian    nginx, python3, perl, netcat, curl, procps, strace
#   cxray-test/nginx     the same file system, serving on port 80
set -euo pipefail

readonly PACKAGES=nginx-light,python3,perl-base,netcat-openbsd,curl,procps,strace
readonly SEARCH_PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# shellcheck source=/dev/null
. /etc/os-release
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cxray/images
# What this script says and the release it builds from decide what is in the cache.
key=$({ cat "$0"; echo "$ID $VERSION_CODENAME"; } | sha256sum | cut -c1-16)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

main() {
  mkdir -p "$cache"
  # Two test runs may come here at the same time; the second one finds what the first has built.
  exec 9>"$cache/lock"
  flock 9
  find "$cache" \( -name '*.tar' -o -name '*.part' \) ! -name "*-$key.tar" -delete
  for image in busybox debian; do
    # Not with ||, which would have the shell go on after an error inside.
    if [ ! -f "$cache/$image-$key.tar" ]; then
      have_package_lists
      "build_$image" >"$cache/$image.part"
      mv "$cache/$image.part" "$cache/$image-$key.tar" # whole, or not at all
    fi
  done
  flock -u 9
  import busybox 'CMD ["sh"]'
  import debian 'CMD ["bash"]'
  derive_nginx
}

# Images of machines often come without package lists, which apt then knows no sources from.
have_package_lists() {
  if [ -z "$(own_sources)" ]; then apt-get -qq update; fi
}

build_busybox() {
  local root=$work/root
  mkdir -p "$root"/{bin,dev,etc,proc,root,sys,tmp,var/tmp}
  chmod 1777 "$root/tmp" "$root/var/tmp"
  # Unpacked, not installed: the package replaces the busybox a machine may have.
  chmod 777 "$work" # apt downloads as a user of its own
  (cd "$work" && apt-get download -qq busybox-static && dpkg -x busybox-static*.deb unpacked)
  find "$work/unpacked" -name busybox -type f -exec install -m 755 {} "$root/bin/busybox" \;
  "$root/bin/busybox" --list | while read -r applet; do
    [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
  done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
  tar -C "$root" --owner=0 --group=0 --sort=name -c .
}

# The hooks run while "$1" is the image's root. nginx logs to the container's output.
# shellcheck disable=SC2016
build_debian() {
  # mmdebstrap does not read the machine's apt settings, among them a proxy.
  apt-config dump | grep -E '^Acquire::(https?|Check)' >"$work/apt.conf" || true
  own_sources | mmdebstrap --quiet --mode=root --variant=minbase --include="$PACKAGES" \
    --aptopt="$work/apt.conf" --aptopt='Acquire::Languages "none"' \
    --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook='ln -sf /dev/stdout "$1/var/log/nginx/access.log"' \
    --customize-hook='ln -sf /dev/stderr "$1/var/log/nginx/error.log"' \
    --customize-hook='rm -rf "$1"/var/cache/apt/*.bin "$1"/etc/apt/sources.list*' \
    --customize-hook='rm "$1/etc/apt/apt.conf.d/99mmdebstrap"' \
    "$VERSION_CODENAME" - -
}

# The distribution's own package sources as this machine has them, without what others added to
# them: apt knows the release of each, whatever file and format it was written in.
own_sources() {
  apt-get indextargets 'Created-By: Packages' --format \
    "deb [signed-by=/usr/share/keyrings/$ID-archive-keyring.gpg] \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" |
    grep " $VERSION_CODENAME"
}

import() {
  [ "$(docker image inspect -f '{{.Comment}}' "cxray-test/$1" 2>/dev/null)" = "$key" ] ||
    docker import --change "ENV PATH=$SEARCH_PATH" --change "$2" --message "$key" \
      "$cache/$1-$key.tar" "cxray-test/$1" >/dev/null
}

# The same layers, so that it takes no time; nginx ends in an orderly way on SIGQUIT.
derive_nginx() {
  local container
  [ "$(docker image inspect -f '{{.Parent}}' cxray-test/nginx 2>/dev/null)" != \
    "$(docker image inspect -f '{{.Id}}' cxray-test/debian)" ] || return 0
  container=$(docker create --stop-signal SIGQUIT cxray-test/debian)
  docker commit --change 'CMD ["nginx", "-g", "daemon off;"]' --change 'EXPOSE 80' \
    "$container" cxray-test/nginx >/dev/null
  docker rm "$container" >/dev/null
}

main
