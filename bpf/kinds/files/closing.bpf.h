/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which descriptors are closed: by a call, by a program that is executed, by the
 * end of a process. A file that was opened for writing is told of then. It is
 * looked at before the call, while the descriptor is still there.
 */
#ifndef CXRAY_KINDS_FILES_CLOSING_H
#define CXRAY_KINDS_FILES_CLOSING_H

#include "event.h"
#include "maps.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/written.bpf.h"
#include "kinds/once.bpf.h"
#include "kinds/programs/rights.bpf.h"
#include "path/descriptor.bpf.h"

#define DESCRIPTORS 1024 /* as many are looked at when all are closed */
#define CLOSE_RANGE_CLOEXEC 4
#define O_CLOEXEC 02000000

/*
 * A descriptor of the current task. The function is global, so that the verifier
 * looks at it once, and not again in every state of the loops that call it.
 */
__noinline int record_descriptor(__u32 fd)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task);
	struct file *file;

	if (!state)
		return 0;
	file = file_of(fd);
	if (file && is_writable(BPF_CORE_READ(file, f_flags)))
		record_closed(task, state, file);
	return 0;
}

/* Descriptors that are closed together: those in a bitmap. */
struct closing {
	__u64 bits; /* where the bitmap is */
	__u64 word; /* the part of it that `fd` is in */
	__u32 fd;
	__u32 end;
};

static long close_next(__u32 index, struct closing *closing)
{
	__u32 fd = closing->fd;

	if (fd >= closing->end)
		return 1;
	if (index == 0 || !(fd & 63))
		bpf_probe_read_kernel(&closing->word, sizeof(closing->word),
				      (void *)closing->bits + fd / 64 * 8);
	if (!closing->word) {
		closing->fd = (fd | 63) + 1; /* none among these */
		return 0;
	}
	if (closing->word >> (fd & 63) & 1)
		record_descriptor(fd);
	closing->fd = fd + 1;
	return 0;
}

/* Descriptors from `first` to `last` that are set in a bitmap of the table. */
static __noinline void record_descriptors(struct task_struct *task, struct task *state, __u64 bits,
					  __u32 first, __u32 last)
{
	__u32 size = BPF_CORE_READ(task, files, fdt, max_fds);
	struct closing closing = { .bits = bits, .fd = first };

	if (first >= size || is_ignored(state))
		return;
	closing.end = last < size ? last + 1 : size;
	bpf_loop(DESCRIPTORS, close_next, &closing, 0);
	if (closing.fd < closing.end)
		note_unseen(task, state, UNSEEN_DESCRIPTORS);
}

/* A program that is executed closes what was opened with O_CLOEXEC. */
static __always_inline void record_exec_begun(struct task_struct *task, struct task *state)
{
	note_rights(task, state);
	/* A shell tries one folder after the other: what it holds open is told once. */
	if (state->phase == PHASE_WORKLOAD && !set_told_exec(1))
		record_descriptors(task, state,
				   (__u64)BPF_CORE_READ(task, files, fdt, close_on_exec), 0,
				   ~0U - 1);
}

static __always_inline void record_replaced(struct task_struct *task, struct task *state,
					    __u32 from, __u32 to)
{
	if (from != to && file_of(from))
		record_descriptor(to);
}

/* At the entry of a call that closes descriptors. */
static __always_inline void record_closing(struct task_struct *task, struct task *state,
					   struct call *call)
{
	__u64 *given = call->arguments;

	if (call->name == CALL_EXECVE || call->name == CALL_EXECVEAT) {
		record_exec_begun(task, state);
		return;
	}
	if (state->phase != PHASE_WORKLOAD)
		return;
	switch (call->name) {
	case CALL_CLOSE: record_descriptor(given[0]); break;
	case CALL_DUP2: record_replaced(task, state, given[0], given[1]); break;
	case CALL_DUP3:
		if (!(given[2] & ~(__u64)O_CLOEXEC))
			record_replaced(task, state, given[0], given[1]);
		break;
	case CALL_CLOSE_RANGE:
		if (!(given[2] & CLOSE_RANGE_CLOEXEC) && (__u32)given[0] <= (__u32)given[1])
			record_descriptors(task, state,
					   (__u64)BPF_CORE_READ(task, files, fdt, open_fds),
					   given[0], given[1]);
		break;
	default: break;
	}
}

/* Whether a call that is entered may close what was written. This is asked for every call. */
static __always_inline bool may_close(struct task_struct *task, struct pt_regs *regs, enum abi abi,
				      __u32 nr)
{
	__u8 name = call_name_of(abi, nr);
	__u64 arguments[6];
	struct file *file;

	if (name != CALL_CLOSE)
		return name == CALL_EXECVE || name == CALL_EXECVEAT ||
		       (name > CALL_CLOSE && name < CALLS_CLOSE_END);
	read_arguments_of(regs, abi, arguments);
	file = file_of(arguments[0]);
	return file && is_writable(BPF_CORE_READ(file, f_flags));
}

/*
 * At the end of a task: whether it speaks for its process. Threads may end at
 * the same time, before any has let go of their descriptors: the first one that
 * sees that all end does. Another process may share them, and tells of them
 * again: which of the two is the last can't be known, as they may end at once.
 */
static __always_inline bool ends_descriptors(struct task_struct *task, struct task *state)
{
	struct task *leader = state_of(task->group_leader);
	__u64 files = (__u64)BPF_CORE_READ(task, files);

	if (BPF_CORE_READ(task, signal, live.counter) > 0)
		return false;
	if (!leader)
		return BPF_CORE_READ(task, files, count.counter) == 1;
	return __sync_lock_test_and_set(&leader->told_end, files) != files;
}

static __always_inline void record_end(struct task_struct *task)
{
	struct task *state = state_of(task);

	if (!state || !state->container || state->phase != PHASE_WORKLOAD ||
	    !BPF_CORE_READ(task, files))
		return;
	if (ends_descriptors(task, state))
		record_descriptors(task, state, (__u64)BPF_CORE_READ(task, files, fdt, open_fds), 0,
				   ~0U - 1);
}

#endif
