/** The features that the kernel must have, whatever its version. */
import { readFileSync } from "node:fs";

/**
 * The newest eBPF helpers that the program calls, by their numbers in enum bpf_func_id
 * (include/uapi/linux/bpf.h). All others are as old as the BTF of the kernel's own tracepoints.
 */
export const LATE_HELPERS = {
  bpf_for_each_map_elem: 164,
  bpf_snprintf: 165,
  bpf_task_pt_regs: 175,
  bpf_loop: 181,
} as const;

/** Kernels from this version on have all of them: bpf_loop was the last (e6f2dd0f8067). */
const HAS_ALL = [5, 17] as const;

/**
 * The helpers that the kernel lacks. Kernels of distributions contain backports: an older version
 * is checked by the kernel's own type information, which names every helper. Without that, none
 * counts as missing.
 */
export function missingHelpers(kernel: string, btf: string): string[] {
  if (isAtLeast(kernel, HAS_ALL)) return [];
  let types: Buffer;
  try {
    types = readFileSync(btf);
  } catch {
    return [];
  }
  // BTF stores the names of enum members in its string table, each between NUL bytes.
  return Object.keys(LATE_HELPERS).filter(
    (name) => !types.includes(`\0${name.replace(/^bpf_/u, "BPF_FUNC_")}\0`, 0, "latin1"),
  );
}

function isAtLeast(kernel: string, [lowestMajor, lowestMinor]: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = kernel.split(".").map((part) => Number.parseInt(part, 10));
  return major > lowestMajor || (major === lowestMajor && minor >= lowestMinor);
}
