// The recorder is killed again and again while it records: what it stored before has to stay.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { docker, startContainer } from "../engine.mjs";
import { eventsOf, isWhole, megabytesOf } from "../database.mjs";
import { startRecorder } from "../process.mjs";
import { reasonsOf, runStages, wrongEnds } from "../stages.mjs";
import { recordCleanly } from "./clean.mjs";

const TIMES = 20;
const BUSY = "while :; do cat /etc/passwd /etc/group >/tmp/x; done";
const IMAGE = "cxray-test/busybox";

/** One table row: SIGKILL, 20 times, into one database. */
export async function kills({ folder }) {
  const db = join(folder, "kills.db");
  const faults = [];
  let [memory, stored] = [0, 0];
  for (let time = 0; time < TIMES; time += 1) {
    const recorder = await startRecorder(db);
    const container = await startContainer("busy", [], IMAGE, "sh", "-c", BUSY);
    // Not twice at the same point of a recording.
    await sleep(100 + 40 * time);
    const ended = await recorder.stop("SIGKILL");
    await docker("rm", "-f", container);
    memory = Math.max(memory, ended.memory);
    if (!isWhole(db)) faults.push(`the database was broken by kill ${time + 1}`);
    const now = eventsOf(db, IMAGE);
    if (now < stored) faults.push(`kill ${time + 1} took ${stored - now} events from before`);
    stored = now;
  }
  const reasons = await reasonsOf(db, IMAGE);
  const stages = await runStages(db, IMAGE);
  faults.push(...wrongEnds(stages, reasons), ...(await recordCleanly(db)));
  if (eventsOf(db, IMAGE) !== stored) faults.push("what was stored before changed");
  const said = reasons.includes("recording-not-finished");
  const lost = `unfinished ${TIMES} of ${TIMES}`;
  const row = { lost, said, status: "SIGKILL", memory, database: megabytesOf(db), stages, faults };
  return [{ name: `SIGKILL ${TIMES} times`, ...row }];
}
