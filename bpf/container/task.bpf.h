/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which tasks are recorded: those that entered a container's cgroup, and their
 * descendants. A task stays its container's even if it finds a way out of the
 * cgroup.
 */
#ifndef CXRAY_CONTAINER_TASK_H
#define CXRAY_CONTAINER_TASK_H

#include "event.h"
#include "maps.bpf.h"
#include "container/state.bpf.h"
#include "kernel/types.bpf.h"

static __always_inline struct task *state_of(struct task_struct *task)
{
	return bpf_task_storage_get(&tasks, task, NULL, 0);
}

/* The same of the current task, for every system call of the machine: most have nothing. */
static __always_inline struct task *current_state(struct task_struct *task)
{
	return task->bpf_storage ? state_of(task) : NULL;
}

static __always_inline struct task *new_state_of(struct task_struct *task)
{
	struct task *state =
		bpf_task_storage_get(&tasks, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);

	if (!state)
		count_loss(LOSS_TASK_UNTRACKED);
	return state;
}

/*
 * Newer verifiers look through all of the kernel's types, four times, for each
 * pointer that a program takes out of a task_struct without a helper: some
 * milliseconds every time they come by. So what is rarely done reads it with one,
 * and what is often done has a global function, which they look at once.
 */

/*
 * The current task's phase. The runtime sets a container up in several threads
 * (runc is written in Go), and any of them may load the filter: their phase is
 * their leader's.
 */
__noinline int current_phase(void)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task), *leader;

	if (!state)
		return PHASE_SETUP;
	if (state->phase == PHASE_WORKLOAD)
		return PHASE_WORKLOAD;
	leader = state_of(task->group_leader);
	return leader ? leader->phase : state->phase;
}

/*
 * Whether it was told of what an execve of the current process would close, and
 * from now on; what a process has in common is known of its first thread.
 */
__noinline int set_told_exec(__u32 told)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *process = state_of(task->group_leader) ?: state_of(task);
	__u8 before;

	if (!process)
		return 0;
	before = process->told_exec;
	process->told_exec = told;
	return before;
}

/* What an execve would close may be another than it was told of. */
static __always_inline void forget_told(struct task_struct *task, struct task *state)
{
	if (task->pid == task->tgid)
		state->told_exec = 0;
	else
		set_told_exec(0);
}

static __always_inline __u64 root_of(struct task_struct *task)
{
	return (__u64)BPF_CORE_READ(task, fs, root.dentry);
}

static __always_inline __u64 cgroup_of(struct task_struct *task)
{
	return BPF_CORE_READ(task, cgroups, dfl_cgrp, kn, id);
}

/*
 * A task that comes from outside: the runtime, at a start or for an exec session.
 * False: the cgroup is no container's.
 */
static __always_inline bool enter_container(struct task_struct *task, __u64 cgroup)
{
	__u64 *top = bpf_map_lookup_elem(&cgroups, &cgroup);
	struct container *container;
	struct task *state;

	if (!top)
		return false;
	container = bpf_map_lookup_elem(&containers, top);
	state = new_state_of(task);
	if (!container || !state || state->container)
		return true;
	state->container = *top;
	state->phase = PHASE_SETUP;
	state->origin = container->started ? ORIGIN_SESSION : ORIGIN_MAIN;
	/*
	 * At a start the task is still outside of the container's file system.
	 * For an exec session runc has it enter that before the cgroup
	 * (setnsProcess.start); whoever moves it is still outside.
	 */
	state->setup_root = root_of(container->started ? bpf_get_current_task_btf() : task);
	state->entered = 1; /* it may be inside a system call that it entered unseen */
	state->candidate = 0;
	return true;
}

/* False: the parent is in no container, and the child neither. */
static __always_inline bool inherit_container(struct task_struct *parent, struct task_struct *child)
{
	struct task *from = state_of(parent);
	struct task *state;

	if (!from || !from->container) {
		/* clone3 can put a child straight into a cgroup. */
		return enter_container(child, cgroup_of(child));
	}
	state = new_state_of(child);
	if (!state)
		return true;
	__builtin_memcpy(state, from, sizeof(*state));
	state->phase = current_phase(); /* the parent's */
	state->asked = 0;
	state->told_exec = 0;
	state->container_pid = 0;
	state->has_rights = 0;
	state->told_end = 0;
	state->entered = 1; /* it returns from a clone that its parent entered */
	return true;
}

#endif
