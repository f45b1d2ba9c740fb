#!/usr/bin/env bash
# Stands in for the machine of a hosted runner: a command runs as a user `runner` who may call sudo
# without a password and belongs to the group of Docker's socket. The user, the socket at its usual
# place and what lies below /mnt exist in a mount namespace of the command's own alone.
#   as-runner.sh HOME SOCKET CHECKOUT NODE COMMAND…
# HOME becomes /mnt/home, CHECKOUT /mnt/cxray, and NODE /mnt/bin/node. For sudo cxray is installed.
set -euo pipefail

if [ "${AS_RUNNER-}" != inside ]; then
  AS_RUNNER=inside exec unshare --mount --propagation private -- "$0" "$@"
fi
unset AS_RUNNER

readonly ID=1001 # as on GitHub's machines
home=$1 socket=$2 checkout=$3 node=$4
shift 4

mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/{home,cxray,bin,etc}
mount --bind "$home" /mnt/home
mount --rbind "$checkout" /mnt/cxray
touch /mnt/bin/node
mount --bind "$node" /mnt/bin/node
ln -s /mnt/cxray/dist/cli/main.js /mnt/bin/cxray

group=$(stat -c %g "$socket")
{
  cat /etc/passwd
  echo "runner:*:$ID:$ID::/mnt/home:/bin/bash"
} >/mnt/etc/passwd
{
  awk -F: -v id="$group" '$1 != "docker" && $3 != id' /etc/group
  echo "docker:x:$group:runner"
  echo "runner:x:$ID:"
} >/mnt/etc/group
cat >/mnt/etc/sudoers <<'SUDOERS'
Defaults env_reset
Defaults secure_path="/mnt/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
root ALL=(ALL:ALL) ALL
runner ALL=(ALL) NOPASSWD:ALL
SUDOERS
chmod 440 /mnt/etc/sudoers
# sudo looks the machine's own name up, which may take long where there is no network.
echo "127.0.0.1 localhost $(uname -n)" >/mnt/etc/hosts
for file in passwd group sudoers hosts; do mount --bind "/mnt/etc/$file" "/etc/$file"; done

# Other engines of the machine are none of the runner's.
touch /mnt/docker.sock
mount --bind "$socket" /mnt/docker.sock
mount -t tmpfs -o mode=755 tmpfs /run
touch /run/docker.sock
mount --bind /mnt/docker.sock /run/docker.sock
[ ! -d /var/lib/containers ] || mount -t tmpfs tmpfs /var/lib/containers

umask 022
exec setpriv --reuid=$ID --regid=$ID --init-groups "$@"
