/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What is sent without a connection, or over a connected UDP socket: where to.
 *
 * A program sends to the same place again and again, so only the first time is
 * told: of each task while it runs one program, for each destination and result.
 * Where a socket is not connected, the destination lies in the caller's memory
 * alone, and is read right after the call.
 */
#ifndef CXRAY_KINDS_NETWORK_SEND_H
#define CXRAY_KINDS_NETWORK_SEND_H

#include "event.h"
#include "maps.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/network/address.bpf.h"
#include "kinds/transfers/message.bpf.h"

/* False: it was seen before. */
static __always_inline bool is_new_send(struct sent_key *key, struct event_socket *event)
{
	__u8 one = 1;

	__builtin_memset(key, 0, sizeof(*key));
	key->exec = event->header.exec;
	key->tid = event->header.tid;
	key->ret = event->header.ret;
	key->family = event->family;
	key->protocol = event->protocol;
	key->port = event->remote_port;
	key->length = event->path_len;
	if (event->family == AF_UNIX)
		__builtin_memcpy(key->address, event->data, UNIX_ADDRESS_SIZE);
	else
		__builtin_memcpy(key->address, event->remote_addr, sizeof(event->remote_addr));
	if (bpf_map_lookup_elem(&seen_sends, key))
		return false;
	/* Should this fail, it is sent again the next time. */
	bpf_map_update_elem(&seen_sends, key, &one, BPF_ANY);
	return true;
}

/*
 * Without a family an address is one of the socket's own, as the kernel takes
 * it (udp_sendmsg, raw_sendmsg, rawv6_sendmsg); but to an IPv6 UDP socket it is
 * no address at all (udpv6_sendmsg).
 */
static __always_inline bool names_destination(struct transfer *transfer, struct user_address *asked)
{
	if (asked->family != AF_UNSPEC)
		return true;
	if (transfer->family == AF_INET6 && transfer->type != SOCK_RAW)
		return false;
	asked->family = transfer->family;
	return true;
}

static __always_inline bool describe_destination(struct transfer *transfer, bool named,
						 struct user_address *asked,
						 struct event_socket *event)
{
	__u16 protocol = transfer->protocol;

	if (named && names_destination(transfer, asked)) {
		if (!is_internet(asked->family))
			return false;
		if (asked->family == AF_INET6)
			event->family = AF_INET6;
		copy_asked_end(asked, event->family, &event->remote_port, event->remote_addr);
	} else {
		copy_remote_end(event, transfer->sock);
	}
	if (transfer->type == SOCK_RAW || (protocol != IPPROTO_UDP && protocol != IPPROTO_UDPLITE))
		event->remote_port = 0; /* what callers leave there is no port */
	copy_local_end(event, transfer->sock);
	return true;
}

/* Global: see resolve_at. */
__noinline int record_send(struct transfer *transfer, struct message *message)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task);
	struct event_socket *event;
	struct user_address *asked;
	__u64 length = 0;
	bool named;

	if (!transfer || !message || !state)
		return 0;
	event = begin_socket(task, state, EVENT_SEND, transfer->abi, transfer->ret);
	if (!event)
		return 0;
	asked = asked_behind(event);
	named = message->name && read_user_address(asked, message->name, message->name_len);
	event->family = transfer->family;
	event->type = transfer->type;
	event->protocol = transfer->protocol;
	if (transfer->family == AF_UNIX) {
		/* To whom a connected one sends was told when it connected. */
		if (!named || asked->family != AF_UNIX)
			return 0;
		length = message->name_len - sizeof(__u16);
		if (length > UNIX_ADDRESS_SIZE)
			return 0; /* the kernel takes no longer one */
		asm volatile("%0 &= 127" : "+r"(length));
		event->path_len = length;
		__builtin_memcpy(event->data, asked->path, UNIX_ADDRESS_SIZE);
	} else if (!describe_destination(transfer, named, asked, event)) {
		return 0;
	}
	if (is_new_send((void *)event + SENT_KEY_AT, event) &&
	    !send_event(event, sizeof(*event) + length, EVENT_SEND))
		bpf_map_delete_elem(&seen_sends, (void *)event + SENT_KEY_AT);
	return 0;
}

#endif
