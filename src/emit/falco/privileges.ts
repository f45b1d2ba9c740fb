/** Calls by which a process gets at more than its own: allowed to the programs that made them. */
import type { Baseline, Evidence } from "../../model/baseline.js";
import { sortedTexts } from "../../model/order.js";
import { anyOf, evidence } from "./parts.js";
import type { Part } from "./parts.js";
import { allowPaths } from "./paths.js";
import type { AllowedPath } from "./paths.js";
import { asExePath } from "./programs.js";

interface Sort {
  /** of the macro */
  readonly name: string;
  readonly about: string;
  /** as Falco calls their events */
  readonly calls: readonly string[];
}

/** The template has the same calls, in the same groups. */
const SORTS: readonly Sort[] = [
  {
    name: "identity_calls",
    about: "changes of user, group and capabilities",
    calls: ["setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "capset"],
  },
  {
    name: "process_calls",
    about: "calls that reach into another process",
    calls: ["ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd"],
  },
  {
    name: "kernel_calls",
    about: "calls that change the running kernel",
    calls: [
      ...["bpf", "init_module", "finit_module", "delete_module"],
      ...["kexec_load", "kexec_file_load"],
    ],
  },
  {
    name: "namespace_calls",
    about: "calls that enter or make namespaces, or change the root",
    calls: ["setns", "unshare", "chroot"],
  },
  {
    name: "ring_calls",
    about: "programs that use io_uring, what is done through it Falco doesn't see",
    calls: ["io_uring_setup"],
  },
];

/** A part for each group of calls. */
export function allowPrivileges(prefix: string, baseline: Baseline): Part[] {
  return SORTS.map((sort) => {
    const parts = sort.calls.flatMap((call) => allowCall(prefix, call, baseline));
    const conditions = parts.map(({ condition }) => condition);
    const macro = anyOf(`${prefix}_${sort.name}`, [sort.about], conditions);
    return {
      lists: parts.flatMap(({ part }) => part.lists),
      macros: [...parts.flatMap(({ part }) => part.macros), macro],
    };
  });
}

function allowCall(
  prefix: string,
  call: string,
  baseline: Baseline,
): { part: Part; condition: string }[] {
  const runs = baseline.runs.count;
  const users = usersOf(call, baseline);
  if (users.length === 0) return [];
  const about = `programs that called ${call}`;
  if (users.some(({ by }) => by.includes(""))) {
    const comments = users.map((entry) => evidence(entry, runs));
    const any = anyOf(
      `${prefix}_may_${call}`,
      [`MARKED: ${call} by an unknown program: any may call it`, ...new Set(comments)],
      [`evt.type=${call}`],
    );
    return [{ part: { lists: [], macros: [any] }, condition: any.name }];
  }
  const names = { list: `${prefix}_${call}_programs`, macro: `${prefix}_may_${call}`, about };
  const part = allowPaths("proc.exepath", names, users.flatMap(programsOf), runs);
  return [{ part, condition: `(evt.type=${call} and ${names.macro})` }];
}

/**
 * Who made a call that succeeded. Where results were not recorded, whoever made the call at all:
 * system calls are recorded without their results.
 */
function usersOf(call: string, { privileges, syscalls }: Baseline): Evidence[] {
  // Falco knows setuid32, with wider ids, as setuid
  const isCall = (name: string): boolean => name === call || name === `${call}32`;
  const recorded = privileges.filter((entry) => isCall(entry.call));
  if (recorded.length > 0) return recorded.filter(({ results }) => results.includes("done"));
  return Object.values(syscalls.workload)
    .flat()
    .filter(({ name }) => isCall(name));
}

function programsOf(entry: Evidence): AllowedPath[] {
  const programs = sortedTexts(entry.by.map(asExePath));
  return programs.map((path) => ({ ...entry, path, by: [] }));
}
