/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The names in DNS answers, TLS greetings and HTTP requests.
 *
 * Nothing else leaves the kernel, and of these only the beginning: user space
 * keeps the names and forgets the bytes (src/record/payload/). A container can
 * write what it likes into its own memory, and answer its own questions; but an
 * answer counts only where the kernel says that it came from port 53, and what
 * was sent has the peer that the kernel knows.
 */
#ifndef CXRAY_KINDS_NETWORK_PAYLOAD_H
#define CXRAY_KINDS_NETWORK_PAYLOAD_H

#include "event.h"
#include "maps.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/socket_types.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/network/address.bpf.h"
#include "kinds/transfers/message.bpf.h"

#define DNS_PORT __builtin_bswap16(53)
#define FIRST_BYTES 32
#define LONGEST_METHOD 20 /* UPDATEREDIRECTREF has 17 letters */
#define HELLO_SIZE 6      /* up to the kind of the first handshake message */

static __always_inline void send_payload(struct task_struct *task, struct task *state,
					 struct transfer *transfer, struct event_payload *event,
					 __u32 length)
{
	fill_header(&event->header, task, state, EVENT_PAYLOAD, transfer->abi, 0);
	event->type = transfer->type;
	event->protocol = transfer->protocol;
	event->data_len = length;
	copy_own_end(transfer->sock, event->family, &event->local_port, event->local_addr);
	send_event(event, sizeof(*event) + length, EVENT_PAYLOAD);
}

#define WORD_BEGINS(word, text) word_begins(word, text "        ", sizeof(text) - 1)

/* Compares at most eight bytes at once. */
static __always_inline bool word_begins(__u64 word, const char *text, __u32 length)
{
	__u64 wanted = *(const __u64 *)text;
	__u32 shift = 64 - 8 * length;

	return (word ^ wanted) << shift == 0;
}

static __always_inline bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

/* Any other method: a word, a space, and the beginning of a path or of an address. */
static __always_inline bool is_other_request(const char *data)
{
	__u32 i;

	for (i = 0; i < LONGEST_METHOD; i++) {
		if (!is_letter(data[i]))
			break;
	}
	if (i == 0 || data[i] != ' ')
		return false;
	return data[i + 1] == '/' || WORD_BEGINS(*(const __u64 *)(data + i + 1), "http");
}

/* What decode/payload/http.ts may know for a request; it may begin with an empty line. */
static __always_inline bool is_http(const char *data)
{
	__u64 word;

	data += data[0] == '\r' && data[1] == '\n' ? 2 : data[0] == '\n';
	word = *(const __u64 *)data;
	return is_other_request(data) || WORD_BEGINS(word, "GET ") || WORD_BEGINS(word, "HEAD ") ||
	       WORD_BEGINS(word, "POST ") || WORD_BEGINS(word, "PUT ") ||
	       WORD_BEGINS(word, "DELETE ") || WORD_BEGINS(word, "PATCH ") ||
	       WORD_BEGINS(word, "OPTIONS ") || WORD_BEGINS(word, "CONNECT ") ||
	       WORD_BEGINS(word, "TRACE ");
}

/* RFC 8446, 5.1 and 4: a handshake's record of any version, and a ClientHello. */
static __always_inline bool is_hello(const char *data, __u64 length)
{
	return length >= HELLO_SIZE && data[0] == 22 && data[1] == 3 && data[5] == 1;
}

/* A greeting that is sent in pieces goes on with what this task sends next. */
static __always_inline void expect_rest(struct task *state, struct sock *sock, const char *data,
					__u64 length)
{
	__u32 size = 5 + ((__u8)data[3] << 8 | (__u8)data[4]);

	state->hello = length < size && length <= PAYLOAD_SIZE ? (__u64)sock : 0;
	state->hello_left = size - length;
}

static __always_inline bool is_rest(struct task *state, struct sock *sock, __u64 length)
{
	if (state->hello != (__u64)sock)
		return false;
	if (length < state->hello_left)
		state->hello_left -= length;
	else
		state->hello = 0;
	return true;
}

static __always_inline __u8 classify_request(struct task *state, struct transfer *transfer,
					     struct message *message, struct event_payload *event)
{
	__u64 length = message->length;

	__builtin_memset(event->data, 0, FIRST_BYTES);
	gather(message, transfer->abi, event->data, FIRST_BYTES);
	if (is_hello(event->data, length)) {
		expect_rest(state, transfer->sock, event->data, length);
		return PAYLOAD_TLS;
	}
	if (is_http(event->data))
		return PAYLOAD_HTTP;
	event->continued = is_rest(state, transfer->sock, length);
	return event->continued ? PAYLOAD_TLS : 0;
}

/* What a client says first over TCP. Global: see resolve_at. */
__noinline int record_request(struct transfer *transfer, struct message *message)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task);
	struct event_payload *event = scratch_for(SCRATCH_SYSCALL);

	if (!transfer || !message || !state || !event || transfer->ret <= 0 || !message->length)
		return 0;
	__builtin_memset(event, 0, sizeof(*event));
	event->payload = classify_request(state, transfer, message, event);
	if (!event->payload)
		return 0;
	event->family = transfer->family;
	copy_peer_end(transfer->sock, event->family, &event->remote_port, event->remote_addr);
	send_payload(task, state, transfer, event,
		     gather(message, transfer->abi, event->data, PAYLOAD_SIZE));
	return 0;
}

/* Whether it may be an answer of DNS, as far as the socket tells. */
static __always_inline bool may_hold_answer(struct transfer *transfer)
{
	struct sock *sock = transfer->sock; /* no CO-RE relocation for our own struct */
	__u16 port = BPF_CORE_READ(sock, __sk_common.skc_dport);

	if (transfer->ret <= 0)
		return false;
	if (is_tcp(transfer))
		return port == DNS_PORT;
	return transfer->protocol == IPPROTO_UDP && (!port || port == DNS_PORT);
}

/*
 * Of a socket that is not connected the kernel wrote the sender beside the message.
 * Global: see resolve_at.
 */
__noinline int record_answer(struct transfer *transfer, struct message *message)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task);
	struct event_payload *event = scratch_for(SCRATCH_SYSCALL);
	struct user_address *from;

	if (!transfer || !message || !state || !event)
		return 0;
	from = asked_behind(event);
	__builtin_memset(event, 0, sizeof(*event));
	event->family = transfer->family;
	copy_peer_end(transfer->sock, event->family, &event->remote_port, event->remote_addr);
	if (!event->remote_port) {
		if (!message->name || !read_user_address(from, message->name, message->name_len) ||
		    from->family != transfer->family || from->port != DNS_PORT)
			return 0;
		copy_asked_end(from, event->family, &event->remote_port, event->remote_addr);
	}
	event->payload = PAYLOAD_DNS;
	send_payload(task, state, transfer, event,
		     gather(message, transfer->abi, event->data, PAYLOAD_SIZE));
	return 0;
}

#endif
