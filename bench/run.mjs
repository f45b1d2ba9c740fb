// The open/close loop in a container, watched in turn by each of watchers.mjs. Every round has its
// own loop that nobody watches; what counts is the ratio to that, and of the rounds the median, so
// that a machine whose speed drifts still gives a number to trust.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { WATCHERS } from "./watchers.mjs";

const ROUNDS = Number(process.argv[2] ?? 5);
const TURNS = Number(process.argv[3] ?? 1_000_000);
/** What cxray promises; the bench fails where a median breaks it. */
const LIMITS = {
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

const results = new Map(WATCHERS.map(({ name }) => [name, { ratio: [] }]));
for (let round = 0; round < ROUNDS; round++) {
  let unwatched = 0;
  for (const watcher of WATCHERS) {
    const stop = await watcher.start(folder);
    const time = runLoop(watcher);
    const figures = await stop();
    if (watcher === WATCHERS[0]) unwatched = time;
    const kept = results.get(watcher.name);
    kept.ratio.push(time / unwatched);
    for (const [figure, value] of Object.entries(figures)) (kept[figure] ??= []).push(value);
  }
  process.stderr.write(`round ${round + 1} of ${ROUNDS}: ${unwatched} ns a turn, not recorded\n`);
}

const broken = [];
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
