#!/bin/busybox sh
# The first process of a machine that boot.sh boots. Its root becomes the files of the machine that
# boots it, below a layer in memory; then it runs the command.
# shellcheck shell=dash
b=/bin/busybox
$b mount -t proc none /proc
$b mount -t sysfs none /sys
$b mount -t devtmpfs none /dev
for module in /modules/*; do $b insmod "$module"; done
$b mount -t virtiofs -o ro files /below
$b mount -t tmpfs none /above
$b mkdir /above/written /above/work
$b mount -t overlay -o lowerdir=/below,upperdir=/above/written,workdir=/above/work overlay /new
# shellcheck source=/dev/null
. /settings
# Where the command runs may lie below /tmp, which is an empty one.
$b mkdir /here
$b mount --bind "/new${directory:?}" /here
for folder in proc sys dev; do $b mount --move /$folder /new/$folder; done
for folder in run tmp; do $b mount -t tmpfs none /new/$folder; done
$b mkdir -p "/new$directory"
$b mount --move /here "/new$directory"
$b mkdir /new/dev/pts /new/dev/shm
$b mount -t devpts none /new/dev/pts
$b mount -t tmpfs none /new/dev/shm
$b ln -s /proc/self/fd /new/dev/fd
$b mount -t cgroup2 none /new/sys/fs/cgroup
$b mount -t bpf none /new/sys/fs/bpf
$b mount -t securityfs none /new/sys/kernel/security

# Modules that are asked for later, such as bridge.
$b mkdir -p /new/run/boot "/new/lib/modules/$($b uname -r)"
$b mount --bind "/below${modules:?}" "/new/lib/modules/$($b uname -r)"
$b cp /bin/busybox /new/run/boot/
$b ln -s busybox /new/run/boot/modprobe
echo /run/boot/modprobe >/new/proc/sys/kernel/modprobe

{
  $b cat /settings
  $b cat <<'COMMAND'
PATH=$PATH:/usr/sbin:/sbin
cd "$directory" || exit
b=/run/boot/busybox
$b ip link set lo up
for port in /dev/ttyS1 /dev/ttyS2; do $b stty -F $port raw; done # line breaks as they are
echo begun >/dev/ttyS2
bash -c "$command" </dev/null >/dev/ttyS1 2>&1
echo $? >/dev/ttyS2
$b poweroff -f
COMMAND
} >/new/run/boot/command
exec $b switch_root /new /run/boot/busybox sh /run/boot/command
