/**
 * A container that runc runs by hand, where no engine answers: one thing of each kind reaches the
 * recording. It needs little of a machine, so scripts/try-kernels.sh runs it in others' kernels too.
 */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { packageFile } from "../../src/files/package-root.js";
import type { Event } from "../../src/model/events/events.js";
import { signalName } from "../../src/model/kernel/signals.js";
import { syscallName } from "../../src/model/kernel/syscalls.js";
import { printedBy } from "./harness/command.js";
import { cxray } from "./harness/cxray.js";
import { live } from "./harness/live.js";
import { recordedWords } from "./harness/recorded-words.js";
import { workloadEvents } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

/** All that the program does, but for the names of its calls. */
const EXPECTED = [
  'exec done "/program"',
  'open ENOENT "/etc/none"',
  'open done "/data"',
  'open done "/made/file"',
  "written /made/file",
  'rename done "/made/file"@"/made/file" "/made/../made//renamed"@"/made/renamed"',
  'chmod done "/made/renamed"@"/made/renamed" 640',
  'symlink done "/made/link"@"/made/link" "renamed"',
  'truncate done "/made/link"@"/made/link"',
  'mkdir done "/made/folder"@"/made/folder" 700',
  'unlink ENOENT "/made/none"@"/made/none"',
  "argument socket 2 1 0",
  "argument socket 2 2 0",
  "listen 127.0.0.1 7001",
  "connect done 127.0.0.1 7001",
  "connect ECONNREFUSED 127.0.0.1 7002",
  "bind done 127.0.0.1 7003",
  "send done 127.0.0.1 7001",
  "argument personality 4294967295",
  "privilege setgid EPERM 33",
  "signal SIGCHLD self 0",
  'exec ENOENT "/none"',
  'exec done "/program"', // with another argument
];
/** Calls that the program makes itself; the C library makes more. */
const CALLS =
  "bind chmod connect execve kill listen mkdir mprotect openat personality rename sendto setgid";

describe("a recording where no engine answers", live, () => {
  const folder = temporaryFolder();
  const db = join(folder, "cxray.db");
  let events: readonly Event[] = [];

  before(async () => {
    await makeBundle(folder);
    const command = ["runc", "run", "--bundle", folder, "cxray-without-engine"];
    const args = ["record", "--engine", "none", "--db", db, "--container", "cxray-without-engine"];
    const { status, stderr } = await cxray([...args, "--", ...command]);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /recorded 1 container .* 0 lost/);
    events = workloadEvents(db);
  });

  it("holds each thing that the program does, and nothing else", () => {
    assert.deepEqual(events.flatMap(wordsOf).sort(), [...EXPECTED].sort());
  });

  it("holds the calls it makes", () => {
    const calls = events.flatMap(({ behaviour: did }) =>
      did.kind === "syscall" ? [syscallName(did.abi, did.nr)] : [],
    );
    for (const call of CALLS.split(" "))
      assert.ok(calls.includes(call), `${call} in ${calls.join(" ")}`);
  });
});

/** Kernels before 6.14 don't tell what capabilities they are asked for. */
function wordsOf(event: Event): string[] {
  const { behaviour: did } = event;
  if (did.kind === "syscall" || did.kind === "capability") return [];
  if (did.kind !== "signal") return recordedWords(event);
  return [`signal ${signalName(did.signal)} ${did.target} ${String(did.ret)}`];
}

async function makeBundle(folder: string): Promise<void> {
  const root = join(folder, "rootfs");
  for (const each of ["", "made", "proc", "sys", "dev"]) mkdirSync(join(root, each));
  writeFileSync(join(root, "data"), "");
  const source = packageFile("test/e2e/workloads/every-kind.c");
  await printedBy("gcc", ["-static", "-o", join(root, "program"), source]);
  await printedBy("runc", ["spec", "--bundle", folder]);
  const path = join(folder, "config.json");
  const spec = JSON.parse(readFileSync(path, "utf8")) as Spec;
  spec.process = { ...spec.process, args: ["/program"], terminal: false };
  spec.root.readonly = false;
  writeFileSync(path, JSON.stringify(spec));
}

interface Spec {
  process: { args: string[]; terminal: boolean };
  root: { readonly: boolean };
}
