import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KnownEntries } from "../../../src/cli/verify/known-entries.js";
import { findRefusals, type Refusal } from "../../../src/cli/verify/refusals.js";
import type { Actor, Behaviour } from "../../../src/model/events/events.js";
import type { Fact } from "../../../src/model/events/fact.js";
import { file, sampleBaseline } from "../../emit/sample-baseline.js";
import { changedPath } from "../../model/behaviours.js";

const ACTOR: Actor = {
  pid: 12,
  tid: 12,
  ppid: 1,
  uid: 0,
  user: "root",
  comm: "app",
  phase: "workload",
  origin: "main",
  programs: ["/bin/app", "/bin/sh"],
};

function fact(behaviour: Behaviour, actor: Partial<Actor> = {}): Fact {
  return {
    recordingId: 1,
    containerId: "c",
    actor: { ...ACTOR, ...actor },
    behaviour,
    count: 2,
    first: 0n,
    last: 0n,
  };
}

const MKDIR: Behaviour = { kind: "syscall-refused", abi: "x86_64", nr: 83, ret: -38 };
const failedOpen = (path: string, ret: number): Behaviour => ({
  kind: "open",
  path: null,
  asked: path,
  name: path,
  flags: 1,
  access: "write",
  type: null,
  storage: "unknown",
  ret,
});

const same = (path: string): string => path;
const told = ({ byPolicy }: { byPolicy: readonly Refusal[] }): string[] =>
  byPolicy.map(({ kind, call, object, error }) => [kind, call, object, error].join(" "));

describe("what was refused under a policy", () => {
  it("is told with call, error and the programs that led there", () => {
    const { byPolicy, inBoth } = findRefusals([], [fact(MKDIR)], same);
    assert.equal(inBoth, 0);
    assert.deepEqual(byPolicy, [
      {
        kind: "system call",
        call: "mkdir",
        object: "",
        error: "ENOSYS",
        isRuntime: false,
        programs: ["/bin/app", "/bin/sh"],
        comm: "app",
        count: 2,
      },
    ]);
  });

  it("is each kind that fails for want of a right", () => {
    const remote = { address: "10.0.0.1", port: 80 };
    const behaviours: Behaviour[] = [
      failedOpen("/etc/x", -30),
      { kind: "exec-failed", asked: "/bin/su", ret: -13 },
      {
        kind: "change",
        operation: "rename",
        from: changedPath("/a"),
        to: changedPath("/b"),
        ret: -1,
      },
      {
        kind: "connect",
        family: "ipv4",
        transport: "tcp",
        local: { address: "" },
        remote,
        ret: -13,
      },
      { kind: "connect-unix", address: "/run/x", path: null, ret: -13 },
      { kind: "socket", family: 17, type: 3, protocol: 0, ret: -1 },
      { kind: "capability", capability: 0, granted: false, abi: "x86_64", nr: 92, ret: -1 },
      { kind: "privilege", abi: "x86_64", nr: 105, values: [0], ret: -1 },
      { kind: "bind", family: "ipv4", transport: "udp", local: remote, ret: -13 },
      { kind: "signal", signal: 9, target: null, executable: null, ret: -1 },
    ];
    assert.deepEqual(
      told(
        findRefusals(
          [],
          behaviours.map((each) => fact(each)),
          same,
        ),
      ),
      [
        "capability chown CAP_CHOWN EPERM",
        "change rename /a to /b EPERM",
        "connection connect tcp 10.0.0.1:80 EACCES",
        "connection connect unix /run/x EACCES",
        "file open to write /etc/x EROFS",
        "program execute /bin/su EACCES",
        "signal kill SIGKILL EPERM",
        "socket bind udp 10.0.0.1:80 EACCES",
        "socket socket packet EPERM",
        "system call setuid  EPERM",
      ],
    );
  });

  it("is not what fails for another reason, in the runtime's set-up, or to a visitor", () => {
    const facts = [
      fact(failedOpen("/etc/x", -2)),
      fact(failedOpen("/etc/y", 3)),
      fact(MKDIR, { phase: "setup" }),
      fact(MKDIR, { origin: "session" }),
    ];
    assert.deepEqual(findRefusals([], facts, same), { byPolicy: [], inBoth: 0 });
  });

  it("is the runtime's, where it had a filter already", () => {
    const [refusal] = findRefusals([], [fact(MKDIR, { phase: "start" })], same).byPolicy;
    assert.equal(refusal?.isRuntime, true);
  });

  it("is not what the run without the policy was refused too, by whatever number it is called", () => {
    const baseline = sampleBaseline({
      filesWritten: [file("/run/job.*", { rule: "passing-name", stars: ["[0-9]{3}"] })],
    });
    const known = new KnownEntries(baseline);
    const nameOf = (path: string): string => known.nameOf(path);
    const free = [fact(MKDIR), fact(failedOpen("/run/job.123", -13))];
    const under = [
      fact(MKDIR, { pid: 99 }),
      fact(failedOpen("/run/job.456", -13)),
      fact(failedOpen("/run/other", -13)),
    ];
    const found = findRefusals(free, under, nameOf);
    assert.deepEqual(told(found), ["file open to write /run/other EACCES"]);
    assert.equal(found.inBoth, 2);
  });
});

describe("what the baseline knows of a refusal", () => {
  const refusal = (kind: Refusal["kind"], call: string, object = ""): Refusal => ({
    kind,
    call,
    object,
    error: "EPERM",
    isRuntime: false,
    programs: [],
    comm: "app",
    count: 1,
  });
  const entry = { count: 1, runs: "1", firstSeen: "", lastSeen: "", when: [], by: [] };
  const known = new KnownEntries(
    sampleBaseline({
      filesRead: [file("/etc/x"), file("/run/job.*", { rule: "passing-name" })],
      filesWritten: [file("/etc/x")],
      capabilities: [{ ...entry, name: "CAP_CHOWN", use: "used", calls: ["chown"] }],
      syscalls: { workload: { x86_64: [{ ...entry, name: "mkdir" }] }, start: {} },
      refused: {
        executables: [],
        syscalls: [{ ...entry, name: "mount", abi: "x86_64", error: "EPERM" }],
      },
    }),
  );

  for (const [what, words] of [
    [refusal("system call", "mkdir"), /^in the baseline: 1 of \d+ runs?$/u],
    [refusal("system call", "mount"), /^it was refused while recording, too$/u],
    [refusal("system call", "chroot"), /^not in the baseline$/u],
    [refusal("capability", "chown", "CAP_CHOWN"), /^in the baseline: used in 1 of/u],
    [refusal("capability", "kill", "CAP_KILL"), /^not in the baseline$/u],
    [refusal("file", "open to write", "/etc/x"), /read in .*, written in /u],
    [refusal("file", "open to write", "/run/job.77"), /^in the baseline: read in/u],
    [refusal("change", "rename", "/etc/no to /etc/none"), /^the baseline has no such path$/u],
    [refusal("connection", "connect", "tcp 10.0.0.1:80"), /^$/u],
  ] as const) {
    it(`is said: ${what.kind} ${what.call} ${what.object}`, () => {
      assert.match(known.wordsOn(what), words);
    });
  }
});
