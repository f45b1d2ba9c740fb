/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The calls that send and receive, and which of their messages are looked at. */
#ifndef CXRAY_KINDS_TRANSFERS_TRANSFER_H
#define CXRAY_KINDS_TRANSFERS_TRANSFER_H

#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/file_types.bpf.h"
#include "kernel/socket_types.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/output.bpf.h"
#include "kinds/network/address.bpf.h"
#include "kinds/network/payload.bpf.h"
#include "kinds/network/send.bpf.h"
#include "kinds/network/socket.bpf.h"
#include "kinds/transfers/message.bpf.h"

#define ERESTARTSYS 512 /* from here on: interrupted, and to be made again */
#define MSG_PEEK 2
#define MSG_ERRQUEUE 0x2000

/* False where nothing that a message could tell is kept. */
static __always_inline bool begin_transfer(struct transfer *transfer, struct sock *sock,
					   struct call *call)
{
	transfer->sock = sock;
	transfer->ret = call->ret;
	transfer->abi = call->abi;
	transfer->family = BPF_CORE_READ(sock, __sk_common.skc_family);
	transfer->type = BPF_CORE_READ(sock, sk_type);
	transfer->protocol = BPF_CORE_READ(sock, sk_protocol);
	if (transfer->family == AF_UNIX)
		return transfer->type == SOCK_DGRAM;
	return is_internet(transfer->family);
}

static __always_inline void take_output(struct task_struct *task, struct task *state,
					struct transfer *transfer, struct message *message)
{
	if (is_tcp(transfer))
		record_request(transfer, message);
	else if (transfer->type != SOCK_STREAM)
		record_send(transfer, message);
}

static __always_inline void take_input(struct task_struct *task, struct task *state,
				       struct transfer *transfer, struct message *message)
{
	record_answer(transfer, message);
}

static long take_sent(__u32 index, struct transfer *transfer)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task);
	struct message message = {};

	if (!state)
		return 1;
	read_one_message(&message, transfer->messages, index, transfer->abi);
	take_output(task, state, transfer, &message);
	return 0;
}

static long take_received(__u32 index, struct transfer *transfer)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task);
	struct message message = {};

	if (!state)
		return 1;
	read_one_message(&message, transfer->messages, index, transfer->abi);
	take_input(task, state, transfer, &message);
	return 0;
}

/* sendmmsg and recvmmsg return how many they did; of a failure the first is to blame. */
static __always_inline __u32 count_messages(struct transfer *transfer)
{
	__s64 count = transfer->ret > 0 ? transfer->ret : 1;

	return count < MOST_MESSAGES ? count : MOST_MESSAGES;
}

/* Where one message of a call lies, for all calls but sendmmsg and recvmmsg. */
static __always_inline void find_message(struct call *call, struct message *message)
{
	__u64 *given = call->arguments;
	__u32 name_len = 0;

	if (call->ret > 0)
		message->length = call->ret;
	switch (call->name) {
	case CALL_WRITEV:
	case CALL_READV:
		message->data = given[1];
		message->segments = given[2];
		break;
	case CALL_SENDMSG:
	case CALL_RECVMSG: read_message(message, given[1], call->abi); break;
	case CALL_SENDTO:
		message->data = given[1];
		message->name = given[4];
		message->name_len = (__u32)given[5]; /* the kernel looks at no other bits */
		break;
	case CALL_RECVFROM:
		message->name = given[4];
		bpf_probe_read_user(&name_len, sizeof(name_len), (void *)given[5]);
		message->name_len = name_len;
		/* fall through */
	case CALL_RECV: /* with MSG_TRUNC the result is more than what was stored */
		message->data = given[1];
		if (message->length > given[2])
			message->length = given[2];
		break;
	case CALL_WRITE:
	case CALL_READ:
	case CALL_SEND: message->data = given[1]; break;
	default: message->length = 0; break; /* sendfile, splice: no memory of the caller's */
	}
}

static __always_inline void record_sent(struct task_struct *task, struct task *state,
					struct call *call, struct sock *sock)
{
	struct transfer transfer = {};
	struct message message = {};

	if (call->ret <= -ERESTARTSYS || !begin_transfer(&transfer, sock, call))
		return;
	if (call->name == CALL_SENDMMSG) {
		transfer.messages = call->arguments[1];
		bpf_loop(count_messages(&transfer), take_sent, &transfer, 0);
		return;
	}
	find_message(call, &message);
	take_output(task, state, &transfer, &message);
}

/* What a call did to the file that its descriptor stands for. Global: see resolve_at. */
__noinline int record_output_to(struct call *call, __u64 which)
{
	struct file *file = (struct file *)which;
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task);

	if (!call || !state)
		return 0;
	switch (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) {
	case S_IFSOCK: record_sent(task, state, call, sock_of(file)); break;
	case S_IFREG: record_file_output(task, state, call, file); break;
	default: break;
	}
	return 0;
}

/* What is only peeked at is read again; the error queue holds what was sent. */
static __always_inline bool is_second_hand(struct call *call)
{
	__u64 flags = 0;

	switch (call->name) {
	case CALL_RECVMSG: flags = call->arguments[2]; break;
	case CALL_RECV:
	case CALL_RECVFROM:
	case CALL_RECVMMSG: flags = call->arguments[3]; break;
	default: break;
	}
	return flags & (MSG_PEEK | MSG_ERRQUEUE);
}

/* A datagram was received at a port that the program asked for by its number. */
static __always_inline bool is_service(struct transfer *transfer)
{
	struct sock *sock = transfer->sock; /* no CO-RE relocation for our own struct */
	__u8 locks;

	if (transfer->protocol != IPPROTO_UDP && transfer->protocol != IPPROTO_UDPLITE)
		return false;
	locks = BPF_CORE_READ_BITFIELD_PROBED(sock, sk_userlocks);
	return locks & SOCK_BINDPORT_LOCK;
}

static __always_inline void record_input(struct task_struct *task, struct task *state,
					 struct call *call)
{
	struct transfer transfer = {};
	struct message message = {};
	struct sock *sock;

	if (call->ret < 0)
		return;
	unpack_socketcall(call);
	sock = socket_of(task, call->arguments[0]);
	if (!sock || !begin_transfer(&transfer, sock, call) || transfer.family == AF_UNIX ||
	    is_second_hand(call))
		return;
	if (is_service(&transfer))
		note_serving(state);
	if (!may_hold_answer(&transfer))
		return;
	if (call->name == CALL_RECVMMSG) {
		transfer.messages = call->arguments[1];
		bpf_loop(count_messages(&transfer), take_received, &transfer, 0);
		return;
	}
	find_message(call, &message);
	take_input(task, state, &transfer, &message);
}

#endif
