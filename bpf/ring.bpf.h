/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What is done through an io_uring, without the system calls that would do it.
 * It is recorded as if it had been done by them.
 */
#ifndef CXRAY_RING_H
#define CXRAY_RING_H

#include "ring_connect.bpf.h"

enum ring_class {
	RING_BLIND, /* can't be looked at; whatever is not in the table is */
	RING_QUIET, /* reaches nothing by name, or only reads what no system call is recorded for */
	RING_ASKED, /* recorded when it is complete */
	RING_OUTPUT, /* blind where it goes to a socket: where to, and which names, is not seen */
};

/*
 * Quiet are those that act on what is open already, wait, or belong to the ring
 * itself. What they bring in (READ, RECV, ACCEPT) is another's doing; what they
 * look up (STATX, GETXATTR) is not recorded of system calls either. MSG_RING and
 * FIXED_FD_INSTALL pass on what was recorded when it was opened. The content of
 * files that a ring writes is looked at in the files.
 */
static const __u8 ring_classes[RING_OPCODES] = {
	[RING_NOP] = RING_QUIET,
	[RING_READV] = RING_QUIET,
	[RING_WRITEV] = RING_OUTPUT,
	[RING_FSYNC] = RING_QUIET,
	[RING_READ_FIXED] = RING_QUIET,
	[RING_WRITE_FIXED] = RING_OUTPUT,
	[RING_POLL_ADD] = RING_QUIET,
	[RING_POLL_REMOVE] = RING_QUIET,
	[RING_SYNC_FILE_RANGE] = RING_QUIET,
	[RING_RECVMSG] = RING_QUIET,
	[RING_TIMEOUT] = RING_QUIET,
	[RING_TIMEOUT_REMOVE] = RING_QUIET,
	[RING_ACCEPT] = RING_QUIET,
	[RING_ASYNC_CANCEL] = RING_QUIET,
	[RING_LINK_TIMEOUT] = RING_QUIET,
	[RING_CONNECT] = RING_ASKED,
	[RING_FALLOCATE] = RING_QUIET,
	[RING_OPENAT] = RING_ASKED,
	[RING_CLOSE] = RING_QUIET,
	[RING_FILES_UPDATE] = RING_QUIET,
	[RING_STATX] = RING_QUIET,
	[RING_READ] = RING_QUIET,
	[RING_WRITE] = RING_OUTPUT,
	[RING_FADVISE] = RING_QUIET,
	[RING_MADVISE] = RING_QUIET,
	[RING_RECV] = RING_QUIET,
	[RING_OPENAT2] = RING_ASKED,
	[RING_EPOLL_CTL] = RING_QUIET,
	[RING_SPLICE] = RING_OUTPUT,
	[RING_PROVIDE_BUFFERS] = RING_QUIET,
	[RING_REMOVE_BUFFERS] = RING_QUIET,
	[RING_TEE] = RING_QUIET, /* pipes only */
	[RING_SHUTDOWN] = RING_QUIET,
	[RING_RENAMEAT] = RING_ASKED,
	[RING_UNLINKAT] = RING_ASKED,
	[RING_MKDIRAT] = RING_ASKED,
	[RING_SYMLINKAT] = RING_ASKED,
	[RING_LINKAT] = RING_ASKED,
	[RING_MSG_RING] = RING_QUIET,
	[RING_FGETXATTR] = RING_QUIET,
	[RING_GETXATTR] = RING_QUIET,
	[RING_READ_MULTISHOT] = RING_QUIET,
	[RING_WAITID] = RING_QUIET,
	[RING_FUTEX_WAIT] = RING_QUIET,
	[RING_FUTEX_WAKE] = RING_QUIET,
	[RING_FUTEX_WAITV] = RING_QUIET,
	[RING_FIXED_FD_INSTALL] = RING_QUIET,
	[RING_RECV_ZC] = RING_QUIET,
	[RING_EPOLL_WAIT] = RING_QUIET,
	[RING_WRITEV_FIXED] = RING_OUTPUT,
	[RING_READV_FIXED] = RING_QUIET,
	[RING_PIPE] = RING_QUIET,
};

static __always_inline __u8 ring_class_of(__u8 opcode)
{
	return opcode < RING_OPCODES ? ring_classes[opcode] : RING_BLIND;
}

/* What counts as lost when a request can't be followed. */
static __always_inline __u8 kind_of_request(__u8 opcode)
{
	switch (opcode) {
	case RING_CONNECT: return EVENT_CONNECT;
	case RING_OPENAT:
	case RING_OPENAT2: return EVENT_OPEN;
	default: return EVENT_CHANGE;
	}
}

static __always_inline bool is_socket(struct file *file)
{
	return (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) == S_IFSOCK;
}

/* The header of what a request did: of whoever asked for it, when it was done. */
static __always_inline void begin_answer(struct event_header *header, struct ring_request *request,
					 __u8 kind, long ret)
{
	__builtin_memcpy(header, &request->header, sizeof(*header));
	header->time = bpf_ktime_get_boot_ns();
	header->kind = kind;
	header->ret = ret;
}

static __noinline void record_ring_open(struct task_struct *task, struct task *state,
					struct ring_request *request, long ret)
{
	struct event_open *event = scratch_for(SCRATCH_SYSCALL);
	struct open_call call = { .asked = (__u64)request->name,
				  .flags = request->flags,
				  .folder = request->folder };
	struct file *file = NULL;

	if (!event)
		return;
	__builtin_memset(event, 0, sizeof(*event));
	begin_answer(&event->header, request, EVENT_OPEN, ret);
	if (ret >= 0 && !request->slot)
		file = file_of(task, ret);
	else if (ret >= 0) /* the kernel tells the slot where it chose it */
		file = fixed_file((struct io_ring_ctx *)request->ring,
				  request->slot == ~0U ? ret : request->slot - 1);
	send_event(event, describe_open(task, state, event, &call, file, true), EVENT_OPEN);
}

/* The system call that would have asked for the same. */
static __always_inline void make_call(struct ring_request *request, struct call *call)
{
	__u64 *given = call->arguments;

	call->abi = request->header.abi;
	call->in_kernel = 1;
	given[0] = request->folder;
	given[1] = (__u64)request->name;
	given[2] = request->to_folder;
	given[3] = (__u64)request->to_name;
	given[4] = request->flags;
	switch (request->opcode) {
	case RING_RENAMEAT: call->name = CALL_RENAMEAT2; break;
	case RING_LINKAT: call->name = CALL_LINKAT; break;
	case RING_SYMLINKAT:
		call->name = CALL_SYMLINKAT;
		given[0] = (__u64)request->to_name;
		given[1] = request->to_folder;
		given[2] = (__u64)request->name;
		break;
	default:
		call->name = request->opcode == RING_MKDIRAT ? CALL_MKDIRAT : CALL_UNLINKAT;
		given[2] = request->flags;
	}
}

/* Global, so that the verifier looks at it once, and not for each way that leads here. */
__attribute__((noinline)) int record_ring_change(struct ring_request *request, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(actor_of(task));
	struct event_change *event = scratch_for(SCRATCH_SYSCALL);
	struct call *call = scratch_for(SCRATCH_RING); /* the stack has no room for it */

	if (!request || !state || !event || !call)
		return 0;
	__builtin_memset(call, 0, sizeof(*call));
	call->ret = ret;
	make_call(request, call);
	__builtin_memset(event, 0, sizeof(*event));
	begin_answer(&event->header, request, EVENT_CHANGE, ret);
	send_change(task, state, call, event);
	return 0;
}

/* The answer to one that TCP began comes from the socket itself: ring_connect.bpf.h. */
static __noinline void record_ring_connect(struct ring_request *request, struct file *file,
					   long ret)
{
	struct event_socket *event = scratch_for(SCRATCH_SYSCALL);
	struct socket *socket;
	struct connect_call call = { .asked = &request->address,
				     .length = request->address_length,
				     .ret = ret };

	if (!event || !file || !is_socket(file))
		return;
	socket = BPF_CORE_READ(file, private_data);
	call.sock = BPF_CORE_READ(socket, sk);
	if (was_connecting(call.sock))
		return;
	__builtin_memset(event, 0, sizeof(*event));
	begin_answer(&event->header, request, EVENT_CONNECT, ret);
	send_connect(event, &call);
}

/* Records what was asked for, should it be remembered, and forgets it. */
static __noinline int answer_request(struct io_kiocb *kernel, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(actor_of(task));
	__u64 key = (__u64)kernel;
	struct ring_request *request = bpf_map_lookup_elem(&ring_requests, &key);

	if (!request)
		return 0;
	if (!state || state->container != request->header.container)
		count_loss(kind_of_request(request->opcode)); /* it never was complete */
	else if (request->opcode == RING_CONNECT)
		record_ring_connect(request, BPF_CORE_READ(kernel, cmd.file), ret);
	else if (kind_of_request(request->opcode) == EVENT_OPEN)
		record_ring_open(task, state, request, ret);
	else
		record_ring_change(request, ret);
	bpf_map_delete_elem(&ring_requests, &key);
	return 0;
}

/* The request before this one, should it be complete already. */
static __always_inline void answer_previous(struct io_kiocb *request)
{
	struct io_wq_work_node *last = BPF_CORE_READ(request, ctx, submit_state.compl_reqs.last);
	struct io_kiocb *previous;

	if (!last)
		return;
	previous = (void *)last - bpf_core_field_offset(struct io_kiocb, comp_list);
	answer_request(previous, BPF_CORE_READ(previous, cqe.res));
}

static __always_inline void remember_request(struct task_struct *actor, struct task *state,
					     struct io_kiocb *kernel, __u8 opcode)
{
	struct ring_request *request = scratch_for(SCRATCH_RING);
	__u64 key = (__u64)kernel;
	long nr = 0;

	if (!request)
		return;
	/* The kernel uses it again: an answer that was skipped is all that can be told now. */
	answer_request(kernel, BPF_CORE_READ(kernel, cqe.res));
	__builtin_memset(request, 0, offsetof(struct ring_request, name));
	request->opcode = opcode;
	request->ring = (__u64)BPF_CORE_READ(kernel, ctx);
	request->user_data = BPF_CORE_READ(kernel, cqe.user_data);
	if (!read_request(kernel, request)) {
		count_blind(BLIND_RING_OPERATION);
		return;
	}
	fill_header(&request->header, actor, state, 0, current_abi(actor, &nr), 0);
	if (bpf_map_update_elem(&ring_requests, &key, request, BPF_ANY))
		count_loss(kind_of_request(opcode));
	/* The kernel tells of a success only if there is an answer, or a next request. */
	if (BPF_CORE_READ(kernel, flags) & REQUEST_SKIPS_ANSWER)
		count_blind(BLIND_RING_OPERATION);
}

static __always_inline void look_at_request(struct io_kiocb *request)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_struct *actor = actor_of(task);
	struct task *state = state_of(actor);
	__u8 opcode, class;
	struct file *file;

	if (!state || !state->container || state->phase != PHASE_WORKLOAD || is_ignored(state))
		return;
	answer_previous(request);
	opcode = BPF_CORE_READ(request, opcode);
	class = ring_class_of(opcode);
	if (class == RING_OUTPUT) {
		file = file_of_request(task, request);
		class = file && !is_socket(file) ? RING_QUIET : RING_BLIND;
		if (class == RING_QUIET)
			lose_sight_of(BPF_CORE_READ(file, f_inode));
	}
	if (class == RING_BLIND)
		count_blind(BLIND_RING_OPERATION);
	else if (class == RING_ASKED)
		remember_request(actor, state, request, opcode);
}

struct overflown {
	__u64 ring;
	__u64 user_data;
	long ret;
};

static long answer_overflown(void *map, __u64 *key, struct ring_request *request,
			     struct overflown *which)
{
	if (request->ring != which->ring || request->user_data != which->user_data)
		return 0;
	answer_request((struct io_kiocb *)*key, which->ret);
	return 1;
}

#endif
