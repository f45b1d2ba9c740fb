/**
 * Calls of equal power. Which of them a program makes depends on its libc, on timing, or on free
 * memory. A profile with only one of them may refuse in the next run what it allowed in this one.
 * None of them grants more than the calls that were seen.
 */
import { callNames } from "./call-names.js";

export interface SimilarCalls {
  /** what all of them do, for the profile's comment */
  readonly what: string;
  /** one of these was used */
  readonly used: readonly string[];
  /** then these are allowed too */
  readonly allowed: readonly string[];
}

const WAITING = "poll ppoll ppoll_time64 select _newselect pselect6 pselect6_time64";

export const SIMILAR_CALLS: readonly SimilarCalls[] = [
  {
    // timing decides whether a reader must wait for the other end
    what: "wait for descriptors",
    used: callNames(`${WAITING} socket socketpair accept accept4 pipe pipe2`),
    allowed: callNames(WAITING),
  },
  group(
    "wait for descriptors by epoll",
    "epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait",
  ),
  group("copy a descriptor", "dup dup2 dup3"),
  group("make a pipe", "pipe pipe2"),
  group("make an event's descriptor", "eventfd eventfd2"),
  group("make a descriptor for signals", "signalfd signalfd4"),
  group("watch files", "inotify_init inotify_init1"),
  group("accept a connection", "accept accept4"),
  {
    what: "ask about and close a socket that is there",
    used: callNames("socket socketpair accept accept4"),
    allowed: callNames("getpeername getsockname getsockopt shutdown"),
  },
  {
    what: "read from a socket",
    used: callNames("recvfrom recvmsg recvmmsg"),
    allowed: callNames("recv recvfrom"),
  },
  group(
    "look at a file",
    "fstat fstat64 fstatat64 lstat lstat64 newfstatat oldfstat stat stat64 statx",
  ),
  group("look at a file system", "fstatfs fstatfs64 statfs statfs64"),
  group("open a file", "open openat"),
  group("list a directory", "getdents getdents64"),
  group("ask whether a file may be used", "access faccessat faccessat2"),
  group("read a link", "readlink readlinkat"),
  group("make a directory", "mkdir mkdirat"),
  group("make a hard link", "link linkat"),
  group("make a link", "symlink symlinkat"),
  group("make a special file", "mknod mknodat"),
  group("rename a file", "rename renameat"),
  group("change a file's mode", "chmod fchmodat"),
  group("change a file's owner", "chown fchownat lchown"),
  { what: "remove a file", used: ["unlinkat"], allowed: callNames("rmdir unlink") },
  group("read", "read readv"),
  group("read at a place", "pread64 preadv preadv2"),
  group("write", "write writev"),
  group("write at a place", "pwrite64 pwritev pwritev2"),
  group("write a file to the disk", "fdatasync fsync"),
  group("get memory and give it back", "brk madvise mmap mmap2 mremap munmap"),
  group("wait for a time", "clock_nanosleep clock_nanosleep_time64 nanosleep"),
  group("ask for the time", "clock_getres clock_gettime clock_gettime64 gettimeofday time"),
  group("wait for a child", "wait4 waitid waitpid"),
  group(
    "handle its own signals",
    "rt_sigaction rt_sigpending rt_sigprocmask rt_sigsuspend rt_sigtimedwait sigaltstack",
  ),
  { what: "send a signal", used: ["kill"], allowed: callNames("tgkill tkill") },
  {
    what: "send a signal to a thread",
    used: callNames("tgkill tkill"),
    allowed: callNames("tgkill tkill"),
  },
];

function group(what: string, calls: string): SimilarCalls {
  return { what, used: callNames(calls), allowed: callNames(calls) };
}
