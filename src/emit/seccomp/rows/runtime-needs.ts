/**
 * Calls that a container runtime makes between loading the filter and executing the program.
 *
 * A recording shows most of them (`Baseline.syscalls.start`), but not all: runc is a Go program,
 * and Go's scheduler starts threads, sleeps and collects garbage at any time. The next machine may
 * have a different runtime, or a newer one. So the needs of every known runtime are listed here,
 * and not in baselines. Without `no_new_privileges` a runtime loads the filter before it drops
 * capabilities and changes the user, so the calls for these are needed too (moby#22252).
 *
 * Measured with strace: runc 1.0-rc93, 1.1.5, 1.1.15, 1.2.5, 1.2.9, 1.3.6, 1.4.3 and 1.5.1, crun
 * 0.17, 1.8.1, 1.21 and 1.28; each for `run`, `create` and `start`, and `exec`, with and without
 * `no_new_privileges`, as root and as another user.
 */
import { GO_RUNTIME_CALLS } from "../../../model/kernel/go-runtime.js";
import type { Runtime } from "../../../model/recordings/recording.js";
import { callNames } from "./call-names.js";

/** Calls that some versions of a runtime make after they load the filter. */
export interface RuntimeNeed {
  readonly runtime: string;
  readonly versions: string;
  readonly calls: readonly string[];
  /** what the runtime uses them for */
  readonly why: string;
}

/** The runtimes whose needs are known, with their versions. */
export const KNOWN_RUNTIMES: readonly Runtime[] = [
  { name: "runc", version: "1.0.2 to 1.5" },
  { name: "crun", version: "0.17 to 1.28" },
];

/**
 * Every program is executed, ends, and returns from signal handlers. Without exit_group a process
 * spins forever after its main function (kubernetes#85191). The kernel uses restart_syscall to
 * resume a wait that a signal interrupted (signal(7)), which depends on timing alone: in a profile
 * without it, Python's locks failed in one start of six.
 */
export const EVERY_PROGRAM = callNames("execve exit exit_group restart_syscall rt_sigreturn");

export const RUNTIME_NEEDS: readonly RuntimeNeed[] = [
  {
    runtime: "runc",
    versions: "1.0 and newer",
    calls: callNames(`
      capget capset chdir close fchown fcntl fstat fstatfs getcwd getdents64 getpid getppid
      newfstatat openat prctl read setgid setgroups setuid write`),
    why: "drops capabilities, changes user and directory, closes files, waits to be started",
  },
  {
    runtime: "runc",
    versions: "1.1 and newer",
    calls: callNames("faccessat faccessat2 getegid geteuid getgid getuid"),
    why: "checks that the program may be executed, itself where the kernel has no faccessat2",
  },
  {
    runtime: "runc",
    versions: "1.2 and newer",
    calls: callNames("close_range"),
    why: "closes files",
  },
  {
    runtime: "runc",
    versions: "1.2.8, 1.3.3 and newer",
    calls: callNames("openat2 readlinkat statx"),
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
    calls: callNames(
      "capset close prctl rt_sigaction rt_sigprocmask setresgid setresuid setgroups write",
    ),
    why: "drops capabilities, changes user, unblocks signals",
  },
  {
    runtime: "crun",
    versions: "0.17 and newer",
    calls: callNames("pselect6 read select"),
    why: "waits between create and start, as Podman has it do",
  },
  {
    runtime: "crun",
    versions: "0.17 and newer",
    calls: callNames("access chdir faccessat faccessat2 getcwd newfstatat stat"),
    why: "looks for the program and the directory again, where root could not reach them",
  },
  {
    runtime: "crun",
    versions: "0.17 and newer",
    calls: callNames("brk fcntl fstatfs getdents64 mmap mprotect munmap openat"),
    why: "memory; closes files one by one where close_range is missing",
  },
  {
    runtime: "crun",
    versions: "1.8 and newer",
    calls: callNames("fchown fstat ioctl openat statx umask"),
    why: "exec: gives the terminal or the pipes to the user",
  },
  {
    runtime: "crun",
    versions: "1.9 and newer",
    calls: callNames("close_range openat2"),
    why: "closes files, and opens those in /proc safely",
  },
];

/**
 * Programs that an engine starts before the container's own if asked (`--init`): they forward
 * signals and reap orphaned processes. A profile may be used with them even if the recorded
 * container had none.
 */
export const INIT_NEEDS: readonly RuntimeNeed[] = [
  {
    runtime: "tini",
    versions: "0.19",
    calls: callNames(`
      arch_prctl brk clone execve exit_group getpgrp getpid getrandom ioctl kill mprotect prctl
      prlimit64 readlink rseq rt_sigaction rt_sigprocmask rt_sigtimedwait set_robust_list
      set_tid_address setpgid wait4 write`),
    why: "docker run --init: waits for signals, passes them on",
  },
  {
    runtime: "catatonit",
    versions: "0.1",
    calls: callNames(`
      arch_prctl brk clone close close_range execve exit_group getpgrp getpid getrandom ioctl kill
      mprotect openat prlimit64 read readlink rseq rt_sigprocmask set_robust_list set_tid_address
      setpgid signalfd4 wait4 write`),
    why: "podman run --init: reads signals from a descriptor, passes them on",
  },
];
