/**
 * System calls of Go's scheduler, memory management and network poller, made at any time
 * (runtime/os_linux.go, netpoll_epoll.go); of threads that glibc creates for Go: signal stacks and
 * masks, preemption by tgkill; and prlimit64, by which Go restores the limit of open files before
 * execve (since 1.19). runc is a Go program: which of these calls a start makes is chance.
 */
export const GO_RUNTIME_CALLS: readonly string[] = [
  ...["brk", "clone", "epoll_create1", "epoll_ctl", "epoll_pwait", "eventfd2", "futex"],
  ...["getpid", "getrandom", "gettid", "madvise", "mmap", "mprotect", "munmap", "nanosleep"],
  ...["pipe2", "prlimit64", "restart_syscall", "rseq", "rt_sigaction", "rt_sigprocmask"],
  ...["rt_sigreturn", "sched_yield", "set_robust_list", "sigaltstack", "tgkill"],
];

/** Runtimes in other languages; an unknown runtime counts as written in Go. */
const NOT_IN_GO: ReadonlySet<string> = new Set(["crun"]);

export function isGoRuntime(runtime: string): boolean {
  return !NOT_IN_GO.has(runtime);
}
