// One container does one thing as fast as it can, while another of another image works.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deedsOf } from "../database.mjs";
import { docker, runContainer, startContainer } from "../engine.mjs";
import { judgeRecording } from "../judge.mjs";
import { startRecorder } from "../process.mjs";

const [HOSTILE, VICTIM] = ["cxray-test/debian", "cxray-test/busybox"];
const SCRIPT = readFileSync(join(import.meta.dirname, "flood.py"), "utf8");
const SECONDS = 4;

/** What the victim does: an execution, two files read, one written, every few milliseconds. */
const TURNS = 150;
const WORK = `for i in $(seq ${TURNS}); do cat /etc/passwd /etc/group >/tmp/x$i; usleep 10000; done`;
/** Of cat: it executes, opens two files and closes the one that the shell opened for it. */
const DEEDS_EACH = 4;
const FILES = [
  "/etc/passwd",
  "/etc/group",
  ...Array.from({ length: TURNS }, (_, at) => `/tmp/x${at + 1}`),
];

/** By name: the word that flood.py knows. */
export const FLOODS = {
  names: "names",
  "4 kB names": "long-names",
  "unique arguments": "arguments",
  connects: "connects",
  "DNS junk": "dns",
  "TLS junk": "tls",
  "unix sockets": "unix",
};

async function flood(folder, name, word) {
  const db = join(folder, `${word}.db`);
  const recorder = await startRecorder(db);
  const command = ["python3", "-c", SCRIPT, word, String(SECONDS)];
  const container = await startContainer(word, [], HOSTILE, ...command);
  await runContainer("victim", VICTIM, "sh", "-c", WORK);
  await docker("wait", container);
  const log = await docker("logs", container);
  await docker("rm", container);
  const recorded = await recorder.stop();
  const kept = deedsOf(db, VICTIM, FILES) / (TURNS * DEEDS_EACH);
  const about = { name: `flood of ${name}`, db, image: HOSTILE, victim: VICTIM, kept, recorded };
  return { ...(await judgeRecording(about)), actions: Number(log) };
}

/** Seven table rows, or those of the floods that are named. */
export async function floods({ folder, only }) {
  const rows = [];
  for (const [name, word] of Object.entries(FLOODS)) {
    if (only === undefined || only === word) rows.push(await flood(folder, name, word));
  }
  return rows;
}
