/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * TCP connections that begin outside of a system call of their own: through an
 * io_uring, in a worker of it or inside of io_uring_enter among others. Both
 * their beginning and their end are the socket's own word.
 */
#ifndef CXRAY_RING_CONNECT_H
#define CXRAY_RING_CONNECT_H

#include "ring_request.bpf.h"

#define NR_IO_URING_ENTER 426 /* in every table of every architecture */

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64); /* struct sock *; every one leaves this state again */
	__type(value, struct event_socket);
} connecting SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64); /* struct sock * that TCP tried, until the request is complete */
	__type(value, __u8);
} tried SEC(".maps");

/* Whether TCP tried to connect it since it was asked for the last time. */
static __always_inline bool was_connecting(struct sock *sock)
{
	__u64 key = (__u64)sock;

	return !bpf_map_delete_elem(&tried, &key);
}

/* Whether the task is in io_uring_enter, or where no system call is: at work for a ring. */
static __always_inline bool is_in_ring(struct task_struct *task, struct task *state)
{
	long nr;

	if (task->flags & PF_IO_WORKER || !state->entered)
		return true;
	nr = syscall_nr((struct pt_regs *)bpf_task_pt_regs(task));
	current_abi(task, &nr);
	return nr == NR_IO_URING_ENTER;
}

static __always_inline void begin_ring_connect(struct task_struct *actor, struct task *state,
					       struct sock *sock)
{
	struct event_socket event = {};
	__u64 key = (__u64)sock;
	__u8 one = 1;
	long nr = 0;

	fill_header(&event.header, actor, state, EVENT_CONNECT, current_abi(actor, &nr), 0);
	describe_socket(&event, sock);
	copy_remote_end(&event, sock);
	bpf_map_update_elem(&tried, &key, &one, BPF_ANY);
	if (bpf_map_update_elem(&connecting, &key, &event, BPF_ANY))
		count_loss(EVENT_CONNECT);
}

/* It is connected, or will not be. */
static __always_inline void end_ring_connect(struct sock *sock, int state)
{
	__u64 key = (__u64)sock;
	struct event_socket *begun = bpf_map_lookup_elem(&connecting, &key);
	struct event_socket event;
	int error;

	if (!begun)
		return;
	event = *begun;
	bpf_map_delete_elem(&connecting, &key);
	error = BPF_CORE_READ(sock, sk_err);
	event.header.time = bpf_ktime_get_boot_ns();
	copy_local_end(&event, sock);
	/* There is no error where it was given up: it never came to an end. */
	event.header.ret = state == TCP_ESTABLISHED ? 0 : -(error ?: EINPROGRESS);
	send_event(&event, sizeof(event), EVENT_CONNECT);
}

#endif
