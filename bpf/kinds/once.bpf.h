/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What is sent once: sets that are kept in the kernel, like that of system
 * calls. Someone who fills the table makes cxray forget, and so send again;
 * nothing is lost by it.
 */
#ifndef CXRAY_KINDS_ONCE_H
#define CXRAY_KINDS_ONCE_H

#include "event.h"
#include "maps.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "kernel/types.bpf.h"

struct once_key {
	__u64 container;
	__u64 session;
	__u64 program; /* inode of the executable, or the id of the program that runs */
	__u32 device;  /* of the inode; 0 with an id */
	__u32 nr;
	__s32 ret; /* -errno, or 0 */
	__u8 kind; /* enum event_kind */
	__u8 abi;
	__u8 origin;
	__u8 reserved;
	__u64 values[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 32768);
	__type(key, struct once_key);
	__type(value, __u8);
} sent_once SEC(".maps");

/* Whose set it belongs to: what the container itself did, or a session that was brought in. */
static __always_inline void once_by_visit(struct once_key *key, struct task *state)
{
	key->container = state->container;
	key->origin = state->origin;
	key->session = state->session;
}

/* Fills in whose behaviour it is: a container's executable, whichever task runs it. */
static __always_inline void once_by_executable(struct once_key *key, struct task_struct *task,
					       struct task *state)
{
	struct inode *executable = BPF_CORE_READ(task, mm, exe_file, f_inode);

	once_by_visit(key, state);
	key->program = BPF_CORE_READ(executable, i_ino);
	key->device = BPF_CORE_READ(executable, i_sb, s_dev);
}

/* Whether it was not there yet; it is from now on. */
static __noinline bool is_first(struct once_key *key)
{
	__u8 one = 1;

	if (bpf_map_lookup_elem(&sent_once, key))
		return false;
	/* Should this fail, it is sent again the next time. */
	bpf_map_update_elem(&sent_once, key, &one, BPF_ANY);
	return true;
}

/* What found no room in the ring is new again the next time. */
static __always_inline bool send_once(struct once_key *key, void *event, __u32 size)
{
	if (send_event(event, size, key->kind))
		return true;
	bpf_map_delete_elem(&sent_once, key);
	return false;
}

/* A program of a container did what can't be looked at. */
static __noinline void note_unseen(struct task_struct *task, struct task *state, __u32 what)
{
	struct once_key key = { .kind = EVENT_UNSEEN, .nr = what };
	struct event_unseen event = {};

	once_by_visit(&key, state);
	key.program = state->exec;
	if (!is_first(&key))
		return;
	fill_header(&event.header, task, state, EVENT_UNSEEN, ABI_NATIVE, 0);
	event.what = what;
	send_once(&key, &event, sizeof(event));
}

#endif
