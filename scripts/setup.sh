#!/usr/bin/env bash
# Brings a fresh Debian or Ubuntu machine with Node and npm to where everything here runs: build,
# tests, demo, benchmark. Quick when nothing is missing.
#   scripts/setup.sh [--lint] [--kernels]   also what `npm run check` can use, and what
#                                           `npm run test:kernels` needs
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { echo "setup: $*" >&2; exit 4; }

missing=()
# need PACKAGE COMMAND-OR-FILE: the package is missing where the command or file is.
need() {
  if [[ $2 == /* ]]; then
    [ -e "$2" ] || missing+=("$1")
  else
    command -v "$2" >/dev/null || missing+=("$1")
  fi
}

# Administrators' commands live in folders that not every user's PATH has.
PATH=$PATH:/usr/sbin:/sbin

need ca-certificates /etc/ssl/certs/ca-certificates.crt
need clang clang                               # compiles the eBPF program,
need llvm llvm-strip                           # and takes the debug information out of it
need libbpf-dev /usr/include/bpf/bpf_helpers.h # brings libbpf itself
need linux-libc-dev /usr/include/linux/types.h
need docker.io dockerd                         # the engine the tests run containers in
need podman podman                             # the others,
need containerd containerd
need runc runc
need crun crun
need patchelf patchelf                         # lets newer runtimes run beside them
need debian-archive-keyring /usr/share/keyrings/debian-archive-keyring.gpg
need bubblewrap bwrap                          # and what is none
need iptables iptables
need iproute2 ip
need mmdebstrap mmdebstrap                     # makes test images without a registry
need strace strace                             # the witness recordings are compared with
need zsh zsh                                   # complete cxray's command line, as bash does
need fish fish
need sudo sudo                                 # the examples for CI call it
need wrk wrk                                   # asks nginx while the benchmark watches it
need openssl openssl                           # makes the certificate of a test's web server
need python3 python3                           # better-sqlite3 is compiled where its prebuilt
need make make                                 # binary can't be fetched
need g++ g++
need_option() {
  case $1 in
    --lint)
      need shellcheck shellcheck
      need clang-format clang-format
      need linux-libc-dev-armhf-cross /usr/arm-linux-gnueabihf/include/asm/unistd.h
      ;;
    --kernels)
      need qemu-system-x86 qemu-system-x86_64 # boots other kernels,
      need cpio cpio
      need apparmor apparmor_parser           # which have AppArmor
      need xz-utils xz
      ;;
    *) fail "no such option: $1" ;;
  esac
}
for option in "$@"; do need_option "$option"; done

install() {
  [ "$(id -u)" = 0 ] || fail "as root, run: apt-get install $*"
  command -v apt-get >/dev/null || fail "this machine has no apt; install what these are here: $*"
  echo "setup: installing $*" >&2
  apt_install "$@" || { apt-get -qq update && apt_install "$@"; } || {
    tail -n 20 "$log" >&2
    fail "apt-get could not install: $*"
  }
}

# Package lists may be old or not there at all, which is only found out by trying.
apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" \
    </dev/null >"$log" 2>&1
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
[ ${#missing[@]} = 0 ] || install "${missing[@]}"
# The engine's client is a package of its own since Debian 13.
command -v docker >/dev/null || install docker-cli
# What shows them this machine's files was part of qemu's package before that.
if [[ " $* " == *" --kernels "* ]] && [ ! -x /usr/lib/qemu/virtiofsd ]; then
  [ -x /usr/libexec/virtiofsd ] || install virtiofsd
fi

command -v node >/dev/null || fail "Node is missing: install Node 20.19 or newer"
# npm writes this file when it has installed what the lock file says.
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  echo "setup: installing npm packages" >&2
  npm ci --no-audit --no-fund --loglevel=error </dev/null >&2 || fail "npm ci failed"
fi
# Packages hold a libbpf for machines that have none; everything here works without it.
[ -d build-libbpf/arm64 ] || scripts/fetch-libbpf.sh ||
  echo "setup: this machine's own libbpf has to do" >&2
