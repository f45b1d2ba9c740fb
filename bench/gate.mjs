// What it costs to compare two baselines: `node bench/gate.mjs [--entries N] [--rounds N]`. Makes two
// files that differ in a hundredth of their entries, compares them with `cxray diff` as a process of
// its own, and prints the seconds and the peak of its memory.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { PART_NAMES } from "../dist/model/baseline/parts.js";
import { documentOf, entriesOf } from "../dist/model/baseline/lists.js";
import { orderOf } from "../dist/model/baseline/same-entry.js";

const { values } = parseArgs({
  options: {
    entries: { type: "string", default: "100000" },
    rounds: { type: "string", default: "5" },
  },
});
const entries = Number(values.entries);
const rounds = Number(values.rounds);

const sample = JSON.parse(readFileSync("fixtures/nginx/baseline.json", "utf8"));
const { count, runs, firstSeen, lastSeen, when, by } = sample.filesRead[0];
const EVIDENCE = { count, runs, firstSeen, lastSeen, when, by };
const PATTERN = { rule: "passing-name", stars: ["[0-9]{4}"] };

/** By list: its share of the entries, and the entry of a number. */
const LISTS = {
  filesRead: [0.6, (at) => ({ path: `/srv/data/d${at % 300}/file-${at}`, ...EVIDENCE })],
  filesWritten: [
    0.15,
    (at) => ({
      // every other one is a pattern
      path:
        at % 2 === 0 ? `/var/lib/app/d${at % 200}/f${at}` : `/var/lib/app/d${at % 200}/p${at}-*`,
      ...(at % 2 === 0 ? {} : PATTERN),
      storage: ["upper"],
      ...EVIDENCE,
    }),
  ],
  changes: [
    0.15,
    (at) => ({
      operation: "rename",
      path: `/tmp/a${at}`,
      to: `/var/lib/app/d${at % 200}/r${at}`,
      storage: ["upper"],
      results: ["done"],
      ...EVIDENCE,
    }),
  ],
  destinations: [
    0.07,
    (at) => ({
      transport: "tcp",
      address: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`,
      port: 443,
      results: ["connected"],
      ...EVIDENCE,
    }),
  ],
  executables: [
    0.03,
    (at) => ({
      path: `/usr/bin/p${at}`,
      storage: ["image"],
      invokedAs: [`/usr/bin/p${at}`],
      arguments: Array.from({ length: 8 }, (_, one) => [`p${at}`, "--number", String(one)]),
      ...EVIDENCE,
      by: ["/bin/sh"],
    }),
  ],
};

/** Of the numbers that `from` leaves, as many as the list shall have. */
function baseline(from) {
  const lists = PART_NAMES.map((part) => {
    const [share, make] = LISTS[part] ?? [0];
    if (share === 0) return [part, entriesOf(sample, part)];
    const size = Math.round(entries * share);
    const made = Array.from({ length: size }, (_, at) => make(at + Math.round(size * from)));
    return [part, made.sort(orderOf(part))];
  });
  return { ...sample, ...documentOf(Object.fromEntries(lists)) };
}

async function compare(before, after) {
  const report = join(folder, "report.json");
  // The peak is what the kernel knows at the end, which the process itself is asked for.
  const hook = `process.on("exit",()=>process.stdout.write(String(process.resourceUsage().maxRSS)))`;
  const preload = `data:text/javascript,${encodeURIComponent(hook)}`;
  const args = ["--import", preload, "dist/cli/main.js", "diff", before, after];
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, [...args, "-f", "json", "-o", report, "--quiet"]);
  let peak = "";
  child.stdout.on("data", (text) => (peak += text));
  child.stderr.pipe(process.stderr);
  const [status] = await once(child, "close");
  if (status !== 1) throw new Error(`cxray diff ended with ${status}`);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const findings = JSON.parse(readFileSync(report, "utf8")).findings.length;
  return { seconds, megabytes: Number(peak) / 1024, findings };
}

const folder = mkdtempSync(join(tmpdir(), "cxray-bench-gate-"));
try {
  const files = ["before.json", "after.json"].map((name) => join(folder, name));
  for (const [at, file] of files.entries()) {
    writeFileSync(file, `${JSON.stringify(baseline(at * 0.01), null, 2)}\n`);
  }
  const size = (statSync(files[0]).size / 1e6).toFixed(0);
  console.log(`two baselines of ${entries.toLocaleString("en-US")} entries, ${size} MB each`);
  for (let round = 1; round <= rounds; round += 1) {
    const { seconds, megabytes, findings } = await compare(...files);
    console.log(
      `${seconds.toFixed(2)} s, at most ${megabytes.toFixed(0)} MB, ${findings.toLocaleString("en-US")} findings`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
