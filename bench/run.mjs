// What watching costs: every workload of workloads.mjs, watched in turn by each of watchers.mjs.
// Every round has a run of its own that nobody watches; what counts is the ratio to that, and of
// the rounds the median, so that a machine whose speed drifts still gives a number to trust.
//   npm run bench -- [ROUNDS] [--workload NAME]… [--against CHECKOUT] [--results FILE]
// With --against the cxray that was built in another checkout watches the same rounds, and no other
// tool does. With --results the rounds are added to that file; write-document.mjs makes a document
// of such files.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { enableStatistics } from "./program-times.mjs";
import { brokenLimits, summarize, table } from "./summary.mjs";
import { listWatchers, OWN } from "./watchers.mjs";
import { buildWorkloads, WORKLOADS } from "./workloads.mjs";

const { values: options, positionals } = parseArgs({
  options: {
    against: { type: "string" },
    results: { type: "string" },
    workload: { type: "string", multiple: true, default: WORKLOADS.map(({ name }) => name) },
  },
  allowPositionals: true,
});
const ROUNDS = Number(positionals[0] ?? 5);
const workloads = WORKLOADS.filter(({ name }) => options.workload.includes(name));
if (workloads.length === 0) throw new Error("no workload has this name");

const folder = mkdtempSync(join(tmpdir(), "cxray-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

function buildFloor() {
  const machine = execFileSync("uname", ["-m"], { encoding: "utf8" }).trim();
  const include = `-I/usr/include/${machine}-linux-gnu`;
  const source = join(import.meta.dirname, "floor.bpf.c");
  const object = join(folder, "floor.o");
  execFileSync("clang", ["-target", "bpf", "-O2", "-g", include, "-c", source, "-o", object]);
}

/** One workload under one watcher; null where the watcher doesn't watch such a one. */
async function measure(workload, watcher) {
  const extra = watcher.options === undefined ? {} : watcher.options(workload);
  if (extra === undefined) return null;
  const stop = await watcher.start(folder);
  const time = workload.run({ folder, ...extra });
  return { ...time, ...(await stop()) };
}

/** The times of cxray's eBPF programs, in a run that counts for nothing else. */
async function measurePrograms(workload, watcher) {
  const disable = enableStatistics();
  try {
    const { turns, programs } = await measure(workload, watcher);
    return { turns, programs };
  } finally {
    disable();
  }
}

function load(file) {
  if (file !== undefined && existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const against =
    options.against &&
    execFileSync("git", ["-C", options.against, "rev-parse", "--short", "HEAD"], {
      encoding: "utf8",
    }).trim();
  const machine = { cores: cpus().length, model: cpus()[0].model, memory: totalmem() };
  const date = new Date().toISOString().slice(0, 10);
  return {
    date,
    kernel: release(),
    node: process.version,
    machine,
    against,
    rounds: [],
    programs: {},
  };
}

buildWorkloads(folder);
buildFloor();
const watchers = listWatchers(options.against);
for (const workload of workloads) workload.run({ folder }); // so that every file is in memory
const results = load(options.results);
for (let round = 1; round <= ROUNDS; round++) {
  const figures = {};
  for (const workload of workloads) {
    figures[workload.name] = {};
    for (const watcher of watchers) {
      const measured = await measure(workload, watcher);
      if (measured !== null) figures[workload.name][watcher.name] = measured;
    }
    process.stderr.write(`round ${round} of ${ROUNDS}: ${workload.name} done\n`);
  }
  results.rounds.push(figures);
}
const own = watchers.find(({ name }) => name === OWN);
for (const workload of options.against === undefined ? workloads : []) {
  results.programs[workload.name] = await measurePrograms(workload, own);
}

if (options.results !== undefined) {
  writeFileSync(options.results, `${JSON.stringify(results, null, 2)}\n`);
}
const summary = summarize(results.rounds);
console.log(table(summary));
const broken = brokenLimits(summary);
for (const line of broken) console.error(line);
if (broken.length > 0) process.exitCode = 1;
