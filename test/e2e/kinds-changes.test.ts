/** Every way to change a file is recorded, with the file that it really changed. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { Change } from "../../src/model/events/events.js";
import { packageFile } from "../../src/files/package-root.js";
import { printedBy } from "./harness/command.js";
import { useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { recordRun } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";
import * as expected from "./workloads/changes.js";

const workload = (name: string): string => packageFile(`test/e2e/workloads/${name}`);

/** All changes of a recording, in their order. */
const changesOf = (db: string): readonly Change[] =>
  eventsOf(db, "change").map(({ behaviour }) => behaviour);

describe("changes of files", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const db = join(folder, "cxray.db");
  let changes: readonly Change[] = [];
  let returned: Record<string, number> = {};
  let at = 0;

  /** The next ones; tests run in their order. */
  const next = (count: number): readonly Change[] => changes.slice(at, (at += count));

  before(async () => {
    const volume = join(folder, "volume");
    mkdirSync(volume);
    const { status, stdout, stderr } = await recordRun(
      db,
      ...["--cap-add", "SYS_ADMIN", "--tmpfs", "/t", "-v", `${volume}:/v`],
      ...["--security-opt", "seccomp=unconfined", "--security-opt", "apparmor=unconfined"],
      ...["-v", `${workload("changes.py")}:/changes.py:ro`],
      ...["cxray-test/debian", "python3", "/changes.py"],
    );
    assert.equal(status, 0, stderr);
    returned = JSON.parse(stdout) as Record<string, number>;
    changes = changesOf(db);
  });

  const sections: Record<string, () => readonly Change[]> = {
    "of names, relative to folders, through links": () => expected.names,
    "of permissions, owners, lengths, attributes and times": () => expected.attributes(returned),
    "of what the image brought, and of what it didn't": () => expected.image,
    "on file systems in memory and on volumes": () => expected.elsewhere,
    "that remove what their own name leads through": () => expected.onTheWay,
    "that fail": () => expected.failures,
    "with hostile names": () => expected.hostile,
    "of a process with a root of its own": () => expected.inChroot,
    "of mounts, and below them": () => expected.mounts,
    "through /proc": () => expected.proc(returned["pid"] ?? NaN),
    "of the root's mount": () => expected.pivot,
  };
  for (const [name, list] of Object.entries(sections)) {
    it(`are recorded ${name}`, () => {
      assert.deepEqual(next(list().length), list());
    });
  }

  it("are recorded, and nothing else is", () => {
    assert.deepEqual(changes.slice(at), []);
  });
});

const onX86 = process.arch === "x64" ? live : { skip: "only x86-64 has these ABIs" };

describe("changes of files by calls of other ABIs", onX86, () => {
  useEngine();

  it("are recorded with their own arguments", async () => {
    const folder = temporaryFolder();
    const db = join(folder, "cxray.db");
    const program = join(folder, "program");
    await printedBy("gcc", ["-static", "-o", program, workload("change-abis.c")]);
    const { status, stdout, stderr } = await recordRun(
      db,
      ...["--security-opt", "seccomp=unconfined", "-v", `${program}:/program`],
      ...["cxray-test/busybox", "/program"],
    );
    assert.equal(status, 0, stderr);
    assert.deepEqual(changesOf(db), expected.foreignAbis(JSON.parse(stdout) as number[]));
  });
});
