// Makes recordings go wrong, and shows what cxray says of them and what it costs.
//   npm run soak -- [--case CASE]… [--flood WORD] [--write-docs]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { brokenBy } from "./bounds.mjs";
import { containers } from "./cases/containers.mjs";
import { fullDisk, removed } from "./cases/files.mjs";
import { floods } from "./cases/floods.mjs";
import { kills } from "./cases/kills.mjs";
import { stoppedEngine } from "./cases/stopped-engine.mjs";
import { printTable, writeDocs } from "./report.mjs";

const CASES = {
  kills,
  "full-disk": fullDisk,
  removed,
  containers,
  "stopped-engine": stoppedEngine,
  floods,
};

const { values: options } = parseArgs({
  options: {
    case: { type: "string", multiple: true },
    flood: { type: "string" },
    "write-docs": { type: "boolean", default: false },
  },
});
const chosen = options.case ?? Object.keys(CASES);
const unknown = chosen.filter((name) => !(name in CASES));
if (unknown.length > 0) {
  console.error(`no such case: ${unknown.join(", ")}; there are ${Object.keys(CASES).join(", ")}`);
  process.exit(2);
}

const rows = [];
for (const name of chosen) {
  const folder = mkdtempSync(join(tmpdir(), "cxray-soak-"));
  try {
    console.error(`${name} …`);
    for (const row of await CASES[name]({ folder, only: options.flood })) {
      rows.push({ ...row, broken: brokenBy(row) });
    }
  } catch (error) {
    // The other cases are worth their figures all the same.
    const broken = [`the case could not be run: ${error.message}`];
    rows.push({ name, said: false, memory: 0, broken });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

printTable(rows);
if (options["write-docs"]) await writeDocs(rows);
const isBroken = rows.some(({ broken }) => broken.length > 0);
process.exitCode = isBroken ? 1 : 0;
