/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What is done through an io_uring, without the system calls that would do it.
 * It is recorded as if it had been done by them.
 */
#ifndef CXRAY_URING_ANSWER_H
#define CXRAY_URING_ANSWER_H

#include "event.h"
#include "maps.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/socket_types.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/change.bpf.h"
#include "kinds/files/open.bpf.h"
#include "kinds/network/address.bpf.h"
#include "kinds/network/connect.bpf.h"
#include "kinds/once.bpf.h"
#include "path/descriptor.bpf.h"
#include "uring/class.bpf.h"
#include "uring/connect.bpf.h"
#include "uring/request.bpf.h"
#include "uring/types.bpf.h"

/* The header of what a request did: of whoever asked for it, when it was done. */
static __always_inline void begin_answer(struct event_header *header, struct uring_request *request,
					 __u8 kind, long ret)
{
	__builtin_memcpy(header, &request->header, sizeof(*header));
	header->time = bpf_ktime_get_boot_ns();
	header->kind = kind;
	header->ret = ret;
}

static __noinline void record_uring_open(struct task_struct *actor, struct task *state,
					 struct uring_request *request, long ret)
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
		file = file_of(ret);
	else if (ret >= 0) /* the kernel tells the slot where it chose it */
		file = fixed_file((struct io_ring_ctx *)request->ring,
				  request->slot == ~0U ? ret : request->slot - 1);
	/* Whether the ring ends before the file is closed is not told. */
	if (file && request->slot && is_writable(BPF_CORE_READ(file, f_flags)))
		note_unseen(actor, state, UNSEEN_URING_OPERATION);
	send_event(event,
		   describe_open(bpf_get_current_task_btf(), state, event, &call, file, true),
		   EVENT_OPEN);
}

/* The system call that would have asked for the same. */
static __always_inline void make_call(struct uring_request *request, struct call *call)
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
	case URING_RENAMEAT: call->name = CALL_RENAMEAT2; break;
	case URING_LINKAT: call->name = CALL_LINKAT; break;
	case URING_SYMLINKAT:
		call->name = CALL_SYMLINKAT;
		given[0] = (__u64)request->to_name;
		given[1] = request->to_folder;
		given[2] = (__u64)request->name;
		break;
	default:
		call->name = request->opcode == URING_MKDIRAT ? CALL_MKDIRAT : CALL_UNLINKAT;
		given[2] = request->flags;
	}
}

/* Global, so that the verifier looks at it once, and not for each way that leads here. */
__attribute__((noinline)) int record_uring_change(struct uring_request *request, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(actor_of(task));
	struct event_change *event = scratch_for(SCRATCH_SYSCALL);
	struct call *call = scratch_for(SCRATCH_URING); /* the stack has no room for it */

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

/* The answer to one that TCP began comes from the socket itself: kinds/network/connecting.bpf.h. */
static __noinline void record_uring_connect(struct task_struct *task, struct task *state,
					    struct uring_request *request, struct file *file,
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
 * is a struct io_kiocb *. Global: see record_uring_change.
 */
__noinline int answer_remembered(__u64 *which, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf(), *actor = actor_of(task);
	struct task *state = state_of(actor);
	__u64 key = which ? *which : 0; /* Linux 6.1 takes no argument as a key */
	struct uring_request *request = bpf_map_lookup_elem(&uring_requests, &key);
	struct io_kiocb *kernel = (struct io_kiocb *)key;

	if (!request)
		return 0;
	if (!state || state->container != request->header.container)
		count_loss_of(request->header.container,
			      kind_of_request(request->opcode)); /* it never was complete */
	else if (request->opcode == URING_CONNECT)
		record_uring_connect(task, state, request, BPF_CORE_READ(kernel, cmd.file), ret);
	else if (kind_of_request(request->opcode) == EVENT_OPEN)
		record_uring_open(actor, state, request, ret);
	else
		record_uring_change(request, ret);
	bpf_map_delete_elem(&uring_requests, &key);
	return 0;
}

static __always_inline void answer_request(struct io_kiocb *kernel, long ret)
{
	__u64 key = (__u64)kernel;

	answer_remembered(&key, ret);
}

struct overflown {
	__u64 ring;
	__u64 user_data;
	__u64 request; /* a struct io_kiocb *, 0: not found */
};

static long find_overflown(void *map, __u64 *key, struct uring_request *request,
			   struct overflown *which)
{
	if (request->ring != which->ring || request->user_data != which->user_data)
		return 0;
	which->request = *key;
	return 1;
}

#endif
