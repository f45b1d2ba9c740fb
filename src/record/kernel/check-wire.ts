/** Compares `wire.ts` with the types in a compiled eBPF object. */
import { CxrayError } from "../../model/errors.js";
import type { BtfTypes, Layout } from "./btf.js";
import { WIRE_ENUMS } from "./wire-enums.js";
import { WIRE_STRUCTS } from "./wire.js";

/** The differences, a line each; empty: wire.ts and the object agree. */
export function compareWire(types: BtfTypes): string[] {
  return [
    ...compareAll("struct", WIRE_STRUCTS, types.structs),
    ...compareAll("enum", WIRE_ENUMS, types.enums),
  ];
}

function compareAll(
  what: string,
  expected: Readonly<Record<string, Layout>>,
  found: ReadonlyMap<string, Layout>,
): string[] {
  return Object.entries(expected).flatMap(([name, layout]) => {
    const actual = found.get(name);
    if (actual === undefined) return [`${what} ${name}: not in the object`];
    const keys = new Set([...Object.keys(layout), ...Object.keys(actual)]);
    return [...keys]
      .filter((key) => layout[key] !== actual[key])
      .map(
        (key) =>
          `${what} ${name}.${key}: ${String(layout[key])} in wire.ts, ${String(actual[key])} in the object`,
      );
  });
}

/** @throws CxrayError wire-mismatch if the object was built from another event.h */
export function assertWire(types: BtfTypes, objectPath: string): void {
  const differences = compareWire(types);
  if (differences.length === 0) return;
  throw new CxrayError("wire-mismatch", `${objectPath} doesn't fit this cxray`, [
    "Install cxray again, or run `npm run build` in a checkout.",
    ...differences,
  ]);
}
