/**
 * Probes on tracepoints that not every kernel has. The object marks them with "?", so that
 * libbpf leaves out those that nobody turns on.
 */
import { BTF_KIND, type Libbpf, type Pointer } from "./ffi.js";

interface OptionalProbe {
  readonly program: string;
  readonly tracepoint: string;
}

/** Since Linux 6.14. */
const CAPABILITY_PROBE: OptionalProbe = { program: "on_capable", tracepoint: "cap_capable" };

/** The optional probes that the running kernel can take. */
export interface OptionalProbes {
  readonly programs: readonly string[];
  /** the kernel's questions for capabilities are looked at */
  readonly capabilities: boolean;
}

/** Turns on what the running kernel has; to be called before the object is loaded. */
export function enableOptionalProbes(bpf: Libbpf, object: Pointer): OptionalProbes {
  const kernel = bpf.kernelBtf();
  if (kernel === null) return { programs: [], capabilities: false };
  const has = (name: string, kind: number): boolean => bpf.findType(kernel, name, kind) > 0;
  const hasTracepoint = ({ tracepoint }: OptionalProbe): boolean =>
    has(`btf_trace_${tracepoint}`, BTF_KIND.typedef);
  try {
    const capabilities = hasTracepoint(CAPABILITY_PROBE);
    const programs = capabilities ? [CAPABILITY_PROBE.program] : [];
    for (const name of programs) bpf.setAutoload(bpf.findProgram(object, name), true);
    return { programs, capabilities };
  } finally {
    bpf.freeBtf(kernel);
  }
}
