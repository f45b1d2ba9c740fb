/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The wire between the kernel and cxray: what the ring buffer carries.
 *
 * This is its only definition. src/record/kernel/wire.ts reads the same records, and
 * compares its offsets with the BTF of the compiled object when cxray starts
 * and in a test, so that the two cannot drift apart.
 *
 * Every record begins with struct event_header. All numbers are in host byte
 * order, except ports and addresses, which stay as they are on the network.
 * Paths are lists of components, the last one first, each ended by a NUL: the
 * kernel walks a path upwards and user space turns it round (see path/path.bpf.h).
 */
#ifndef CXRAY_EVENT_H
#define CXRAY_EVENT_H

#include <linux/types.h>

#define COMM_SIZE 16
#define ARGS_SIZE 4096  /* longer argument lists are cut and marked */
#define ASKED_SIZE 4096 /* PATH_MAX, the NUL included */
#define PATH_SIZE 4352  /* PATH_MAX and one more component */
#define PAYLOAD_SIZE 2048

enum event_kind {
	EVENT_CONTAINER_STARTED = 1,
	EVENT_CONTAINER_SERVING, /* it answered for the first time */
	EVENT_CONTAINER_STOPPED,
	EVENT_EXEC,
	EVENT_EXEC_FAILED,
	EVENT_OPEN,
	EVENT_CHANGE,
	EVENT_WRITTEN,
	EVENT_CONNECT,
	EVENT_SEND,
	EVENT_LISTEN,
	EVENT_BIND,
	EVENT_SOCKET,
	EVENT_PAYLOAD,
	EVENT_SYSCALL,
	EVENT_SYSCALL_REFUSED,
	EVENT_ARGUMENT,
	EVENT_CAPABILITY,
	EVENT_PRIVILEGE,
	EVENT_SIGNAL,
	EVENT_UNSEEN, /* something was done that can't be looked at */
	EVENT_KIND_END,
};

/* What is counted besides the events of each kind that found no room. */
enum loss {
	LOSS_TASK_UNTRACKED = EVENT_KIND_END, /* no memory to follow a task */
	LOSS_CONTAINER_UNTRACKED,             /* the table of containers is full */
	LOSS_CONNECTION_UNTRACKED,            /* no room to wait for what becomes of a connection */
	LOSS_END,
};

/* What could not be looked at, struct event_unseen.what: a blind spot. */
enum unseen {
	UNSEEN_URING_OPERATION = 1, /* an io_uring request that is not decoded */
	UNSEEN_DESCRIPTORS,         /* a task ended with more descriptors than are looked at */
	UNSEEN_END,
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
	PATH_VOLUME = 16,   /* on another file system than the container's root */
	PATH_TMPFS = 32,    /* on a file system in memory */
	PATH_PROC = 64,     /* on procfs */
	PATH_SYS = 128,     /* on sysfs or a cgroup tree */
	PATH_LINKS = 256,   /* links on the way could not be followed: as asked */
};

enum exec_flag {
	EXEC_ARGS_TRUNCATED = 1,
	EXEC_ARGS_UNREADABLE = 2,
	EXEC_BEFORE_RECORDING = 4, /* the program was running already */
	EXEC_SCRIPT = 8,           /* what was asked for is a script */
	EXEC_ELEVATED = 16,  /* the file gave the program another user, group or capabilities */
	EXEC_UNLAYERED = 32, /* the container's root is no overlay: see path/storage.bpf.h */
};

/* What a change did to a file, struct event_change.operation. */
enum operation {
	OPERATION_RENAME = 1,
	OPERATION_EXCHANGE, /* renameat2 with RENAME_EXCHANGE */
	OPERATION_LINK,
	OPERATION_SYMLINK,
	OPERATION_UNLINK,
	OPERATION_RMDIR,
	OPERATION_MKDIR,
	OPERATION_MKNOD,
	OPERATION_CHMOD,
	OPERATION_CHOWN,
	OPERATION_TRUNCATE,
	OPERATION_SETXATTR,
	OPERATION_REMOVEXATTR,
	OPERATION_UTIMES,
	OPERATION_MOUNT,
	OPERATION_UMOUNT,
	OPERATION_END,
};

/* What the beginning of a file says of it, struct event_written.content. */
enum content {
	CONTENT_UNKNOWN = 0, /* its beginning was not seen */
	CONTENT_EMPTY,
	CONTENT_ELF,
	CONTENT_SCRIPT, /* begins with #! */
	CONTENT_ARCHIVE,
	CONTENT_TEXT,
	CONTENT_OTHER,
	CONTENT_END,
};

/* Whose message a payload is, struct event_payload.payload. */
enum payload {
	PAYLOAD_DNS = 1, /* an answer that was received */
	PAYLOAD_TLS,     /* a ClientHello that was sent */
	PAYLOAD_HTTP,    /* a request that was sent */
	PAYLOAD_END,
};

/* enum socket_flag: struct event_socket.socket_flags */
enum socket_flag {
	SOCKET_EPHEMERAL = 1, /* the kernel chose the local port */
};

/* enum capability_flag: struct event_capability.capability_flags */
enum capability_flag {
	CAPABILITY_NAMESPACES = 1, /* the call was to make namespaces */
};

/* To whom a signal was sent, struct event_signal.target. */
enum signal_target {
	SIGNAL_TO_UNKNOWN = 0, /* the call failed */
	SIGNAL_TO_SELF,        /* the own process */
	SIGNAL_TO_CHILD,
	SIGNAL_TO_PARENT,
	SIGNAL_TO_CONTAINER, /* another process of the container */
	SIGNAL_TO_OUTSIDE,   /* a process of another container, or of the host */
	SIGNAL_TARGET_END,
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
	__u32 uid;           /* in the initial user namespace */
	__u32 container_pid; /* pid in the innermost pid namespace: as the container sees it */
	__u32 reserved;
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
	__u16 script_flags; /* enum path_flag of the script, with EXEC_SCRIPT */
	__u16 reserved[2];
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

/* A path of a change, as resolved and as asked for; its bytes follow in this order. */
struct changed_path {
	__u16 path_flags; /* PATH_LINKS: it was not found, and `path` is what was asked for */
	__u16 path_len;   /* components, the last one first */
	__u16 asked_len;  /* 0 for a descriptor */
	__u16 base_flags;
	__u16 base_len; /* of the folder that a relative name starts from */
	__u16 has_base; /* it is given: links were followed, or PATH_LINKS */
};

struct event_change {
	struct event_header header;
	__u8 operation; /* enum operation */
	__u8 reserved;
	__u16 text_len;
	__u32 mode; /* chmod, mkdir, mknod: permissions and S_IF*; mount: MS_* */
	__u32 uid;  /* chown; -1 unchanged */
	__u32 gid;
	struct changed_path from; /* what was changed; for link the file that got a new name */
	struct changed_path to;   /* rename, exchange, link: the new name */
	char data[]; /* from: path, asked, base; the same of to; text: what a symlink says, the
			source of a mount, the name of an attribute */
};

struct event_written {
	struct event_header header; /* of whoever closed it */
	__u16 mode;                 /* S_IF* and permissions */
	__u16 path_flags;
	__u16 path_len;
	__u8 content; /* enum content */
	__u8 reserved;
	char data[]; /* path components */
};

struct event_socket {
	struct event_header header;
	__u16 local_port; /* network order; first: it alone differs from connect to connect */
	__u16 family;     /* AF_* */
	__u16 type;       /* SOCK_* */
	__u16 protocol;
	__u16 remote_port;  /* network order; 0 for a listener */
	__u16 path_len;     /* of a unix address */
	__u16 socket_flags; /* enum socket_flag */
	__u16 file_flags;   /* enum path_flag of a unix socket's file */
	__u16 file_len;     /* components of a unix socket's file, 0 unknown or abstract */
	__u16 reserved[3];
	__u8 local_addr[16]; /* IPv4 in the first four; of vsock the CID, then the port */
	__u8 remote_addr[16];
	char data[]; /* a unix address: a path, or NUL and an abstract name; the file's components
		      */
};

/* The beginning of a message; user space keeps names of it, and nothing else. */
struct event_payload {
	struct event_header header;
	__u16 family;
	__u16 type;
	__u16 protocol;
	__u16 local_port;  /* network order */
	__u16 remote_port; /* network order */
	__u16 data_len;
	__u8 payload;   /* enum payload */
	__u8 continued; /* it goes on where the last one of this connection ended */
	__u8 reserved[2];
	__u8 local_addr[16];
	__u8 remote_addr[16];
	char data[]; /* at most PAYLOAD_SIZE bytes */
};

struct event_syscall {
	struct event_header header;
	__u32 nr; /* of the ABI in the header, without the x32 bit */
	__u32 reserved;
};

/* Arguments of a system call that a seccomp filter could look at; each set once. */
struct event_argument {
	struct event_header header;
	__u32 nr;
	__u32 reserved;
	__u64 values[3]; /* see kinds/rights/argument.bpf.h */
};

/*
 * The first time that the kernel asked for a capability in a system call of an
 * executable of a container, and that call went this way.
 */
struct event_capability {
	struct event_header header; /* .ret: 0 granted, or -EPERM */
	__u32 nr;                   /* the system call in which the kernel asked; -1 none */
	__u8 capability;            /* CAP_* */
	__u8 capability_flags;      /* enum capability_flag */
	__s16 result;               /* what that call returned: 0 for success, or -errno */
};

/* A call that changes what a process may do, or reaches into another or into the kernel. */
struct event_privilege {
	struct event_header header;
	__u32 nr;
	__u32 reserved;
	__u64 values[4]; /* its arguments, as the caller passed them */
};

/* The first time that a program sent a signal to such a target, or failed to. */
struct event_signal {
	struct event_header header; /* .ret: 0, or -errno */
	__u32 signal;
	__u8 target; /* enum signal_target */
	__u8 reserved;
	__u16 path_flags;
	__u16 path_len; /* of the target's executable, where it is another process of the container
			 */
	__u16 reserved2[3];
	char data[]; /* path components */
};

/* Once for each program that does it. */
struct event_unseen {
	struct event_header header;
	__u32 what; /* enum unseen */
	__u32 reserved;
};

/* What user space reads while it records. */
struct counters {
	__u64 lost[LOSS_END]; /* by enum event_kind and enum loss */
	__u64 last_exec;      /* the last id given to a program that was executed */
	__u64 started;        /* containers whose start is in the ring buffer */
	__u64 charged;        /* losses that are counted in the account of a container */
};

#define RING_PARTS 8
#define PART_SLOTS 16 /* more than the parts that can wait at a time; a power of two */

/* What a container has in the ring buffer, and what it lost: see container/share.bpf.h. */
struct account {
	__u64 part[PART_SLOTS];  /* which part of all that was ever written */
	__u64 bytes[PART_SLOTS]; /* and what the container wrote into it */
	__u64 lost[LOSS_END];
	__u64 connecting; /* connections that are under way */
};

/* What user space writes for a container that was running already. */
struct container {
	__u64 started; /* its own program has been executed */
	__u64 serving; /* it has answered */
};

#endif
