/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which TCP connections begin outside of a system call of their own: through an
 * io_uring, in a worker of it or inside of io_uring_enter among others.
 */
#ifndef CXRAY_URING_CONNECT_H
#define CXRAY_URING_CONNECT_H

#include "container/state.bpf.h"
#include "kernel/socket_types.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "uring/request.bpf.h"

#define NR_IO_URING_ENTER 426 /* in every table of every architecture */

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64); /* struct sock * that TCP tried, until the request is complete */
	__type(value, __u8);
} tried SEC(".maps");

static __always_inline void note_tried(struct sock *sock)
{
	__u64 key = (__u64)sock;
	__u8 one = 1;

	bpf_map_update_elem(&tried, &key, &one, BPF_ANY);
}

/* Whether TCP tried to connect it since it was asked for the last time. */
static __always_inline bool was_connecting(struct sock *sock)
{
	__u64 key = (__u64)sock;

	return !bpf_map_delete_elem(&tried, &key);
}

/* Whether the task is in io_uring_enter, or where no system call is: at work for a ring. */
static __always_inline bool is_in_uring(struct task_struct *task, struct task *state)
{
	long nr;

	if (task->flags & PF_IO_WORKER || !state->entered)
		return true;
	nr = syscall_nr((struct pt_regs *)bpf_task_pt_regs(task));
	current_abi(task, &nr);
	return nr == NR_IO_URING_ENTER;
}

#endif
