// The figures as tables, on the terminal and between the two markers of docs/reliability.md.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import prettier from "prettier";

const PAGE = join(import.meta.dirname, "../../docs/reliability.md");
const BEGIN = "<!-- soak: written by npm run soak -- --write-docs -->";
const END = "<!-- end of soak -->";
const NONE = "–";

const whole = (value) => Math.round(value).toLocaleString("en-US");
const yesOrNo = (value) => (value === undefined ? NONE : value ? "yes" : "no");
const percent = (share) => (share === undefined ? NONE : `${(100 * share).toFixed(1)} %`);

const RECORDINGS = {
  case: ({ name }) => name,
  "flood's actions": ({ actions }) => (actions === undefined ? NONE : whole(actions)),
  lost: ({ lost }) => (typeof lost === "number" ? whole(lost) : (lost ?? NONE)),
  said: ({ said }) => yesOrNo(said),
  "exit status": ({ status }) => String(status ?? NONE),
  "recorder, MB": ({ memory }) => whole(memory),
  "database, MB": ({ database }) => (database === undefined ? NONE : database.toFixed(1)),
  kept: ({ kept }) => percent(kept),
  "victim partial": ({ partial }) => yesOrNo(partial),
};

const costOf = (stage) => (row) => {
  const cost = row.stages[stage];
  return `${cost.seconds.toFixed(1)} s, ${whole(cost.memory)} MB`;
};
const STAGES = {
  case: ({ name }) => name,
  ...Object.fromEntries(
    ["aggregate", "profile", "falco", "seccomp", "log"].map((stage) => [stage, costOf(stage)]),
  ),
};

function cellsOf(columns, rows) {
  return [Object.keys(columns), ...rows.map((row) => Object.values(columns).map((of) => of(row)))];
}

function padded(cells) {
  const widths = cells[0].map((_, at) => Math.max(...cells.map((row) => row[at].length)));
  const line = (row) => row.map((cell, at) => cell.padEnd(widths[at])).join("  ");
  return cells.map(line).join("\n");
}

function markdown([head, ...rows]) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const withStages = (rows) => rows.filter(({ stages }) => stages !== undefined);
const faultsOf = (rows) =>
  rows.flatMap(({ name, broken }) => broken.map((words) => `${name}: ${words}`));

/** Prints both tables, and the bounds that were broken. */
export function printTable(rows) {
  console.log(padded(cellsOf(RECORDINGS, rows)));
  console.log(`\n${padded(cellsOf(STAGES, withStages(rows)))}`);
  const faults = faultsOf(rows);
  console.log(faults.length === 0 ? "\nevery bound holds" : `\n${faults.join("\n")}`);
}

/** Writes them into the page, with the machine and the date. */
export async function writeDocs(rows) {
  const page = readFileSync(PAGE, "utf8");
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${PAGE} lacks its markers: ${BEGIN} and ${END}`);
  const memory = Math.round(totalmem() / 2 ** 30);
  const machine = `${cpus().length} × ${cpus()[0].model}, ${memory} GiB, Linux ${/^[\d.]+/.exec(release())[0]}`;
  const day = new Date().toISOString().slice(0, 10);
  const faults = faultsOf(rows).map((fault) => `- ${fault}`);
  const parts = [
    `Measured on ${day} with ${machine}.`,
    markdown(cellsOf(RECORDINGS, rows)),
    "The stages that process each recording afterwards, in this order, with elapsed time and peak memory:",
    markdown(cellsOf(STAGES, withStages(rows))),
    faults.length === 0 ? "Every bound holds." : "Broken bounds:",
    faults.join("\n"),
  ];
  const written = `${page.slice(0, begin)}${BEGIN}\n\n${parts.join("\n\n")}\n\n${page.slice(end)}`;
  const config = await prettier.resolveConfig(PAGE);
  writeFileSync(PAGE, await prettier.format(written, { ...config, parser: "markdown" }));
}
