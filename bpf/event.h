/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The wire between the kernel and cxray: what the ring buffer carries.
 *
 * This is its only definition. src/record/wire.ts reads the same records, and
 * compares its offsets with the BTF of the compiled object when cxray starts
 * and in a test, so that the two cannot drift apart.
 *
 * Every record begins with struct event_header. All numbers are in host byte
 * order, except ports and addresses, which stay as they are on the network.
 * Paths are lists of components, the last one first, each ended by a NUL: the
 * kernel walks a path upwards and user space turns it round (see path.bpf.h).
 */
#ifndef CXRAY_EVENT_H
#define CXRAY_EVENT_H

#define COMM_SIZE 16
#define ARGS_SIZE 4096  /* longer argument lists are cut and marked */
#define ASKED_SIZE 4096 /* PATH_MAX, the NUL included */
#define PATH_SIZE 4352  /* PATH_MAX and one more component */

enum event_kind {
	EVENT_CONTAINER_STARTED = 1,
	EVENT_CONTAINER_STOPPED = 2,
	EVENT_EXEC = 3,
	EVENT_EXEC_FAILED = 4,
	EVENT_OPEN = 5,
	EVENT_CONNECT = 6,
	EVENT_LISTEN = 7,
	EVENT_SYSCALL = 8,
	EVENT_SYSCALL_REFUSED = 9,
	EVENT_KIND_END,
};

/* What is counted besides the events of each kind that found no room. */
enum loss {
	LOSS_TASK_UNTRACKED = EVENT_KIND_END, /* no memory to follow a task */
	LOSS_CONTAINER_UNTRACKED,             /* the table of containers is full */
	LOSS_END,
};

/* How far the start of a container has come for the task that acts. */
enum phase {
	PHASE_SETUP = 0,    /* the runtime, before it would load a seccomp filter */
	PHASE_START = 1,    /* the runtime, under the filter, before the program */
	PHASE_WORKLOAD = 2, /* the container's own program */
};

/* How the task came into the container. */
enum origin {
	ORIGIN_MAIN = 0,    /* it descends from the container's first process */
	ORIGIN_SESSION = 1, /* it was brought in later: docker exec, podman exec */
};

/* enum path_flag: how a resolved path came about, struct event_*.path_flags */
enum path_flag {
	PATH_TRUNCATED = 1, /* its beginning is missing: too long, or another mount namespace */
	PATH_DELETED = 2,   /* the file had no name any more */
	PATH_DETACHED = 4,  /* no place in the mount tree: memfd, pipe, socket */
	PATH_UPPER = 8,     /* overlayfs: the file is not the one in the image */
};

enum exec_flag {
	EXEC_ARGS_TRUNCATED = 1,
	EXEC_ARGS_UNREADABLE = 2,
	EXEC_BEFORE_RECORDING = 4, /* the program was running already */
};

enum abi {
	ABI_NATIVE = 0, /* x86_64, or arm64 */
	ABI_COMPAT = 1, /* ia32, or 32-bit arm */
	ABI_X32 = 2,
};

struct event_header {
	__u64 time; /* CLOCK_BOOTTIME, nanoseconds */
	__s32 ret;  /* what the system call returned, -errno when it failed */
	__u8 kind;  /* enum event_kind */
	__u8 abi;   /* enum abi */
	/* From here to the end: who did it. */
	__u8 phase;      /* enum phase */
	__u8 origin;     /* enum origin */
	__u64 container; /* id of the container's topmost cgroup */
	__u64 exec;      /* event_exec.id of the running program, 0 unknown */
	__u32 pid;       /* thread group id, in the initial pid namespace */
	__u32 tid;
	__u32 ppid;
	__u32 uid; /* in the initial user namespace */
	char comm[COMM_SIZE];
};

struct event_container {
	struct event_header header;
	__u16 path_len;
	__u16 reserved[3];
	char data[]; /* the cgroup's path, from the root of the v2 tree */
};

struct event_exec {
	struct event_header header; /* .exec: the program that called execve */
	__u64 id;                   /* of the program that now runs */
	__u16 exec_flags;           /* enum exec_flag */
	__u16 path_flags;           /* enum path_flag */
	__u16 path_len;             /* of the executable; 0 in a failed exec */
	__u16 asked_len;
	__u16 args_len;
	__u16 reserved[3];
	char data[]; /* path components, asked, arguments (each NUL-ended) */
};

struct event_open {
	struct event_header header;
	__u32 open_flags; /* O_* of the architecture */
	__u16 mode;       /* S_IF* and permissions of what was opened; 0 if failed */
	__u16 path_flags;
	__u16 path_len; /* 0 when the open failed */
	__u16 asked_len;
	__u16 base_len; /* 0 when what was asked for is absolute */
	__u16 base_flags;
	char data[]; /* path components, asked, components of what asked is relative to */
};

struct event_socket {
	struct event_header header;
	__u16 family; /* AF_INET, AF_INET6, AF_UNIX */
	__u16 type;   /* SOCK_* */
	__u16 protocol;
	__u16 local_port;  /* network order */
	__u16 remote_port; /* network order; 0 for a listener */
	__u16 path_len;    /* of a unix address */
	__u32 reserved;
	__u8 local_addr[16]; /* IPv4 in the first four */
	__u8 remote_addr[16];
	char data[]; /* a unix address: a path, or NUL and an abstract name */
};

struct event_syscall {
	struct event_header header;
	__u32 nr; /* of the ABI in the header, without the x32 bit */
	__u32 reserved;
};

/* What user space reads while it records. */
struct counters {
	__u64 lost[LOSS_END]; /* by enum event_kind and enum loss */
	__u64 last_exec;      /* the last id given to a program that was executed */
};

/* What user space writes for a container that was running already. */
struct container {
	__u64 started; /* its own program has been executed */
};

#endif
