// The engine's process is stopped for five seconds, at three points of a recording.
import { join } from "node:path";
import { deedsOf } from "../database.mjs";
import { docker, runContainer, startContainer, withEngineStopped } from "../engine.mjs";
import { judgeRecording } from "../judge.mjs";
import { startRecorder } from "../process.mjs";

const STOPPED = 5000;
const IMAGE = "cxray-test/busybox";
const READS = 100;
const READ = `for i in $(seq ${READS}); do cat /etc/passwd >/dev/null; done`;
/** Reads while the engine is stopped, and ends by itself. */
const READ_SLOWLY = `for i in $(seq ${READS}); do cat /etc/passwd >/dev/null; usleep 20000; done`;
const DEEDS_EACH = 2;

async function atStart(db) {
  const recorder = await withEngineStopped(STOPPED, () => startRecorder(db));
  await runContainer("after", IMAGE, "sh", "-c", READ);
  return await recorder.stop();
}

async function inMiddle(db) {
  const recorder = await startRecorder(db);
  const container = await startContainer("during", [], IMAGE, "sh", "-c", READ_SLOWLY);
  await withEngineStopped(STOPPED, async () => undefined);
  await docker("wait", container);
  await docker("rm", container);
  return await recorder.stop();
}

async function atEnd(db) {
  const recorder = await startRecorder(db);
  await runContainer("before", IMAGE, "sh", "-c", READ);
  return await withEngineStopped(STOPPED, () => recorder.stop());
}

const POINTS = { "at the start": atStart, "in the middle": inMiddle, "at the end": atEnd };

/** Three table rows. */
export async function stoppedEngine({ folder }) {
  const rows = [];
  for (const [point, record] of Object.entries(POINTS)) {
    const db = join(folder, `${point}.db`);
    const recorded = await record(db);
    const kept = deedsOf(db, IMAGE, ["/etc/passwd"]) / (READS * DEEDS_EACH);
    const name = `engine stopped ${point}`;
    rows.push(await judgeRecording({ name, db, image: IMAGE, victim: IMAGE, kept, recorded }));
  }
  return rows;
}
