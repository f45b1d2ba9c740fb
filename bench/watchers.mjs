// What may watch the loop. Each starts, and is stopped again with what it can tell of itself.
import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";

/** Clock ticks of /proc/PID/stat in a second: USER_HZ is 100 on every architecture. */
const TICKS = 100;

const isInstalled = (tool) => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;

/** Starts a program and waits until what it writes to stderr fits. */
async function start(command, args, ready) {
  const child = spawn(command, args, { stdio: ["pipe", "ignore", "pipe"] });
  const ended = new Promise((resolve) => child.on("close", resolve));
  let text = "";
  await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => reject(new Error(`${command} ended: ${text}`)));
    child.stderr.on("data", (chunk) => {
      text += chunk;
      if (ready.test(text)) resolve();
    });
  });
  return { child, ended, stderr: () => text };
}

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
    .replace(/^.*\) /su, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Waits until a process has nothing left to do. */
async function untilIdle(pid) {
  for (let before = -1; ;) {
    const now = cpuSeconds(pid);
    if (now === before) return now;
    before = now;
    await pause(200);
  }
}

/** `checkout` is where cxray was built. */
async function watchWithCxray(folder, checkout) {
  const db = join(folder, "bench.db");
  for (const suffix of ["", "-wal", "-shm"]) rmSync(db + suffix, { force: true });
  const main = join(checkout, "dist/cli/main.js");
  const cxray = await start(process.execPath, [main, "record", "--db", db], /recording to/u);
  const { pid } = cxray.child;
  const before = cpuSeconds(pid);
  return async () => {
    const cpu = (await untilIdle(pid)) - before;
    const peak = /VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, "latin1"));
    cxray.child.kill("SIGINT");
    await cxray.ended;
    const summary = /· ([\d,]+) events? · .* · ([\d,]+) lost/u.exec(cxray.stderr());
    const events = Number(summary[1].replaceAll(",", ""));
    return {
      events,
      lost: Number(summary[2].replaceAll(",", "")),
      "µs CPU per event": (cpu * 1e6) / events,
      "bytes per event": statSync(db).size / events,
      "peak MB": Number(peak[1]) / 1024,
    };
  };
}

async function watchWithFloor(folder) {
  const object = join(folder, "floor.o");
  const floor = await start(
    process.execPath,
    [join(import.meta.dirname, "attach-floor.mjs"), object],
    /attached/u,
  );
  return async () => {
    floor.child.stdin.end();
    await floor.ended;
    return {};
  };
}

/** Whether a process has attached an eBPF program: it holds a link or a perf event. */
function isAttached(pid) {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).some((fd) => {
    const target = readlinkSync(join(folder, fd), "latin1");
    return target === "anon_inode:bpf_link" || target === "anon_inode:[perf_event]";
  });
}

async function watchWithOpensnoop(folder) {
  const out = openSync(join(folder, "opensnoop.out"), "w");
  const snoop = spawn("opensnoop", [], { stdio: ["ignore", out, "ignore"] });
  const ended = new Promise((resolve) => snoop.on("close", resolve));
  while (!isAttached(snoop.pid)) await pause(20);
  return async () => {
    snoop.kill("SIGINT");
    await ended;
    closeSync(out);
    return {};
  };
}

/** opensnoop attaches through tracefs, which a machine need not have mounted. */
function mountTracefs() {
  const place = "/sys/kernel/tracing";
  if (readdirSync(place).length > 0) return;
  spawnSync("mount", ["-t", "tracefs", "tracefs", place]);
  process.on("exit", () => spawnSync("umount", [place]));
}

if (isInstalled("opensnoop")) mountTracefs();

const cxrayOf = (checkout) => (folder) => watchWithCxray(folder, checkout);

/**
 * The watchers in turn; with `against` only this cxray and the one that was built there.
 * `share`: the part of the turns that a slow watcher gets.
 */
export function listWatchers(against) {
  const unwatched = { name: "not recorded", share: 1, start: async () => async () => ({}) };
  const own = {
    name: "cxray, every event stored",
    share: 1,
    start: cxrayOf(join(import.meta.dirname, "..")),
  };
  if (against === undefined) return [unwatched, ...others(own)];
  return [unwatched, { name: "cxray of before", share: 1, start: cxrayOf(against) }, own];
}

const others = (own) => [
  { name: "two empty programs (floor)", share: 1, start: watchWithFloor },
  own,
  ...(isInstalled("opensnoop")
    ? [{ name: "opensnoop, to a file", share: 0.25, start: watchWithOpensnoop }]
    : []),
  {
    name: "strace -e openat",
    share: 0.01,
    prefix: ["strace", "-o", "/dev/null", "-e", "openat"],
    start: async () => async () => ({}),
  },
];
