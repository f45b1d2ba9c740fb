import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "../../../src/model/events/events.js";
import { OPERATIONS } from "../../../src/model/events/file-behaviours.js";
import { bytesFromText } from "../../../src/model/text.js";
import { ABIS, decodeBehaviour } from "../../../src/record/decode/decode.js";
import {
  changeRecord,
  inRing,
  type ChangeFields,
  type ChangedPathFields,
} from "../kernel/c-layout.js";

const EPERM = -1;
const ENOENT = -2;
/** enum path_flag */
const TRUNCATED = 1;
const DETACHED = 4;
const UPPER = 8;
const TMPFS = 32;
const LINKS = 256;

/** enum operation */
const OPERATION = {
  rename: 1,
  exchange: 2,
  link: 3,
  symlink: 4,
  unlink: 5,
  mkdir: 7,
  mknod: 8,
  chmod: 9,
  chown: 10,
  setxattr: 12,
  mount: 15,
  umount: 16,
} as const;

function decode(fields: ChangeFields): Change {
  const change = decodeBehaviour(inRing(changeRecord(fields)), ABIS["x64"] ?? []);
  assert.ok(change?.kind === "change");
  return change;
}

const unlinked = (from: ChangedPathFields, ret = 0): Change =>
  decode({ operation: OPERATION.unlink, ret, from });

test("a rename tells both names, as asked for and as resolved", () => {
  const change = decode({
    operation: OPERATION.rename,
    from: { path: ["old", "run"], asked: "/var/run/old" },
    to: { path: ["new", "tmp"], asked: "/tmp/new", pathFlags: UPPER },
  });
  assert.deepEqual(change, {
    kind: "change",
    operation: "rename",
    from: { path: "/run/old", asked: "/var/run/old", name: "/var/run/old", storage: "image" },
    to: { path: "/tmp/new", asked: "/tmp/new", name: "/tmp/new", storage: "upper" },
    ret: 0,
  });
});

test("only what has a new name has a target", () => {
  for (const [index, operation] of OPERATIONS.entries()) {
    const change = decode({ operation: index + 1, from: { path: ["f"], asked: "/f" } });
    assert.equal(change.operation, operation);
    assert.equal("to" in change, ["rename", "exchange", "link"].includes(operation), operation);
  }
});

test("permissions and the type of a file that is made are kept, elsewhere there are none", () => {
  const mode = (operation: number): number | undefined =>
    decode({ operation, mode: 0o60644, from: { path: ["f"], asked: "/f" } }).mode;
  assert.equal(mode(OPERATION.mknod), 0o60644);
  assert.equal(mode(OPERATION.chmod), 0o60644);
  assert.equal(mode(OPERATION.mkdir), 0o60644);
  assert.equal(mode(OPERATION.mount), 0o60644);
  assert.equal(mode(OPERATION.umount), undefined);
  assert.equal(mode(OPERATION.unlink), undefined);
});

test("an owner that is not changed is absent, and root is not", () => {
  const owners = (owner: number, group: number): (number | undefined)[] => {
    const from = { path: ["f"], asked: "/f" };
    const { uid, gid } = decode({ operation: OPERATION.chown, owner, group, from });
    return [uid, gid];
  };
  assert.deepEqual(owners(0, 0xffff_ffff), [0, undefined]);
  assert.deepEqual(owners(0xffff_ffff, 65535), [undefined, 65535]);
});

test("what a link says, a mount's source and an attribute's name are its text", () => {
  const text = (operation: number): string | undefined =>
    decode({ operation, from: { path: ["f"], asked: "/f" }, text: "../x y" }).text;
  assert.equal(text(OPERATION.symlink), "../x y");
  assert.equal(text(OPERATION.mount), "../x y");
  assert.equal(text(OPERATION.setxattr), "../x y");
  assert.equal(unlinked({ path: ["f"], asked: "/f" }).text, undefined);
});

test("a descriptor has no name that was asked for, and the file's own path", () => {
  const { from } = unlinked({ path: ["f", "a"] });
  assert.deepEqual(from, { path: "/a/f", asked: "", name: "/a/f", storage: "image" });
});

test("the root folder, which has no components, is a slash", () => {
  assert.equal(unlinked({ path: [], asked: "/" }).from.path, "/");
  assert.equal(unlinked({ path: [] }).from.path, "/");
});

test("a relative name is the resolved path, unless links were followed", () => {
  const straight = unlinked({ path: ["f", "b", "a"], asked: "../b/f" }).from;
  assert.equal(straight.name, "/a/b/f");
  const linked = unlinked({ path: ["f", "run"], asked: "run/f", base: ["var"] }).from;
  assert.deepEqual([linked.path, linked.name], ["/run/f", "/var/run/f"]);
  const fromRoot = unlinked({ path: ["f", "run"], asked: "var/run/f", base: [] }).from;
  assert.equal(fromRoot.name, "/var/run/f");
});

test("of a name that could not be looked up, the name is all there is", () => {
  const absolute = unlinked({ asked: "/gone//f", pathFlags: LINKS }, ENOENT).from;
  assert.deepEqual(absolute, {
    path: "/gone/f",
    asked: "/gone//f",
    name: "/gone/f",
    storage: "unknown",
    linksUnresolved: true,
  });
  const relative = { asked: "x/f", base: ["a"], pathFlags: LINKS | TMPFS };
  assert.equal(unlinked(relative, ENOENT).from.path, "/a/x/f");
  assert.equal(unlinked(relative, ENOENT).from.storage, "tmpfs");
});

test("a name from a bad descriptor leads nowhere", () => {
  const bad = { asked: "f", base: [], baseFlags: DETACHED, pathFlags: LINKS };
  const { from } = unlinked(bad, -9);
  assert.deepEqual([from.path, from.name, from.asked], [null, null, "f"]);
  const descriptor = unlinked({ pathFlags: LINKS }, -9).from;
  assert.deepEqual([descriptor.path, descriptor.name], [null, null]);
});

test("a failed change says why", () => {
  assert.equal(unlinked({ path: ["f"], asked: "/f" }, EPERM).ret, EPERM);
});

test("of a path that is too deep the missing beginning is visible", () => {
  const { from } = unlinked({ path: ["f", "deep"], asked: "f", pathFlags: TRUNCATED });
  assert.deepEqual([from.path, from.truncated], ["deep/f", true]);
});

test("hostile names and texts come back byte for byte", () => {
  for (const name of ["new\nline", `quo"te'`, "ü", Buffer.from([0xff, 0xfe, 0x80])]) {
    const from = { path: [name, "t"], asked: name, base: ["t"] };
    const change = decode({ operation: OPERATION.symlink, from, text: name });
    const expected = Buffer.concat([Buffer.from("/t/"), Buffer.from(name)]);
    assert.deepEqual(Buffer.from(bytesFromText(change.from.path ?? "")), expected);
    assert.deepEqual(Buffer.from(bytesFromText(change.from.name ?? "")), expected);
    assert.deepEqual(Buffer.from(bytesFromText(change.from.asked)), Buffer.from(name));
    assert.deepEqual(Buffer.from(bytesFromText(change.text ?? "")), Buffer.from(name));
  }
});

test("an operation that is not known is no behaviour", () => {
  for (const operation of [0, OPERATIONS.length + 1, 255]) {
    const record = inRing(changeRecord({ operation, from: { asked: "/f" } }));
    assert.equal(decodeBehaviour(record, ABIS["x64"] ?? []), null);
  }
});
