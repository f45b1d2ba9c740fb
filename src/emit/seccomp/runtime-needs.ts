/**
 * What a container runtime itself calls between loading the filter and executing the program.
 *
 * A recording shows most of it (`Baseline.syscalls.start`), but not all: runc is a Go program, and
 * Go's scheduler starts threads, sleeps and collects garbage when it pleases; and the next machine
 * has another runtime, or a newer one. So what every known runtime may need is here, as data, and
 * none of it in baselines. Without `no_new_privileges` a runtime loads the filter before it drops
 * capabilities and changes user, so that these calls need to be allowed too (moby#22252).
 *
 * Measured with strace: runc 1.0-rc93, 1.1.5, 1.1.15, 1.2.5, 1.2.9, 1.3.6, 1.4.3 and 1.5.1, crun
 * 0.17, 1.8.1, 1.21 and 1.28; each for `run`, `create` and `start`, and `exec`, with and without
 * `no_new_privileges`, as root and as another user.
 */
import { GO_RUNTIME_CALLS } from "../../model/kernel/go-runtime.js";
import { sortedTexts } from "../../model/order.js";
import type { Runtime } from "../../model/recordings/recording.js";
import type { SeccompOptions } from "./options.js";

/** Calls that some versions of a runtime make after the filter is loaded. */
export interface RuntimeNeed {
  readonly runtime: string;
  readonly versions: string;
  readonly calls: readonly string[];
  /** what the runtime does with them */
  readonly why: string;
}

/** The runtimes whose needs are known, and of which versions. */
export const KNOWN_RUNTIMES: readonly Runtime[] = [
  { name: "runc", version: "1.0.2 to 1.5" },
  { name: "crun", version: "0.17 to 1.28" },
];

/** Which runtimes a profile is made for: all that are known, or those that were recorded. */
type RuntimeChoice = SeccompOptions["runtimes"];

/**
 * Every program: it is executed, it ends, its signal handlers return. Without exit_group a
 * process whose main function returned spins forever (kubernetes#85191). By restart_syscall the
 * kernel has a thread go on with a wait that was interrupted, which depends on timing alone: where
 * it was not recorded, and refused, Python's locks failed in one start of six (signal(7)).
 */
export const EVERY_PROGRAM = words("execve exit exit_group restart_syscall rt_sigreturn");

export const RUNTIME_NEEDS: readonly RuntimeNeed[] = [
  {
    runtime: "runc",
    versions: "1.0 and newer",
    calls: words(`
      capget capset chdir close fchown fcntl fstat fstatfs getcwd getdents64 getpid getppid
      newfstatat openat prctl read setgid setgroups setuid write`),
    why: "drops capabilities, changes user and directory, closes files, waits to be started",
  },
  {
    runtime: "runc",
    versions: "1.1 and newer",
    calls: words("faccessat faccessat2 getegid geteuid getgid getuid"),
    why: "checks that the program may be executed, itself where the kernel has no faccessat2",
  },
  {
    runtime: "runc",
    versions: "1.2 and newer",
    calls: words("close_range"),
    why: "closes files",
  },
  {
    runtime: "runc",
    versions: "1.2.8, 1.3.3 and newer",
    calls: words("openat2 readlinkat statx"),
    why: "checks that /proc is the kernel's own before it closes files there",
  },
  {
    runtime: "runc",
    versions: "all",
    calls: GO_RUNTIME_CALLS,
    why: "Go's scheduler, memory and network poller, whenever they please",
  },
  {
    runtime: "crun",
    versions: "0.17 and newer",
    calls: words(
      "capset close prctl rt_sigaction rt_sigprocmask setresgid setresuid setgroups write",
    ),
    why: "drops capabilities, changes user, unblocks signals",
  },
  {
    runtime: "crun",
    versions: "0.17 and newer",
    calls: words("pselect6 read select"),
    why: "waits between create and start, as Podman has it do",
  },
  {
    runtime: "crun",
    versions: "0.17 and newer",
    calls: words("access chdir faccessat faccessat2 getcwd newfstatat stat"),
    why: "looks for the program and the directory again, where root could not reach them",
  },
  {
    runtime: "crun",
    versions: "0.17 and newer",
    calls: words("brk fcntl fstatfs getdents64 mmap mprotect munmap openat"),
    why: "memory; closes files one by one where close_range is missing",
  },
  {
    runtime: "crun",
    versions: "1.8 and newer",
    calls: words("fchown fstat ioctl openat statx umask"),
    why: "exec: gives the terminal or the pipes to the user",
  },
  {
    runtime: "crun",
    versions: "1.9 and newer",
    calls: words("close_range openat2"),
    why: "closes files, and opens those in /proc safely",
  },
];

/**
 * Programs that an engine puts before the container's own when it is asked to (`--init`): they pass
 * signals on, and wait for what nobody else waits for. Their needs are allowed where a profile may
 * be used with them, as the image that was recorded may not have been run so.
 */
export const INIT_NEEDS: readonly RuntimeNeed[] = [
  {
    runtime: "tini",
    versions: "0.19",
    calls: words(`
      arch_prctl brk clone execve exit_group getpgrp getpid getrandom ioctl kill mprotect prctl
      prlimit64 readlink rseq rt_sigaction rt_sigprocmask rt_sigtimedwait set_robust_list
      set_tid_address setpgid wait4 write`),
    why: "docker run --init: waits for signals, passes them on",
  },
  {
    runtime: "catatonit",
    versions: "0.1",
    calls: words(`
      arch_prctl brk clone close close_range execve exit_group getpgrp getpid getrandom ioctl kill
      mprotect openat prlimit64 read readlink rseq rt_sigprocmask set_robust_list set_tid_address
      setpgid signalfd4 wait4 write`),
    why: "podman run --init: reads signals from a descriptor, passes them on",
  },
];

/**
 * What runtimes may call once the filter is loaded, besides what was recorded of them. A runtime
 * that cxray doesn't know, or none, counts as runc, which needs the most. The versions of one
 * runtime are taken together, since a profile outlives the runtime it was recorded with.
 */
export function runtimeNeeds(
  runtimes: readonly Runtime[],
  choice: RuntimeChoice = "all",
): readonly string[] {
  const names = new Set(profiledRuntimes(runtimes, choice).map(({ name }) => name));
  const needs = RUNTIME_NEEDS.filter(({ runtime }) => names.has(runtime));
  const all = choice === "all" ? [...needs, ...INIT_NEEDS] : needs;
  return sortedTexts([...EVERY_PROGRAM, ...all.flatMap(({ calls }) => calls)]);
}

/** The known runtimes whose needs a profile holds. */
export function profiledRuntimes(
  runtimes: readonly Runtime[],
  choice: RuntimeChoice,
): readonly Runtime[] {
  if (choice === "all") return KNOWN_RUNTIMES;
  const recorded = new Set(runtimes.map(({ name }) => name));
  const isEnough = recorded.size > 0 && unknownRuntimes(runtimes).length === 0;
  return KNOWN_RUNTIMES.filter(({ name }) => recorded.has(name) || (name === "runc" && !isEnough));
}

/** Names of recorded runtimes whose needs are not known, but for what was recorded of them. */
export function unknownRuntimes(runtimes: readonly Runtime[]): readonly string[] {
  const known = new Set(KNOWN_RUNTIMES.map(({ name }) => name));
  return sortedTexts(runtimes.map(({ name }) => name).filter((name) => !known.has(name)));
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
