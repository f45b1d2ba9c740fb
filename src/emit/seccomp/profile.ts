/**
 * Turns a baseline into a seccomp profile, in the form that Docker, Podman, containerd and CRI-O
 * read.
 */
import type { Abi } from "../../model/events/events.js";
import type { Baseline, SyscallEntry, SyscallsByAbi } from "../../model/baseline/baseline.js";
import { CxrayError } from "../../model/errors.js";
import { sortedTexts } from "../../model/order.js";
import { plural } from "../../model/plural.js";
import type { Runtime } from "../../model/recordings/recording.js";
import { isSyscallName, recentSyscalls, syscallsOf } from "../../model/kernel/syscalls.js";
import { forbiddenCalls } from "../../policy/index.js";
import { commentText } from "../comment.js";
import { argumentRules, hidesClone3 } from "./arguments.js";
import type { ArgumentTest } from "./arguments.js";
import type { SeccompOptions } from "./options.js";
import { INIT_NEEDS } from "./rows/runtime-needs.js";
import { profiledRuntimes, runtimeNeeds, unknownRuntimes } from "./runtime-needs.js";
import { similarCalls as similarCallsOf } from "./similar-calls.js";

type Errno = SeccompOptions["errno"];

/** The errno values that a profile can answer with. */
export const ERRNO = { EPERM: 1, ENOSYS: 38 } as const satisfies Record<Errno, number>;

/** One group of a profile: calls and the answer to them. */
export interface CallGroup {
  readonly names: readonly string[];
  readonly action: "SCMP_ACT_ALLOW" | "SCMP_ACT_ERRNO";
  /**
   * the reason; loaders ignore it (tested with Docker 20.10; moby's own profile has comments too)
   */
  readonly comment: string;
  readonly errnoRet?: number;
  /** conditions that must all hold */
  readonly args?: readonly ArgumentTest[];
}

export interface SeccompProfile {
  readonly defaultAction: "SCMP_ACT_ERRNO";
  readonly defaultErrnoRet: number;
  readonly architectures: readonly string[];
  readonly syscalls: readonly CallGroup[];
}

/**
 * A machine's architecture and those of 32-bit programs that it runs: the kernel kills a process
 * that makes a call through any other architecture.
 */
export const ARCHITECTURES: Readonly<Record<string, readonly string[]>> = {
  x86_64: ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  aarch64: ["SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"],
};

/** The profile and warnings. Throws `no-behaviour` if no call of the image was recorded. */
export function buildProfile(
  baseline: Baseline,
  { errno, runtimes, similarCalls, policy }: SeccompOptions,
): { profile: SeccompProfile; warnings: string[] } {
  const used = sortedTexts(namesIn(baseline.syscalls.workload));
  if (used.length === 0) throw noBehaviour(baseline);
  const start = sortedTexts(namesIn(baseline.syscalls.start));
  const forbidden = forbiddenCalls(policy, baseline.image);
  const isAllowed = (name: string): boolean => !forbidden.has(name);
  const image = withoutHidden(used.filter(isSyscallName), baseline).filter(isAllowed);
  const needed = [
    ...start.filter(isSyscallName),
    ...runtimeNeeds(baseline.runs.runtimes, runtimes),
  ];
  const runtime = sortedTexts(
    withoutHidden(needed, baseline).filter((name) => isAllowed(name) && !image.includes(name)),
  );
  const taken = [...image, ...runtime, ...forbidden];
  const similar = similarCalls ? similarGroups(baseline, taken) : [];
  const allowed = [...image, ...runtime, ...similar.flatMap(({ names }) => names)];
  const rules = argumentRules(baseline).filter(({ call }) => allowed.includes(call));
  const restricted = new Set(rules.map(({ call }) => call));
  const whole = (names: readonly string[], comment: string): CallGroup[] =>
    allow(
      names.filter((name) => !restricted.has(name)),
      comment,
    );
  const profile: SeccompProfile = {
    defaultAction: "SCMP_ACT_ERRNO",
    defaultErrnoRet: ERRNO[errno],
    architectures: ARCHITECTURES[baseline.architecture] ?? [],
    syscalls: [
      ...whole(image, imageComment(baseline)),
      ...whole(runtime, runtimeComment(baseline.runs.runtimes, runtimes)),
      ...similar.flatMap(({ names, comment }) => whole(names, comment)),
      ...rules.map(({ call, args, comment }): CallGroup => {
        return { names: [call], action: "SCMP_ACT_ALLOW", comment, args };
      }),
      ...refusedGroup(allowed, errno),
    ],
  };
  const warnings = [
    ...forbiddenNeeds(needed.filter((name) => !isAllowed(name))),
    ...warningsFor(baseline, [...used, ...start], runtimes),
  ];
  return { profile, warnings };
}

/**
 * The policy's forbidden calls are refused to runtimes too: warns about those that a runtime needs.
 */
function forbiddenNeeds(calls: readonly string[]): string[] {
  const names = sortedTexts(calls);
  if (names.length === 0) return [];
  return [
    `Runtimes may need ${names.join(", ")} to start a container, which the policy forbids: try whether one starts under the profile.`,
  ];
}

function namesIn(byAbi: SyscallsByAbi): string[] {
  return Object.values(byAbi).flatMap((entries: readonly SyscallEntry[]) =>
    entries.map((entry) => entry.name),
  );
}

/** Replaces clone3 by clone, if clone3 is answered with ENOSYS. */
function withoutHidden(names: readonly string[], baseline: Baseline): string[] {
  if (!names.includes("clone3") || !hidesClone3(baseline)) return [...names];
  return sortedTexts([...names.filter((name) => name !== "clone3"), "clone"]);
}

function allow(names: readonly string[], comment: string): CallGroup[] {
  return names.length === 0 ? [] : [{ names, action: "SCMP_ACT_ALLOW", comment }];
}

/** Calls of equal power that are not allowed yet, each once, if an ABI in use has them. */
function similarGroups(
  baseline: Baseline,
  taken: readonly string[],
): { names: readonly string[]; comment: string }[] {
  const { workload } = baseline.syscalls;
  const used = new Set(namesIn(workload));
  const existing = new Set(
    (Object.keys(workload) as Abi[]).flatMap((abi) => [...syscallsOf(abi).values()]),
  );
  const known = new Set(taken);
  return similarCallsOf(used, baseline).map(({ what, used: those, allowed }) => {
    const names = allowed.filter((name) => existing.has(name) && !known.has(name));
    for (const name of names) known.add(name);
    const seen = those.filter((name) => used.has(name)).join(", ");
    return { names, comment: `not used, but equal in power to ${seen}, which was: to ${what}` };
  });
}

function imageComment(baseline: Baseline): string {
  const used = `used by the image in ${plural(baseline.runs.count, "recorded run")}`;
  const { state, reasons } = baseline.completeness;
  if (state === "complete") return used;
  return `PARTIAL BASELINE: ${used} (${reasons.map((each) => commentText(each.message)).join("; ")})`;
}

function runtimeComment(recorded: readonly Runtime[], choice: SeccompOptions["runtimes"]): string {
  const known = profiledRuntimes(recorded, choice).map(({ name, version }) => `${name} ${version}`);
  const unknown = unknownRuntimes(recorded).map((name) => `${commentText(name)} as recorded`);
  const inits =
    choice === "all" ? INIT_NEEDS.map((init) => `${init.runtime} ${init.versions}`) : [];
  const runtimes = [...known, ...unknown, ...inits].join(", ");
  return `not used by the image: needed by ${runtimes} to start it`;
}

/**
 * Answers ENOSYS for calls that programs try first and can do without: those newer than Linux 3.14.
 * Docker 20.10 ignores defaultErrnoRet and answers EPERM, after which libc gives up; it honours a
 * group's errnoRet. Where defaultErrnoRet works the group repeats it, and runc and crun skip the
 * group. With EPERM as the default, only clone3 is answered with ENOSYS, as in Docker's own
 * profile: glibc needs that answer to fall back to clone for threads, even those of the runtime
 * (moby#42680).
 */
function refusedGroup(allowed: readonly string[], errno: Errno): CallGroup[] {
  const isAllowed = new Set(allowed);
  const candidates = errno === "ENOSYS" ? recentSyscalls() : ["clone3"];
  const names = candidates.filter((name) => !isAllowed.has(name));
  if (names.length === 0) return [];
  const comment =
    "not used; programs fall back to older calls when the kernel seems not to have these";
  return [{ names, action: "SCMP_ACT_ERRNO", comment, errnoRet: ERRNO.ENOSYS }];
}

/** A warning, because a program that needs clone3 and has no fallback cannot say why it fails. */
function hiddenClone3(baseline: Baseline): string[] {
  if (!hidesClone3(baseline)) return [];
  const entries = Object.values(baseline.syscalls.workload).flat();
  const by = sortedTexts(
    entries.filter(({ name }) => name === "clone3").flatMap((entry) => entry.by),
  ).filter((path) => path !== "");
  return [
    `clone3 was used${by.length === 0 ? "" : ` by ${by.join(", ")}`} and is answered as if the kernel did not have it, since no filter can look at its flags: libc then calls clone, but a program that calls clone3 itself may fail. If one does, add clone3 to the profile: whatever runs there can then make namespaces.`,
  ];
}

function warningsFor(
  baseline: Baseline,
  used: readonly string[],
  runtimes: SeccompOptions["runtimes"],
): string[] {
  const { runs } = baseline;
  const unknown = sortedTexts(used.filter((name) => !isSyscallName(name)));
  const made = profiledRuntimes(runs.runtimes, runtimes).map(({ name }) => name);
  return [
    ...unknown.map(
      (name) => `The system call ${name} was used and is left out: cxray knows no name for it.`,
    ),
    ...hiddenClone3(baseline),
    ...unknownRuntimes(runs.runtimes).map(
      (name) =>
        `What the runtime ${name} needs to start a container is not known, but for what was recorded: the profile also holds what ${made.join(" and ")} may need.`,
    ),
  ];
}

function noBehaviour(baseline: Baseline): CxrayError {
  return new CxrayError(
    "no-behaviour",
    `no system call of ${baseline.image.references[0] ?? baseline.image.name} was recorded`,
    "The profile would allow nothing. Record a container of the image from its start.",
  );
}
