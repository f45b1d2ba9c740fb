/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What is done through an io_uring, without the system calls that would do it.
 * It is recorded as if it had been done by them.
 */
#ifndef CXRAY_RING_H
#define CXRAY_RING_H

#include "ring_class.bpf.h"
#include "ring_connect.bpf.h"

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
	/* Whether the ring ends before the file is closed is not told. */
	if (file && request->slot && is_writable(BPF_CORE_READ(file, f_flags)))
		note_unseen(actor_of(task), state, UNSEEN_RING_OPERATION);
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
static __noinline void record_ring_connect(struct task_struct *task, struct task *state,
					   struct ring_request *request, struct file *file,
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
	send_connect(task, state, event, &call);
}

/*
 * Records what was asked for, should it be remembered, and forgets it; the key
 * is a struct io_kiocb *. Global: see record_ring_change.
 */
__noinline int answer_remembered(__u64 *which, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(actor_of(task));
	__u64 key = which ? *which : 0; /* Linux 6.1 takes no argument as a key */
	struct ring_request *request = bpf_map_lookup_elem(&ring_requests, &key);
	struct io_kiocb *kernel = (struct io_kiocb *)key;

	if (!request)
		return 0;
	if (!state || state->container != request->header.container)
		count_loss(kind_of_request(request->opcode)); /* it never was complete */
	else if (request->opcode == RING_CONNECT)
		record_ring_connect(task, state, request, BPF_CORE_READ(kernel, cmd.file), ret);
	else if (kind_of_request(request->opcode) == EVENT_OPEN)
		record_ring_open(task, state, request, ret);
	else
		record_ring_change(request, ret);
	bpf_map_delete_elem(&ring_requests, &key);
	return 0;
}

static __always_inline void answer_request(struct io_kiocb *kernel, long ret)
{
	__u64 key = (__u64)kernel;

	answer_remembered(&key, ret);
}

/* The request before this one, should it be complete already. */
static __always_inline void answer_previous(struct io_kiocb *request)
{
	struct io_ring_ctx *ring = BPF_CORE_READ(request, ctx);
	struct io_wq_work_node *last = BPF_CORE_READ(ring, submit_state.compl_reqs.last);
	struct io_kiocb *previous;

	/* The kernel empties the list by its beginning alone: its end still is an old request. */
	if (!BPF_CORE_READ(ring, submit_state.compl_reqs.first))
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
		note_unseen(actor, state, UNSEEN_RING_OPERATION);
		return;
	}
	fill_header(&request->header, actor, state, 0, current_abi(actor, &nr), 0);
	if (bpf_map_update_elem(&ring_requests, &key, request, BPF_ANY))
		count_loss(kind_of_request(opcode));
	/* The kernel tells of a success only if there is an answer, or a next request. */
	if (BPF_CORE_READ(kernel, flags) & REQUEST_SKIPS_ANSWER)
		note_unseen(actor, state, UNSEEN_RING_OPERATION);
}

/*
 * What goes to a socket can't be told; what goes to a file makes its content
 * unknown. This and what follows give whether something stays unseen.
 */
static __always_inline bool hides_output(struct task_struct *task, struct io_kiocb *request,
					 __u8 opcode)
{
	struct file *file = file_of_request(task, request);
	struct io_rw *write = command_of(request);
	bool is_behind = opcode != RING_SPLICE &&
			 (long long)BPF_CORE_READ(write, kiocb.ki_pos) >= BEGINNING_SIZE;

	if (!file || is_socket(file))
		return true;
	if (!is_behind)
		lose_sight_of(BPF_CORE_READ(file, f_inode));
	/* A file in the ring's own table is not told of when it is closed. */
	return BPF_CORE_READ(request, flags) & REQUEST_FIXED_FILE;
}

static __always_inline bool hides_change(struct task_struct *task, struct io_kiocb *request)
{
	struct file *file = file_of_request(task, request);

	if (file)
		lose_sight_of(BPF_CORE_READ(file, f_inode));
	return !file;
}

/* Where DNS may answer, as may_hold_answer says of system calls. */
static __always_inline bool hides_answer(struct task_struct *task, struct io_kiocb *request)
{
	struct file *file = file_of_request(task, request);
	struct sock *sock = file ? sock_of(file) : NULL;
	__u16 port;

	if (!sock || !is_internet(BPF_CORE_READ(sock, __sk_common.skc_family)))
		return false;
	port = BPF_CORE_READ(sock, __sk_common.skc_dport);
	return port == DNS_PORT || (BPF_CORE_READ(sock, sk_protocol) == IPPROTO_UDP && !port);
}

/* Of one that goes on accepting only the first answer would be told, or none. */
static __always_inline bool hides_clients(struct io_kiocb *request)
{
	struct io_accept *accept = command_of(request);

	return !bpf_core_field_exists(accept->iou_flags) ||
	       BPF_CORE_READ(accept, iou_flags) & ACCEPT_MULTISHOT;
}

/* A server's request that is complete: the container answered. */
static __noinline void take_accepted(struct io_kiocb *request)
{
	struct task *state;

	if (ring_class_of(BPF_CORE_READ(request, opcode)) != RING_ACCEPTS ||
	    (int)BPF_CORE_READ(request, cqe.res) < 0)
		return;
	state = state_of(actor_of(bpf_get_current_task_btf()));
	if (state && state->container && state->phase == PHASE_WORKLOAD)
		note_serving(state);
}

/* Looked at before it is done, as with the system call; it may wait for what opens the file. */
static __always_inline bool hides_close(struct task_struct *actor, struct task *state,
					struct io_kiocb *request)
{
	struct io_close *close = command_of(request);
	__u32 slot = BPF_CORE_READ(close, file_slot);
	struct file *file = slot ? fixed_file(BPF_CORE_READ(request, ctx), slot - 1)
				 : file_of(actor, BPF_CORE_READ(close, fd));

	if (file && is_writable(BPF_CORE_READ(file, f_flags)))
		record_closed(actor, state, file);
	return !file;
}

/*
 * A request of which nothing is remembered; of its own, so that those that are
 * have more of the stack, of which kernels before 6.12 count what might be used.
 */
static __noinline void look_at_once(struct task_struct *task, struct task *state,
				    struct io_kiocb *request, __u8 opcode)
{
	struct task_struct *actor = actor_of(task);
	bool hides = false;

	switch (ring_class_of(opcode)) {
	case RING_OUTPUT: hides = hides_output(task, request, opcode); break;
	case RING_CLOSES: hides = hides_close(actor, state, request); break;
	case RING_CHANGES: hides = hides_change(task, request); break;
	case RING_INPUT: hides = hides_answer(task, request); break;
	case RING_ACCEPTS: hides = hides_clients(request); break;
	case RING_BLIND: hides = true; break;
	default: break;
	}
	if (hides)
		note_unseen(actor, state, UNSEEN_RING_OPERATION);
}

static __always_inline void look_at_request(struct io_kiocb *request)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(actor_of(task));
	__u8 opcode;

	if (!state || !state->container || state->phase != PHASE_WORKLOAD || is_ignored(state))
		return;
	answer_previous(request);
	opcode = BPF_CORE_READ(request, opcode);
	if (ring_class_of(opcode) == RING_ASKED)
		remember_request(actor_of(task), state, request, opcode);
	else
		look_at_once(task, state, request, opcode);
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
