/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Where the runtime ends, and the container's own program begins. */
#ifndef CXRAY_CONTAINER_WORKLOAD_H
#define CXRAY_CONTAINER_WORKLOAD_H

#include "event.h"
#include "maps.bpf.h"
#include "container/session.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/types.bpf.h"
#include "path/path.bpf.h"
#include "path/storage.bpf.h"

/*
 * The runtime may execute itself on the way (runc runs a copy of its binary
 * from memory, and hooks). The container's own program is the first one that
 * is executed with another root directory than the runtime came with.
 */
static __always_inline bool runs_workload(struct task_struct *task, struct task *state)
{
	struct container *container;
	struct path root;

	if (state->phase == PHASE_WORKLOAD)
		return true;
	if (root_of(task) == state->setup_root)
		return false;
	state->phase = PHASE_WORKLOAD;
	if (state->origin == ORIGIN_SESSION)
		state->session = session_of(BPF_CORE_READ(task, mm));
	state->user_level = BPF_CORE_READ(task, cred, user_ns, level);
	BPF_CORE_READ_INTO(&root, task, fs, root);
	state->root_dentry = (__u64)root.dentry;
	state->root_mount = mount_of(root.mnt);
	note_root_storage(state, root.mnt);
	container = bpf_map_lookup_elem(&containers, &state->container);
	if (container)
		container->started = 1;
	return true;
}

/* The closest ancestor of a running task that came into the container from outside. */
struct ancestry {
	struct task_struct *task;
	__u64 container;
};

static long find_outsider(__u32 index, struct ancestry *ancestry)
{
	struct task_struct *task = ancestry->task;
	struct task_struct *parent = BPF_CORE_READ(task, real_parent);
	__u64 cgroup = BPF_CORE_READ(parent, cgroups, dfl_cgrp, kn, id);
	__u64 *top = bpf_map_lookup_elem(&cgroups, &cgroup);

	if (!top || *top != ancestry->container)
		return 1;
	ancestry->task = parent;
	return 0;
}

#define ANCESTORS 256

/*
 * What the container's root is, of a task that was running already: it may have
 * changed its own root, but hardly the first task's.
 */
static __always_inline void note_first_root(struct task_struct *task, struct task *state)
{
	struct ancestry ancestry = { .task = task, .container = state->container };
	struct task_struct *first;

	bpf_loop(ANCESTORS, find_outsider, &ancestry, 0);
	first = ancestry.task;
	note_root_storage(state, BPF_CORE_READ(first, fs, root.mnt));
}

#endif
