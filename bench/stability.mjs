// What a baseline says of the next run, against what the next run then shows: of a simulated workload
// whose rare behaviours have a long tail, and of a real one. Writes the table of docs/completeness.md.
// Needs root and an engine:
//   npm run bench:stability
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import prettier from "prettier";
import { entriesOf } from "../dist/model/baseline/lists.js";
import { PART_NAMES } from "../dist/model/baseline/parts.js";
import { runsIn } from "../dist/model/baseline/run-set.js";
import { upperBound } from "../dist/model/baseline/stability.js";

const REPETITIONS = 400;
const RUNS = [2, 3, 5, 10, 20, 30, 50];
/** Runs of the real workload: as many as leave some to look at behind the fiftieth. */
const RECORDED = 150;
const MAIN = join(import.meta.dirname, "../dist/cli/main.js");
const PAGE = join(import.meta.dirname, "../docs/completeness.md");

/** Numbers between 0 and 1 that look like chance, the same each time. */
function chance(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Of some runs, each a set of entries: how many hold one that no other has. */
function uniqueRuns(runs) {
  const seen = new Map();
  for (const run of runs) for (const entry of run) seen.set(entry, (seen.get(entry) ?? 0) + 1);
  return runs.filter((run) => [...run].some((entry) => seen.get(entry) === 1)).length;
}

const mean = (numbers) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

/** One row: `take(count)` gives so many runs, and the true chance that another shows something new. */
function measure(count, take) {
  const trials = Array.from({ length: REPETITIONS }, () => {
    const { runs, truth } = take(count);
    const bound = upperBound(uniqueRuns(runs), count);
    return { truth, bound };
  });
  const holds = trials.filter(({ truth, bound }) => truth <= bound).length / REPETITIONS;
  const percent = (share) => `${Math.round(share * 100)} %`;
  return [
    percent(mean(trials.map(({ truth }) => truth))),
    percent(mean(trials.map(({ bound }) => bound))),
    percent(holds),
  ];
}

/** 200 behaviours beside the usual ones: the n-th is in a run with a chance of 1/(n + 1)². */
function simulated() {
  const random = chance(1);
  const chances = Array.from({ length: 200 }, (_, at) => 1 / (at + 2) ** 2);
  return (count) => {
    const runs = Array.from({ length: count }, () => {
      return new Set(chances.flatMap((each, at) => (random() < each ? [at] : [])));
    });
    const seen = new Set(runs.flatMap((run) => [...run]));
    const none = chances.reduce((product, each, at) => product * (seen.has(at) ? 1 : 1 - each), 1);
    return { runs, truth: 1 - none };
  };
}

/** A shell that writes a file now and then: the n-th word's in one of (n + 1)² runs. */
const WORDS =
  "amber birch cedar delta ember fern grove hazel ivory jade kelp lilac maple nectar olive pearl quartz reed slate thyme umber violet willow yarrow zinc";
const SCRIPT = `n=2; for word in ${WORDS}; do
  [ $((RANDOM % (n * n))) -eq 0 ] && : > /srv/$word
  n=$((n + 1))
done; true`;

function recordedRuns() {
  const folder = mkdtempSync(join(tmpdir(), "cxray-stability-"));
  try {
    const db = join(folder, "cxray.db");
    const run = `docker run --rm cxray-test/debian bash -c '${SCRIPT}'`;
    const command = `mkdir -p /srv; for turn in $(seq ${RECORDED}); do ${run}; done`;
    const record = ["record", "--db", db, "--quiet", "--image", "cxray-test/debian"];
    execFileSync(process.execPath, [MAIN, ...record, "--", "sh", "-c", command], {
      stdio: "inherit",
    });
    const text = execFileSync(process.execPath, [MAIN, "profile", "--db", db, "--json"], {
      maxBuffer: 2 ** 28,
    });
    const baseline = JSON.parse(text);
    const runs = baseline.runs.each.map(() => new Set());
    for (const part of PART_NAMES) {
      [...entriesOf(baseline, part)].forEach((entry, at) => {
        for (const place of runsIn(entry.runs)) runs[place - 1].add(`${part} ${at}`);
      });
    }
    return runs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Some of the recorded runs; the truth is told by the others. */
function real(all) {
  const random = chance(2);
  return (count) => {
    const order = all.map((run) => [random(), run]).sort(([a], [b]) => a - b);
    const runs = order.slice(0, count).map(([, run]) => run);
    const others = order.slice(count).map(([, run]) => run);
    const seen = new Set(runs.flatMap((run) => [...run]));
    const news = others.filter((run) => [...run].some((entry) => !seen.has(entry)));
    return { runs, truth: news.length / others.length };
  };
}

const [one, other] = [simulated(), real(recordedRuns())];
const rows = RUNS.map((count) => [String(count), ...measure(count, one), ...measure(count, other)]);
const heading = ["runs", "simulated: next run is new", "bound", "holds"];
heading.push("real: next run is new", "bound", "holds");
const lines = [heading, heading.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);

const BEGIN = "<!-- stability: written by npm run bench:stability -->";
const END = "<!-- end of stability -->";
const page = readFileSync(PAGE, "utf8");
const [before] = page.split(BEGIN);
const [, after] = page.split(END);
const written = `${before}${BEGIN}\n\n${lines.join("\n")}\n\n${END}${after}`;
const config = await prettier.resolveConfig(PAGE);
writeFileSync(PAGE, await prettier.format(written, { ...config, parser: "markdown" }));
console.log(lines.join("\n"));
