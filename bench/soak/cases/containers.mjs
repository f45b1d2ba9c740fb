// Many containers: short ones by the twenty, and a hundred that live at the same time.
import { join } from "node:path";
import { docker, runContainer, startContainer } from "../engine.mjs";
import { deedsOf } from "../database.mjs";
import { startRecorder } from "../process.mjs";
import { judgeRecording } from "../judge.mjs";

const IMAGE = "cxray-test/busybox";
const [SHORT, AT_ONCE, ALIVE] = [500, 20, 100];
/** Executes cat, which opens one file. */
const DEEDS_EACH = 2;
const WAITING = "trap 'cat /etc/passwd; exit' TERM; while :; do sleep 1000 & wait; done";

/** Runs one action so many times, some of them at the same time. */
async function inParallel(times, atOnce, action) {
  let left = times;
  const work = async () => {
    while (left-- > 0) await action();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function record(folder, name, containers, run) {
  const db = join(folder, `${containers}.db`);
  const recorder = await startRecorder(db);
  await run();
  const recorded = await recorder.stop();
  const kept = deedsOf(db, IMAGE, ["/etc/passwd"]) / (containers * DEEDS_EACH);
  return await judgeRecording({ name, db, image: IMAGE, victim: IMAGE, kept, recorded });
}

/** Two table rows. */
export async function containers({ folder }) {
  const short = await record(folder, `${SHORT} containers, ${AT_ONCE} at once`, SHORT, async () => {
    await inParallel(SHORT, AT_ONCE, async () => {
      await runContainer("short", IMAGE, "cat", "/etc/passwd");
    });
  });
  const alive = await record(folder, `${ALIVE} containers alive`, ALIVE, async () => {
    const names = [];
    await inParallel(ALIVE, AT_ONCE, async () => {
      names.push(await startContainer("alive", [], IMAGE, "sh", "-c", WAITING));
    });
    await docker("stop", ...names);
    await docker("rm", ...names);
  });
  return [short, alive];
}
