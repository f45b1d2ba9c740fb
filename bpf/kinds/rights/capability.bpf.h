/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Capabilities that the kernel asked for, with the system call in which it did
 * and how that ended. Only this tells whether a capability was needed: the
 * kernel asks for many in passing, and a call may succeed without.
 *
 * The checks of a call are gathered in the task, and looked at when it returns.
 * What the kernel does under other credentials than the task's own (overlayfs
 * copies files up with those of whoever mounted it) says nothing of the task;
 * nor do rights in a user namespace that the workload made for itself.
 */
#ifndef CXRAY_KINDS_RIGHTS_CAPABILITY_H
#define CXRAY_KINDS_RIGHTS_CAPABILITY_H

#include "event.h"
#include "maps.bpf.h"
#include "container/state.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/once.bpf.h"
#include "kinds/rights/argument.bpf.h"

#define EPERM 1
#define CAP_SYS_ADMIN 21
#define NO_CALL 0xffffffff
/* CLONE_NEWTIME, and CLONE_NEWNS, -CGROUP, -UTS, -IPC, -USER, -PID, -NET (uapi/linux/sched.h) */
#define CLONE_NAMESPACES 0x7e020080

/* One check of those of a call. */
struct check {
	const struct checks *of;
	__u8 capability;
	bool granted;
};

static __noinline bool send_check(struct task_struct *task, struct task *state, struct check *check)
{
	struct once_key key = { .kind = EVENT_CAPABILITY };
	struct event_capability event = {};

	key.abi = check->of->abi;
	key.nr = check->of->nr;
	key.ret = check->of->result;
	key.values[0] = check->capability;
	key.values[1] = check->granted;
	key.values[2] = check->of->capability_flags;
	once_by_executable(&key, task, state);
	if (!is_first(&key))
		return true;
	fill_header(&event.header, task, state, EVENT_CAPABILITY, key.abi,
		    check->granted ? 0 : -EPERM);
	event.nr = key.nr;
	event.capability = check->capability;
	event.capability_flags = check->of->capability_flags;
	event.result = key.ret;
	return send_once(&key, &event, sizeof(event));
}

struct check_walk {
	struct task_struct *task;
	struct task *state;
	const struct checks *checks;
	bool lost;
};

/* The lower half of the indexes stands for what was granted, the upper for what was denied. */
static long look_at_check(__u32 index, struct check_walk *walk)
{
	struct check check = {
		.of = walk->checks,
		.capability = index & 63,
		.granted = index < 64,
	};
	__u64 asked = check.granted ? walk->checks->granted : walk->checks->denied;

	if (asked >> check.capability & 1)
		walk->lost |= !send_check(walk->task, walk->state, &check);
	return 0;
}

static __always_inline bool is_cached(const struct checks *cached, const struct checks *checks)
{
	return cached->granted == checks->granted && cached->denied == checks->denied &&
	       cached->nr == checks->nr && cached->result == checks->result &&
	       cached->abi == checks->abi && cached->capability_flags == checks->capability_flags;
}

/* Sends what is new. A loop over one call, such as mmap, is stopped by a cache in the task. */
static __noinline void send_checks(struct task_struct *task, struct task *state,
				   struct checks *checks)
{
	struct checks *cached = &state->cache.checks[checks->nr & (CACHED_CHECKS - 1)];
	struct check_walk walk = { .task = task, .state = state, .checks = checks };

	if (is_cached(cached, checks) || is_ignored(state))
		return;
	bpf_loop(128, look_at_check, &walk, 0);
	if (!walk.lost)
		*cached = *checks;
}

/* Whether a clone is to make namespaces: memory is asked for with the same capability. */
static __always_inline bool makes_namespaces(struct call *call)
{
	__u64 flags = 0;

	if (call->name == CALL_CLONE)
		flags = call->arguments[0] & ~CSIGNAL;
	else if (call->name == CALL_CLONE3)
		read_clone3_flags(call, &flags);
	return flags & CLONE_NAMESPACES;
}

/* At the end of a call in which the kernel asked for something. */
static __noinline void record_checks(struct task_struct *task, struct task *state,
				     struct call *call)
{
	struct checks checks = {
		.granted = state->granted,
		.denied = state->denied,
		.nr = call->nr,
		.abi = call->abi,
		.result = call->ret < 0 && call->ret > -4096 ? call->ret : 0,
	};

	state->granted = 0;
	state->denied = 0;
	if ((checks.granted | checks.denied) >> CAP_SYS_ADMIN & 1 && makes_namespaces(call))
		checks.capability_flags = CAPABILITY_NAMESPACES;
	send_checks(task, state, &checks);
}

/* The kernel asks: does `credentials` hold it in the user namespace `target`? */
struct question {
	const struct cred *credentials;
	struct user_namespace *target;
	int capability;
	int answer; /* 0, or -EPERM */
};

static __always_inline void note_check(struct task_struct *task, struct task *state,
				       struct question *question)
{
	__u64 bit = 1ULL << (question->capability & 63);
	struct checks checks = { .nr = NO_CALL };

	if (question->credentials != task->cred || task->cred != task->real_cred)
		return;
	if (question->target->level > state->user_level)
		return;
	if (state->entered) {
		if (question->answer)
			state->denied |= bit;
		else
			state->granted |= bit;
		return;
	}
	/* Outside of calls, as in a page fault: that goes on whatever the answer is. */
	if (question->answer)
		checks.denied = bit;
	else
		checks.granted = bit;
	send_checks(task, state, &checks);
}

#endif
