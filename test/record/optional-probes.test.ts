import assert from "node:assert/strict";
import { test } from "node:test";
import type { Libbpf } from "../../src/record/ffi.js";
import { enableOptionalProbes } from "../../src/record/optional-probes.js";

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

const EVERY_RING = ["complete", "cqe_overflow", "fail_link"].map(
  (name) => `btf_trace_io_uring_${name}`,
);

test("on a current kernel requests of io_uring are looked at", () => {
  const { bpf, on } = libbpfOn(["io_cmd_data", "btf_trace_io_uring_submit_req", ...EVERY_RING]);
  const probes = enableOptionalProbes(bpf, 1n);
  assert.deepEqual(on, [
    "on_ring_submit",
    "on_ring_complete",
    "on_ring_overflow",
    "on_ring_fail_link",
  ]);
  assert.deepEqual(probes, { programs: on, seesCapabilities: false, seesRings: true });
});

test("on Linux 6.1 they are looked at where they were submitted under another name", () => {
  const { bpf, on } = libbpfOn(["io_cmd_data", "btf_trace_io_uring_submit_sqe", ...EVERY_RING]);
  assert.equal(enableOptionalProbes(bpf, 1n).seesRings, true);
  assert.equal(on[0], "on_ring_submit_sqe");
});

for (const [kernel, types] of [
  ["before 6.0, with other requests", ["btf_trace_io_uring_submit_sqe", ...EVERY_RING]],
  ["that lacks one of the tracepoints", ["io_cmd_data", "btf_trace_io_uring_submit_req"]],
  ["without BTF", null],
] as const) {
  test(`on a kernel ${kernel} no probe is turned on that could stop the others`, () => {
    const { bpf, on } = libbpfOn(types);
    assert.equal(enableOptionalProbes(bpf, 1n).seesRings, false);
    assert.deepEqual(on, []);
  });
}
