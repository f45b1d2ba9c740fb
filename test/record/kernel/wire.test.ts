import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { CxrayError } from "../../../src/model/errors.js";
import { packageFile } from "../../../src/files/package-root.js";
import { parseBtf, type BtfTypes, type Layout } from "../../../src/record/kernel/btf.js";
import { assertWire, compareWire } from "../../../src/record/kernel/check-wire.js";
import { WIRE_ENUMS } from "../../../src/record/kernel/wire-enums.js";
import { WIRE_STRUCTS } from "../../../src/record/kernel/wire.js";
import { readSection } from "./elf-section.js";

/** The types of an object that scripts/build-bpf.sh made; null, and skipped, where it did not. */
function typesOf(test: TestContext, machine: string): BtfTypes | null {
  const path = packageFile(`dist/bpf/cxray.${machine}.o`);
  if (!existsSync(path) && process.env["CI"] !== "true") {
    test.skip(`NOT CHECKED: ${path} is not built; run npm run build`);
    return null;
  }
  return parseBtf(readSection(readFileSync(path), ".BTF"));
}

for (const machine of ["x86_64", "aarch64"]) {
  test(`wire.ts reads the records that the ${machine} object writes`, (t) => {
    const types = typesOf(t, machine);
    if (types === null) return;
    assert.deepEqual(compareWire(types), []);
    assertWire(types, "cxray.o");
  });
}

/** The types that wire.ts describes, as an object would have them, with one of them changed. */
function typesWith(name: string, change: (layout: Layout) => Layout | null): BtfTypes {
  const apply = (all: Readonly<Record<string, Layout>>): Map<string, Layout> => {
    const changed = Object.entries(all).map(([key, layout]): [string, Layout | null] => [
      key,
      key === name ? change(layout) : layout,
    ]);
    return new Map(changed.filter((entry): entry is [string, Layout] => entry[1] !== null));
  };
  return { structs: apply(WIRE_STRUCTS), enums: apply(WIRE_ENUMS) };
}

test("a field that moved is named with both places", () => {
  const moved = typesWith("event_open", (layout) => ({ ...layout, path_len: 74 }));
  assert.deepEqual(compareWire(moved), [
    "struct event_open.path_len: 80 in wire.ts, 74 in the object",
  ]);
});

test("a structure that grew, a field that is new, and one that is gone are named", () => {
  const grown = typesWith("event_header", (layout) => ({ ...layout, cgroup: 72, size: 80 }));
  assert.deepEqual(compareWire(grown), [
    "struct event_header.size: 72 in wire.ts, 80 in the object",
    "struct event_header.cgroup: undefined in wire.ts, 72 in the object",
  ]);
  const shrunk = typesWith("container", ({ started: _, ...rest }) => rest);
  assert.deepEqual(compareWire(shrunk), [
    "struct container.started: 0 in wire.ts, undefined in the object",
  ]);
});

test("a number of an enumeration that changed, and a missing structure, are named", () => {
  const renumbered = typesWith("event_kind", (layout) => ({ ...layout, EVENT_OPEN: 7 }));
  assert.deepEqual(compareWire(renumbered), [
    "enum event_kind.EVENT_OPEN: 6 in wire.ts, 7 in the object",
  ]);
  assert.deepEqual(compareWire(typesWith("event_exec", () => null)), [
    "struct event_exec: not in the object",
  ]);
});

test("an object that doesn't fit is refused, with what differs", () => {
  const moved = typesWith("event_exec", (layout) => ({ ...layout, id: 80 }));
  assert.throws(
    () => {
      assertWire(moved, "/x/cxray.o");
    },
    (error) => {
      assert.ok(error instanceof CxrayError);
      assert.equal(error.code, "wire-mismatch");
      assert.match(error.message, /\/x\/cxray\.o/);
      assert.match(error.advice.join("\n"), /npm run build[^]*event_exec\.id: 72 in wire\.ts, 80/);
      return true;
    },
  );
});
