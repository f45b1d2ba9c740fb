/**
 * Completeness against an independent witness: what strace saw a container do
 * is in the recording, and the recording holds nothing that strace did not see.
 * Published as a share, and the share is 100 %.
 */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import type { Event } from "../../src/model/events/events.js";
import { packageFile } from "../../src/files/package-root.js";
import { startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { ONLY_OURS } from "./harness/pipeline.js";
import { recordedWords } from "./harness/recorded-words.js";
import { workloadEvents } from "./harness/recorded.js";
import { readTraces, straceCommand } from "./harness/strace.js";
import { temporaryFolder } from "./harness/temporary.js";
import { WITNESSED_WORKLOADS, type WitnessedWorkload } from "./harness/witnessed-workloads.js";
import { witness } from "./harness/witnessed.js";
import { ANY, fits, subtract } from "./harness/words.js";

describe("a recording, compared with strace -f", live, () => {
  useEngine();
  for (const workload of WITNESSED_WORKLOADS) {
    it(`holds every call of ${workload.name}`, async (test) => {
      const folder = temporaryFolder();
      await traceAndRecord(workload, folder);
      compare(test, folder);
    });
  }
});

async function traceAndRecord({ command, options = [] }: WitnessedWorkload, folder: string) {
  const traces = join(folder, "traces");
  mkdirSync(traces, { mode: 0o777 });
  const args = ["record", "--db", join(folder, "cxray.db"), ...ONLY_OURS];
  const recorder = await startCxray(args, { env: engineEnvironment() });
  const volumes = [`${traces}:/traces`, `${packageFile("test/e2e/workloads")}:/workloads:ro`];
  await docker(
    ...["run", "--rm", "--security-opt", "seccomp=unconfined", ...options],
    ...volumes.flatMap((volume) => ["-v", volume]),
    ...["cxray-test/debian", ...straceCommand("/traces"), ...command],
  );
  const { status, stderr } = await recorder.stop();
  assert.equal(status, 0, stderr);
}

function compare(test: TestContext, folder: string): void {
  const seen = witness(readTraces(join(folder, "traces")));
  const events = workloadEvents(join(folder, "cxray.db"));
  const words = events.flatMap(recordedWords);
  const known = new Set(words);
  const isKnown = (word: string): boolean =>
    known.has(word) || (word.includes(ANY) && words.some((given) => fits(word, given)));
  const missing = [
    ...subtract(seen.each, words),
    ...[...seen.once].filter((word) => !isKnown(word)),
  ].sort();
  const count = seen.each.length + seen.once.size;
  const share = 1 - missing.length / count;
  test.diagnostic(`${(100 * share).toFixed(2)} % of ${String(count)}: ${countWords(seen.each)}`);
  assert.ok(count > 50, "strace saw too little to compare with");
  assert.deepEqual(missing, [], "strace saw what is not in the recording");

  const ofWorkload = events.filter(isOfWorkload);
  const invented = ofWorkload.filter(isChecked).flatMap(recordedWords).filter(isUnknownTo(seen));
  assert.deepEqual(invented, [], "the recording holds what strace did not see");
}

/** Nobody watched strace itself. */
function isOfWorkload({ actor, behaviour }: Event): boolean {
  const strace = "/usr/bin/strace";
  const isStrace = behaviour.kind === "exec" && behaviour.path === strace;
  return actor.programs[0] !== strace && !isStrace;
}

/** Kinds of which every event has a call that strace shows in the same words. */
function isChecked({ behaviour }: Event): boolean {
  return ["exec", "open", "change", "send", "bind", "listen", "socket"].includes(behaviour.kind);
}

function isUnknownTo({ each, once }: { each: readonly string[]; once: ReadonlySet<string> }) {
  const exact = new Set([...each, ...once]);
  const patterns = [...exact].filter((word) => word.includes(ANY));
  return (word: string): boolean =>
    !exact.has(word) && !patterns.some((pattern) => fits(pattern, word));
}

function countWords(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) {
    const kind = word.split(" ", 1)[0] ?? "";
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${String(count)} ${kind}`).join(", ");
}
