// What may watch a workload. Each starts, and is stopped again with what it can tell of itself.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readdirSync, readlinkSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { readProgramTimes } from "./program-times.mjs";
import { CONTAINERS } from "./workloads.mjs";
import { cpuSeconds, peakMegabytes, untilIdle } from "./process-figures.mjs";

const isInstalled = (tool) => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;
const nothing = async () => async () => ({});

/** A watcher that outlived the bench would slow down all that is measured later. */
function startWatcher(command, args, options) {
  const child = spawn(command, args, options);
  process.on("exit", () => child.kill("SIGKILL"));
  return child;
}

/** Starts a program and waits until what it writes to stderr fits. */
async function start(command, args, ready) {
  const child = startWatcher(command, args, { stdio: ["pipe", "ignore", "pipe"] });
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

/** `checkout` is where cxray was built. */
const cxrayOf = (checkout) => async (folder) => {
  const db = join(folder, "bench.db");
  for (const suffix of ["", "-wal", "-shm"]) rmSync(db + suffix, { force: true });
  const main = join(checkout, "dist/cli/main.js");
  const cxray = await start(
    process.execPath,
    [main, "record", "--db", db, "--container", CONTAINERS],
    /recording to/u,
  );
  const { pid } = cxray.child;
  const before = await untilIdle(pid);
  return async () => {
    const cpu = (await untilIdle(pid)) - before;
    const peak = peakMegabytes(pid);
    const programs = readProgramTimes(pid);
    cxray.child.kill("SIGINT");
    await cxray.ended;
    const summary = /· ([\d,]+) events? · .* · ([\d,]+) lost/u.exec(cxray.stderr());
    const events = Number(summary[1].replaceAll(",", ""));
    const lost = Number(summary[2].replaceAll(",", ""));
    return { events, lost, cpu, database: statSync(db).size, peak, programs };
  };
};

async function watchWithFloor(folder) {
  const script = join(import.meta.dirname, "attach-floor.mjs");
  const floor = await start(process.execPath, [script, join(folder, "floor.o")], /attached/u);
  return async () => {
    floor.child.stdin.end();
    await floor.ended;
    return {};
  };
}

const linkOf = (file) => {
  try {
    return readlinkSync(file, "latin1");
  } catch {
    return ""; // closed since it was listed
  }
};

/** Whether a process has attached an eBPF program: it holds a link or a perf event. */
function isAttached(pid) {
  const folder = `/proc/${pid}/fd`;
  const links = readdirSync(folder).map((fd) => linkOf(join(folder, fd)));
  return links.some((link) => /^anon_inode:(?:bpf_link|\[perf_event\])$/u.test(link));
}

/** A program that writes what it sees to a file, and ends with Ctrl-C. */
const peer =
  (command, ...args) =>
  async (folder) => {
    const out = openSync(join(folder, `${command}.out`), "w");
    const child = startWatcher(command, args, { stdio: ["ignore", out, "ignore"] });
    const ended = new Promise((resolve) => child.on("close", resolve));
    while (!isAttached(child.pid)) {
      await pause(20);
      if (child.exitCode !== null) throw new Error(`${command} ended before it watched`);
    }
    const before = cpuSeconds(child.pid);
    return async () => {
      const cpu = cpuSeconds(child.pid) - before;
      child.kill("SIGINT");
      await ended;
      closeSync(out);
      return { cpu };
    };
  };

/** opensnoop attaches through tracefs, which a machine need not have mounted. */
function mountTracefs() {
  const place = "/sys/kernel/tracing";
  if (readdirSync(place).length > 0) return;
  spawnSync("mount", ["-t", "tracefs", "tracefs", place]);
  process.on("exit", () => spawnSync("umount", [place]));
}

const NEVER = join(import.meta.dirname, "never.falco.yaml");

const PEERS = [
  { name: "opensnoop, to a file", tool: "opensnoop", start: peer("opensnoop") },
  {
    name: "Falco, storing nothing",
    tool: "falco",
    start: peer("falco", "-o", "engine.kind=modern_ebpf", "-r", NEVER),
  },
].filter(({ tool }) => isInstalled(tool));

/** strace starts with the workload, in its container, and only some workloads have it. */
const strace = {
  name: "strace of one call",
  start: nothing,
  options: ({ strace: of }) =>
    of && {
      prefix: ["strace", "-o", "/dev/null", ...(of.follow ? ["-f"] : []), "-e", of.calls],
      share: of.share,
    },
};

export const UNWATCHED = "not watched";
export const OWN = "cxray";
export const OTHER = "cxray before";
export const FLOOR = "two empty programs";

/** The watchers in turn; with `against` only this cxray and the one that was built there. */
export function listWatchers(against) {
  const unwatched = { name: UNWATCHED, start: nothing };
  const own = { name: OWN, start: cxrayOf(join(import.meta.dirname, "..")) };
  if (against !== undefined) return [unwatched, { name: OTHER, start: cxrayOf(against) }, own];
  if (PEERS.some(({ tool }) => tool === "opensnoop")) mountTracefs();
  const floor = { name: FLOOR, start: watchWithFloor };
  return [unwatched, floor, own, ...PEERS, strace];
}
