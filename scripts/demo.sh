#!/usr/bin/env bash
# The main job on real containers: record them, learn what the image does, write the rules that
# allow exactly that, and run the image under its own seccomp profile. Needs root and an engine;
# `npm run demo` provides engine and images (scripts/with-engine.sh).
set -euo pipefail
shopt -s inherit_errexit

here=$(cd "$(dirname "$0")/.." && pwd)
readonly IMAGE=cxray-test/nginx CLIENT=cxray-test/debian FOLDER=demo-output
# Demos that run at the same time don't touch each other's containers.
export CXRAY_DEMO_NAME=${CXRAY_DEMO_NAME-cxray-demo-$$}

bold='' dim='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR-}" ]; then
  bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'
fi

main() {
  cd "$here"
  trap 'remove_containers' EXIT
  trap 'exit 130' INT TERM HUP
  mkdir -p "$FOLDER"
  rm -f "$FOLDER"/{demo.db,nginx.baseline.json,nginx.falco.yaml,nginx.seccomp.json,log.jsonl,refused.db}
  export CXRAY_DB=$FOLDER/demo.db

  record
  read_log
  aggregate
  emit
  replay
  refuse
  closing
}

# --- the steps ----------------------------------------------------------------------------------

record() {
  step 1 "Record" "nginx serves three requests, and someone works in a shell in another container." \
    "cxray sees both through eBPF: nothing is added to images or containers."
  shown "cxray record --container '$CXRAY_DEMO_NAME-*' -- scripts/demo.sh workload"
  local status=0
  cxray record --container "$CXRAY_DEMO_NAME-*" -- scripts/demo.sh workload || status=$?
  # Rules for what was only half seen would be no good example.
  [ $status != 123 ] || fail "the recording is incomplete: run the demo again while the machine is less busy"
  [ $status = 0 ] || exit $status
}

# What is recorded.
workload() {
  local address
  address=$(start_nginx)
  docker run --rm --name "$CXRAY_DEMO_NAME-shell" "$CLIENT" bash -c '
    exec 2>&1; PS4="    # "; set -x
    id
    uname -a
    tail -n 1 /etc/passwd
    curl --silent --retry 9 --retry-connrefused --output /tmp/page "http://$1/"
    grep title /tmp/page
    curl --silent --head --output /dev/null "http://$1/"
    curl --silent --output /dev/null "http://$1/missing"
    timeout 1 nc -l 12345 || true' session "$address"
  stop_nginx
}

read_log() {
  step 2 "The log" "What was done is a JSON line each, the session's among them. These are a few of them;" \
    "bare \`cxray\` prints them as they happen."
  shown "cxray emit --format log -o $FOLDER/log.jsonl"
  cxray emit --format log -o "$FOLDER/log.jsonl"
  local line
  for line in '"argv":"-a","comm":"[^"]*/uname"' '"comm":"tail","fname":"/etc/passwd"' \
    '"name":"tcp_v4_connect"' '"name":"inet_listen".*"listen_port":"12345"'; do
    grep -m 1 "$line" "$FOLDER/log.jsonl"
  done
}

aggregate() {
  step 3 "Aggregate" "All runs of an image become one baseline, keyed by the image's digest. It says" \
    "how often each thing was seen, and whether anything was missed while recording."
  shown "cxray aggregate"
  cxray aggregate
  shown "cxray profile --image $IMAGE"
  cxray profile --image "$IMAGE" | shortened
  cxray profile --image "$IMAGE" --json >"$FOLDER/nginx.baseline.json"
}

emit() {
  step 4 "Emit" "The baseline becomes rules for tools that watch or confine the image."
  shown "cxray emit --image $IMAGE --format falco -o $FOLDER/nginx.falco.yaml"
  cxray emit --image "$IMAGE" --format falco -o "$FOLDER/nginx.falco.yaml"
  shown "cxray emit --image $IMAGE --format seccomp -o $FOLDER/nginx.seccomp.json"
  cxray emit --image "$IMAGE" --format seccomp -o "$FOLDER/nginx.seccomp.json"
  echo "The Falco rules report whatever nginx was not seen to do:"
  sed -n 's/^- rule: \(.*\)$/  \1/p' "$FOLDER/nginx.falco.yaml"
  echo "The seccomp profile allows $(allowed_calls | wc -l) system calls, and no others."
}

replay() {
  local address page
  step 5 "Run nginx under its own profile" "It has to serve the page it served before."
  shown "docker run --security-opt seccomp=$FOLDER/nginx.seccomp.json $IMAGE"
  address=$(start_nginx --security-opt "seccomp=$FOLDER/nginx.seccomp.json")
  page=$(fetch "$address") || fail "nginx doesn't serve under its profile"
  stop_nginx
  address=$(start_nginx)
  [ "$page" = "$(fetch "$address")" ] || fail "nginx serves another page under its profile"
  stop_nginx
  echo "The same page, with and without the profile: $(grep -o '<title>.*' <<<"$page")"
}

# chmod is in the image and may be executed, but nginx never changes a file's mode.
refuse() {
  local chmod=(chmod 4755 /bin/bash)
  step 6 "Try what nginx never does" "An intruder makes bash a program that gives root away. The system call is" \
    "fchmodat; Docker's default profile allows it, the one written here does not."
  ! allowed_calls | grep -qx fchmodat || fail "fchmodat was recorded, though nginx doesn't use it"
  shown "docker run $IMAGE ${chmod[*]}"
  docker run --rm --name "$CXRAY_DEMO_NAME-free" "$IMAGE" "${chmod[@]}" &&
    echo "exit status 0: it is done"
  shown "cxray record --db $FOLDER/refused.db -- \\
    docker run --security-opt seccomp=$FOLDER/nginx.seccomp.json $IMAGE ${chmod[*]}"
  if quietly cxray record --db "$FOLDER/refused.db" --container "$CXRAY_DEMO_NAME-*" -- \
    docker run --rm --name "$CXRAY_DEMO_NAME-refused" \
    --security-opt "seccomp=$FOLDER/nginx.seccomp.json" "$IMAGE" "${chmod[@]}"; then
    fail "the profile didn't stop chmod"
  fi
  echo "It failed, and the recording tells which call was refused to which program:"
  cxray profile --db "$FOLDER/refused.db" --image "$IMAGE" | grep -A 1 '^TRIED'
}

closing() {
  step 7 "What you have now" "Everything is in $FOLDER/:"
  cat <<END
  demo.db              the recording: keep it private, it holds command lines
  log.jsonl            what was done, a JSON line each
  nginx.baseline.json  what nginx does: commit it to git, and read its changes as a diff
  nginx.falco.yaml     for Falco: falco -r nginx.falco.yaml
  nginx.seccomp.json   for docker run --security-opt seccomp=nginx.seccomp.json

Next, with an image of your own (as root; Ctrl-C or the command's end stops it):
  cxray record -- docker run --rm YOUR-IMAGE
  cxray profile --image YOUR-IMAGE
  cxray emit --image YOUR-IMAGE --format seccomp -o seccomp.json
Here, cxray is: node dist/cli/main.js
END
}

# --- what they are made of ----------------------------------------------------------------------

cxray() { node "$here/dist/cli/main.js" "$@"; }

docker() { quietly command docker "$@"; }

# Without what docker says of the machine before every container.
quietly() {
  { "$@" 2>&1 >&3 3>&- | sed -u '/^WARNING: IPv4 forwarding is disabled/d' >&2; } 3>&1
}

# Starts nginx, with options for docker run, and prints its address.
start_nginx() {
  docker run --detach --rm --name "$CXRAY_DEMO_NAME-nginx" "$@" "$IMAGE" >/dev/null
  docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' \
    "$CXRAY_DEMO_NAME-nginx"
}

# With --rm the engine removes it only after it has said that it stopped.
stop_nginx() {
  docker stop "$CXRAY_DEMO_NAME-nginx" >/dev/null
  while docker container inspect "$CXRAY_DEMO_NAME-nginx" >/dev/null 2>&1; do sleep 0.1; done
}

fetch() {
  docker run --rm --name "$CXRAY_DEMO_NAME-client" "$CLIENT" \
    curl --silent --show-error --fail --retry 9 --retry-connrefused "http://$1/"
}

# Of each list at most six entries.
shortened() {
  awk '/^  \// { if (++rows > 6) { hidden++; next } }
    !/^  \// { if (hidden) print "  … " hidden " more"; rows = hidden = 0 }
    { print }'
}

# The names in the profile's first group, which is the one that is allowed.
# Names stand before the action of their group, a line each.
allowed_calls() {
  awk -F '"' '/^ +"[a-z0-9_]+",?$/ { names[$2] } /"action"/ {
    if (/ALLOW/) for (name in names) print name
    delete names
  }' "$FOLDER/nginx.seccomp.json" | sort -u
}

step() {
  printf '\n%s%s. %s%s\n' "$bold" "$1" "$2" "$plain"
  printf '%s\n' "${@:3}"
}

shown() { printf '\n%s$ %s%s\n' "$dim" "$*" "$plain"; }

fail() {
  echo "demo: $*" >&2
  exit 1
}

remove_containers() {
  docker ps --all --quiet --filter "name=^/?$CXRAY_DEMO_NAME-" 2>/dev/null |
    xargs -r env docker rm --force >/dev/null 2>&1 || true
}

case ${1-} in
  '') main ;;
  workload) workload ;;
  *) fail "usage: demo.sh" ;;
esac
