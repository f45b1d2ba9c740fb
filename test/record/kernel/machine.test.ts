import assert from "node:assert/strict";
import { test } from "node:test";
import { CxrayError } from "../../../src/model/errors.js";
import {
  checkMachine,
  machineFacts,
  objectPath,
  type MachineFacts,
} from "../../../src/record/kernel/machine.js";

// capabilities(7) by their bits: CAP_SYS_ADMIN 21, CAP_PERFMON 38, CAP_BPF 39
const NONE = "0000000000000000";
const SYS_ADMIN = "0000000000200000";
const BPF = "0000008000000000";
const BPF_AND_PERFMON = "000000c000000000";

/** The problems, by their code, of a machine that is like this. */
function problems(
  facts: Partial<Record<"capabilities" | "kernel" | "btf" | "lockdown", string>>,
): string[] {
  const status = `Name:\tnode\nCapInh:\t${NONE}\nCapEff:\t${facts.capabilities ?? SYS_ADMIN}\n`;
  const all: MachineFacts = {
    status,
    kernel: facts.kernel ?? "6.1.0-18-amd64",
    btf: facts.btf ?? "/dev/null",
    lockdown: facts.lockdown ?? "",
  };
  const codes = checkMachine(all).flatMap(({ problem }) => (problem === null ? [] : problem.code));
  // What the machine of the test lacks is no matter here.
  return codes.filter((code) => ["not-root", "old-kernel", "no-btf", "locked-down"].includes(code));
}

test("a machine with all that is needed has no problem", () => {
  assert.deepEqual(problems({}), []);
});

test("programs may be loaded with CAP_SYS_ADMIN, or with CAP_BPF and CAP_PERFMON", () => {
  assert.deepEqual(problems({ capabilities: NONE }), ["not-root"]);
  assert.deepEqual(problems({ capabilities: BPF }), ["not-root"]);
  assert.deepEqual(problems({ capabilities: BPF_AND_PERFMON }), []);
  assert.deepEqual(problems({ capabilities: "000001ffffffffff" }), []);
});

test("a kernel that lacks a helper is too old", () => {
  assert.deepEqual(problems({ kernel: "5.15.0-91-generic" }), ["old-kernel"]); // /dev/null has none
});

test("a kernel that is locked down for confidentiality can't be recorded on, even by root", () => {
  const lockdown = "none integrity [confidentiality]\n";
  assert.deepEqual(problems({ lockdown }), ["locked-down"]);
  assert.deepEqual(problems({ lockdown: "none [integrity] confidentiality\n" }), []);
});

test("a kernel without type information is named as such", () => {
  assert.deepEqual(problems({ btf: "/sys/kernel/btf/missing" }), ["no-btf"]);
});

test("every need that isn't met says what to do", () => {
  const facts = { status: "", kernel: "4.4.0", btf: "/missing", lockdown: "" };
  const unmet = checkMachine(facts).flatMap(({ problem }) => problem ?? []);
  assert.ok(unmet.length >= 2);
  for (const { code, exit, advice } of unmet) {
    assert.equal(exit, 4, code);
    assert.ok(advice.join("").length > 20, code);
  }
});

test("the facts of this machine can be read", () => {
  const facts = machineFacts();
  assert.match(facts.status, /^CapEff:\s+[0-9a-f]{16}$/m);
  assert.match(facts.kernel, /^\d+\.\d+/);
});

test("an architecture that cxray has no program for is refused by name", () => {
  assert.throws(
    () => objectPath("riscv64"),
    (error) =>
      error instanceof CxrayError &&
      error.code === "unsupported-machine" &&
      error.message.includes("riscv64"),
  );
});
