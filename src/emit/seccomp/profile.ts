/** From a baseline to a seccomp profile, in the form Docker, Podman, containerd and CRI-O read. */
import type { Baseline, SyscallEntry, SyscallsByAbi } from "../../model/baseline.js";
import { CxrayError } from "../../model/errors.js";
import { sortedTexts } from "../../model/order.js";
import { plural } from "../../model/plural.js";
import { isSyscallName, recentSyscalls } from "../../model/syscalls.js";
import { commentText } from "../comment.js";
import { argumentRules, hidesClone3 } from "./arguments.js";
import type { ArgumentTest } from "./arguments.js";
import { runtimeNeeds } from "./runtime-needs.js";

/** The numbers of the two errors a profile can answer with. */
export const ERRNO = { EPERM: 1, ENOSYS: 38 } as const;
export type ErrnoChoice = keyof typeof ERRNO;

/** One group of a profile: what its calls are answered with. */
export interface Group {
  readonly names: readonly string[];
  readonly action: "SCMP_ACT_ALLOW" | "SCMP_ACT_ERRNO";
  /** why; loaders ignore it (seen with Docker 20.10, and of moby's own profile) */
  readonly comment: string;
  readonly errnoRet?: number;
  /** tests that all have to hold */
  readonly args?: readonly ArgumentTest[];
}

export interface SeccompProfile {
  readonly defaultAction: "SCMP_ACT_ERRNO";
  readonly defaultErrnoRet: number;
  readonly architectures: readonly string[];
  readonly syscalls: readonly Group[];
}

/**
 * A machine's architecture and those of the 32-bit programs it also runs: a call through an
 * architecture that is not named kills the process.
 */
export const ARCHITECTURES: Readonly<Record<string, readonly string[]>> = {
  x86_64: ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  aarch64: ["SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"],
};

/** The profile, and warnings. Throws `no-behaviour` where no call of the image was recorded. */
export function buildProfile(
  baseline: Baseline,
  errno: ErrnoChoice = "ENOSYS",
): { profile: SeccompProfile; warnings: string[] } {
  const workload = namesIn(baseline.syscalls.workload);
  if (workload.length === 0) throw noBehaviour(baseline);
  const start = namesIn(baseline.syscalls.start);
  const used = sortedTexts([...workload, ...start]);
  const known = used.filter(isSyscallName);
  const needed = sortedTexts([...known, ...runtimeNeeds(baseline.runs.runtimes)]);
  const allowed = hidesClone3(baseline)
    ? sortedTexts([...needed.filter((name) => name !== "clone3"), "clone"])
    : needed;
  const rules = argumentRules(baseline).filter(({ call }) => allowed.includes(call));
  const restricted = new Set(rules.map(({ call }) => call));
  const whole = allowed.filter((name) => !restricted.has(name));
  const profile: SeccompProfile = {
    defaultAction: "SCMP_ACT_ERRNO",
    defaultErrnoRet: ERRNO[errno],
    architectures: ARCHITECTURES[baseline.architecture] ?? [],
    syscalls: [
      { names: whole, action: "SCMP_ACT_ALLOW", comment: allowComment(baseline) },
      ...rules.map(({ call, args, comment }): Group => {
        return { names: [call], action: "SCMP_ACT_ALLOW", comment, args };
      }),
      ...refusedGroup(allowed, errno),
    ],
  };
  return { profile, warnings: warningsFor(used) };
}

function namesIn(byAbi: SyscallsByAbi): string[] {
  return Object.values(byAbi).flatMap((entries: readonly SyscallEntry[]) =>
    entries.map((entry) => entry.name),
  );
}

function allowComment(baseline: Baseline): string {
  const runs = plural(baseline.runs.count, "recorded run");
  const used = `used in ${runs}, or needed by the runtime to start`;
  const { state, reasons } = baseline.completeness;
  if (state === "complete") return used;
  return `PARTIAL BASELINE: ${used} (${reasons.map((each) => commentText(each.message)).join("; ")})`;
}

/**
 * Docker 20.10 ignores defaultErrnoRet and answers EPERM, at which libc gives up; an errnoRet of a
 * group it obeys. Listed are the calls that programs try first and do without: those newer than
 * Linux 3.14. Where defaultErrnoRet is obeyed the group says the same again, and runc and crun
 * skip it. With EPERM, clone3 alone still seems missing, as in Docker's own profile: glibc's
 * threads, the runtime's too, need that answer to fall back to clone (moby#42680).
 */
function refusedGroup(allowed: readonly string[], errno: ErrnoChoice): Group[] {
  const isAllowed = new Set(allowed);
  const candidates = errno === "ENOSYS" ? recentSyscalls() : ["clone3"];
  const names = candidates.filter((name) => !isAllowed.has(name));
  if (names.length === 0) return [];
  const comment =
    "not used; programs fall back to older calls when the kernel seems not to have these";
  return [{ names, action: "SCMP_ACT_ERRNO", comment, errnoRet: ERRNO.ENOSYS }];
}

function warningsFor(used: readonly string[]): string[] {
  const unknown = used.filter((name) => !isSyscallName(name));
  return unknown.map(
    (name) => `The system call ${name} was used and is left out: cxray knows no name for it.`,
  );
}

function noBehaviour(baseline: Baseline): CxrayError {
  return new CxrayError(
    "no-behaviour",
    `no system call of ${baseline.image.references[0] ?? baseline.image.digest} was recorded`,
    "A profile would allow nothing. Record a container of the image from its start.",
  );
}
