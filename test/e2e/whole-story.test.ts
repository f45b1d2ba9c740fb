/** cxray as a person uses it: record, aggregate, profile, emit, with what each prints and returns. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { packageFile } from "../../src/files/package-root.js";
import { openStore } from "../../src/store/open.js";
import { cxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { recordCommand, recordRun } from "./harness/pipeline.js";
import { temporaryFolder } from "./harness/temporary.js";

describe("cxray record -- docker run", live, () => {
  useEngine();
  const db = join(temporaryFolder(), "cxray.db");
  const SHELL = ["cxray-test/busybox", "sh", "-c"];

  it("passes the container's output and exit status through", async () => {
    const fine = await recordRun(db, ...SHELL, "echo out; echo err >&2");
    assert.deepEqual([fine.status, fine.stdout], [0, "out\n"]);
    assert.match(fine.stderr, /^err$/mu);
    assert.equal((await recordRun(db, ...SHELL, "exit 7")).status, 7);
  });

  it("passes arguments on as they were typed", async () => {
    const typed = ["0x10", "1e3", "007", "1.10", "12345678901234567890"];
    const { status, stdout } = await recordRun(db, "cxray-test/busybox", "echo", ...typed);
    assert.deepEqual([status, stdout], [0, `${typed.join(" ")}\n`]);
  });

  it("gives 128 and the signal's number for a program that was killed", async () => {
    const inside = await recordRun(db, ...SHELL, "sh -c 'kill -KILL $$'; exit $?");
    assert.equal(inside.status, 137);
    const outside = await recordCommand(db, "sh", "-c", "kill -KILL $$");
    assert.equal(outside.status, 137);
  });

  it("says what there was to record, on stderr", async () => {
    const { stderr } = await recordRun(db, ...SHELL, "true");
    assert.match(stderr, /^cxray: recording to .*cxray\.db \(docker /u);
    assert.match(stderr, /^cxray: recorded 1 container · \d+ events · \d+ distinct · 0 lost$/mu);
  });
});

describe("cxray profile --image REF -- COMMAND", live, () => {
  useEngine();
  const cwd = temporaryFolder();
  const temporary = temporaryFolder();
  const db = join(cwd, "cxray.db");
  const profile = async (...args: string[]) =>
    cxray(["profile", "--image", "cxray-test/busybox", ...args], {
      cwd,
      env: { ...engineEnvironment(), TMPDIR: temporary },
    });

  it("runs the command in the image, and shows the profile alone on stdout", async () => {
    const { status, stdout, stderr } = await profile("--", "cat", "/etc/group");
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^root:x:0:$/mu);
    assert.match(stdout, /^cxray-test\/busybox {2}sha256:[0-9a-f]{12}\n1 run · in 1 recording · /u);
    assert.match(stdout, /^complete: nothing was lost$/mu);
    assert.match(stdout, /^ {2}\/bin\/busybox +1\/1 {2}as \/bin\/cat$/mu);
    assert.match(stdout, /^READ 1 file\n {2}\/etc\/group +1\/1$/mu);
    assert.match(stdout, /^USED \d+ system calls \(Docker's default profile allows \d+\)$/mu);
  });

  it("gives a document that fits the published schema, with --json", async () => {
    const { status, stdout, stderr } = await profile("--json", "--", "cat", "/etc/passwd");
    assert.equal(status, 0, stderr);
    const document = JSON.parse(stdout) as Baseline;
    const schema = readFileSync(packageFile("schemas/baseline.schema.json"), "utf8");
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(schema) as object);
    assert.ok(validate(document), JSON.stringify(validate.errors));
    assert.equal(document.runs.count, 1);
    const read = document.filesRead.map(({ path, runs }) => [path, runs]);
    assert.deepEqual(read, [["/etc/passwd", "1"]]);
  });

  it("teaches nothing: what was recorded before is as it was, and nothing is left", async () => {
    const recorded = await recordRun(db, "cxray-test/busybox", "cat", "/etc/group");
    assert.equal(recorded.status, 0, recorded.stderr);
    const before = await profile("--json");
    const { status, stdout, stderr } = await profile("--", "sh", "-c", "echo > /etc/evil");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^ {2}\/etc\/evil +1\/1$/mu);
    assert.match(stderr, /^cxray: recording to a temporary database \(/mu);
    assert.equal((await profile("--json")).stdout, before.stdout);
    assert.deepEqual(readdirSync(temporary), []);
    const named = await profile("--db", "other.db", "--", "true");
    assert.equal(named.status, 125);
    assert.match(named.stderr, /--db has no effect with a command$/mu);
    assert.deepEqual(readdirSync(cwd), ["cxray.db"]);
  });

  it("tells a program that fails from one that can't be started", async () => {
    const failed = await profile("--", "cat", "/none");
    assert.equal(failed.status, 1, failed.stderr);
    assert.match(failed.stdout, /^RAN 1 executable$/mu);
    assert.match(failed.stderr, /^cxray: the command ended with exit status 1$/mu);
    const status127 = await profile("--", "sh", "-c", "exit 127");
    assert.equal(status127.status, 127, status127.stderr);
    assert.match(status127.stderr, /^cxray: the command ended with exit status 127$/mu);
    const missing = [127, "no-such-program"] as const;
    for (const [exit, command] of [missing, [126, "/etc/passwd"] as const]) {
      const { status, stdout, stderr } = await profile("--", command);
      assert.deepEqual([status, stdout], [exit, ""]);
      const error = `^cxray: error: ${command} can't be started in cxray-test/busybox$`;
      assert.match(stderr, new RegExp(error, "mu"));
      assert.match(stderr, /^Error response from daemon: /mu);
    }
  });

  it("makes no database where no container can be made", async () => {
    const cwd = temporaryFolder();
    const env = engineEnvironment();
    const attempt = async (more: NodeJS.ProcessEnv, ...args: string[]) =>
      cxray(["profile", ...args, "--", "true"], { cwd, env: { ...env, ...more } });
    const unknown = await attempt({}, "--image", "No-Such-Image");
    assert.equal(unknown.status, 125, unknown.stderr);
    assert.match(unknown.stderr, /error: a container of No-Such-Image can't be created$/mu);
    const image = ["--image", "cxray-test/busybox"];
    const bare = await attempt({ PATH: cwd }, ...image);
    assert.equal(bare.status, 125, bare.stderr);
    assert.match(bare.stderr, /neither docker nor podman in PATH/u);
    const none = await attempt({}, ...image, "--engine", "none");
    assert.equal(none.status, 125, none.stderr);
    const dead = await attempt({}, ...image, "--engine", "unix:///nowhere/docker.sock");
    assert.equal(dead.status, 125, dead.stderr);
    assert.deepEqual(readdirSync(cwd), []);
  });

  it("uses the engine that --engine names", async () => {
    const env = { ...engineEnvironment(), DOCKER_HOST: "" };
    const engine = engineEnvironment().DOCKER_HOST;
    const args = ["profile", "--engine", engine];
    const image = ["--image", "cxray-test/busybox"];
    const { status, stderr } = await cxray([...args, ...image, "--", "true"], { env });
    assert.equal(status, 0, stderr);
  });

  it("leaves no container behind", async () => {
    assert.equal(await docker("ps", "-aq", "--filter", "name=cxray-profile-"), "");
  });
});

describe("a database with several images", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const db = join(folder, "cxray.db");

  before(async () => {
    await docker("tag", "cxray-test/busybox", "cxray-test/twice:small");
    await docker("tag", "cxray-test/debian", "cxray-test/twice:large");
    for (const image of ["twice:small", "twice:large", "nginx"]) {
      const { status, stderr } = await recordRun(db, `cxray-test/${image}`, "true");
      assert.equal(status, 0, stderr);
    }
  });

  const documents = () => {
    const store = openStore(db, "read");
    try {
      return store.readBaselines();
    } finally {
      store.close();
    }
  };

  it("is aggregated into one line for each name, and once more into the same", async () => {
    const first = await cxray(["aggregate", "--db", db]);
    assert.equal(first.status, 0, first.stderr);
    const lines = first.stdout.trimEnd().split("\n");
    assert.deepEqual(lines, [
      "cxray-test/nginx\tcxray-test/nginx\t1 build\t1 run\tcomplete",
      "cxray-test/twice\tcxray-test/twice:large,cxray-test/twice:small\t2 builds\t2 runs\tcomplete",
    ]);
    const stored = documents();
    assert.equal(stored?.documents.length, 2);
    const second = await cxray(["aggregate", "--db", db]);
    assert.deepEqual(second, first);
    assert.deepEqual(documents(), stored);
  });

  const emit = async (...args: string[]) => cxray(["emit", "-f", "seccomp", "--db", db, ...args]);

  it("lists the images it knows when one is not known or not named", async () => {
    const unknown = await emit("--image", "alpine");
    assert.match(unknown.stderr, /no recording of the image alpine\n/u);
    const unnamed = await emit();
    assert.match(unnamed.stderr, /several images were recorded\n/u);
    for (const { status, stdout, stderr } of [unknown, unnamed]) {
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, /^ +cxray-test\/twice:large, :small {2}recorded [\d-]+ [\d:]+ UTC$/mu);
    }
    assert.match(unknown.stderr, /^ +cxray-test\/nginx:latest {2}recorded /mu);
  });

  it("has one baseline for a name, whatever was built under it, and one for each build", async () => {
    const baseline = async (...args: string[]) => {
      const { stdout, stderr } = await cxray(["profile", "--json", "--db", db, ...args]);
      assert.notEqual(stdout, "", stderr);
      return JSON.parse(stdout) as Baseline;
    };
    const both = await baseline("--image", "cxray-test/twice");
    assert.deepEqual([both.image.name, both.image.builds.length], ["cxray-test/twice", 2]);
    const ran = ({ executables }: Baseline) => executables.map(({ path, runs }) => [path, runs]);
    assert.deepEqual(ran(both), [
      ["/bin/busybox", "1"],
      ["/usr/bin/true", "2"],
    ]);
    const small = await baseline("--image", "cxray-test/twice:small");
    assert.deepEqual(ran(small), [["/bin/busybox", "1"]]);
    assert.equal(small.image.name, "cxray-test/twice:small");
    const newest = await baseline("--image", "cxray-test/twice", "--latest");
    assert.deepEqual(ran(newest), [["/usr/bin/true", "1"]]);
  });

  it("takes an image as it was typed, by its id, or by the id's beginning", async () => {
    const id = await docker("inspect", "-f", "{{.Id}}", "cxray-test/nginx");
    const { status, stdout, stderr } = await emit("--image", "cxray-test/nginx");
    assert.equal(status, 0, stderr);
    for (const reference of [id, id.slice(7, 19), "cxray-test/nginx:latest"]) {
      assert.equal((await emit("--image", reference)).stdout, stdout, reference);
    }
  });

  it("leaves the old file as it is when emitting fails", async () => {
    const file = join(folder, "profile.json");
    const template = join(folder, "broken.hbs");
    const names = readdirSync(folder).length;
    writeFileSync(file, "the old one");
    const args = ["--image", "cxray-test/nginx", "-o", file];
    for (const broken of ["{{#each syscalls}}", "{{secret}}", "no JSON", '{"syscalls": []}']) {
      writeFileSync(template, broken);
      const { status, stdout, stderr } = await emit(...args, "--template", template);
      assert.equal(status, 2, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, /broken\.hbs/u);
      assert.equal(readFileSync(file, "utf8"), "the old one");
    }
    assert.equal(readdirSync(folder).length, names + 2, "no temporary file is left");
    const { status, stdout } = await emit(...args);
    assert.deepEqual([status, stdout], [0, ""]);
    assert.equal(readFileSync(file, "utf8"), (await emit("--image", "cxray-test/nginx")).stdout);
  });
});
