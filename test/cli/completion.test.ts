/** What is completed, as the shells' scripts ask for it. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { COMMANDS } from "../../src/cli/command-table.js";
import { FORMAT_NAMES } from "../../src/emit/formats.js";
import { openStore } from "../../src/store/open.js";
import { container, RECORDING, START, temporaryFolder } from "../store/samples.js";
import { runCxray, type Surroundings } from "./run-cxray.js";

/** How to complete, and the words that are offered. */
function completed(words: readonly string[], around: Surroundings = {}): string[] {
  const { exit, stdout, stderr } = runCxray(["__complete", ...words], around);
  assert.deepEqual([exit, stderr], [0, ""]);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/\t.*$/u, ""));
}

test("commands are completed by name, with what they do, and the bare cxray is none", () => {
  const names = COMMANDS.map(({ name }) => name).filter((name) => name !== "");
  assert.deepEqual(completed([""]), ["words", ...names]);
  assert.deepEqual(completed(["em"]), ["words", "emit"]);
  assert.match(runCxray(["__complete", "em"]).stdout, /^emit\twrite rules and settings/m);
});

test("options of the command are completed, and none that was given", () => {
  assert.ok(completed(["emit", "--"]).includes("--format"));
  assert.ok(completed(["--"]).includes("--container"));
  assert.ok(!completed(["emit", "--format", "falco", "--"]).includes("--format"));
  assert.ok(!completed(["emit", "-f", "falco", "--"]).includes("--format"));
  // A filter can be given again.
  assert.ok(completed(["record", "--image", "a", "--"]).includes("--image"));
  assert.deepEqual(completed(["--db", "emit", "agg"]), ["words", "aggregate"]);
});

test("values are completed: formats, numbers, choices, shells", () => {
  assert.deepEqual(completed(["emit", "--format", ""]), ["words", ...FORMAT_NAMES]);
  assert.deepEqual(completed(["emit", "-f", "fal"]), ["words", "falco"]);
  assert.deepEqual(completed(["emit", "--format=fal"]), ["words", "--format=falco"]);
  assert.deepEqual(completed(["record", "--buffer", "12"]), ["words", "128"]);
  assert.deepEqual(completed(["emit", "--errno", "E"]), ["words", "ENOSYS", "EPERM"]);
  assert.deepEqual(completed(["emit", "--events", "open,cxr"]), ["words", "open,cxray1"]);
  assert.deepEqual(completed(["completion", ""]), ["words", "bash", "zsh", "fish"]);
  assert.deepEqual(completed(["record", "--duration", ""]), ["words"]);
});

test("files and databases are left to the shell", () => {
  assert.deepEqual(completed(["emit", "--template", ""]), ["files"]);
  assert.deepEqual(completed(["emit", "-o", "x"]), ["files"]);
  assert.deepEqual(completed(["aggregate", "--db", ""]), ["databases"]);
  assert.deepEqual(completed(["aggregate", "--db=x"]), ["databases"]);
});

test("images and containers are those of the database", (t) => {
  const folder = temporaryFolder(t);
  const store = openStore(join(folder, "cxray.db"), "write");
  const writer = store.beginRecording(RECORDING);
  const hostile = container("2", "b");
  writer.begin();
  writer.insertContainer(container());
  writer.insertContainer({
    ...hostile,
    name: "$(touch x)",
    image: hostile.image && { ...hostile.image, reference: "evil;reboot" },
  });
  writer.finish(START, []);
  store.close();
  const images = ["words", "alpine:3.19"];
  assert.deepEqual(completed(["profile", "--image", ""], { folder }), images);
  assert.deepEqual(completed(["--line", "cxray profile --image alp"], { folder }), images);
  assert.deepEqual(completed(["--line", "cxray profile --image 'alpine:"], { folder }), images);
  assert.deepEqual(completed(["record", "--container", "name"], { folder }), ["words", "name-1"]);
  const elsewhere = temporaryFolder(t);
  const db = join(folder, "cxray.db");
  const named = ["emit", "--db", db, "--image", ""];
  assert.deepEqual(completed(named, { folder: elsewhere }), images);
  assert.deepEqual(
    completed(["emit", ...named.slice(3)], { folder: elsewhere, env: { CXRAY_DB: db } }),
    images,
  );
});

test("where nothing can be read nothing is offered, and nothing said", (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "folder.db"));
  writeFileSync(join(folder, "cxray.yaml"), "db: [\n");
  for (const db of ["none.db", "folder.db"]) {
    assert.deepEqual(completed(["emit", "--db", db, "--image", ""], { folder }), ["words"]);
  }
});

test("each shell has a script, and a shell that has none is told", () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { exit, stdout } = runCxray(["completion", shell]);
    assert.equal(exit, 0);
    assert.match(stdout, /cxray __complete/u);
    assert.equal(runCxray(["completion"], { env: { SHELL: `/usr/bin/${shell}` } }).stdout, stdout);
  }
  assert.match(
    runCxray(["completion", "tcsh"]).stderr,
    /does not know tcsh; choose one of: bash, zsh, fish/,
  );
  const unknown = runCxray(["completion"], { env: { SHELL: "/bin/dash" } });
  assert.deepEqual([unknown.exit, unknown.stdout], [2, ""]);
  assert.match(unknown.stderr, /no completion for dash[^]*completion bash\|zsh\|fish/);
});
