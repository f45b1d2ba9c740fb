/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Sockets that connect. */
#ifndef CXRAY_KINDS_NETWORK_CONNECT_H
#define CXRAY_KINDS_NETWORK_CONNECT_H

#include "event.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "kernel/socket_types.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/network/address.bpf.h"
#include "kinds/network/connecting.bpf.h"

/* A connect that is over, as it was asked for. */
struct connect_call {
	struct sock *sock;
	struct user_address *asked; /* in no program's stack */
	__u32 length;               /* of the address, its family included */
	long ret;
};

static __always_inline bool is_connect_done(long ret)
{
	return ret == 0 || ret == -EINPROGRESS;
}

/*
 * Which file a unix socket is connected to is the kernel's word: the caller's
 * memory may say something else by now. What failed is told as it was asked for.
 */
static __always_inline __u32 describe_unix_connect(struct task_struct *task, struct task *state,
						   struct event_socket *event,
						   struct connect_call *call)
{
	struct unix_sock *own = (struct unix_sock *)call->sock;
	struct sock *peer;
	__u32 length = call->length - sizeof(__u16);

	if (!call->ret) {
		peer = BPF_CORE_READ(own, peer);
		return peer ? copy_unix_end(task, state, event, peer, call->asked) : 0;
	}
	if (call->asked->family != AF_UNIX)
		return 0;
	if (length > UNIX_ADDRESS_SIZE)
		length = UNIX_ADDRESS_SIZE;
	event->path_len = length;
	bpf_probe_read_kernel(event->data, UNIX_ADDRESS_SIZE, call->asked->path);
	return length;
}

static __always_inline bool describe_connect(struct event_socket *event, struct connect_call *call)
{
	struct user_address *asked = call->asked;
	struct sock *sock = call->sock;

	if (!is_internet(event->family))
		return false;
	if (is_connect_done(call->ret)) {
		/* AF_UNSPEC takes a connection apart. */
		if (BPF_CORE_READ(sock, __sk_common.skc_state) == TCP_CLOSE)
			return false;
		copy_remote_end(event, sock);
	} else { /* it has left no address in the socket */
		if (!is_internet(asked->family))
			return false;
		if (asked->family == AF_INET6)
			event->family = AF_INET6;
		copy_asked_end(asked, event->family, &event->remote_port, event->remote_addr);
	}
	copy_local_end(event, sock);
	return true;
}

/* Sends an event whose header is filled. */
static __always_inline void send_connect(struct task_struct *task, struct task *state,
					 struct event_socket *event, struct connect_call *call)
{
	__u32 length = 0;

	describe_socket(event, call->sock);
	if (event->family == AF_UNIX) {
		length = describe_unix_connect(task, state, event, call);
		if (!length)
			return;
	} else if (event->family == AF_VSOCK) {
		if (!copy_asked_vsock(call->asked, event->remote_addr)) {
			if (is_connect_done(call->ret)) /* the caller took it away */
				count_loss_of(event->header.container, EVENT_CONNECT);
			return;
		}
	} else if (!describe_connect(event, call)) {
		return;
	}
	asm volatile("%0 &= 16383" : "+r"(length));
	send_event(event, sizeof(*event) + length, EVENT_CONNECT);
}

/* What TCP did not begin: other protocols, and what failed before. */
static __noinline void record_connect(struct task_struct *task, struct task *state,
				      struct call *call)
{
	struct connect_call connect = { .length = call->arguments[2], .ret = call->ret };
	struct event_socket *event;

	connect.sock = socket_of(task, call->arguments[0]);
	if (!connect.sock) {
		if (is_connect_done(call->ret)) /* another thread took the descriptor away */
			count_loss_of(state->container, EVENT_CONNECT);
		return;
	}
	event = begin_socket(task, state, EVENT_CONNECT, call->abi, call->ret);
	if (!event)
		return;
	connect.asked = asked_behind(event);
	if (!read_user_address(connect.asked, call->arguments[1], call->arguments[2]) &&
	    !is_connect_done(call->ret))
		return;
	send_connect(task, state, event, &connect);
}

#endif
