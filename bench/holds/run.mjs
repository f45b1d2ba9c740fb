// Whether the emitted rules hold: records six workloads, runs each under what was emitted for it, in
// several runtimes, and attacks them. Leaves bench/results/holds.json and writes docs/holds.md and
// README's table of it. Needs root and an engine:
//   npm run holds -- [--only NAME,NAME] [--parts hold,runtimes,attacks] [--rounds 5]
//                    [--attacks TEXT,TEXT] [--falco COMMAND] [--keep FOLDER]
// --attacks: only those whose titles hold one of the texts. Without a `falco` in PATH, or one that is
// named, what Falco reports is not tried. What is left out keeps the results of the time before.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import prettier from "prettier";
import { attackAll, TITLES } from "./attacks/all.mjs";
import { docker, makeClients, run, Starts } from "./engine.mjs";
import { alertsOf, findFalco } from "./falco.mjs";
import { emit, filesOf, isHeld, record, verify } from "./hold.mjs";
import { findRuntimes, startUnderAll } from "./runtimes.mjs";
import { writeDocuments } from "./write-documents.mjs";
import { POLICIES, WORKLOADS } from "./workloads.mjs";

const PARTS = ["hold", "runtimes", "attacks"];
const RESULTS = join(import.meta.dirname, "../results/holds.json");

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: WORKLOADS.map(({ name }) => name).join() },
    parts: { type: "string", default: PARTS.join() },
    rounds: { type: "string", default: "5" },
    attacks: { type: "string", default: "" },
    falco: { type: "string" },
    keep: { type: "string" },
  },
});
const parts = options.parts.split(",");
const workloads = WORKLOADS.filter(({ name }) => options.only.split(",").includes(name));
const folder = options.keep ?? mkdtempSync(join(tmpdir(), "cxray-holds-"));
mkdirSync(folder, { recursive: true });

const tell = (text) => process.stderr.write(`holds: ${text}\n`);

async function hold(starts, workload, files, result) {
  for (const policy of POLICIES) {
    const rounds = Array.from(
      { length: Number(options.rounds) },
      () => () => verify(starts, workload, files, policy),
    );
    // What waits most of the time can wait at the same time.
    const done = workload.isIdle ? await Promise.all(rounds.map((round) => round())) : [];
    for (const round of workload.isIdle ? [] : rounds) done.push(await round());
    const failures = done.filter((each) => !isHeld(each));
    result[policy] = { rounds: done.length, held: done.length - failures.length, failures };
    tell(`${workload.name}: ${policy} held ${result[policy].held} of ${done.length}`);
    result.triedOn = done[0].triedOn;
  }
}

async function proveOne(context, workload) {
  const { starts, results, runtimes, falco } = context;
  const files = filesOf(folder, workload);
  const result = (results.workloads[workload.name] ??= {});
  if (!existsSync(files.db)) await record(starts, workload, files);
  Object.assign(result, await emit(workload, files));
  if (parts.includes("hold")) await hold(starts, workload, files, result);
  if (parts.includes("runtimes")) {
    result.started = await startUnderAll(runtimes, workload, files.seccomp);
    const failed = Object.values(result.started).filter((words) => words !== null);
    tell(`${workload.name}: ${failed.length} of ${runtimes.length} runtimes could not start it`);
  }
  if (falco !== null && parts.includes("attacks")) {
    result.alerts = await alertsOf(starts, workload, files);
    tell(`${workload.name}: ${result.alerts.length} rules of Falco report it`);
  }
}

async function prove() {
  const results = existsSync(RESULTS)
    ? JSON.parse(readFileSync(RESULTS, "utf8"))
    : { workloads: {}, attacks: {} };
  await makeClients(workloads);
  const falco = await findFalco(options.falco, folder);
  const runtimes = parts.includes("runtimes") ? await findRuntimes() : [];
  const starts = new Starts();
  try {
    const context = { starts, results, runtimes, falco, folder, tell };
    // The idle one takes no time of the others.
    const idle = workloads.filter(({ isIdle }) => isIdle).map((each) => proveOne(context, each));
    for (const workload of workloads.filter(({ isIdle }) => !isIdle)) {
      await proveOne(context, workload);
    }
    await Promise.all(idle);
    if (parts.includes("attacks")) await attackAll(context, workloads, options.attacks);
  } finally {
    starts.stop();
  }
  return { ...results, ...(await describeMachine(falco ?? results.falco ?? null)) };
}

async function describeMachine(falco) {
  const { stdout } = await run("runc", ["--version"]);
  return {
    date: new Date().toISOString().slice(0, 10),
    kernel: release(),
    architecture: process.arch,
    docker: await docker("version", "-f", "{{.Server.Version}}"),
    runc: /version (\S+)/u.exec(stdout)?.[1] ?? "",
    falco,
  };
}

/** In the order of the tables, so that results can be compared. */
function inOrder(results) {
  const pick = (from, names) =>
    Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name]]] : [])));
  const { workloads: all, attacks, ...rest } = results;
  const names = WORKLOADS.map(({ name }) => name);
  return { ...rest, workloads: pick(all, names), attacks: pick(attacks, TITLES) };
}

try {
  const results = inOrder(await prove());
  const config = await prettier.resolveConfig(RESULTS);
  const text = await prettier.format(JSON.stringify(results), { ...config, filepath: RESULTS });
  writeFileSync(RESULTS, text);
  const broken = await writeDocuments(results);
  for (const sentence of broken) tell(sentence);
  process.exitCode = broken.length === 0 ? 0 : 1;
} finally {
  if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
