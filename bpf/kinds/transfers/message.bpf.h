/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Messages in the caller's memory, which the calls that send and receive name in many ways. */
#ifndef CXRAY_KINDS_TRANSFERS_MESSAGE_H
#define CXRAY_KINDS_TRANSFERS_MESSAGE_H

#include "event.h"
#include "kernel/socket_types.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/network/address.bpf.h"

#define MOST_MESSAGES 1024 /* UIO_MAXIOV: the kernel takes no more at a time */
#define MOST_SEGMENTS 16   /* a beginning is rarely in more pieces */

/* One message. Pointers are the caller's. */
struct message {
	__u64 name;     /* to an address, or 0 */
	__u64 name_len; /* of the address */
	__u64 data;     /* to the data; with `segments` to a vector of it */
	__u64 segments; /* 0: `data` is no vector */
	__u64 length;   /* bytes that were sent or received */
};

/* The call that messages belong to, and what does not change from one to the next. */
struct transfer {
	struct sock *sock;
	__s64 ret;
	__u64 messages; /* sendmmsg, recvmmsg: the caller's pointer to them */
	__u16 family;
	__u16 type;
	__u16 protocol;
	__u8 abi;
	__u8 is_input;
};

static __always_inline bool is_tcp(struct transfer *transfer)
{
	return transfer->protocol == IPPROTO_TCP || transfer->protocol == IPPROTO_MPTCP;
}

/* struct user_msghdr and compat_msghdr, as far as they are read. */
struct wide_message {
	__u64 name;
	__u64 name_len; /* 32 bits of it */
	__u64 vector;
	__u64 segments;
};

struct narrow_message {
	__u32 name;
	__u32 name_len;
	__u32 vector;
	__u32 segments;
};

#define WIDE_MESSAGE_SIZE 56 /* mmsghdr has the message's length behind it, and padding */
#define NARROW_MESSAGE_SIZE 28

/* x32 shares its structures with 32-bit programs. */
static __always_inline bool is_narrow(__u8 abi)
{
	return abi != ABI_NATIVE;
}

static __noinline void read_message(struct message *message, __u64 at, __u8 abi)
{
	struct narrow_message narrow = {};
	struct wide_message wide = {};

	if (is_narrow(abi)) {
		bpf_probe_read_user(&narrow, sizeof(narrow), (void *)at);
		message->name = narrow.name;
		message->name_len = narrow.name_len;
		message->data = narrow.vector;
		message->segments = narrow.segments;
	} else {
		bpf_probe_read_user(&wide, sizeof(wide), (void *)at);
		message->name = wide.name;
		message->name_len = (__u32)wide.name_len;
		message->data = wide.vector;
		message->segments = wide.segments;
	}
}

/* The message at `index` of many: its length is what the kernel wrote there. */
static __always_inline void read_one_message(struct message *message, __u64 messages, __u32 index,
					     __u8 abi)
{
	__u32 size = is_narrow(abi) ? NARROW_MESSAGE_SIZE : WIDE_MESSAGE_SIZE;
	__u64 at = messages + (__u64)index * (is_narrow(abi) ? size + 4 : size + 8);
	__u32 length = 0;

	read_message(message, at, abi);
	bpf_probe_read_user(&length, sizeof(length), (void *)(at + size));
	message->length = length;
}

struct gathering {
	char *out;
	__u64 vector;
	__u32 at;
	__u32 limit;
	__u32 is_narrow;
};

static long gather_segment(__u32 index, struct gathering *to)
{
	__u32 at = to->at, left = to->limit - at;
	__u64 segment[2] = {}, length;
	__u32 narrow[2] = {};

	if (to->is_narrow) {
		bpf_probe_read_user(narrow, sizeof(narrow), (void *)(to->vector + 8 * index));
		segment[0] = narrow[0];
		segment[1] = narrow[1];
	} else {
		bpf_probe_read_user(segment, sizeof(segment), (void *)(to->vector + 16 * index));
	}
	length = segment[1] < left ? segment[1] : left;
	asm volatile("%0 &= 4095" : "+r"(length));
	asm volatile("%0 &= 4095" : "+r"(at));
	if (bpf_probe_read_user(to->out + at, length, (void *)segment[0]))
		return 1;
	to->at = at + length;
	return to->at >= to->limit;
}

/*
 * Copies the beginning of a message: at most `limit` bytes, which is at most
 * PAYLOAD_SIZE. Returns how many they are.
 */
static __noinline __u32 gather(struct message *message, __u8 abi, char *out, __u32 limit)
{
	struct gathering to = { .out = out, .vector = message->data, .is_narrow = is_narrow(abi) };
	__u32 count, length;

	to.limit = message->length < limit ? message->length : limit;
	if (!message->segments) {
		length = to.limit;
		asm volatile("%0 &= 4095" : "+r"(length));
		return bpf_probe_read_user(out, length, (void *)message->data) ? 0 : length;
	}
	count = message->segments < MOST_SEGMENTS ? message->segments : MOST_SEGMENTS;
	bpf_loop(count, gather_segment, &to, 0);
	length = to.at;
	asm volatile("%0 &= 4095" : "+r"(length));
	return length;
}

#endif
