/** cxray emit of several images: a file for each of them, in one directory. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Behaviour } from "../../../src/model/events/events.js";
import { openStore } from "../../../src/store/open.js";
import {
  ACTOR,
  container,
  open,
  RAN,
  RECORDING,
  START,
  temporaryFolder,
} from "../../store/samples.js";
import { runCxray, type Outcome } from "../run-cxray.js";

const CALLED: Behaviour = { kind: "syscall", abi: "x86_64", nr: 0 };

/** A database of images that opened a file; `quiet` ones made no system call that was recorded. */
function database(t: TestContext, images: readonly string[], quiet: readonly string[] = []) {
  const file = join(temporaryFolder(t), "cxray.db");
  const store = openStore(file, "write");
  const writer = store.beginRecording(RECORDING);
  writer.begin();
  for (const [at, image] of [...images, ...quiet].entries()) {
    const of = container(String(at + 1), String(at + 1));
    const named = of.image && { ...of.image, reference: image, repository: image, repoTags: [] };
    const actor = writer.insertActor(writer.insertContainer({ ...of, image: named }), ACTOR, null);
    const done = [RAN, open("/etc/passwd"), ...(quiet.includes(image) ? [] : [CALLED])];
    for (const behaviour of done) {
      writer.insertEvent(7, actor, writer.insertBehaviour(behaviour));
    }
  }
  writer.finish(START + 100n, []);
  store.close();
  const out = join(temporaryFolder(t), "out");
  const emit = (...more: string[]): Outcome => runCxray(["emit", "--db", file, ...more]);
  return { out, emit };
}

test("--all writes a file for each image, and several --image one for each of them", (t) => {
  const { out, emit } = database(t, ["web", "ghcr.io/acme/app", "db"]);
  const all = emit("-f", "seccomp", "--all", "-o", out);
  assert.deepEqual([all.exit, all.stdout], [0, ""]);
  const names = ["db.seccomp.json", "ghcr.io+acme+app.seccomp.json", "web.seccomp.json"];
  assert.deepEqual(readdirSync(out).sort(), names);
  assert.match(all.stderr, /Wrote 3 files into .*: db\.seccomp\.json, ghcr\.io\+acme\+app/u);
  const two = emit("-f", "seccomp", "--image", "web", "--image", "db", "-o", `${out}2`);
  assert.equal(two.exit, 0);
  assert.deepEqual(readdirSync(`${out}2`).sort(), ["db.seccomp.json", "web.seccomp.json"]);
  for (const name of readdirSync(`${out}2`)) {
    assert.equal(
      readFileSync(join(`${out}2`, name), "utf8"),
      readFileSync(join(out, name), "utf8"),
    );
  }
  const falco = emit("-f", "falco", "--image", "web", "--image", "db", "-o", `${out}3`);
  assert.deepEqual(
    [falco.exit, ...readdirSync(`${out}3`).sort()],
    [0, "cxray_base.yaml", "cxray_image_db.yaml", "cxray_image_web.yaml"],
  );
});

test("an image that the format can say nothing about is told, and the others have their files", (t) => {
  const { out, emit } = database(t, ["web"], ["empty"]);
  const { exit, stderr } = emit("-f", "seccomp", "--all", "-o", out);
  assert.deepEqual([exit, ...readdirSync(out)], [0, "web.seccomp.json"]);
  assert.match(stderr, /warning: empty has no file: no system call of empty was recorded/u);
  const alone = database(t, [], ["empty"]);
  const none = alone.emit("-f", "seccomp", "--all", "-o", alone.out);
  assert.equal(none.exit, 2);
  assert.match(none.stderr, /error: no system call of empty was recorded/u);
  assert.equal(existsSync(alone.out), false);
});

test("several images without a directory, and options that exclude each other, are refused", (t) => {
  const { out, emit } = database(t, ["web", "db"]);
  const refused = (words: RegExp, ...more: string[]): void => {
    const { exit, stdout, stderr } = emit(...more);
    assert.deepEqual([exit, stdout], [2, ""], more.join(" "));
    assert.match(stderr, words);
  };
  const two = ["--image", "web", "--image", "db"];
  refused(/--all writes several files\n {2}Name a directory/u, "-f", "seccomp", "--all");
  refused(/more than one --image writes several files/u, "-f", "seccomp", ...two);
  for (const other of ["--image=web", "--latest", "--since=1h", "--baseline=x.json"]) {
    refused(/--all and --\w+ cannot be used together/u, "-f", "seccomp", "--all", other);
  }
  refused(/--baseline and several images/u, "-f", "seccomp", ...two, "--baseline", "x.json");
  refused(/--all has no effect on the format log/u, "-f", "log", "--all", "-o", out);
  refused(
    /no recording of the image nobody/u,
    "-f",
    "seccomp",
    "--image=web",
    "--image=nobody",
    "-o",
    out,
  );
  assert.equal(existsSync(out), false);
  writeFileSync(out, "mine");
  refused(/it is not a directory/u, "-f", "seccomp", "--all", "-o", out);
  assert.equal(readFileSync(out, "utf8"), "mine");
});

test("a log of several images is one log", (t) => {
  const { emit } = database(t, ["web", "db", "cache"]);
  const lines = (...more: string[]): number =>
    emit("-f", "log", ...more).stdout.split("\n").length - 1;
  const one = lines("--image", "web");
  assert.ok(one > 0);
  assert.equal(lines("--image", "web", "--image", "db"), 2 * one);
  assert.equal(lines(), 3 * one);
});
