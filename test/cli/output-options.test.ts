/** How results and messages look to scripts and to people: --json, --quiet, --color. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openStore } from "../../src/store/open.js";
import {
  ACTOR,
  container,
  open,
  RAN,
  RECORDING,
  START,
  temporaryFolder,
} from "../store/samples.js";
import { MAIN, runCxray } from "./run-cxray.js";

/** A database in which a container of each image opened a file. */
function database(t: TestContext, ...images: readonly string[]): string {
  const file = join(temporaryFolder(t), "cxray.db");
  const store = openStore(file, "write");
  for (const [at, image] of images.entries()) {
    const writer = store.beginRecording(RECORDING);
    writer.begin();
    const of = container(String(at + 1), image);
    const named = of.image && {
      ...of.image,
      reference: `app-${image}:1`,
      repository: `app-${image}`,
      tag: "1",
      repoTags: [],
    };
    const actor = writer.insertActor(
      writer.insertContainer({
        ...of,
        image: named,
        startedAt: START + BigInt(at) * 86_400n * 10n ** 9n,
      }),
      ACTOR,
      null,
    );
    for (const behaviour of [RAN, open("/etc/passwd")]) {
      writer.insertEvent(7, actor, writer.insertBehaviour(behaviour));
    }
    writer.finish(START + 100n, []);
  }
  store.close();
  return file;
}

test("aggregate gives each image as JSON", (t) => {
  const { exit, stdout } = runCxray(["aggregate", "--json", "--db", database(t, "b", "a")]);
  assert.equal(exit, 0);
  assert.deepEqual(
    JSON.parse(stdout),
    ["a", "b"].map((image) => ({
      name: `app-${image}`,
      builds: [`sha256:${image.repeat(64)}`],
      references: [`app-${image}:1`],
      runs: 1,
      completeness: { state: "complete", reasons: [] },
    })),
  );
});

test("doctor gives its checks as JSON, whether or not this machine can record", () => {
  const { exit, stdout } = runCxray(["doctor", "--json", "--engine", "none"]);
  const { canRecord, checks } = JSON.parse(stdout) as {
    canRecord: boolean;
    checks: { name: string; state: string; found: string; message: string | null }[];
  };
  assert.equal(exit, canRecord ? 0 : 4);
  assert.ok(checks.some(({ name }) => name === "libbpf"));
  for (const { state, message } of checks) assert.equal(state === "failed", message !== null);
});

test("images to choose from are sorted, with when they were recorded last", (t) => {
  const db = database(t, "b", "a");
  const { exit, stderr } = runCxray(["profile", "--db", db]);
  assert.equal(exit, 2);
  assert.match(
    stderr,
    /app-a:1 {2}recorded 2023-11-15 22:13 UTC\n.*app-b:1 {2}recorded 2023-11-14 22:13 UTC\n/,
  );
  assert.match(runCxray(["profile", "--db", db, "--image", "x"]).stderr, /app-a:1 .*recorded 2023/);
});

test("colours follow --color, then NO_COLOR, then FORCE_COLOR, then the terminal", (t) => {
  const args = ["profile", "--db", database(t, "a")];
  const isColored = (env: Readonly<Record<string, string>>, ...more: string[]): boolean =>
    runCxray([...args, ...more], { env }).stdout.includes("\u001b[");
  assert.equal(isColored({}), false);
  assert.equal(isColored({ FORCE_COLOR: "1" }), true);
  assert.equal(isColored({ FORCE_COLOR: "0" }), false);
  assert.equal(isColored({ FORCE_COLOR: "1", NO_COLOR: "1" }), false);
  assert.equal(isColored({ NO_COLOR: "1" }, "--color", "always"), true);
  assert.equal(isColored({ FORCE_COLOR: "1" }, "--color=never"), false);
});

test("profile refuses --max-size where nothing is recorded, and a size that is none", (t) => {
  const args = ["profile", "--db", database(t, "a"), "--max-size"];
  const unused = runCxray([...args, "1M"]);
  assert.equal(unused.exit, 2);
  assert.match(unused.stderr, /--max-size has no effect without a command/);
  const wrong = runCxray(["profile", "--image", "a", "--max-size", "much", "--", "true"]);
  assert.deepEqual([wrong.exit, wrong.stdout], [125, ""]);
  assert.match(wrong.stderr, /much is not a size/);
});

test("--quiet leaves errors", (t) => {
  const { exit, stderr } = runCxray(["profile", "-q", "--db", join(temporaryFolder(t), "none.db")]);
  assert.equal(exit, 2);
  assert.match(stderr, /^cxray: error: there is no database/);
});

test("a reader of both streams that has seen enough is no error", async (t) => {
  const db = database(t, "a");
  for (const args of [["--help"], ["emit", "-f", "log", "--db", db], ["aggregate", "--db", db]]) {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    child.stderr.destroy();
    assert.deepEqual(await once(child, "close"), [0, null], args.join(" "));
  }
});
