#!/usr/bin/env bash
# Runs a command beside a container engine, in a machine that boot.sh has booted: with the image
# cxray-test/busybox, made of the busybox that it was booted with.
set -euo pipefail

folder=/tmp/engine
trap 'scripts/engine.sh stop "$folder"' EXIT
DOCKER_HOST=$(scripts/engine.sh start "$folder" | sed -n 's/^DOCKER_HOST=//p')
export DOCKER_HOST CXRAY_TEST_ENGINE=$DOCKER_HOST

root=$(mktemp -d)
mkdir -p "$root"/{bin,dev,etc,proc,root,sys,tmp}
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
echo 'root:x:0:' >"$root/etc/group"
cp /run/boot/busybox "$root/bin/"
/run/boot/busybox --list | while read -r applet; do
  [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
done
tar -C "$root" -c . | docker import --change 'CMD ["sh"]' - cxray-test/busybox >/dev/null

"$@"
