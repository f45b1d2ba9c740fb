// Writes docs/holds.md and README's table from the results that run.mjs left.
//   node bench/holds/write-documents.mjs            between the two markers of each
//   node bench/holds/write-documents.mjs --check    says whether they are fresh, and changes nothing
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import prettier from "prettier";
import { GUARDS } from "./attacks/attack.mjs";
import { ATTACKS, CONTROLS } from "./attacks/table.mjs";
import { POLICIES, WORKLOADS } from "./workloads.mjs";

const ROOT = join(import.meta.dirname, "../..");
const RESULTS = join(ROOT, "bench/results/holds.json");
const BEGIN = "<!-- holds -->";
const END = "<!-- /holds -->";

const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** In one row: what of the kernel each workload is left with. */
export function callsTable({ workloads }) {
  const known = WORKLOADS.filter(({ name }) => name in workloads);
  const all = Math.max(...known.map(({ name }) => workloads[name].dockerDefault));
  return table(
    [...known.map(({ product }) => product), "Docker's default"],
    [[...known.map(({ name }) => workloads[name].calls), all]],
  );
}

function holdsTable({ workloads }) {
  const rows = WORKLOADS.filter(({ name }) => name in workloads).map((workload) => {
    const { name, product, title, what } = workload;
    const result = workloads[name];
    const held = POLICIES.map((policy) => {
      return policy in result ? `${result[policy].held} of ${result[policy].rounds}` : "not tried";
    });
    const alerts = result.alerts?.reduce((sum, { count }) => sum + count, 0);
    return [`${product}, ${title}: ${what}`, ...held, alerts ?? "not tried"];
  });
  return table(["workload", "seccomp", "settings", "alerts of Falco"], rows);
}

function runtimesTable({ workloads }) {
  const known = WORKLOADS.filter(({ name }) => workloads[name]?.started !== undefined);
  const runtimes = [...new Set(known.flatMap(({ name }) => Object.keys(workloads[name].started)))];
  const rows = runtimes.sort(new Intl.Collator("en", { numeric: true }).compare).map((runtime) => [
    runtime,
    ...known.map(({ name }) => {
      const words = workloads[name].started[runtime];
      return words === undefined ? "not tried" : words === null ? "starts" : "**doesn't start**";
    }),
  ]);
  return table(["runtime", ...known.map(({ product }) => product)], rows);
}

/** Without those that report the workload too, where it runs beside the attack. */
function reportsOf({ title, request }, { attacks, workloads }) {
  const { falco = [], workload } = attacks[title];
  const alerts = request === undefined ? [] : (workloads[workload].alerts ?? []);
  return falco.filter((rule) => !alerts.some((usual) => usual.rule === rule));
}

function attacksTable(results, list) {
  const rows = list
    .filter(({ title }) => title in results.attacks)
    .map((attack) => {
      const result = results.attacks[attack.title];
      const guarded = Object.keys(GUARDS).map((guard) =>
        result[guard].isReached ? "succeeds" : "stopped",
      );
      const rules = reportsOf(attack, results).join(", ");
      const seen = result.falco === undefined ? "not tried" : rules === "" ? "silent" : rules;
      return [attack.title, attack.workload, ...guarded, seen];
    });
  return table(["attack", "in", "Docker's default", "seccomp", "settings", "Falco"], rows);
}

function summary(results) {
  const made = ATTACKS.filter(({ title }) => title in results.attacks);
  const isReached = ({ title }, guard) => results.attacks[title][guard].isReached;
  const stopped = (guard) => made.filter((each) => !isReached(each, guard)).length;
  const through = made.filter((each) => isReached(each, "none"));
  const reported = through.filter((each) => reportsOf(each, results).length > 0).length;
  const silent = through.filter(
    (each) => isReached(each, "container") && reportsOf(each, results).length === 0,
  );
  const names = silent.map(({ title }) => title).join("; ");
  return (
    `Of ${made.length} attacks, Docker's default stops ${stopped("none")}, the seccomp profile ` +
    `${stopped("seccomp")}, and the container settings, which name that profile, ${stopped("container")}. ` +
    `Of the ${through.length} that succeed under Docker's default, Falco reports ${reported}. ` +
    `Neither stopped nor reported: ${names === "" ? "none" : names}.`
  );
}

/** What a user should know before the tables. */
function shortcomings({ workloads }) {
  const lines = WORKLOADS.filter(({ name }) => name in workloads).flatMap(({ name, product }) => {
    const result = workloads[name];
    const failed = POLICIES.flatMap((policy) =>
      (result[policy]?.failures ?? []).map(({ verdict }) => {
        const what = verdict === "held" ? "the clients got other answers" : verdict;
        return `- ${product}, ${policy}: ${what}`;
      }),
    );
    const rules = (result.alerts ?? []).map(({ rule }) => rule).join(", ");
    return [...failed, ...(rules === "" ? [] : [`- Falco reports ${product}: ${rules}`])];
  });
  if (lines.length === 0)
    return "What was tried held in each round, and Falco reported no workload.";
  return `What does not hold yet (more runs or a better rule would help):\n\n${lines.join("\n")}`;
}

function page(results) {
  const { date, kernel, docker, runc, falco } = results;
  const on = `${date}, Linux ${kernel}, Docker ${docker}, runc ${runc}, ${falco === null ? "no Falco" : `Falco ${falco}`}.`;
  return [
    on,
    "## Workloads",
    holdsTable(results),
    shortcomings(results),
    "## Allowed system calls",
    callsTable(results),
    "## Runtimes",
    runtimesTable(results),
    "## Attacks",
    summary(results),
    attacksTable(results, ATTACKS),
    "For comparison, the same programs without an attack:",
    attacksTable(results, CONTROLS),
  ].join("\n\n");
}

/** What does not hold, a sentence each. */
function findBroken({ workloads, attacks }) {
  return [
    ...Object.entries(workloads).flatMap(([name, result]) => [
      ...POLICIES.filter((policy) => result[policy]?.failures.length > 0).map(
        (policy) => `${name}: ${policy} did not hold each time`,
      ),
      ...Object.entries(result.started ?? {}).flatMap(([runtime, words]) =>
        words === null ? [] : [`${name} does not start under ${runtime}: ${words}`],
      ),
      ...(result.alerts ?? []).map(({ rule, first }) => `${name} is reported: ${rule}: ${first}`),
    ]),
    ...CONTROLS.flatMap(({ title }) => {
      const result = attacks[title];
      if (result === undefined) return [];
      const stopping = Object.keys(GUARDS).filter((guard) => !result[guard].isReached);
      const reports = result.falco ?? [];
      return [...stopping, ...reports].map((what) => `${title}: not left alone by ${what}`);
    }),
  ];
}

/** Writes both, and gives what does not hold. */
export async function writeDocuments(results, isCheck = false) {
  for (const [file, text] of [
    ["docs/holds.md", page(results)],
    ["README.md", callsTable(results)],
  ]) {
    const path = join(ROOT, file);
    const old = readFileSync(path, "utf8");
    const [start, end] = [old.indexOf(BEGIN), old.indexOf(END)];
    if (start < 0 || end < start) throw new Error(`${file} lacks its markers: ${BEGIN}, ${END}`);
    const whole = `${old.slice(0, start + BEGIN.length)}\n\n${text}\n\n${old.slice(end)}`;
    const config = await prettier.resolveConfig(path);
    const written = await prettier.format(whole, { ...config, filepath: path });
    if (written === old) continue;
    if (isCheck) {
      console.error(`${file} is stale: node bench/holds/write-documents.mjs`);
      process.exitCode = 1;
    } else writeFileSync(path, written);
  }
  return findBroken(results);
}

if (process.argv[1] === import.meta.filename) {
  const results = JSON.parse(readFileSync(RESULTS, "utf8"));
  await writeDocuments(results, process.argv.includes("--check"));
}
