/**
 * Completeness against an independent witness: what strace saw a container do
 * is in the recording. Published as a share, and the share is 100 %.
 */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { packageFile } from "../../src/package/package-root.js";
import { startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { ONLY_OURS } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { readTraces, straceCommand, type WitnessedCall } from "./harness/strace.js";
import { temporaryFolder } from "./harness/temporary.js";

const WORKLOADS: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  {
    name: "a shell session",
    command: [
      "bash",
      "-c",
      "cd /etc; for f in *.conf; do cat $f | sort | uniq -c >/tmp/$f.out; done; find /usr/share -name '*.txt' | head -20 | xargs -n 4 wc -l; ./missing; id; ls -l /tmp",
    ],
  },
  {
    name: "nginx serving requests",
    command: [
      "bash",
      "-c",
      "nginx -g 'daemon off;' & for i in 1 2 3 4 5; do curl -s --retry 9 --retry-connrefused --retry-delay 1 http://127.0.0.1/ http://127.0.0.1/$i -o /dev/null; done; kill -QUIT $!; wait",
    ],
  },
  {
    name: "a Python program that forks, threads and connects",
    command: ["python3", "/workloads/forks-threads-connects.py"],
  },
  {
    name: "a Perl program that forks and connects",
    command: ["perl", "/workloads/forks-connects.pl"],
  },
];

describe("a recording, compared with strace -f", live, () => {
  useEngine();
  for (const { name, command } of WORKLOADS) {
    it(`holds every exec, open and connect of ${name}`, async (test) => {
      const folder = temporaryFolder();
      const traces = join(folder, "traces");
      mkdirSync(traces, { mode: 0o777 });
      const db = join(folder, "cxray.db");
      const recorder = await startCxray(["record", "--db", db, ...ONLY_OURS], {
        env: engineEnvironment(),
      });
      await docker(
        "run",
        "--rm",
        "--security-opt",
        "seccomp=unconfined",
        "-v",
        `${traces}:/traces`,
        "-v",
        `${packageFile("test/e2e/workloads")}:/workloads:ro`,
        "cxray-test/debian",
        ...straceCommand("/traces"),
        ...command,
      );
      const { status, stderr } = await recorder.stop();
      assert.equal(status, 0, stderr);
      const witnessed = readTraces(traces);
      const missing = subtract(witnessed, recordedCalls(db));
      const share = 1 - missing.length / witnessed.length;
      test.diagnostic(
        `${(100 * share).toFixed(2)} % of ${String(witnessed.length)} calls: ${countKinds(witnessed)}`,
      );
      assert.ok(witnessed.length > 50, "strace saw too little to compare with");
      assert.deepEqual(missing, []);
    });
  }
});

function recordedCalls(db: string): WitnessedCall[] {
  return [
    ...eventsOf(db, "exec").map(({ behaviour }) => ({
      kind: "exec" as const,
      what: behaviour.asked,
    })),
    ...eventsOf(db, "open")
      .filter(({ behaviour }) => behaviour.ret >= 0)
      .map(({ behaviour }) => ({ kind: "open" as const, what: behaviour.asked })),
    ...eventsOf(db, "connect").map(({ behaviour: { remote } }) => ({
      kind: "connect" as const,
      what: `${remote.address} ${String(remote.port)}`,
    })),
    ...eventsOf(db, "connect-unix").map(({ behaviour }) => ({
      kind: "connect-unix" as const,
      what: behaviour.address,
    })),
  ];
}

/**
 * What of `calls` is not in `others`, each of which stands for one call only. A
 * call that strace could not name takes any of its kind that is left.
 */
function subtract(calls: readonly WitnessedCall[], others: readonly WitnessedCall[]): string[] {
  const left = new Map<string, number>();
  for (const { kind, what } of others) {
    const key = `${kind} ${String(what)}`;
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const take = (key: string | undefined): boolean => {
    const count = left.get(key ?? "") ?? 0;
    if (count > 0) left.set(key ?? "", count - 1);
    return count > 0;
  };
  const named = calls.filter(({ what }) => what !== null);
  const unnamed = calls.filter(({ what }) => what === null);
  return [
    ...named.map(({ kind, what }) => `${kind} ${String(what)}`).filter((key) => !take(key)),
    ...unnamed
      .filter(
        ({ kind }) => !take([...left].find(([key, n]) => n > 0 && key.startsWith(`${kind} `))?.[0]),
      )
      .map(({ kind }) => `${kind} (not named by strace)`),
  ];
}

function countKinds(calls: readonly WitnessedCall[]): string {
  const kinds = [...new Set(calls.map(({ kind }) => kind))].sort();
  return kinds
    .map((kind) => `${String(calls.filter((call) => call.kind === kind).length)} ${kind}`)
    .join(", ");
}
