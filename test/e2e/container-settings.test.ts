/**
 * The emitted settings of a container, tried out: what was recorded has the same output with a
 * read-only root and without capabilities, and what it didn't do is refused.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { runCommand, type Outcome } from "./harness/command.js";
import { engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { emit, recordRun } from "./harness/pipeline.js";
import { temporaryFolder } from "./harness/temporary.js";

const SHELL_JOB = `
set -e; cd /tmp
echo one >a; mv a b; cat b; printf '#!/bin/sh\\necho told\\n' >told; chmod 755 told; ./told; rm told b
mkdir -p /srv/pages /var/cache/job/deep; echo two >/srv/pages/new; mv /srv/pages/new /srv/pages/front
ln -sf front /srv/pages/newest; cat /srv/pages/newest; echo three >>/var/log/job.log; cat /var/log/job.log
flock /run/lock/job echo locked; touch /var/cache/job/deep/x; test -d /var/log/apt && echo the image has its own`;

const PYTHON = `
import multiprocessing, os, sqlite3, tempfile
with tempfile.NamedTemporaryFile() as file: print(file.write(b"four"))
base = sqlite3.connect("/var/lib/program.db")
base.execute("create table t (a)"); base.execute("insert into t values (5)"); base.commit()
print(base.execute("select a from t").fetchall())
queue = multiprocessing.Queue()
child = multiprocessing.Process(target=queue.put, args=(6,)); child.start(); print(queue.get()); child.join()
os.chown("/var/lib/program.db", 33, 33)
os.setgroups([]); os.setgid(33); os.setuid(33); print(os.getuid(), os.access("/var/lib/program.db", os.W_OK))`;

const SERVER = `
nginx >/dev/null 2>&1; curl -s --retry 50 --retry-delay 1 --retry-connrefused http://127.0.0.1/ | grep -c nginx
nginx -s quit >/dev/null 2>&1; while [ -e /run/nginx.pid ]; do :; done`;

interface Workload {
  readonly name: string;
  /** what follows `docker run --rm` */
  readonly run: readonly string[];
  /** what stands in the script */
  readonly options: readonly string[];
}

const WORKLOADS: readonly Workload[] = [
  {
    name: "a shell job",
    run: ["cxray-test/debian", "bash", "-c", SHELL_JOB],
    options: [
      "--cap-drop ALL",
      "--security-opt no-new-privileges",
      "--read-only",
      "--tmpfs /run/lock:mode=1777",
      "--tmpfs /tmp:exec,mode=1777",
      ...["/srv", "/var/cache", "/var/log"].map((path) => `--volume ${path}`),
    ],
  },
  {
    name: "a Python program that gives up root",
    run: ["cxray-test/debian", "python3", "-c", PYTHON],
    options: [
      "--cap-drop ALL",
      ...["CHOWN", "SETGID", "SETUID"].map((name) => `--cap-add ${name}`),
      "--security-opt no-new-privileges",
      "--read-only",
      "--tmpfs /tmp:mode=1777",
      "--volume /var/lib",
    ],
  },
  {
    name: "a web server",
    run: ["cxray-test/nginx", "sh", "-c", SERVER],
    options: [
      "--cap-drop ALL",
      ...["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"].map((name) => `--cap-add ${name}`),
      "--security-opt no-new-privileges",
      "--read-only",
      "--tmpfs /run",
      "--volume /var/lib/nginx",
      "--publish 80",
    ],
  },
  {
    name: "a user who is not root",
    run: ["--user", "33", "cxray-test/debian", "sh", "-c", "id -u; echo seven >/tmp/a; cat /tmp/a"],
    options: [
      "--cap-drop ALL",
      "--security-opt no-new-privileges",
      "--user 33",
      "--read-only",
      "--tmpfs /tmp:mode=1777",
    ],
  },
];

/** Bits of `/proc/PID/status`, by name (uapi/linux/capability.h). */
const BITS: Readonly<Record<string, bigint>> = {
  CHOWN: 0n,
  DAC_OVERRIDE: 1n,
  SETGID: 6n,
  SETUID: 7n,
};

function optionsOf(script: string): string[] {
  const [, command = ""] = script.split("exec docker run \\\n");
  return command.split("\n").flatMap((line) => /^ {2}(--.*) \\$/u.exec(line)?.[1] ?? []);
}

describe("a container with the settings emitted for it", live, () => {
  useEngine();

  for (const { name, run, options } of WORKLOADS) {
    it(`does the same: ${name}`, async () => {
      const folder = temporaryFolder();
      const db = join(folder, "cxray.db");
      const free = await recordRun(db, ...run);
      assert.equal(free.status, 0, free.stderr);
      await emit(db, "seccomp", "-o", join(folder, "profile.json"));
      const script = await emit(db, "docker-run", "--seccomp-profile", "none");
      assert.deepEqual(optionsOf(script), options);
      const file = join(folder, "run.sh");
      await emit(db, "docker-run", "--seccomp-profile", "profile.json", "-o", file);

      const held = async (...words: readonly string[]): Promise<Outcome> =>
        runCommand("sh", [file, "--rm", ...words], { env: engineEnvironment(), cwd: folder });
      const same = await held(...run);
      assert.deepEqual([same.status, same.stdout], [0, free.stdout], same.stderr);
    });

    it(`refuses what it didn't do: ${name}`, async () => {
      const image = run.find((word) => word.startsWith("cxray-test/")) ?? "";
      const status = "touch /usr/x; grep -E '^(CapBnd|NoNewPrivs)' /proc/self/status";
      const words = options.flatMap((option) => option.split(" "));
      const { stdout, stderr } = await runCommand(
        "docker",
        ["run", "--rm", ...words, image, "sh", "-c", status],
        { env: engineEnvironment() },
      );
      assert.match(stderr, /cannot touch '\/usr\/x': Read-only file system/u);
      const bits = options.flatMap((option) => BITS[option.replace("--cap-add ", "")] ?? []);
      const bound = bits.reduce((sum, bit) => sum | (1n << bit), 0n);
      assert.equal(BigInt(`0x${/^CapBnd:\s*(\w+)/mu.exec(stdout)?.[1] ?? "x"}`), bound);
      assert.match(stdout, /^NoNewPrivs:\s*1$/mu);
    });
  }
});
