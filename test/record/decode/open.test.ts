import assert from "node:assert/strict";
import { test } from "node:test";
import type { Open } from "../../../src/model/events/events.js";
import { bytesFromText } from "../../../src/model/text.js";
import { ABIS, decodeBehaviour } from "../../../src/record/decode/decode.js";
import { inRing, openRecord, type OpenFields } from "../kernel/c-layout.js";

function decode(fields: OpenFields): Open {
  const open = decodeBehaviour(inRing(openRecord(fields)), ABIS["x64"] ?? []);
  assert.ok(open?.kind === "open");
  return open;
}

test("an open tells the file, the name it was asked by, and the descriptor", () => {
  const open = decode({ ret: 7, path: ["passwd", "etc"], asked: "/etc/../etc/passwd" });
  assert.deepEqual(open, {
    kind: "open",
    path: "/etc/passwd",
    asked: "/etc/../etc/passwd",
    name: "/etc/passwd",
    flags: 0,
    access: "read",
    type: "file",
    storage: "image",
    ret: 7,
  });
});

test("the root folder is a slash", () => {
  const open = decode({ path: [], asked: "/", mode: 0o040755 });
  assert.equal(open.path, "/");
  assert.equal(open.name, "/");
  assert.equal(open.type, "directory");
});

test("a failed open has no file, and says why", () => {
  const open = decode({ ret: -2, mode: 0, asked: "/etc/missing" });
  assert.deepEqual([open.path, open.type, open.ret, open.name], [null, null, -2, "/etc/missing"]);
});

test("a file that was closed before it could be looked at is not taken for the root", () => {
  const open = decode({ ret: 5, mode: 0, path: [], asked: "/etc/shadow" });
  assert.equal(open.path, null);
  assert.equal(open.asked, "/etc/shadow");
});

test("a relative name starts from the caller's folder", () => {
  const inFolder = decode({ path: ["c", "a"], asked: "../c", base: ["b", "a"] });
  assert.equal(inFolder.name, "/a/c");
  const inRoot = decode({ path: ["c"], asked: "c", base: [] });
  assert.equal(inRoot.name, "/c");
});

test("a relative name from a folder that can't be told has no absolute form", () => {
  assert.equal(decode({ path: ["x"], asked: "x", base: ["b"], baseFlags: 4 }).name, null);
  assert.equal(decode({ path: ["x"], asked: "x", base: ["b"], baseFlags: 1 }).name, null);
  assert.equal(decode({ ret: -2, mode: 0, asked: "" }).name, null);
});

test("the access follows from the flags, as open(2) tells them", () => {
  const O_CREAT_TRUNC = 0o100 | 0o1000;
  const access = (flags: number): string => decode({ path: ["x"], flags }).access;
  assert.equal(access(0), "read");
  assert.equal(access(0o1), "write");
  assert.equal(access(0o1 | O_CREAT_TRUNC), "write"); // creat
  assert.equal(access(0o2), "read-write");
  assert.equal(access(0o3), "read-write"); // for ioctl: needs both permissions
  assert.equal(access(0o2000000), "read"); // O_CLOEXEC
  assert.equal(access(0o10000000), "path"); // O_PATH
  assert.equal(access(0o10000002), "path"); // O_PATH ignores the mode
});

test("the flags are kept, all 32 bits of them", () => {
  assert.equal(decode({ path: ["x"], flags: 0x8000_0001 }).flags, 0x8000_0001);
});

test("what was opened has its type", () => {
  const type = (mode: number): string | null => decode({ path: ["x"], mode }).type;
  assert.equal(type(0o100600), "file");
  assert.equal(type(0o040000), "directory");
  assert.equal(type(0o120777), "link");
  assert.equal(type(0o020666), "character-device");
  assert.equal(type(0o060660), "block-device");
  assert.equal(type(0o010644), "fifo");
  assert.equal(type(0o140755), "socket");
  assert.equal(type(0o000600), null); // an anonymous inode
});

test("a file that is not the image's, was deleted, or has no name is marked", () => {
  assert.equal(decode({ path: ["x"], flags: 1, pathFlags: 8 }).storage, "upper");
  assert.equal(decode({ path: ["x"], flags: 1, pathFlags: 8 | 2 }).storage, "deleted");
  assert.equal(decode({ path: ["memfd:x"], pathFlags: 4 }).storage, "memory");
  assert.equal(decode({ path: ["memfd:x"], pathFlags: 4 }).path, "memfd:x");
});

test("of a path that is too deep the end is kept, and its missing beginning is visible", () => {
  const open = decode({ path: ["file", "deep", "very"], pathFlags: 1 });
  assert.equal(open.path, "very/deep/file");
  assert.equal(open.truncated, true);
});

test("hostile names come back byte for byte", () => {
  const names = ["new\nline", `quo"te'`, "{{brace}}", "ü", Buffer.from([0xff, 0xfe, 0x80])];
  for (const name of names) {
    const bytes = Buffer.concat([Buffer.from("/t/"), Buffer.from(name)]);
    const open = decode({ path: [name, "t"], asked: name, base: ["t"] });
    assert.deepEqual(Buffer.from(bytesFromText(open.path ?? "")), bytes);
    assert.deepEqual(Buffer.from(bytesFromText(open.asked)), Buffer.from(name));
    assert.deepEqual(Buffer.from(bytesFromText(open.name ?? "")), bytes);
  }
});

test("a name of PATH_MAX bytes is whole", () => {
  const components = Array.from({ length: 16 }, (_, index) => String(index % 10).repeat(250));
  const open = decode({ path: [...components].reverse(), asked: `/${components.join("/")}` });
  assert.equal(open.path, `/${components.join("/")}`);
  assert.equal(open.asked, open.path);
});
