// Plays nights: every night each workload's image is built anew (only a label changes), run once in a
// recording, and its baseline compared with what the nights before had shown. Prints how many entries
// were new each night, and which. Needs root and an engine: npm run nights -- --help
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Accepted } from "./accepted.mjs";
import { buildImages, removeAll, runCommand, SubnetOfNight } from "./docker.mjs";
import { profile, record } from "./cxray.mjs";
import { WORKLOADS } from "./workloads.mjs";

const HELP = `npm run nights -- [--nights 10] [--only NAME,NAME] [--kept] [--markdown]
  --kept      one database for all nights, instead of a new one each night
  --markdown  prints the table as documents have it`;

const { values } = parseArgs({
  options: {
    nights: { type: "string", default: "10" },
    only: { type: "string", default: "" },
    kept: { type: "boolean", default: false },
    markdown: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const only = values.only.split(",").filter((name) => name !== "");
const workloads = WORKLOADS.filter(({ name }) => only.length === 0 || only.includes(name));
const nights = Number(values.nights);

const folder = mkdtempSync(join(tmpdir(), "cxray-nights-"));
const accepted = new Map(workloads.map(({ name }) => [name, new Accepted()]));
/** by workload: of each night how many entries were new */
const counts = new Map(workloads.map(({ name }) => [name, []]));
let isQuiet = true;
try {
  for (let night = 1; night <= nights; night += 1) {
    buildImages(workloads, night);
    const db = join(folder, values.kept ? "kept.db" : `night-${night}.db`);
    const network = new SubnetOfNight(night);
    record(db, runCommand(workloads, network.name));
    network.remove();
    for (const { name } of workloads) {
      const news = accepted.get(name).take(profile(db, `cxray-nights/${name}`));
      counts.get(name).push(news.length);
      if (night === 1) continue;
      for (const entry of news) console.log(`night ${night}  ${name}: ${entry}`);
      if (night > 2 && news.length > 0) isQuiet = false;
    }
  }
} finally {
  removeAll(workloads);
  rmSync(folder, { recursive: true, force: true });
}

const heading = [
  "workload",
  "entries",
  ...Array.from({ length: nights - 1 }, (_, at) => String(at + 2)),
];
const rows = [...counts].map(([name, each]) => [name, ...each.map(String)]);
if (values.markdown) {
  console.log(`| ${heading.join(" | ")} |\n| ${heading.map(() => "---").join(" | ")} |`);
  for (const row of rows) console.log(`| ${row.join(" | ")} |`);
} else {
  for (const row of [heading, ...rows]) {
    console.log(row.map((cell, at) => (at === 0 ? cell.padEnd(12) : cell.padStart(8))).join(""));
  }
}
process.exitCode = isQuiet ? 0 : 1;
