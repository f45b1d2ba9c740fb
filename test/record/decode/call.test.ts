import assert from "node:assert/strict";
import { test } from "node:test";
import type { Behaviour } from "../../../src/model/events/events.js";
import { ABIS, decodeBehaviour } from "../../../src/record/decode/decode.js";
import {
  capabilityRecord,
  inRing,
  KIND,
  valuesRecord,
  type ValuesFields,
} from "../kernel/c-layout.js";

const COMPAT = 1;

function decode(record: Buffer): Behaviour | null {
  return decodeBehaviour(inRing(record), ABIS["x64"] ?? []);
}

function privilege(given: ValuesFields) {
  const behaviour = decode(valuesRecord(KIND.privilege, given));
  return behaviour?.kind === "privilege" ? behaviour : assert.fail("no privilege");
}

test("the arguments of socket are three, those of other calls one", () => {
  const socket = { nr: 41, values: [16n, 3n, 9n] };
  assert.deepEqual(decode(valuesRecord(KIND.argument, socket)), {
    kind: "argument",
    abi: "x86_64",
    nr: 41,
    values: [16, 3, 9],
  });
  const clone3 = { nr: 435, values: [0x2_0000_0000n] }; // CLONE_INTO_CGROUP: wider than 32 bits
  assert.deepEqual(decode(valuesRecord(KIND.argument, clone3)), {
    kind: "argument",
    abi: "x86_64",
    nr: 435,
    values: [0x2_0000_0000],
  });
});

test("32-bit programs make sockets through socketcall", () => {
  const record = valuesRecord(KIND.argument, { nr: 102, abi: COMPAT, values: [1n, 2n, 0n] });
  assert.deepEqual(decode(record), { kind: "argument", abi: "x86", nr: 102, values: [1, 2, 0] });
});

test("an id that stays as it is, is -1", () => {
  const setresuid = { nr: 117, values: [0xffff_ffffn, 33n, 0xffff_fffen] };
  assert.deepEqual(privilege(setresuid), {
    kind: "privilege",
    abi: "x86_64",
    nr: 117,
    values: [-1, 33, 0xffff_fffe],
    ret: 0,
  });
});

test("calls have as many values as they have arguments that matter", () => {
  const values = [1n, 2n, 3n, 4n];
  assert.deepEqual(privilege({ nr: 213, abi: COMPAT, values }).values, [1]); // setuid32
  assert.deepEqual(privilege({ nr: 101, values }).values, [1, 2]); // ptrace
  assert.deepEqual(privilege({ nr: 116, values }).values, [1, 2, 3, 4]); // setgroups
  assert.deepEqual(privilege({ nr: 175, values, ret: -1 }).values, []); // init_module
});

test("a set of all capabilities stays exact", () => {
  const all = 2n ** 41n - 1n;
  assert.deepEqual(privilege({ nr: 126, values: [0n, all, 0xffff_ffffn, 0n] }).values, [
    0,
    2 ** 41 - 1,
    0xffff_ffff,
    0,
  ]);
});

test("a capability is told with the call in which it was asked for, and how that went", () => {
  assert.deepEqual(decode(capabilityRecord({ nr: 92, capability: 0, ret: -1, result: -13 })), {
    kind: "capability",
    capability: 0,
    granted: false,
    abi: "x86_64",
    nr: 92,
    ret: -13,
  });
});

test("a capability may be asked for in no call, or to make namespaces", () => {
  const fault = decode(capabilityRecord({ capability: 21 }));
  assert.deepEqual(fault?.kind === "capability" && fault.nr, null);
  const clone = decode(capabilityRecord({ nr: 56, capability: 21, flags: 1 }));
  assert.deepEqual(clone?.kind === "capability" && clone.namespaces, true);
});
