/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What the probes share: the ring buffer, the tables, the counts of losses. */
#ifndef CXRAY_MAPS_H
#define CXRAY_MAPS_H

#define SEEN_WORDS 8 /* system call numbers up to 511 */
#define START_CALLS (64 * SEEN_WORDS)
#define CANDIDATE_PATH_SIZE 1024
#define CACHED_ARGUMENTS 8
#define CACHED_CHECKS 8

/* What the kernel asked for in a system call, and how that call ended: see capability.bpf.h. */
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
	__u64 setup_root;     /* the root directory it came with, see exec.bpf.h */
	__u64 root_dentry;    /* the container's root directory, 0 unknown: see path.bpf.h */
	__u64 root_mount;     /* and the mount it is on */
	__u64 root_super;     /* the file system of the container's root, 0 unknown */
	__u64 root_part;      /* the folder of it that was mounted; 0: all, an overlay */
	__u64 hello;          /* a TCP socket whose TLS greeting was sent in part */
	__u32 hello_left;     /* bytes of the greeting that are still to be sent */
	__u64 session;        /* the command that a session began with: see session.bpf.h */
	__u64 told_end;       /* the descriptors that were told of when the process ended */
	struct rights rights; /* from before an execve */
	__u64 waited;         /* system calls since it entered what may be a container */
};

/* A cgroup that may turn out to be a container, see candidate.bpf.h. */
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

/* A system call that one executable in one container was seen to make. */
struct seen_key {
	__u64 container;
	__u64 session;
	__u64 inode;
	__u32 device;
	__u32 nr;
	__u8 abi;
	__u8 phase;
	__u8 origin;
	__u8 refused;
	__u32 reserved;
};

/* An actor and where it sent something: see send.bpf.h. */
struct sent_key {
	__u64 exec;
	__u32 tid;
	__s32 ret; /* 0, or -errno */
	__u16 family;
	__u16 protocol;
	__u16 port;
	__u16 length; /* of a unix address */
	char address[112];
};

/* Room for the largest event, with slack for what the verifier can't bound. */
struct scratch {
	char bytes[32760]; /* what a per-CPU map can hold at most */
};

/* One for each place that may interrupt another on the same CPU. */
enum scratch_use {
	SCRATCH_SYSCALL,
	SCRATCH_EXEC,
	SCRATCH_CGROUP,
	SCRATCH_ITERATOR,
	SCRATCH_RING,
	SCRATCH_END
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 32 << 20); /* user space sets the size it was asked for */
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, __u64);   /* any cgroup of a container */
	__type(value, __u64); /* the container's topmost cgroup */
} cgroups SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct container);
} containers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct candidate);
} candidates SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64); /* a container that a filter leaves out; user space says so */
	__type(value, __u8);
} ignored SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct task);
} tasks SEC(".maps");

/* The recorder's own mount namespace, in which no container's path ends. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} host_mounts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, struct seen_key);
	__type(value, __u8);
} seen_syscalls SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct sent_key);
	__type(value, __u8);
} seen_sends SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, SCRATCH_END);
	__type(key, __u32);
	__type(value, struct scratch);
} scratches SEC(".maps");

/* User space maps it and reads it whenever it likes. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct counters);
} counters SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 16384);
	__type(key, __u64); /* a container; user space forgets it */
	__type(value, struct account);
} accounts SEC(".maps");

/* What a new account is a copy of; it is too large for the stack. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct account);
} empty_account SEC(".maps");

static __always_inline void *scratch_for(__u32 use)
{
	return bpf_map_lookup_elem(&scratches, &use);
}

static __always_inline void count_loss(__u32 what)
{
	__u32 zero = 0;
	struct counters *counts = bpf_map_lookup_elem(&counters, &zero);

	if (counts && what < LOSS_END)
		__sync_fetch_and_add(&counts->lost[what], 1);
}

/* User space looks at this often: a container may be gone before its engine was asked about it. */
static __always_inline void count_start(void)
{
	__u32 zero = 0;
	struct counters *counts = bpf_map_lookup_elem(&counters, &zero);

	if (counts)
		__sync_fetch_and_add(&counts->started, 1);
}

/* An id that no other program of this recording has. */
static __always_inline __u64 next_exec(void)
{
	__u32 zero = 0;
	struct counters *counts = bpf_map_lookup_elem(&counters, &zero);

	return counts ? __sync_fetch_and_add(&counts->last_exec, 1) + 1 : 0;
}

#define OFTEN_ASKED 64 /* a power of two */

/*
 * So that what nobody asked for can't fill the ring buffer. It is looked up now and
 * then: user space drops what comes before, and may want a container later that it left out.
 */
static __always_inline bool is_ignored(struct task *state)
{
	if (!(state->asked++ & (OFTEN_ASKED - 1)))
		state->ignored = bpf_map_lookup_elem(&ignored, &state->container) != NULL;
	return state->ignored;
}

static __always_inline void fill_header(struct event_header *header, struct task_struct *task,
					struct task *state, __u8 kind, enum abi abi, long ret)
{
	header->time = bpf_ktime_get_boot_ns();
	header->ret = ret;
	header->kind = kind;
	header->abi = abi;
	header->phase = state->phase;
	header->origin = state->origin;
	header->container = state->container;
	header->exec = state->exec;
	header->pid = task->tgid;
	header->tid = task->pid;
	header->ppid = BPF_CORE_READ(task, real_parent, tgid);
	header->uid = BPF_CORE_READ(task, cred, uid.val);
	__builtin_memcpy(header->comm, task->comm, COMM_SIZE);
}

#endif
