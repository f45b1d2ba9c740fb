/** What the kernel must be able to do, whatever it calls itself. */
import { readFileSync } from "node:fs";

/**
 * The eBPF helpers that the program calls and that came last, by their numbers in enum bpf_func_id
 * (include/uapi/linux/bpf.h). All others are as old as BTF of the kernel's own tracepoints.
 */
export const LATE_HELPERS = {
  bpf_for_each_map_elem: 164,
  bpf_snprintf: 165,
  bpf_task_pt_regs: 175,
  bpf_loop: 181,
} as const;

/** Every kernel from here on has all of them: bpf_loop was the last (e6f2dd0f8067). */
const HAS_ALL = [5, 17] as const;

/**
 * Those of the helpers that the kernel lacks. Kernels of distributions have parts of newer ones:
 * where the version doesn't answer it, the kernel's own type information does, which names every
 * helper. Without that nothing is missing for sure.
 */
export function missingHelpers(kernel: string, btf: string): string[] {
  if (isAtLeast(kernel, HAS_ALL)) return [];
  let types: Buffer;
  try {
    types = readFileSync(btf);
  } catch {
    return [];
  }
  // Names of enum members stand in its table of texts, each between zeros.
  return Object.keys(LATE_HELPERS).filter(
    (name) => !types.includes(`\0${name.replace(/^bpf_/u, "BPF_FUNC_")}\0`, 0, "latin1"),
  );
}

function isAtLeast(kernel: string, [lowestMajor, lowestMinor]: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = kernel.split(".").map((part) => Number.parseInt(part, 10));
  return major > lowestMajor || (major === lowestMajor && minor >= lowestMinor);
}
