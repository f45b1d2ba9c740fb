import assert from "node:assert/strict";
import { test } from "node:test";
import type { Written } from "../../../src/model/events/events.js";
import { bytesFromText } from "../../../src/model/text.js";
import { ABIS, decodeBehaviour } from "../../../src/record/decode/decode.js";
import { execRecord, inRing, writtenRecord, type WrittenFields } from "../kernel/c-layout.js";

function decode(fields: WrittenFields): Written {
  const behaviour = decodeBehaviour(inRing(writtenRecord(fields)), ABIS["x64"] ?? []);
  assert.ok(behaviour?.kind === "written");
  return behaviour;
}

test("a file that was written tells its path, its content, who may run it and where it lies", () => {
  assert.deepEqual(decode({ path: ["x", "tmp"], mode: 0o100755, content: 2, pathFlags: 8 }), {
    kind: "written",
    path: "/tmp/x",
    content: "elf",
    executable: true,
    storage: "upper",
  });
});

test("every class of content has its name, and one of a newer object is unknown", () => {
  const names = [0, 1, 2, 3, 4, 5, 6, 7].map((content) => decode({ path: ["x"], content }).content);
  assert.deepEqual(names, [
    ...["unknown", "empty", "elf", "script", "archive", "text", "other"],
    "unknown",
  ]);
});

test("a file is executable when anyone may execute it", () => {
  const executable = (mode: number): boolean => decode({ path: ["x"], mode }).executable;
  assert.equal(executable(0o100001), true);
  assert.equal(executable(0o100010), true);
  assert.equal(executable(0o100100), true);
  assert.equal(executable(0o107666), false);
});

test("a file lies on a volume, in memory, on /proc or /sys, and a deleted one is just that", () => {
  const storage = (pathFlags: number): string => decode({ path: ["x"], pathFlags }).storage;
  assert.deepEqual([0, 8, 16, 32, 64, 128, 2 | 8, 4 | 32].map(storage), [
    "image",
    "upper",
    "volume",
    "tmpfs",
    "proc",
    "sys",
    "deleted",
    "memory",
  ]);
});

test("a path without its beginning says so", () => {
  const written = decode({ path: ["c", "b"], pathFlags: 1 });
  assert.equal(written.path, "b/c");
  assert.equal(written.truncated, true);
});

test("hostile names come back byte for byte", () => {
  const name = Buffer.from([0x0a, 0x22, 0xff, 0x1b, 0x7b]);
  const { path } = decode({ path: [name, "tmp"] });
  assert.deepEqual(
    Buffer.from(bytesFromText(path ?? "")),
    Buffer.from('/tmp/\n"\xff\x1b{', "latin1"),
  );
});

test("an executed script says where it lies beside where its interpreter does", () => {
  const record = execRecord({
    path: ["dash", "bin", "usr"],
    asked: "/tmp/run.sh",
    execFlags: 8 | 16,
    scriptFlags: 8,
  });
  const exec = decodeBehaviour(inRing(record), ABIS["x64"] ?? []);
  assert.ok(exec?.kind === "exec");
  assert.deepEqual([exec.storage, exec.script, exec.elevated], ["image", "upper", true]);
});
