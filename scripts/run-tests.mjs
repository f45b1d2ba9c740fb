// Runs compiled tests with Node's own runner: `run-tests.mjs [unit] [live] [NAME…]`. With neither,
// both; names pick test files whose path holds one of them. Node 20's --test expands no globs and
// takes every file of a folder for a test, so the files are listed here: from the sources, as
// build/ may hold what has been deleted since.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** Milliseconds, of a whole file: one that waits for what never comes ends with a word about it. */
const LONGEST_TEST = 300_000;

const suites = { unit: runUnit, live: runLive };
const args = process.argv.slice(2);
const names = args.filter((arg) => !(arg in suites));
const chosen = args.filter((arg) => arg in suites);

const files = readdirSync("test", { recursive: true })
  .filter((file) => file.endsWith(".test.ts"))
  .filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
  .map((file) => join("build/test", file.replace(/ts$/, "js")))
  .sort();
if (files.length === 0) throw new Error("no test file fits the names");
const isLive = (file) => file.startsWith("build/test/e2e/");

// Every suite is run, also after one has failed.
const failed = (chosen.length > 0 ? chosen : Object.keys(suites)).filter((suite) => {
  return suites[suite]() !== 0;
});
process.exitCode = failed.length > 0 ? 1 : 0;

function runUnit() {
  return runNode(
    [],
    files.filter((file) => !isLive(file)),
  );
}

// Live tests share the kernel's tracepoints and the machine's two cores: one file at a time.
// Without root they only say that they are skipped, so no engine is needed.
function runLive() {
  const isRoot = process.getuid() === 0;
  const engine = isRoot ? ["scripts/with-engine.sh", "--private"] : [];
  const options = ["--test-concurrency=1", `--test-timeout=${LONGEST_TEST}`];
  return runNode(engine, files.filter(isLive), ...options);
}

function runNode(wrapper, tests, ...options) {
  if (tests.length === 0) return 0;
  const node = [process.execPath, "--test", "--test-reporter=spec", ...options, ...tests];
  const [command, ...rest] = [...wrapper, ...node];
  const { status, error } = spawnSync(command, rest, { stdio: ["ignore", "inherit", "inherit"] });
  if (error !== undefined) throw error;
  return status ?? 1;
}
