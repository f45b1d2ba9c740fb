// The open/close loop in a container, watched in turn by each of watchers.mjs. Every round has its
// own loop that nobody watches; what counts is the ratio to that, and of the rounds the median, so
// that a machine whose speed drifts still gives a number to trust.
//   npm run bench -- [ROUNDS [TURNS]] [--against FOLDER]
// With --against the cxray that was built in another checkout watches the same rounds.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { listWatchers } from "./watchers.mjs";

const { values: options, positionals } = parseArgs({
  options: { against: { type: "string" } },
  allowPositionals: true,
});
const ROUNDS = Number(positionals[0] ?? 5);
const TURNS = Number(positionals[1] ?? 1_000_000);
const WATCHERS = listWatchers(options.against);
/** How much slower a loop may be that this cxray watches than one that the other does. */
const MOST_SLOWER = 1.1;
/** What cxray promises; the bench fails where a median breaks it. */
const LIMITS = {
  slower: MOST_SLOWER,
  ratio: 1.6,
  "µs CPU per event": 2,
  "bytes per event": 30,
  "peak MB": 200,
  lost: 0,
};

const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), "cxray-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

execFileSync("gcc", ["-O2", "-static", join(here, "open-close.c"), "-o", join(folder, "loop")]);
const include = `-I/usr/include/${execFileSync("uname", ["-m"], { encoding: "utf8" }).trim()}-linux-gnu`;
execFileSync("clang", [
  "-target",
  "bpf",
  "-O2",
  "-g",
  include,
  "-c",
  join(here, "floor.bpf.c"),
  "-o",
  join(folder, "floor.o"),
]);

/** Nanoseconds for a turn of the loop in a container of its own. */
function runLoop({ share, prefix = [] }) {
  const turns = String(Math.round(TURNS * share));
  const mount = `${join(folder, "loop")}:/loop:ro`;
  const command = [...prefix, "/loop", turns];
  const args = ["run", "--rm", "--network", "none", "-v", mount, "cxray-test/debian", ...command];
  return Number(
    execFileSync("docker", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
  );
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const [, { name: OTHER }, { name: OWN }] = WATCHERS;
const slower = [];
const results = new Map(WATCHERS.map(({ name }) => [name, { ratio: [] }]));
for (let round = 0; round < ROUNDS; round++) {
  let unwatched = 0;
  const times = new Map();
  for (const watcher of WATCHERS) {
    const stop = await watcher.start(folder);
    const time = runLoop(watcher);
    const figures = await stop();
    if (watcher === WATCHERS[0]) unwatched = time;
    times.set(watcher.name, time);
    const kept = results.get(watcher.name);
    kept.ratio.push(time / unwatched);
    for (const [figure, value] of Object.entries(figures)) (kept[figure] ??= []).push(value);
  }
  if (options.against !== undefined) slower.push(times.get(OWN) / times.get(OTHER));
  process.stderr.write(`round ${round + 1} of ${ROUNDS}: ${unwatched} ns a turn, not recorded\n`);
}

const broken = [];
if (slower.length > 0) {
  const middle = median(slower);
  console.log(`slower than the cxray of before: ${show(middle)}×`);
  if (middle > MOST_SLOWER) broken.push("slower");
}
for (const [name, figures] of results) {
  const cells = Object.entries(figures).map(([figure, values]) => {
    const middle = median(values);
    if (name.startsWith("cxray") && middle > (LIMITS[figure] ?? Infinity)) broken.push(figure);
    const range =
      values.length > 1 ? ` (${show(Math.min(...values))}–${show(Math.max(...values))})` : "";
    return `${figure === "ratio" ? "" : `${figure} `}${show(middle)}${figure === "ratio" ? "×" : ""}${range}`;
  });
  console.log(`${name.padEnd(28)} ${cells.join(" · ")}`);
}
if (broken.length > 0) {
  console.error(
    `over the limit: ${broken.map((figure) => `${figure} > ${LIMITS[figure]}`).join(", ")}`,
  );
  process.exitCode = 1;
}

function show(value) {
  return value >= 1000 ? Math.round(value).toLocaleString("en-US") : value.toFixed(2);
}
