/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The calls that write, to files and to sockets. */
#ifndef CXRAY_KINDS_TRANSFERS_OUTPUT_CALL_H
#define CXRAY_KINDS_TRANSFERS_OUTPUT_CALL_H

#include "event.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/network/address.bpf.h"
#include "kinds/transfers/aio.bpf.h"
#include "kinds/transfers/transfer.bpf.h"
#include "path/descriptor.bpf.h"

/* The descriptor that is written to. */
static __always_inline __u32 output_of(__u8 name, __u64 *given)
{
	return given[name == CALL_COPY_FILE_RANGE || name == CALL_SPLICE ? 2 : 0];
}

/*
 * While a call waits, another thread can put another file behind its descriptor.
 * So what it was at the beginning is remembered where threads share descriptors.
 */
static __always_inline void note_output(struct task_struct *task, struct task *state,
					struct pt_regs *regs, enum abi abi, __u32 nr)
{
	__u8 name = call_name_of(abi, nr);
	__u64 given[6];
	struct file *file;

	if (name < CALLS_CLOSE_END || name >= CALLS_OUTPUT_END || name == CALL_IO_SUBMIT)
		return;
	read_arguments_of(regs, abi, given);
	file = (struct file *)shared_file_behind(output_of(name, given));
	state->output = file && sock_of(file) ? (__u64)file : 0;
}

static __always_inline void record_output(struct task_struct *task, struct task *state,
					  struct call *call)
{
	__u64 began = state->output;
	struct file *file;

	state->output = 0;
	if (call->name == CALL_IO_SUBMIT) {
		record_aio(call);
		return;
	}
	unpack_socketcall(call);
	file = file_of(output_of(call->name, call->arguments));
	if (began && (__u64)file != began)
		count_loss_of(state->container,
			      EVENT_SEND); /* another thread took the socket away */
	else if (file)
		record_output_to(call, (__u64)file);
}

#endif
