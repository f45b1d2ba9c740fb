import assert from "node:assert/strict";
import { test } from "node:test";
import type { Behaviour } from "../../../src/model/events/events.js";
import { bytesFromText } from "../../../src/model/text.js";
import { ABIS, decodeActor, decodeBehaviour } from "../../../src/record/decode/decode.js";
import { execRecord, inRing, KIND, type ExecFields } from "../kernel/c-layout.js";

function decode(fields: ExecFields, kind?: number): Behaviour | null {
  return decodeBehaviour(inRing(execRecord(fields, kind)), ABIS["x64"] ?? []);
}

test("an exec tells the executable, the name it was started by and every argument", () => {
  const args = ["uname", "-a", "", "two words"];
  assert.deepEqual(decode({ path: ["busybox", "bin"], asked: "/bin/uname", args }), {
    kind: "exec",
    path: "/bin/busybox",
    asked: "/bin/uname",
    argv: ["uname", "-a", "", "two words"],
    storage: "image",
  });
});

test("a script keeps the name that was asked for beside its interpreter", () => {
  const exec = decode({
    path: ["dash", "bin", "usr"],
    asked: "./run.sh",
    args: ["/bin/sh", "./run.sh"],
  });
  assert.ok(exec?.kind === "exec");
  assert.equal(exec.path, "/usr/bin/dash");
  assert.equal(exec.asked, "./run.sh");
});

test("a program that was started without any argument has none", () => {
  const exec = decode({ path: ["a"], asked: "/a", args: [] });
  assert.ok(exec?.kind === "exec");
  assert.deepEqual(exec.argv, []);
});

test("an argument list that was cut is kept up to the cut, and marked", () => {
  const exec = decode({ path: ["a"], asked: "/a", execFlags: 1, argsBytes: "a\0first\0seco" });
  assert.ok(exec?.kind === "exec");
  assert.deepEqual(exec.argv, ["a", "first", "seco"]);
  assert.equal(exec.argvTruncated, true);
});

test("arguments that could not be read are marked as missing", () => {
  const exec = decode({ path: ["a"], asked: "/a", execFlags: 2 });
  assert.ok(exec?.kind === "exec");
  assert.deepEqual(exec.argv, []);
  assert.equal(exec.argvTruncated, true);
});

test("a program that ran before the recording says so, and no arguments are made up", () => {
  assert.deepEqual(decode({ path: ["nginx", "sbin", "usr"], execFlags: 4 }), {
    kind: "exec",
    path: "/usr/sbin/nginx",
    asked: "/usr/sbin/nginx",
    argv: [],
    beforeRecording: true,
    storage: "image",
  });
});

test("an executable without a place in any file system lies in memory", () => {
  const exec = decode({ path: ["memfd:payload"], pathFlags: 4 | 2, asked: "/proc/self/fd/3" });
  assert.ok(exec?.kind === "exec");
  assert.equal(exec.path, "memfd:payload");
  assert.equal(exec.storage, "memory");
});

test("an executable that was unlinked, and one that is not the image's, are told apart", () => {
  const deleted = decode({ path: ["x", "tmp"], pathFlags: 2 | 8, asked: "/tmp/x" });
  const upper = decode({ path: ["x", "tmp"], pathFlags: 8, asked: "/tmp/x" });
  assert.ok(deleted?.kind === "exec" && upper?.kind === "exec");
  assert.equal(deleted.storage, "deleted");
  assert.equal(upper.storage, "upper");
});

test("hostile names and arguments come back byte for byte", () => {
  const name = Buffer.from([0x2d, 0x0a, 0x22, 0x27, 0xff, 0xc0, 0xaf, 0x7b, 0x7d, 0x25]);
  const argument = Buffer.from([0xed, 0xa0, 0x80, 0x0d, 0x1b, 0x5b]);
  const asked = Buffer.concat([Buffer.from("/tmp/"), name]);
  const exec = decode({ path: [name, "tmp"], asked, args: [name, argument] });
  assert.ok(exec?.kind === "exec");
  assert.deepEqual(Buffer.from(bytesFromText(exec.path)), asked);
  assert.deepEqual(Buffer.from(bytesFromText(exec.asked)), asked);
  assert.deepEqual(
    exec.argv.map((text) => Buffer.from(bytesFromText(text))),
    [name, argument],
  );
});

test("a failed exec tells what was asked for and why it failed", () => {
  assert.deepEqual(decode({ ret: -13, asked: "/root/x" }, KIND.execFailed), {
    kind: "exec-failed",
    asked: "/root/x",
    ret: -13,
  });
});

test("an actor is who did it: ids, name, phase and how it came into the container", () => {
  const record = execRecord({
    phase: 1,
    origin: 1,
    pid: 4_000_000_000,
    tid: 12,
    ppid: 11,
    uid: 4_294_967_294,
    containerPid: 27,
    comm: "kworker/u8:1-ev",
  });
  assert.deepEqual(decodeActor(inRing(record)), {
    pid: 4_000_000_000,
    tid: 12,
    ppid: 11,
    uid: 4_294_967_294,
    containerPid: 27,
    comm: "kworker/u8:1-ev",
    phase: "start",
    origin: "session",
  });
  const main = decodeActor(inRing(execRecord({ phase: 0, comm: "runc:[2:INIT]" })));
  assert.deepEqual([main.phase, main.origin, main.comm], ["setup", "main", "runc:[2:INIT]"]);
});

test("a task's name ends at its NUL, whatever lies behind it", () => {
  const actor = decodeActor(inRing(execRecord({ comm: "sh\0leftover" })));
  assert.equal(actor.comm, "sh");
});
