/**
 * What a container runtime itself calls between loading the filter and executing the program.
 *
 * A recording shows most of it (`Baseline.syscalls.start`), but not all: runc is a Go program, and
 * Go's scheduler starts threads, sleeps and collects garbage when it pleases. A call that the next
 * start happens to need and the profile lacks leaves a container that starts most of the time, so
 * all of what Go may call is here, and none of it in baselines.
 * Without `no_new_privileges` runc loads the filter before it drops capabilities and changes user,
 * so that these calls need to be allowed too (libcontainer/standard_init_linux.go, moby#22252).
 */
import type { Runtime } from "../../model/recording.js";
import { GO_RUNTIME_CALLS } from "../../model/go-runtime.js";
import { sortedTexts } from "../../model/order.js";

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/**
 * Every program: it is executed, it ends, its signal handlers return. Without exit_group a
 * process whose main function returned spins forever (kubernetes#85191). By restart_syscall the
 * kernel has a thread go on with a wait that was interrupted, which depends on timing alone: where
 * it was not recorded, and refused, Python's locks failed in one start of six (signal(7)).
 */
export const EVERY_PROGRAM = words("execve exit exit_group restart_syscall rt_sigreturn");

/**
 * runc's own: the least that runc 1.1.5 starts a container with, found under Docker 20.10 by
 * leaving out one call after the other (capget capset chdir close faccessat2 fstat fstatfs futex
 * getcwd getdents64 getppid newfstatat openat prctl read setgid setgroups setuid write), and what
 * other versions and settings add:
 *  - fchown, fcntl: examples/baseprofile-runc.yaml of security-profiles-operator;
 *  - getuid and its like, setresuid, setresgid: a container that isn't run as root;
 *  - faccessat: where the kernel has no faccessat2; lseek, readlinkat, ioctl, dup3: terminals and
 *    standard streams; close_range, openat2: runc 1.2 and newer.
 */
const RUNC = words(`
  capget capset chdir close close_range dup3 faccessat faccessat2 fchdir fchown fcntl fstat fstatfs
  getcwd getdents64 getegid geteuid getgid getpid getppid getuid ioctl lseek newfstatat openat
  openat2 prctl read readlinkat setgid setgroups setresgid setresuid setuid write
`);

/**
 * crun's own (src/libcrun/container.c, container_init): C, without threads. With
 * `no_new_privileges` crun 1.8.1 calls close and execve after the filter, and no more (seen with
 * strace); without, it drops capabilities and changes user after it, and glibc may want memory:
 * examples/baseprofile-crun.yaml of security-profiles-operator, without mounts and namespaces.
 */
const CRUN = words(`
  access brk capset chdir chmod chown close close_range dup2 dup3 faccessat2 fchdir fchown fcntl
  fstat fstatfs futex getcwd getegid geteuid getgid getpid getrandom getuid ioctl lseek mmap mprotect
  munmap newfstatat openat openat2 prctl read readlink readlinkat rt_sigaction rt_sigprocmask setgid
  setgroups setresgid setresuid setsid setuid statx umask write
`);

const BY_NAME: Readonly<Record<string, readonly string[]>> = {
  runc: [...RUNC, ...GO_RUNTIME_CALLS],
  crun: CRUN,
};

/**
 * What the runtimes may call once the filter is loaded, besides what was recorded of them. A
 * runtime that cxray doesn't know, or none, counts as runc: it needs the most. The versions of
 * one runtime are taken together, since a profile outlives the runtime it was recorded with.
 */
export function runtimeNeeds(runtimes: readonly Runtime[]): readonly string[] {
  const names = runtimes.length === 0 ? ["runc"] : runtimes.map((runtime) => runtime.name);
  const needs = names.flatMap((name) => BY_NAME[name] ?? BY_NAME["runc"] ?? []);
  return sortedTexts([...EVERY_PROGRAM, ...needs]);
}
