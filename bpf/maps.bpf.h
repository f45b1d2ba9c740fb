/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What the probes share: the ring buffer, the tables, the counts of losses. */
#ifndef CXRAY_MAPS_H
#define CXRAY_MAPS_H

#include "event.h"
#include "container/state.bpf.h"
#include "kernel/types.bpf.h"

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

/* An actor and where it sent something: see kinds/network/send.bpf.h. */
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
	SCRATCH_URING,
	SCRATCH_SIGNAL,
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

static __always_inline __u32 pid_level_of(struct task_struct *task)
{
	return BPF_CORE_READ(task, thread_pid, level);
}

/* Its number in the pid namespace that it lives in. */
static __always_inline int own_pid_of(struct task_struct *task)
{
	struct pid *pid = BPF_CORE_READ(task, thread_pid);
	__u64 at = bpf_core_field_offset(struct pid, numbers) +
		   bpf_core_type_size(struct upid) * (__u64)pid_level_of(task) +
		   bpf_core_field_offset(struct upid, nr);
	int number = 0;

	bpf_probe_read_kernel(&number, sizeof(number), (void *)pid + at);
	return number;
}

/* The same of its process. A task keeps it, so that it is looked up once. */
static __always_inline __u32 container_pid_of(struct task_struct *task, struct task *state)
{
	if (!state->container_pid)
		state->container_pid = own_pid_of(BPF_CORE_READ(task, group_leader));
	return state->container_pid;
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
	header->container_pid = container_pid_of(task, state);
	header->reserved = 0;
	__builtin_memcpy(header->comm, task->comm, COMM_SIZE);
}

#endif
