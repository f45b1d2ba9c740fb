/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Requests of io_uring when they are submitted: remembered, looked at, or out of sight. */
#ifndef CXRAY_URING_SUBMIT_H
#define CXRAY_URING_SUBMIT_H

#include "event.h"
#include "maps.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/socket_types.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/content.bpf.h"
#include "kinds/files/written.bpf.h"
#include "kinds/network/address.bpf.h"
#include "kinds/network/payload.bpf.h"
#include "kinds/network/socket.bpf.h"
#include "kinds/once.bpf.h"
#include "path/descriptor.bpf.h"
#include "uring/answer.bpf.h"
#include "uring/class.bpf.h"
#include "uring/request.bpf.h"
#include "uring/types.bpf.h"

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
	struct uring_request *request = scratch_for(SCRATCH_URING);
	__u64 key = (__u64)kernel;
	long nr = 0;

	if (!request)
		return;
	/* The kernel uses it again: an answer that was skipped is all that can be told now. */
	answer_request(kernel, BPF_CORE_READ(kernel, cqe.res));
	__builtin_memset(request, 0, offsetof(struct uring_request, name));
	request->opcode = opcode;
	request->ring = (__u64)BPF_CORE_READ(kernel, ctx);
	request->user_data = BPF_CORE_READ(kernel, cqe.user_data);
	if (!read_request(kernel, request)) {
		note_unseen(actor, state, UNSEEN_URING_OPERATION);
		return;
	}
	fill_header(&request->header, actor, state, 0, current_abi(actor, &nr), 0);
	if (bpf_map_update_elem(&uring_requests, &key, request, BPF_ANY))
		count_loss_of(state->container, kind_of_request(opcode));
	/* The kernel tells of a success only if there is an answer, or a next request. */
	if (BPF_CORE_READ(kernel, flags) & REQUEST_SKIPS_ANSWER)
		note_unseen(actor, state, UNSEEN_URING_OPERATION);
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
	bool is_behind = opcode != URING_SPLICE &&
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

	if (uring_class_of(BPF_CORE_READ(request, opcode)) != URING_ACCEPTS ||
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
				 : file_of(BPF_CORE_READ(close, fd));

	if (file && is_writable(BPF_CORE_READ(file, f_flags)))
		record_closed(actor, state, file);
	return !file;
}

/*
 * A request of which nothing is remembered; of its own, so that those that are
 * have more of the stack, of which kernels before 6.12 count what might be used.
 */
static __noinline void look_at_once(struct task_struct *actor, struct task *state,
				    struct io_kiocb *request, __u8 opcode)
{
	struct task_struct *task = bpf_get_current_task_btf();
	bool hides = false;

	switch (uring_class_of(opcode)) {
	case URING_OUTPUT: hides = hides_output(task, request, opcode); break;
	case URING_CLOSES: hides = hides_close(actor, state, request); break;
	case URING_CHANGES: hides = hides_change(task, request); break;
	case URING_INPUT: hides = hides_answer(task, request); break;
	case URING_ACCEPTS: hides = hides_clients(request); break;
	case URING_BLIND: hides = true; break;
	default: break;
	}
	if (hides)
		note_unseen(actor, state, UNSEEN_URING_OPERATION);
}

static __always_inline void look_at_request(struct io_kiocb *request)
{
	struct task_struct *actor = actor_of(bpf_get_current_task_btf());
	struct task *state = state_of(actor);
	__u8 opcode;

	if (!state || !state->container || state->phase != PHASE_WORKLOAD || is_ignored(state))
		return;
	answer_previous(request);
	opcode = BPF_CORE_READ(request, opcode);
	if (uring_class_of(opcode) == URING_ASKED)
		remember_request(actor, state, request, opcode);
	else
		look_at_once(actor, state, request, opcode);
}

#endif
