// The database or the log on a full disk, and a database that is removed while it is recorded into.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runContainer } from "../engine.mjs";
import { megabytesOf } from "../database.mjs";
import { startRecorder } from "../process.mjs";
import { reasonsOf, runStages, wrongEnds } from "../stages.mjs";
import { recordCleanly } from "./clean.mjs";

const IMAGE = "cxray-test/debian";
/** More names than the small disk has room for. */
const NAMES = `
import os
for number in range(40000):
    try: os.open("/tmp/%d" % number, 0)
    except OSError: pass`;

async function onSmallDisk(folder, use) {
  const disk = join(folder, "disk");
  mkdirSync(disk);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=1500k,mode=700", "none", disk]);
  try {
    return await use(disk);
  } finally {
    execFileSync("umount", [disk]);
  }
}

async function recordFlood(db, ...more) {
  const recorder = await startRecorder(db, ...more);
  await runContainer("names", IMAGE, "python3", "-c", NAMES);
  return await recorder.stop();
}

/** The row of a recording that failed: every stage has to say so, before there is room and after. */
async function judge(name, db, recorded, message, makeRoom) {
  const { status, stderr, memory } = recorded;
  const reasons = await reasonsOf(db, IMAGE);
  const stages = await runStages(db, IMAGE);
  const database = megabytesOf(db);
  makeRoom();
  const faults = [...wrongEnds(stages, reasons), ...(await recordCleanly(db))];
  const still = await reasonsOf(db, IMAGE);
  if (!still.includes("recording-failed")) faults.push("the failure is forgotten afterwards");
  const said = status !== 0 && message.test(stderr) && reasons.includes("recording-failed");
  return { name, lost: "failed", said, status, memory, database, stages, faults };
}

/** Two table rows. */
export async function fullDisk({ folder }) {
  return await onSmallDisk(folder, async (disk) => {
    const ofLog = join(folder, "log.db");
    const logged = await recordFlood(ofLog, "--log", join(disk, "log.json"));
    const message = /the disk is full/;
    const empty = () => readdirSync(disk).forEach((file) => rmSync(join(disk, file)));
    const log = await judge("full disk: log", ofLog, logged, message, empty);
    const db = join(disk, "full.db");
    const stored = await recordFlood(db);
    const grow = () => execFileSync("mount", ["-o", "remount,size=64m", disk]);
    return [await judge("full disk: database", db, stored, message, grow), log];
  });
}

/** One table row. Nothing can be made of a database that is gone. */
export async function removed({ folder }) {
  const db = join(folder, "removed.db");
  const recorder = await startRecorder(db);
  await runContainer("before", IMAGE, "true");
  for (const file of [db, `${db}-wal`, `${db}-shm`]) rmSync(file, { force: true });
  const { status, stderr, memory } = await recorder.ended;
  const said = status !== 0 && /was removed while it was recorded into/.test(stderr);
  const faults = existsSync(db) ? ["the database is there again"] : [];
  return [{ name: "database removed", lost: "all", said, status, memory, database: 0, faults }];
}
