/** What can't be done is refused with its exit status, a message and what to do about it. */
import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { machine } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { packageFile } from "../../src/files/package-root.js";
import { printedBy, runCommand, type CommandOptions, type Outcome } from "./harness/command.js";
import { cxray } from "./harness/cxray.js";
import { engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { temporaryFolder } from "./harness/temporary.js";

const MAIN = packageFile("dist/cli/main.js");

/** The first line says what happened; a line below it says what to do; no line is a stack trace. */
function assertRefused({ status, stdout, stderr }: Outcome, exit: number, message: RegExp): void {
  const lines = stderr.trimEnd().split("\n");
  const error = lines.findIndex((line) => line.startsWith("cxray: error: "));
  assert.notEqual(error, -1, stderr);
  assert.match(lines[error] ?? "", message);
  assert.ok(lines.length > error + 1, `no advice below: ${stderr}`);
  assert.doesNotMatch(stderr, /^\s+at .*:\d+/mu);
  assert.equal(stdout, "");
  assert.equal(status, exit, stderr);
}

/** cxray on a machine that lacks something: what `hide` mounts away is gone for it alone. */
async function cxrayWithout(
  hide: string,
  args: string[],
  options: CommandOptions = {},
): Promise<Outcome> {
  const script = `set -e; ${hide}; exec "$@"`;
  const command = ["-m", "sh", "-c", script, "sh", process.execPath, MAIN, ...args];
  return await runCommand("unshare", command, options);
}

async function systemsLibbpf(): Promise<string> {
  return await printedBy("sh", [
    "-c",
    "ldconfig -p | sed -n 's/.*libbpf.so.1 .* => //p' | head -1",
  ]);
}

async function hideLibbpf(): Promise<string> {
  return `mount --bind /dev/null $(readlink -f ${await systemsLibbpf()})`;
}

/** Puts the files of a folder, or none, where the package has its libbpf. */
function shipInstead(folder: string): string {
  const place = packageFile(`dist/lib/${machine()}`);
  const fill = folder === "" ? "" : `; cp ${folder}/* ${place}`;
  return `mkdir -p ${place}; mount -t tmpfs none ${place}${fill}`;
}

describe("a machine that can't record", live, () => {
  useEngine();

  it("is told that recording needs root", async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o777);
    const command = ["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"];
    const cwd = folder;
    const outcome = await runCommand("setpriv", [...command, process.execPath, MAIN, "record"], {
      cwd,
    });
    assertRefused(outcome, 4, /needs root/u);
    assert.match(outcome.stderr, /sudo/u);
    assert.deepEqual(readdirSync(folder), []);
  });

  it("is told that the kernel has no BTF", async () => {
    const cwd = temporaryFolder();
    assertRefused(
      await cxrayWithout("mount -t tmpfs none /sys/kernel/btf", ["record"], { cwd }),
      4,
      /no type information at \/sys\/kernel\/btf\/vmlinux/u,
    );
    assert.deepEqual(readdirSync(cwd), []);
  });

  it("is told which package brings libbpf, by distribution", async () => {
    const outcome = await cxrayWithout(`${await hideLibbpf()}; ${shipInstead("")}`, ["record"], {
      cwd: temporaryFolder(),
    });
    assertRefused(outcome, 4, /libbpf\.so\.1/u);
    assert.match(outcome.stderr, /apt-get install libbpf1/u);
    assert.match(outcome.stderr, /dnf install libbpf/u);
  });

  it("records with the libbpf of cxray's own package where the system has none", async () => {
    const copy = 'cp -L "${library%/*}"/libz.so.1 "${library%/*}"/libelf.so.1';
    const hide = `library=${await systemsLibbpf()}
      folder=$(mktemp -d); ${copy} "$folder"; cp -L $library "$folder/libbpf.so.1"
      ${shipInstead('"$folder"')}; rm -r "$folder"; ${await hideLibbpf()}`;
    const doctor = await cxrayWithout(hide, ["doctor"], { env: engineEnvironment() });
    assert.match(doctor.stdout, /^ok {4}libbpf +the one of cxray, as libbpf\.so\.1 /mu);
    const cwd = temporaryFolder();
    const args = ["record", "--image", "cxray-test/*", "--", "docker", "run", "--rm"];
    const run = [...args, "cxray-test/busybox", "true"];
    const { status, stderr } = await cxrayWithout(hide, run, { cwd, env: engineEnvironment() });
    assert.equal(status, 0, stderr);
  });

  it("is told that no engine answers, and how to record without one", async () => {
    const folder = temporaryFolder();
    const env = { DOCKER_HOST: "unix:///nowhere/docker.sock" };
    const outcome = await cxray(["record"], { cwd: folder, env });
    assertRefused(outcome, 4, /no container engine answers at unix:\/\/\/nowhere\/docker\.sock/u);
    assert.match(outcome.stderr, /--engine none/u);
    assert.deepEqual(readdirSync(folder), []);
  });

  it("sees all of it in cxray doctor, with what to do", async () => {
    const hide = "mount -t tmpfs none /sys/kernel/btf";
    const env = { DOCKER_HOST: "unix:///nowhere/docker.sock" };
    const { status, stdout } = await cxrayWithout(hide, ["doctor"], { env });
    assert.equal(status, 4);
    assert.match(stdout, /^FAIL {2}BTF/mu);
    assert.match(stdout, /^FAIL {2}engine/mu);
    assert.match(stdout, /^ok {4}kernel/mu);
    assert.match(stdout, /CONFIG_DEBUG_INFO_BTF/u);
  });

  it("is fit to record when nothing is missing", async () => {
    const { status, stdout } = await cxray(["doctor"], { env: engineEnvironment() });
    assert.equal(status, 0, stdout);
    assert.doesNotMatch(stdout, /FAIL/u);
  });
});

describe("bad input", live, () => {
  useEngine();
  const env = () => engineEnvironment();

  it("names the command after -- that doesn't exist", async () => {
    const cwd = temporaryFolder();
    const outcome = await cxray(["record", "--", "no-such-program"], { cwd, env: env() });
    assertRefused(outcome, 127, /no-such-program can't be started: there is no such program/u);
  });

  it("refuses a broken cxray.yaml before anything else", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "cxray.yaml"), "db: x.db\nfromat: falco\nbuffer: many\n");
    const outcome = await cxray(["record"], { cwd, env: env() });
    assertRefused(outcome, 2, /cxray\.yaml/u);
    assert.match(outcome.stderr, /line 2: there is no such option; did you mean format\?/u);
    assert.match(outcome.stderr, /line 3: buffer must be one of 1, 2, 4/u);
    assert.equal(existsSync(join(cwd, "x.db")), false);
  });

  it("refuses a file that is no database, and leaves it alone", async () => {
    const cwd = temporaryFolder();
    const file = join(cwd, "notes.txt");
    writeFileSync(file, "not a database, but somebody's notes\n");
    for (const command of ["record", "aggregate", "profile"]) {
      assertRefused(await cxray([command, "--db", file], { cwd, env: env() }), 2, /notes\.txt/u);
    }
    assert.equal(readFileSync(file, "utf8"), "not a database, but somebody's notes\n");
    assert.deepEqual(readdirSync(cwd), ["notes.txt"]);
  });

  it("says that a database doesn't exist, and makes none", async () => {
    const cwd = temporaryFolder();
    for (const command of [["aggregate"], ["profile"], ["emit", "-f", "falco"]]) {
      assertRefused(await cxray(command, { cwd }), 2, /no database .*cxray\.db/u);
    }
    assert.deepEqual(readdirSync(cwd), []);
  });

  it("refuses to record into a folder that can't be written", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "frozen"));
    const hide = `mount -t tmpfs -o ro none ${join(folder, "frozen")}`;
    const args = ["record", "--db", join(folder, "frozen", "x.db")];
    assertRefused(await cxrayWithout(hide, args, { env: env() }), 2, /frozen/u);
  });

  it("lists the formats when one is unknown", async () => {
    const outcome = await cxray(["emit", "--format", "yara"], { cwd: temporaryFolder() });
    assertRefused(outcome, 2, /no format yara/u);
    assert.match(outcome.stderr, /falco.*seccomp.*log/u);
  });
});
