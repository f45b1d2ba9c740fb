#!/usr/bin/env bash
# A container engine of our own for the tests and the demo. It shares nothing with an engine that
# may be running already: not its data, socket, containerd, bridge or firewall chains.
#   scripts/engine.sh start FOLDER [OPTION…]  prints DOCKER_HOST=…; FOLDER must not exist yet;
#                                             options are dockerd's own, such as --live-restore
#   scripts/engine.sh restart FOLDER SIGNAL   ends dockerd by a signal, and starts it again
#   scripts/engine.sh stop FOLDER             removes its containers, the engine and FOLDER
set -euo pipefail

readonly READY_SECONDS=60 STOP_SECONDS=30

fail() { echo "engine: $*" >&2; exit 4; }

# The engines that may run at once are told apart by a number that decides bridge and addresses.
subnet() { echo "10.213.$(($1 * 16)).0/20"; }

# Making a link is atomic, so two engines started at the same moment can't take the same number.
take_bridge() {
  local number
  for number in {0..15}; do
    if ip link add name "cxray$number" type bridge 2>/dev/null; then
      echo "$number" >"$folder/number"
      ip address add "10.213.$((number * 16)).1/24" dev "cxray$number"
      ip link set "cxray$number" up
      # Another engine may have set the forwarding policy to DROP, which where br_netfilter is
      # loaded covers traffic inside a bridge too.
      iptables -w -I FORWARD -s "$(subnet "$number")" -d "$(subnet "$number")" -j ACCEPT
      return
    fi
  done
  fail "no bridge could be made: root is needed, and at most 16 engines run at once"
}

give_back_bridge() {
  local number
  [ -f "$folder/number" ] || return 0
  number=$(<"$folder/number")
  iptables -w -D FORWARD -s "$(subnet "$number")" -d "$(subnet "$number")" -j ACCEPT || true
  ip link delete "cxray$number" || true
}

start() {
  for tool in dockerd docker ip iptables; do
    command -v "$tool" >/dev/null || fail "$tool is missing: run npm run setup"
  done
  mkdir -m 700 "$folder"
  trap 'stop' ERR
  printf '%s\n' "$@" >"$folder/options"
  take_bridge
  run_daemon
  echo "DOCKER_HOST=unix://$folder/docker.sock"
}

# With SIGKILL it can't tell anybody that it ends. What --live-restore keeps running goes on.
restart() {
  end "$folder/dockerd.pid" "$1"
  # Its containerd ends with it; a zombie of that would be taken for a containerd that runs.
  end "$folder/exec/containerd/containerd.pid"
  rm -f "$folder/dockerd.pid" "$folder/exec/containerd/containerd.pid"
  run_daemon
}

run_daemon() {
  local number options
  number=$(<"$folder/number")
  mapfile -t options < <(grep . "$folder/options" || true)
  # No firewall rules of its own: dockerd clears the chains of one that is running already.
  # The namespaces matter where the machine has a containerd service, which dockerd then uses.
  dockerd --host "unix://$folder/docker.sock" --pidfile "$folder/dockerd.pid" \
    --data-root "$folder/data" --exec-root "$folder/exec" \
    --containerd-namespace "cxray$number" --containerd-plugins-namespace "cxray$number-plugins" \
    --bridge "cxray$number" --default-address-pool "base=$(subnet "$number"),size=24" \
    --iptables=false --ip-masq=false --ip-forward=false "${options[@]}" \
    </dev/null >>"$folder/dockerd.log" 2>&1 &
  wait_until_ready $!
}

wait_until_ready() {
  local deadline=$((SECONDS + READY_SECONDS))
  until docker -H "unix://$folder/docker.sock" version >/dev/null 2>&1; do
    if ! kill -0 "$1" 2>/dev/null || ((SECONDS > deadline)); then
      tail -n 20 "$folder/dockerd.log" >&2
      stop
      fail "dockerd did not become ready"
    fi
    sleep 0.05
  done
}

# end PIDFILE [SIGNAL]: TERM unless told, then KILL for what does not end. The folder must occur in the command line of
# what is signalled, as its process id may have been given to someone else since.
end() {
  local pid deadline=$((SECONDS + STOP_SECONDS))
  [ -f "$1" ] || return 0
  pid=$(<"$1")
  ours "$pid" || return 0
  kill -s "${2-TERM}" "$pid" || true
  while ours "$pid"; do
    if ((SECONDS > deadline)); then kill -KILL "$pid" || true; fi
    sleep 0.05
  done
}

# What --live-restore kept of a dockerd that is gone: a shim is the parent of its container's first
# process.
end_containers() {
  local shim
  for shim in $(pgrep -f "containerd-shim.* $folder/exec/"); do
    pkill -KILL -P "$shim" || true
    kill -KILL "$shim" || true
  done
}

ours() { tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | grep -qF "$folder/"; }

stop() {
  trap - ERR
  [ -d "$folder" ] || return 0
  local host="unix://$folder/docker.sock"
  docker -H "$host" ps --all --quiet 2>/dev/null |
    xargs -r docker -H "$host" rm --force --volumes >/dev/null 2>&1 || true
  docker -H "$host" network prune --force >/dev/null 2>&1 || true # each has a bridge
  end "$folder/dockerd.pid"
  end "$folder/exec/containerd/containerd.pid"
  end_containers
  # The deepest mount comes last in the table and has to go first.
  awk -v under="$folder/" 'index($5, under) == 1 { print $5 }' /proc/self/mountinfo |
    tac | xargs -r umount --lazy
  give_back_bridge
  rm -rf --one-file-system "$folder"
}

usage() { fail "usage: engine.sh start FOLDER [OPTION…] | restart FOLDER SIGNAL | stop FOLDER"; }

[ $# -ge 2 ] || usage
folder=$(realpath -m "$2")
case $1 in
  start) start "${@:3}" ;;
  restart) restart "${3:?$(usage)}" ;;
  stop) stop ;;
  *) usage ;;
esac
