/**
 * Probes on tracepoints that not every kernel has. The object marks them with "?", so that libbpf
 * loads only those that are enabled.
 */
import type { KernelView } from "../sinks/blind-spot-sink.js";
import { BTF_KIND, type Libbpf, type Pointer } from "./ffi.js";
import { isRingDisabled } from "./io-uring.js";

interface OptionalProbe {
  readonly program: string;
  readonly tracepoint: string;
}

/** Since Linux 6.14. */
const CAPABILITY_PROBE: OptionalProbe = { program: "on_capable", tracepoint: "cap_capable" };

/**
 * Probes for io_uring requests. `io_uring_submit_req` was called `io_uring_submit_sqe` before Linux
 * 6.4 ("io_uring: rename trace_io_uring_submit_sqe() tracepoint"), so a kernel has one of the two.
 */
const RING_PROBES: readonly OptionalProbe[] = [
  { program: "on_uring_submit", tracepoint: "io_uring_submit_req" },
  { program: "on_uring_submit_sqe", tracepoint: "io_uring_submit_sqe" },
  { program: "on_uring_complete", tracepoint: "io_uring_complete" },
  { program: "on_uring_overflow", tracepoint: "io_uring_cqe_overflow" },
  { program: "on_uring_fail_link", tracepoint: "io_uring_fail_link" },
];
/** The field of a request with the data of its operation, since Linux 6.0. */
const RING_REQUEST = "io_cmd_data";
/** A type in every kernel with io_uring. */
const RING = "io_ring_ctx";

/** The optional probes that the running kernel supports. */
export interface OptionalProbes extends KernelView {
  readonly programs: readonly string[];
}

/**
 * Enables the probes that the running kernel supports. Call it before the object is loaded. If
 * io_uring is disabled, its probes are left out, because they would only slow the start down.
 */
export function enableOptionalProbes(
  bpf: Libbpf,
  object: Pointer,
  isDisabled = isRingDisabled,
): OptionalProbes {
  const kernel = bpf.kernelBtf();
  const allowsRings = (): boolean => !isDisabled();
  if (kernel === null) {
    return { programs: [], seesCapabilities: false, seesRings: false, allowsRings };
  }
  const has = (name: string, kind: number): boolean => bpf.findType(kernel, name, kind) > 0;
  const hasTracepoint = ({ tracepoint }: OptionalProbe): boolean =>
    has(`btf_trace_${tracepoint}`, BTF_KIND.typedef);
  try {
    const seesCapabilities = hasTracepoint(CAPABILITY_PROBE);
    const ring = RING_PROBES.filter(hasTracepoint);
    const hasRings = has(RING, BTF_KIND.struct);
    const canSee = ring.length === RING_PROBES.length - 1 && has(RING_REQUEST, BTF_KIND.struct);
    const seesRings = canSee && !isDisabled();
    const probes = [...(seesCapabilities ? [CAPABILITY_PROBE] : []), ...(seesRings ? ring : [])];
    const programs = probes.map(({ program }) => program);
    for (const name of programs) bpf.setAutoload(bpf.findProgram(object, name), true);
    return {
      ...{ programs, seesCapabilities, seesRings },
      allowsRings: () => hasRings && !isDisabled(),
    };
  } finally {
    bpf.freeBtf(kernel);
  }
}
