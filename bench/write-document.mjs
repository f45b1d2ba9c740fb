// Writes the tables of docs/benchmarks.md from the results that run.mjs left.
//
//   node bench/write-document.mjs            between the two markers of that page
//   node bench/write-document.mjs --check    says whether it is fresh, and changes nothing
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import prettier from "prettier";
import { show, summarize } from "./summary.mjs";
import { FLOOR, OTHER, OWN, UNWATCHED } from "./watchers.mjs";
import { WORKLOADS } from "./workloads.mjs";

const PAGE = join(import.meta.dirname, "../docs/benchmarks.md");
const BEGIN = "<!-- tables: written by bench/write-document.mjs -->";
const END = "<!-- end of tables -->";

const load = (name) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `results/${name}.json`), "utf8"));

const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const describeRun = ({ date, kernel, node, machine, rounds }) =>
  `${date}, ${machine.model}, ${machine.cores} cores, ${Math.round(machine.memory / 2 ** 30)} GiB, ` +
  `Linux ${kernel}, Node ${node.slice(1)}. ` +
  (rounds.length === 1 ? "One round." : `Medians of ${rounds.length} rounds.`);

const ratioOf = (row) => (row === undefined ? "" : show(row.ratio));

function listOfWorkloads() {
  return table(
    ["workload", "one turn"],
    WORKLOADS.map(({ name, turn }) => [name, turn]),
  );
}

/** A row for each workload, with what `cells` makes of its rows by watcher. */
function byWorkload(rows, head, cells) {
  const lines = WORKLOADS.flatMap(({ name }) => {
    const own = new Map(
      rows.filter(({ workload }) => workload === name).map((row) => [row.watcher, row]),
    );
    return own.size === 0 ? [] : [[name, ...cells(own)]];
  });
  return table(["workload", ...head], lines);
}

function slowDowns(rows) {
  const watchers = [...new Set(rows.map(({ watcher }) => watcher))].filter(
    (name) => name !== UNWATCHED,
  );
  // The floor and cxray first, whatever else is installed.
  const order = [FLOOR, OWN, ...watchers.filter((name) => name !== FLOOR && name !== OWN)];
  return byWorkload(rows, order, (own) => order.map((watcher) => ratioOf(own.get(watcher))));
}

const RECORDER = ["events", "lost", "µs of CPU an event", "bytes an event", "peak MB"];

function recorder(rows) {
  return byWorkload(rows, RECORDER, (own) => {
    const { events, lost, perEvent, bytes, peak } = own.get(OWN);
    return [
      Math.round(events).toLocaleString("en-US"),
      lost,
      show(perEvent),
      show(bytes),
      Math.round(peak),
    ];
  });
}

function comparison(rows) {
  const head = ["slow-down before", "now", "now to before", "µs of CPU an event before", "now"];
  return byWorkload(rows, head, (own) => {
    const [before, now] = [own.get(OTHER), own.get(OWN)];
    return [
      ratioOf(before),
      ratioOf(now),
      show(now.slower),
      show(before.perEvent),
      show(now.perEvent),
    ];
  });
}

/** Programs that took less of the kernel's time than this part are left out. */
const LEAST = 0.01;

function programTimes({ programs }) {
  const workloads = WORKLOADS.filter(({ name }) => name in programs);
  const names = new Set();
  const times = new Map();
  for (const { name: workload } of workloads) {
    const all = programs[workload].programs;
    const sum = all.reduce((total, { nanoseconds }) => total + nanoseconds, 0);
    for (const { name, runs, nanoseconds } of all) {
      times.set(`${workload} ${name}`, Math.round(nanoseconds / runs));
      if (nanoseconds >= LEAST * sum) names.add(name);
    }
  }
  const rows = [...names]
    .sort()
    .map((name) => [
      `\`${name}\``,
      ...workloads.map(({ name: workload }) => times.get(`${workload} ${name}`) ?? ""),
    ]);
  return table(["program", ...workloads.map(({ name }) => name)], rows);
}

function writeTables() {
  const peers = load("peers");
  const before = load("before");
  const [all, compared] = [summarize(peers.rounds), summarize(before.rounds)];
  return [
    listOfWorkloads(),
    "## Slow-down",
    describeRun(peers),
    slowDowns(all),
    "## The recorder",
    recorder(all),
    "## Nanoseconds of each eBPF program",
    "Per run of the program, from the kernel's own statistics, whose cost is included.",
    programTimes(peers),
    "## Before and now",
    `“Before” is commit ${before.against}. ${describeRun(before)}`,
    comparison(compared),
  ].join("\n\n");
}

const page = readFileSync(PAGE, "utf8");
const [start, end] = [page.indexOf(BEGIN), page.indexOf(END)];
const whole = `${page.slice(0, start + BEGIN.length)}\n\n${writeTables()}\n\n${page.slice(end)}`;
const text = await prettier.format(whole, {
  ...(await prettier.resolveConfig(PAGE)),
  filepath: PAGE,
});
if (text !== page) {
  if (process.argv.includes("--check")) {
    console.error("docs/benchmarks.md is stale: node bench/write-document.mjs");
    process.exitCode = 1;
  } else writeFileSync(PAGE, text);
}
