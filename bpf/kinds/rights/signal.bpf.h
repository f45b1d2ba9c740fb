/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Signals that a process sends: which one, to whom, and what came of it.
 *
 * Who gets a signal is only known while it is sent: after the call that process may
 * be gone. So the kernel's own tracepoint tells of what was sent, and the exit of the
 * call of what was refused. Each is told once for a program, a signal and a target.
 */
#ifndef CXRAY_KINDS_RIGHTS_SIGNAL_H
#define CXRAY_KINDS_RIGHTS_SIGNAL_H

#include "event.h"
#include "maps.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/once.bpf.h"
#include "path/path.bpf.h"

#define SIGNAL_FAILED 3 /* TRACE_SIGNAL_OVERFLOW_FAIL: the call fails too */

/* Whether the current task is in a call that sends signals: others are the kernel's own. */
static __always_inline bool is_sending(struct task_struct *task, struct task *state, enum abi *abi)
{
	long nr = syscall_nr((struct pt_regs *)bpf_task_pt_regs(task));
	__u8 name;

	*abi = current_abi(task, &nr);
	name = call_name_of(*abi, nr);
	return state->entered && name > CALLS_PRIVILEGE_END && name < CALLS_SIGNAL_END;
}

static __always_inline enum signal_target receiver_of(struct task_struct *task, struct task *state,
						      struct task_struct *target)
{
	struct task *other = state_of(target);

	if (target->tgid == task->tgid)
		return SIGNAL_TO_SELF;
	if (!other || other->container != state->container)
		return SIGNAL_TO_OUTSIDE;
	if (BPF_CORE_READ(target, real_parent, tgid) == task->tgid)
		return SIGNAL_TO_CHILD;
	if (BPF_CORE_READ(task, real_parent, tgid) == target->tgid)
		return SIGNAL_TO_PARENT;
	return SIGNAL_TO_CONTAINER;
}

/* What an event of it says once. */
static __always_inline void signal_key(struct once_key *key, struct task *state, __u32 signal,
				       enum signal_target target, long ret)
{
	once_by_visit(key, state);
	key->kind = EVENT_SIGNAL;
	key->program = state->exec;
	key->nr = signal;
	key->ret = ret;
	key->values[0] = target;
}

/* The program of another process of the container; what runs outside of it is nobody's business. */
static __always_inline __u32 describe_receiver(struct task_struct *task, struct task *state,
					       struct event_signal *event, struct file *executable)
{
	struct path path;

	if (!executable)
		return 0;
	bpf_core_read(&path, sizeof(path), &executable->f_path);
	event->path_len = walk_path(task, state, &path, event->data, &event->path_flags);
	return event->path_len;
}

/* A signal is being sent to `target`. */
static __always_inline void record_signal(__u32 signal, struct task_struct *target, int result)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task);
	struct event_signal *event = scratch_for(SCRATCH_SIGNAL);
	struct file *executable = NULL;
	struct once_key key = {};
	enum signal_target to;
	__u32 length = 0;
	enum abi abi;

	if (!state || !state->container || state->phase != PHASE_WORKLOAD ||
	    result == SIGNAL_FAILED || !is_sending(task, state, &abi) || is_ignored(state) ||
	    !event)
		return;
	to = receiver_of(task, state, target);
	signal_key(&key, state, signal, to, 0);
	if (to != SIGNAL_TO_SELF && to != SIGNAL_TO_OUTSIDE) {
		executable = BPF_CORE_READ(target, mm, exe_file);
		key.values[1] = BPF_CORE_READ(executable, f_inode, i_ino);
		key.values[2] = BPF_CORE_READ(executable, f_inode, i_sb, s_dev);
	}
	if (!is_first(&key))
		return;
	__builtin_memset(event, 0, sizeof(*event));
	fill_header(&event->header, task, state, EVENT_SIGNAL, abi, 0);
	event->signal = signal;
	event->target = to;
	length = describe_receiver(task, state, event, executable);
	asm volatile("%0 &= 8191" : "+r"(length));
	send_once(&key, event, sizeof(*event) + length);
}

/* At the exit of a call that failed; signal 0 only asks whether there is such a process. */
static __always_inline void record_failed_signal(struct task_struct *task, struct task *state,
						 struct call *call)
{
	bool is_to_thread = call->name == CALL_TGKILL || call->name == CALL_RT_TGSIGQUEUEINFO;
	__u32 signal = call->arguments[is_to_thread ? 2 : 1];
	struct event_signal event = {};
	struct once_key key = {};

	if (call->ret >= 0 || !signal)
		return;
	signal_key(&key, state, signal, SIGNAL_TO_UNKNOWN, call->ret);
	if (!is_first(&key))
		return;
	fill_header(&event.header, task, state, EVENT_SIGNAL, call->abi, call->ret);
	event.signal = signal;
	send_once(&key, &event, sizeof(event));
}

#endif
