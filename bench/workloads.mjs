// What containers do while they are watched. Each is run in a container of its own and gives how
// many turns it took, and the nanoseconds of one.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** The names of the containers here: what others run on the machine is not recorded. */
export const CONTAINERS = "cxray-bench-*";
let started = 0;

const PROGRAMS = join(import.meta.dirname, "programs");

const run = (command, args) =>
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();

const runContainer = (...args) =>
  run("docker", ["run", "--rm", "--name", CONTAINERS.replace("*", String(++started)), ...args]);

/** Compiles what the workloads run, into `folder`. */
export function buildWorkloads(folder) {
  for (const name of ["open-loop", "exec-storm", "connect-storm", "nothing"]) {
    run("gcc", ["-O2", "-static", join(PROGRAMS, `${name}.c`), "-o", join(folder, name)]);
  }
  cpSync(PROGRAMS, join(folder, "programs"), { recursive: true });
  mkdirSync(join(folder, "objects"), { recursive: true });
}

/** A program of `programs/`, which prints the time itself; its start is not in it. */
const program =
  (name, turns) =>
  ({ folder, prefix = [], share = 1 }) => {
    const count = Math.ceil(turns * share);
    const command = [...prefix, `/bench/${name}`, String(count)];
    const mount = ["-v", `${folder}:/bench:ro`];
    const args = ["--network", "none", ...mount, "cxray-test/debian", ...command];
    return { turns: count, nanoseconds: Number(runContainer(...args)) };
  };

const WRK_SECONDS = 2;

/** From the host, so that the client is not watched; a turn is a request. */
function serveWeb() {
  const id = runContainer("-d", "cxray-test/nginx");
  try {
    const field = "{{.NetworkSettings.IPAddress}}";
    const url = `http://${run("docker", ["inspect", "-f", field, id])}/`;
    run("curl", ["-s", "--retry", "50", "--retry-delay", "0", "--retry-connrefused", url]);
    const text = run("wrk", ["-t1", "-c32", `-d${WRK_SECONDS}s`, url]);
    const figure = (pattern) => Number(pattern.exec(text)[1]);
    const rate = figure(/Requests\/sec:\s+([\d.]+)/u);
    return { turns: figure(/(\d+) requests in/u), nanoseconds: 1e9 / rate };
  } finally {
    run("docker", ["kill", id]);
  }
}

const COMPILED_EACH = 4;

/** With the machine's own compiler; a turn is the whole build. */
function buildProgram({ folder }) {
  const mounts = ["-v", "/usr:/usr:ro", "-v", `${folder}:/bench`];
  const script = `set -e
    cd /bench/objects
    start=$(date +%s%N)
    for n in $(seq ${COMPILED_EACH}); do
      for c in open-loop exec-storm connect-storm; do gcc -O2 -c ../programs/$c.c -o $c.$n.o; done
      gcc connect-storm.$n.o -o connect-storm.$n
    done
    echo $(($(date +%s%N) - start))`;
  const command = ["cxray-test/debian", "bash", "-c", script];
  const time = runContainer("--network", "none", ...mounts, ...command);
  return { turns: 1, nanoseconds: Number(time) };
}

/**
 * `strace` of the one call that matters, for as small a part of the turns as `share` says; where it
 * makes no sense there is none.
 */
export const WORKLOADS = [
  {
    name: "open loop",
    turn: "a file is opened and closed",
    run: program("open-loop", 500_000),
    strace: { calls: "openat", share: 0.02 },
  },
  {
    name: "exec storm",
    turn: "a static program is started and waited for",
    run: program("exec-storm", 10_000),
    strace: { calls: "execve", share: 0.2, follow: true },
  },
  {
    name: "connect storm",
    turn: "a connection to loopback is made, accepted and reset",
    run: program("connect-storm", 40_000),
    strace: { calls: "connect", share: 0.1 },
  },
  { name: "nginx", turn: "a request of wrk is answered", run: serveWeb },
  { name: "C build", turn: "gcc compiles 12 files and links 4 programs", run: buildProgram },
];
