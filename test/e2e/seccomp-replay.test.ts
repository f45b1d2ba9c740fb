/**
 * The emitted seccomp profile, tried out: the container runs under it as it did before, and a
 * program that needs a call which was left out is refused.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it, type TestContext } from "node:test";
import { packageFile } from "../../src/files/package-root.js";
import { syscallNumber } from "../../src/model/kernel/syscalls.js";
import { cxray, startCxray } from "./harness/cxray.js";
import { docker, dockerOutcome, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { ONLY_OURS, recordRun } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";
import { fetchPage, type Page } from "./harness/web.js";

/** Calls that depend on timing (Go's scheduler, glibc's locks) don't show in one start alone. */
const REPLAYS = 6;

const SHELL_SESSION = `
for i in 3 1 2; do echo $i; done | sort | tr 123 abc
cat /etc/passwd | wc -l
echo moved >/tmp/old; mv /tmp/old /tmp/new; cat /tmp/new; rm /tmp/new
date -u -d @0; find /etc | sort
(exit 3) || echo "a subshell ended with $?"
exit 7`;

interface Workload {
  readonly name: string;
  /** what follows \`docker run --rm\`: volumes, image, command */
  readonly run: readonly string[];
  readonly status: number;
  /** needs a call that \`run\` doesn't make */
  readonly beyond: {
    readonly call: string;
    readonly run: readonly string[];
    readonly says: RegExp;
  };
}

const WORKLOADS_FOLDER = ["-v", `${packageFile("test/e2e/workloads")}:/workloads:ro`];
const NOT_ALLOWED = "(?:Operation not permitted|Function not implemented)";

const WORKLOADS: readonly Workload[] = [
  {
    name: "a busybox shell session",
    run: ["cxray-test/busybox", "sh", "-c", SHELL_SESSION],
    status: 7,
    beyond: {
      call: "mkdir",
      run: ["cxray-test/busybox", "mkdir", "/tmp/folder"],
      says: new RegExp(`^mkdir: can't create directory '/tmp/folder': ${NOT_ALLOWED}$`, "mu"),
    },
  },
  {
    name: "a Python program with threads",
    run: [
      ...WORKLOADS_FOLDER,
      "cxray-test/debian",
      "python3",
      "/workloads/forks-threads-connects.py",
    ],
    status: 0,
    beyond: {
      call: "chroot",
      run: ["cxray-test/debian", "python3", "-c", "import os; os.chroot('/tmp')"],
      says: new RegExp(`^(?:Permission|OS)Error: \\[Errno \\d+\\] ${NOT_ALLOWED}: '/tmp'$`, "mu"),
    },
  },
  {
    name: "a Perl program that forks",
    run: [...WORKLOADS_FOLDER, "cxray-test/debian", "perl", "/workloads/forks-connects.pl"],
    status: 0,
    beyond: {
      call: "mkdir",
      run: ["cxray-test/debian", "perl", "-e", "mkdir '/tmp/folder' or die qq($!\\n)"],
      says: new RegExp(`^${NOT_ALLOWED}$`, "mu"),
    },
  },
];

interface Profile {
  readonly file: string;
  readonly allowed: readonly string[];
}

/** Emits the profile of the only image in a database, and says how much it allows. */
async function emitProfile(db: string, test: TestContext): Promise<Profile> {
  const file = `${db}.seccomp.json`;
  const { status, stderr } = await cxray(["emit", "--db", db, "-f", "seccomp", "-o", file]);
  assert.equal(status, 0, stderr);
  const { syscalls } = JSON.parse(readFileSync(file, "utf8")) as {
    syscalls: { names: string[]; action: string }[];
  };
  const groups = syscalls.filter(({ action }) => action === "SCMP_ACT_ALLOW");
  const allowed = [...new Set(groups.flatMap(({ names }) => names))];
  test.diagnostic(`${allowed.length} system calls are allowed`);
  assert.ok(allowed.length > 30 && allowed.length < 150, "neither nothing nor nearly everything");
  return { file, allowed };
}

function under({ file }: Profile): string[] {
  return ["--security-opt", `seccomp=${file}`];
}

/** Runs without the profile, is refused under it, and cxray sees what was refused to whom. */
async function checkRefusal(profile: Profile, { call, run, says }: Workload["beyond"]) {
  assert.ok(!profile.allowed.includes(call), `${call} is allowed`);
  const free = await dockerOutcome(["run", "--rm", ...run]);
  assert.equal(free.status, 0, free.stderr);

  const db = join(temporaryFolder(), "refused.db");
  const refused = await recordRun(db, ...under(profile), ...run);
  assert.match(refused.stderr, says);
  // 125 to 127 would be the runtime's failure, 128 and more a signal's.
  assert.ok(refused.status !== 0 && (refused.status ?? 128) < 125, refused.stderr);
  const seen = eventsOf(db, "syscall-refused").filter(
    ({ behaviour }) => behaviour.nr === syscallNumber("x86_64", call),
  );
  assert.equal(seen.length, 1, `${call} is recorded as refused, once`);
  assert.ok([-1, -38].includes(seen[0]?.behaviour.ret ?? 0));
  const program = eventsOf(db, "exec")[0]?.behaviour;
  assert.equal(seen[0]?.actor.programs[0], program?.path);
  assert.equal(seen[0]?.actor.comm, program?.asked.split("/").at(-1));
}

describe("a container under the seccomp profile emitted for it", live, () => {
  useEngine();

  for (const { name, run, status, beyond } of WORKLOADS) {
    describe(`after ${name}`, () => {
      let profile: Profile;
      let stdout = "";
      const folder = temporaryFolder();

      it("was recorded without losing its output", async (test) => {
        const db = join(folder, "cxray.db");
        const recorded = await recordRun(db, ...run);
        assert.equal(recorded.status, status, recorded.stderr);
        stdout = recorded.stdout;
        assert.notEqual(stdout, "");
        profile = await emitProfile(db, test);
      });

      it(`does the same, ${REPLAYS} times at once`, async () => {
        const again = Array.from({ length: REPLAYS }, async () =>
          dockerOutcome(["run", "--rm", ...under(profile), ...run]),
        );
        for (const replay of await Promise.all(again)) {
          assert.equal(replay.status, status, replay.stderr);
          assert.equal(replay.stdout, stdout);
        }
      });

      it(`can't ${beyond.call}, and the refusal is recorded`, async () => {
        await checkRefusal(profile, beyond);
      });
    });
  }
});

interface Served {
  readonly pages: readonly Page[];
  readonly status: string;
  /** the access log without times, sorted: a worker writes its line after the answer has left */
  readonly log: readonly string[];
}

/** nginx, from its start to its end, with a client outside. */
async function serve(...options: string[]): Promise<Served> {
  const container = await docker("run", "-d", ...options, "cxray-test/nginx");
  const address = await docker("inspect", "-f", "{{.NetworkSettings.IPAddress}}", container);
  const pages: Page[] = [];
  for (const path of ["/", "/missing", "/"]) pages.push(await fetchPage(address, path));
  await docker("stop", container);
  const status = await docker("wait", container);
  const { stdout, stderr } = await dockerOutcome(["logs", container]);
  await docker("rm", container);
  const lines = (stdout + stderr).replace(/\[[^\]]*\]|\d+#\d+/gu, "").split("\n");
  return { pages, status, log: lines.sort() };
}

describe("nginx under the seccomp profile emitted for it", live, () => {
  useEngine();
  let profile: Profile;
  let served: Served;
  const folder = temporaryFolder();

  before(async () => {
    // The first start of an image in an engine is slower than the rest, and no part of this.
    await docker("run", "--rm", "cxray-test/nginx", "nginx", "-v");
  });

  it("was recorded while it served pages", async (test) => {
    const db = join(folder, "cxray.db");
    const recorder = await startCxray(["record", "--db", db, ...ONLY_OURS], {
      env: engineEnvironment(),
    });
    served = await serve();
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 0, stderr);
    assert.deepEqual(
      served.pages.map((page) => page.status),
      [200, 404, 200],
    );
    assert.equal(served.status, "0");
    profile = await emitProfile(db, test);
  });

  it(`serves the same pages and ends as before, ${REPLAYS} times at once`, async () => {
    const again = Array.from({ length: REPLAYS }, async () => serve(...under(profile)));
    for (const replay of await Promise.all(again)) assert.deepEqual(replay, served);
  });

  it("can't make a fifo, and the refusal is recorded", async () => {
    await checkRefusal(profile, {
      call: "mknodat",
      run: ["cxray-test/nginx", "mkfifo", "/tmp/fifo"],
      says: new RegExp(`^mkfifo: cannot create fifo '/tmp/fifo': ${NOT_ALLOWED}$`, "mu"),
    });
  });
});
