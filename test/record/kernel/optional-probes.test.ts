import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Libbpf } from "../../../src/record/kernel/ffi.js";
import { isRingDisabled } from "../../../src/record/kernel/io-uring.js";
import { enableOptionalProbes } from "../../../src/record/kernel/optional-probes.js";
import { temporaryFolder } from "../../store/samples.js";

/** A libbpf on a kernel with these types, and the programs that were turned on. */
function libbpfOn(types: readonly string[] | null): { bpf: Libbpf; on: string[] } {
  const names: string[] = [];
  const on: string[] = [];
  const fake: Partial<Libbpf> = {
    kernelBtf: () => (types === null ? null : 1n),
    freeBtf: () => undefined,
    findType: (_, name) => (types?.includes(name) === true ? 7 : -2),
    findProgram: (_, name) => BigInt(names.push(name) - 1),
    setAutoload: (program) => on.push(names[Number(program)] ?? ""),
  };
  return { bpf: fake as Libbpf, on };
}

const ALLOWED = (): boolean => false;
const EVERY_RING = ["complete", "cqe_overflow", "fail_link"].map(
  (name) => `btf_trace_io_uring_${name}`,
);

test("on a current kernel requests of io_uring are looked at", () => {
  const { bpf, on } = libbpfOn([
    "io_ring_ctx",
    "io_cmd_data",
    "btf_trace_io_uring_submit_req",
    ...EVERY_RING,
  ]);
  const probes = enableOptionalProbes(bpf, 1n, ALLOWED);
  assert.deepEqual(on, [
    "on_uring_submit",
    "on_uring_complete",
    "on_uring_overflow",
    "on_uring_fail_link",
  ]);
  assert.deepEqual(probes.programs, on);
  assert.equal(probes.seesRings, true);
});

test("on Linux 6.1 they are looked at where they were submitted under another name", () => {
  const { bpf, on } = libbpfOn([
    "io_ring_ctx",
    "io_cmd_data",
    "btf_trace_io_uring_submit_sqe",
    ...EVERY_RING,
  ]);
  assert.equal(enableOptionalProbes(bpf, 1n, ALLOWED).seesRings, true);
  assert.equal(on[0], "on_uring_submit_sqe");
});

for (const [kernel, types] of [
  ["before 6.0, with other requests", ["btf_trace_io_uring_submit_sqe", ...EVERY_RING]],
  [
    "that lacks one of the tracepoints",
    ["io_ring_ctx", "io_cmd_data", "btf_trace_io_uring_submit_req"],
  ],
  ["without BTF", null],
] as const) {
  test(`on a kernel ${kernel} no probe is turned on that could stop the others`, () => {
    const { bpf, on } = libbpfOn(types);
    assert.equal(enableOptionalProbes(bpf, 1n, ALLOWED).seesRings, false);
    assert.deepEqual(on, []);
  });
}

test("where io_uring is turned off its probes are not loaded, and nobody can make one", () => {
  const types = ["io_ring_ctx", "io_cmd_data", "btf_trace_io_uring_submit_req", ...EVERY_RING];
  const { bpf, on } = libbpfOn(types);
  let disabled = true;
  const { seesRings, allowsRings } = enableOptionalProbes(bpf, 1n, () => disabled);
  assert.deepEqual(on, []);
  assert.deepEqual([seesRings, allowsRings()], [false, false]);
  disabled = false;
  assert.equal(allowsRings(), true);
});

test("on a kernel without io_uring nobody can make one", () => {
  const { allowsRings } = enableOptionalProbes(libbpfOn([]).bpf, 1n, ALLOWED);
  assert.equal(allowsRings(), false);
});

test("io_uring is turned off where the kernel refuses it to everybody", (t) => {
  const file = join(temporaryFolder(t), "io_uring_disabled");
  for (const [value, disabled] of [
    ["0\n", false],
    ["1\n", false],
    ["2\n", true],
  ] as const) {
    writeFileSync(file, value);
    assert.equal(isRingDisabled(file), disabled, value);
  }
  assert.equal(isRingDisabled(`${file}-absent`), false);
});
