/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is remembered of a task in a container, and of a cgroup that may be one. */
#ifndef CXRAY_CONTAINER_STATE_H
#define CXRAY_CONTAINER_STATE_H

#include "event.h"
#include "kernel/types.bpf.h"

#define SEEN_WORDS 8 /* system call numbers up to 511 */
#define START_CALLS (64 * SEEN_WORDS)
#define CANDIDATE_PATH_SIZE 1024
#define CACHED_ARGUMENTS 8
#define CACHED_CHECKS 8

/* What the kernel asked for in a system call, and how that call ended: see
 * kinds/rights/capability.bpf.h. */
struct checks {
	__u64 granted; /* capabilities, by bit */
	__u64 denied;
	__u32 nr;
	__s16 result;
	__u8 abi;
	__u8 capability_flags;
};

/* What was sent of a task's program: a cache over the tables that know all of it. */
struct task_cache {
	__u64 seen[2][SEEN_WORDS]; /* system calls, native and compat */
	__u64 arguments[CACHED_ARGUMENTS];
	struct checks checks[CACHED_CHECKS];
};

/* What an execve may change. */
struct rights {
	__u32 euid;
	__u32 egid;
	__u64 permitted; /* capabilities */
};

/* What is known of a task in a container. What every system call looks at comes first. */
struct task {
	__u64 container; /* id of the container's topmost cgroup; 0: not yet set */
	__u64 candidate; /* the cgroup that may turn out to be a container */
	__u64 granted;   /* capabilities asked for in this system call, by bit */
	__u64 denied;    /* the same of those that were not there */
	__u64 socket;    /* a TCP socket that began to connect in this system call */
	__u64 output;    /* the socket's file that this system call began to write to */
	__u64 exec;      /* id of the program it runs */
	__u8 phase;      /* enum phase */
	__u8 origin;     /* enum origin */
	__u8 entered;    /* a system call was entered and has not returned */
	__u8 ignored;    /* its container is one that a filter leaves out, see is_ignored */
	__u8 asked;      /* how often that was asked since it was looked up */
	__u8 has_rights;
	__u8 told_exec;  /* what an execve of the process would close has been told of */
	__u8 user_level; /* of the user namespace in which its workload began */
	struct task_cache cache;
	__u64 setup_root;  /* the root directory it came with, see kinds/programs/exec.bpf.h */
	__u64 root_dentry; /* the container's root directory, 0 unknown: see path/path.bpf.h */
	__u64 root_mount;  /* and the mount it is on */
	__u64 root_super;  /* the file system of the container's root, 0 unknown */
	__u64 root_part;   /* the folder of it that was mounted; 0: all, an overlay */
	__u64 hello;       /* a TCP socket whose TLS greeting was sent in part */
	__u32 hello_left;  /* bytes of the greeting that are still to be sent */
	__u64 session;     /* the command that a session began with: see container/session.bpf.h */
	__u64 told_end;    /* the descriptors that were told of when the process ended */
	struct rights rights; /* from before an execve */
	__u64 waited;         /* system calls since it entered what may be a container */
	__u32 container_pid;  /* its process's number there, 0 not yet looked up */
};

/* A cgroup that may turn out to be a container, see container/candidate.bpf.h. */
struct candidate {
	__u64 mounts; /* the namespaces of whoever made it */
	__u64 hostname;
	__u64 root; /* and the root directory */
	__u32 pid_level;
	__u32 uid;
	char comm[COMM_SIZE]; /* the runtime's name under its filter */
	/* Whether it made a call then; aligned, so that the compiler can clear them. */
	__u8 native[START_CALLS] __attribute__((aligned(8)));
	char path[CANDIDATE_PATH_SIZE]; /* between them, or both are cleared at once, which it can't
					 */
	__u8 compat[START_CALLS] __attribute__((aligned(8)));
};

#endif
