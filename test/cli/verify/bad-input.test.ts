/** What verify is given wrongly, before anything is run or written. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { packageFile } from "../../../src/files/package-root.js";
import { folderWith, runCxray, type Surroundings } from "../run-cxray.js";

const IMAGE = "cxray-test/nginx";
const OWN = arch() === "arm64" ? "aarch64" : "x86_64";
const OTHER = OWN === "x86_64" ? "aarch64" : "x86_64";
/** An engine's command that is always there, and starts nothing. */
const run = (...words: readonly string[]): string[] => ["--", "docker", "run", ...words, IMAGE];

/** The committed baseline of nginx as one of this machine, with changes. */
function baselineIn(folder: string, more: object = {}): string {
  const file = join(folder, "nginx.json");
  const text = readFileSync(packageFile("fixtures/nginx/baseline.json"), "utf8");
  const baseline = JSON.parse(text) as object;
  writeFileSync(file, JSON.stringify({ ...baseline, architecture: OWN, ...more }));
  return file;
}

/** A folder in which `docker` and `falco` are commands that only say that they were called. */
function folderWithEngine(t: TestContext): { folder: string; around: Surroundings } {
  const folder = folderWith(t);
  for (const name of ["docker", "falco"]) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho ${name} >>${folder}/called\n`, {
      mode: 0o755,
    });
  }
  return { folder, around: { folder, env: { PATH: `${folder}:${process.env["PATH"] ?? ""}` } } };
}

interface Wrong {
  readonly title: string;
  readonly args: readonly string[];
  readonly exit: number;
  readonly says: RegExp;
  /** what the baseline file has instead */
  readonly baseline?: object;
}

const WRONG: readonly Wrong[] = [
  {
    title: "a command that is none of an engine's",
    args: ["--", "ls"],
    exit: 2,
    says: /^cxray: error: ls starts no container/u,
  },
  {
    title: "a command of an engine that starts nothing",
    args: ["--", "docker", "ps"],
    exit: 2,
    says: /docker ps starts no container/u,
  },
  {
    title: "a container that goes on by itself",
    args: run("-d"),
    exit: 2,
    says: /verify can't run a command with -d\n +the container has to end/u,
  },
  {
    title: "a container that no policy holds",
    args: run("--privileged"),
    exit: 2,
    says: /--privileged\n +an engine gives a privileged container no policy/u,
  },
  {
    title: "a policy of the command's own",
    args: run("--security-opt", "seccomp=unconfined"),
    exit: 2,
    says: /the command has a policy of its own: --security-opt seccomp=unconfined/u,
  },
  {
    title: "another image than the baseline's",
    args: ["--", "docker", "run", "debian"],
    exit: 2,
    says: /the command starts debian, and the policy is of cxray-test\/nginx/u,
  },
  {
    title: "a baseline of another architecture",
    args: run(),
    baseline: { architecture: OTHER },
    exit: 2,
    says: new RegExp(`of ${IMAGE} on ${OTHER}, and this machine is ${OWN}`, "u"),
  },
  {
    title: "an engine's command that isn't installed",
    args: ["--", "/nowhere/podman", "run", IMAGE],
    exit: 4,
    says: /there is no program \/nowhere\/podman\n/u,
  },
  {
    title: "a format that can't be tried out",
    args: ["-f", "falco", ...run()],
    exit: 2,
    says: /--format can't be falco; .*seccomp, container, apparmor/u,
  },
  {
    title: "an option of another format",
    args: ["--profile-name", "x", ...run()],
    exit: 2,
    says: /--profile-name has no effect on --format seccomp/u,
  },
  {
    title: "a duration that is none",
    args: ["--duration", "soon", ...run()],
    exit: 2,
    says: /soon is not a duration/u,
  },
  {
    title: "rules of Falco that aren't there",
    args: ["--falco", "/nowhere.yaml", ...run()],
    exit: 2,
    says: /there is no file of rules \/nowhere\.yaml/u,
  },
];

for (const { title, args, exit, says, baseline } of WRONG) {
  test(`verify is given ${title}: it says so, and nothing is run or written`, (t) => {
    const { folder, around } = folderWithEngine(t);
    const file = baselineIn(folder, baseline);
    const before = readdirSync(folder);
    const asked = args.includes("--falco") ? args : ["--baseline", file, ...args];
    const { exit: status, stdout, stderr } = runCxray(["verify", ...asked], around);
    assert.match(stderr, says);
    assert.equal(status, exit, stderr);
    assert.equal(stdout, "");
    assert.doesNotMatch(stderr, /^ +at /mu);
    assert.deepEqual(readdirSync(folder), before);
  });
}

test("verify is given no baseline that can be read: it says which file, and why", (t) => {
  const { folder, around } = folderWithEngine(t);
  const damaged = join(folder, "damaged.json");
  writeFileSync(damaged, '{"version": 3,');
  for (const [file, says] of [
    [join(folder, "none.json"), /none\.json can't be read: no such file/u],
    [damaged, /damaged\.json, line 1, ends in the middle/u],
    [packageFile("package.json"), /package\.json is not a baseline/u],
  ] as const) {
    const learn = join(folder, "learnt.json");
    const { exit, stderr } = runCxray(
      ["verify", "--baseline", file, "--learn", learn, ...run()],
      around,
    );
    assert.equal(exit, 2, stderr);
    assert.match(stderr, says);
    assert.ok(!existsSync(learn) && !existsSync(join(folder, "called")));
  }
});

test("verify is given one file to read and to write: it says what the proposal is for", (t) => {
  const { folder, around } = folderWithEngine(t);
  const file = baselineIn(folder);
  const before = readFileSync(file, "utf8");
  const { exit, stderr } = runCxray(
    ["verify", "--baseline", file, "--learn", file, ...run()],
    around,
  );
  assert.equal(exit, 2);
  assert.match(stderr, /--learn and --baseline name the same file/u);
  assert.equal(readFileSync(file, "utf8"), before);
});
