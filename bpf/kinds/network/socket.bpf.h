/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Sockets that are made, bound, listen, and answer for the first time. */
#ifndef CXRAY_KINDS_NETWORK_SOCKET_H
#define CXRAY_KINDS_NETWORK_SOCKET_H

#include "event.h"
#include "maps.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/socket_types.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/network/address.bpf.h"
#include "kinds/network/connect.bpf.h"
#include "kinds/rights/argument.bpf.h"

#define SOCK_BINDPORT_LOCK 8 /* include/net/sock.h: the port was asked for */
#define SOCK_TYPE_MASK 0xf   /* the rest are flags */
#define VSOCK_ANY_PORT 0xffffffff

/* The socket that a port was asked for: of one of MPTCP its first flow, which is bound for it. */
static __always_inline struct sock *bound_sock(struct event_socket *event, struct sock *sock)
{
	struct mptcp_sock *mptcp = (struct mptcp_sock *)sock;
	struct sock *first = NULL;

	if (event->protocol == IPPROTO_MPTCP && bpf_core_field_exists(mptcp->first))
		first = BPF_CORE_READ(mptcp, first);
	return first ?: sock;
}

/* Sets EPHEMERAL too. A raw socket's number is its protocol, and no port. */
static __always_inline void copy_bound_end(struct event_socket *event, struct sock *sock)
{
	struct sock *bound = bound_sock(event, sock);
	__u8 locks = BPF_CORE_READ_BITFIELD_PROBED(bound, sk_userlocks);

	copy_local_end(event, sock);
	if (event->type != SOCK_RAW && !(locks & SOCK_BINDPORT_LOCK))
		event->socket_flags |= SOCKET_EPHEMERAL;
}

static __always_inline void record_listen(struct task_struct *task, struct task *state,
					  struct call *call)
{
	struct sock *sock = socket_of(task, call->arguments[0]);
	struct event_socket *event;
	__u32 length = 0;

	if (call->ret)
		return;
	if (!sock) { /* another thread took the descriptor away */
		count_loss_of(state->container, EVENT_LISTEN);
		return;
	}
	event = begin_socket(task, state, EVENT_LISTEN, call->abi, call->ret);
	if (!event)
		return;
	describe_socket(event, sock);
	if (event->family == AF_UNIX)
		length = copy_unix_end(task, state, event, sock, NULL);
	else if (is_internet(event->family))
		copy_bound_end(event, sock);
	else
		return;
	send_event(event, sizeof(*event) + length, EVENT_LISTEN);
}

/* What has no connections to listen for. A name the kernel gave tells nothing. */
static __always_inline __u32 describe_unix_bind(struct task_struct *task, struct task *state,
						struct call *call, struct event_socket *event,
						struct sock *sock)
{
	if (call->ret || (__u32)call->arguments[2] <= sizeof(__u16))
		return 0;
	return copy_unix_end(task, state, event, sock, NULL);
}

static __always_inline bool describe_bind(struct call *call, struct event_socket *event,
					  struct sock *sock)
{
	struct user_address *asked = asked_behind(event);

	if (!call->ret) {
		copy_bound_end(event, sock);
		return true;
	}
	if (!read_user_address(asked, call->arguments[1], call->arguments[2]) ||
	    !is_internet(asked->family))
		return false;
	event->family = asked->family;
	copy_asked_end(asked, asked->family, &event->local_port, event->local_addr);
	if (event->type == SOCK_RAW)
		event->local_port = 0;
	else if (!asked->port)
		event->socket_flags |= SOCKET_EPHEMERAL;
	return true;
}

/* Who listens has bound before: the kernel wants that of these sockets. */
static __always_inline bool describe_vsock_bind(struct call *call, struct event_socket *event)
{
	struct user_address *asked = asked_behind(event);

	if (read_user_address(asked, call->arguments[1], call->arguments[2]) &&
	    copy_asked_vsock(asked, event->local_addr)) {
		if (*(__u32 *)(event->local_addr + 4) == VSOCK_ANY_PORT)
			event->socket_flags |= SOCKET_EPHEMERAL;
		return true;
	}
	if (!call->ret) /* the caller took it away */
		count_loss_of(event->header.container, EVENT_BIND);
	return false;
}

static __noinline void record_bind(struct task_struct *task, struct task *state, struct call *call)
{
	struct sock *sock = socket_of(task, call->arguments[0]);
	struct event_socket *event;
	__u32 length = 0;

	if (!sock) {
		if (!call->ret)
			count_loss_of(state->container, EVENT_BIND);
		return;
	}
	event = begin_socket(task, state, EVENT_BIND, call->abi, call->ret);
	if (!event)
		return;
	describe_socket(event, sock);
	if (event->family == AF_VSOCK) {
		if (describe_vsock_bind(call, event))
			send_event(event, sizeof(*event), EVENT_BIND);
		return;
	}
	if (event->type != SOCK_DGRAM && event->type != SOCK_RAW)
		return;
	if (event->family == AF_UNIX) {
		length = describe_unix_bind(task, state, call, event, sock);
		if (!length)
			return;
	} else if (!is_internet(event->family) || !describe_bind(call, event, sock)) {
		return;
	}
	send_event(event, sizeof(*event) + length, EVENT_BIND);
}

/* Only what reaches past TCP, UDP and unix sockets: what these do is told when they do it. */
static __always_inline void record_new_socket(struct task_struct *task, struct task *state,
					      struct call *call)
{
	__u32 family = call->arguments[0], type = call->arguments[1] & SOCK_TYPE_MASK;
	__u32 protocol = call->arguments[2];
	struct sock *sock = call->ret < 0 ? NULL : socket_of(task, call->ret);
	struct event_socket *event;

	/* What socketcall was asked for lies in memory that the caller may change. */
	if (sock) {
		family = BPF_CORE_READ(sock, __sk_common.skc_family);
		type = BPF_CORE_READ(sock, sk_type);
	}
	if ((family == AF_UNIX || is_internet(family)) && type != SOCK_RAW && type != SOCK_PACKET)
		return;
	event = begin_socket(task, state, EVENT_SOCKET, call->abi, call->ret);
	if (!event)
		return;
	/* Larger numbers are refused by the kernel; they must not look like others. */
	event->family = family > 0xffff ? 0xffff : family;
	event->type = type;
	event->protocol = protocol > 0xffff ? 0xffff : protocol;
	send_event(event, sizeof(*event), EVENT_SOCKET);
}

/* The container's own program answered somebody, and maybe for the first time. */
static __always_inline void note_serving(struct task *state)
{
	struct event_container event = {};
	struct container *container;

	if (state->origin != ORIGIN_MAIN)
		return;
	container = bpf_map_lookup_elem(&containers, &state->container);
	if (!container || container->serving)
		return;
	event.header.time = bpf_ktime_get_boot_ns();
	event.header.kind = EVENT_CONTAINER_SERVING;
	event.header.container = state->container;
	if (send_event(&event, sizeof(event), EVENT_CONTAINER_SERVING))
		container->serving = 1;
}

/* Unix sockets serve the inside of a container, and tell nothing of its service. */
static __always_inline void record_accept(struct task_struct *task, struct task *state,
					  struct call *call)
{
	struct sock *sock = call->ret < 0 ? NULL : socket_of(task, call->ret);

	if (sock && is_internet(BPF_CORE_READ(sock, __sk_common.skc_family)))
		note_serving(state);
}

static __always_inline void record_socket_call(struct task_struct *task, struct task *state,
					       struct call *call)
{
	unpack_socketcall(call);
	switch (call->name) {
	case CALL_CONNECT: record_connect(task, state, call); break;
	case CALL_LISTEN: record_listen(task, state, call); break;
	case CALL_BIND: record_bind(task, state, call); break;
	case CALL_SOCKET:
		note_socket_arguments(task, state, call);
		record_new_socket(task, state, call);
		break;
	case CALL_ACCEPT:
	case CALL_ACCEPT4: record_accept(task, state, call); break;
	default: break;
	}
}

#endif
