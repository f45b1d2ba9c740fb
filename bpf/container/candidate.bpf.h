/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Cgroups that may turn out to be containers.
 *
 * `ctr run`, runc and crun let their user name a container, and its cgroup bears
 * that name. So each cgroup that is made while recording, and is not known by
 * its name, is a candidate. It is a container once the first process of a new pid
 * namespace executes a program there, in mounts, with a host name and below a
 * root directory that are not those of whoever made the cgroup. A service of
 * systemd, a chroot, and a sandbox such as bubblewrap, whose own process is the
 * first of its pid namespace, are never all of that.
 *
 * Nothing of a candidate's tasks leaves the kernel before it is a container: they
 * are only followed for the system calls that the runtime makes under its filter,
 * which are kept here until then.
 */
#ifndef CXRAY_CONTAINER_CANDIDATE_H
#define CXRAY_CONTAINER_CANDIDATE_H

#include "event.h"
#include "maps.bpf.h"
#include "container/container.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/types.bpf.h"
#include "path/path.bpf.h"

/* No runtime comes near it: what does is a service that was moved into a cgroup. */
#define MOST_WAITED 1000000

static __always_inline void note_candidate(struct cgroup *cgroup, const char *path)
{
	struct task_struct *maker = bpf_get_current_task_btf();
	struct candidate *candidate = scratch_for(SCRATCH_CGROUP);
	__u64 id = BPF_CORE_READ(cgroup, kn, id);

	if (!candidate)
		return;
	/* In parts: the compiler has no memset for a KiB. */
	__builtin_memset(candidate, 0, offsetof(struct candidate, native));
	__builtin_memset(candidate->native, 0, START_CALLS);
	__builtin_memset(candidate->compat, 0, START_CALLS);
	candidate->mounts = (__u64)BPF_CORE_READ(maker, nsproxy, mnt_ns);
	candidate->hostname = (__u64)BPF_CORE_READ(maker, nsproxy, uts_ns);
	candidate->root = root_of(maker);
	candidate->pid_level = pid_level_of(maker);
	candidate->uid = bpf_get_current_uid_gid();
	bpf_probe_read_kernel_str(candidate->path, sizeof(candidate->path), path);
	if (bpf_map_update_elem(&candidates, &id, candidate, BPF_ANY))
		count_loss(LOSS_CONTAINER_UNTRACKED);
}

/* A task that is moved into a cgroup, or made in it: it may become a container. */
static __always_inline void enter_candidate(struct task_struct *task, __u64 cgroup)
{
	struct task *state;

	if (!bpf_map_lookup_elem(&candidates, &cgroup))
		return;
	state = new_state_of(task);
	if (!state || state->container)
		return;
	state->candidate = cgroup;
	state->waited = 0;
	state->phase = PHASE_SETUP;
	state->setup_root = root_of(task);
}

/* Whether the program that `task` now runs is a container's own, its first. */
static __always_inline bool is_isolated(struct task_struct *task, struct candidate *candidate)
{
	return pid_level_of(task) > candidate->pid_level && own_pid_of(task) == 1 &&
	       (__u64)BPF_CORE_READ(task, nsproxy, mnt_ns) != candidate->mounts &&
	       (__u64)BPF_CORE_READ(task, nsproxy, uts_ns) != candidate->hostname &&
	       root_of(task) != candidate->root;
}

/*
 * A runtime executes nothing in its container's cgroup but a copy of itself that
 * has no name: in memory, unlinked, or on a mount that is nowhere. The program of
 * a service has one.
 */
static __always_inline bool runs_nameless(struct task_struct *task)
{
	struct file *file = BPF_CORE_READ(task, mm, exe_file);
	struct mount *mount = (struct mount *)mount_of(BPF_CORE_READ(file, f_path.mnt));
	struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);

	return !BPF_CORE_READ(dentry, d_hash.pprev) ||
	       BPF_CORE_READ(mount, mnt_ns) != BPF_CORE_READ(task, nsproxy, mnt_ns);
}

/* A task that is forked from one that is followed, or into a candidate (clone3). */
static __always_inline void inherit_candidate(struct task_struct *parent, struct task_struct *child)
{
	__u64 cgroup = cgroup_of(child);
	struct task *from, *state;

	if (cgroup != cgroup_of(parent)) {
		enter_candidate(child, cgroup);
		return;
	}
	from = state_of(parent);
	if (!from || !from->candidate)
		return;
	state = new_state_of(child);
	if (!state || state->container)
		return;
	state->candidate = from->candidate;
	state->phase = current_phase(); /* the parent's */
	state->setup_root = from->setup_root;
}

struct start_set {
	struct task_struct *task;
	struct task *state;
	struct candidate *candidate;
};

static __always_inline void send_start_call_of(struct start_set *set, enum abi abi, __u32 nr)
{
	struct event_syscall event = {};

	fill_header(&event.header, set->task, set->state, EVENT_SYSCALL, abi, 0);
	event.header.phase = PHASE_START;
	__builtin_memcpy(event.header.comm, set->candidate->comm, COMM_SIZE);
	event.nr = nr;
	send_event(&event, sizeof(event), EVENT_SYSCALL);
}

static long send_start_call(__u32 index, struct start_set *set)
{
	struct candidate *candidate = set->candidate;
	asm volatile("%0 &= 511" : "+r"(index));
	if (candidate->native[index])
		send_start_call_of(set, ABI_NATIVE, index);
	if (candidate->compat[index])
		send_start_call_of(set, ABI_COMPAT, index);
	return 0;
}

static __always_inline void confirm(struct task_struct *task, struct task *state,
				    struct candidate *candidate)
{
	struct start_set set = { .task = task, .state = state, .candidate = candidate };
	struct container container = {};
	__u64 id = state->candidate;

	if (bpf_map_update_elem(&containers, &id, &container, BPF_ANY) ||
	    bpf_map_update_elem(&cgroups, &id, &id, BPF_ANY)) {
		count_loss(LOSS_CONTAINER_UNTRACKED);
		return;
	}
	state->container = id;
	state->origin = ORIGIN_MAIN;
	state->setup_root = candidate->root;
	send_container(id, candidate->path, EVENT_CONTAINER_STARTED, candidate->uid, 0);
	bpf_loop(START_CALLS, send_start_call, &set, 0);
	bpf_map_delete_elem(&candidates, &id);
}

/* A task of a candidate has executed a program. */
static __always_inline void judge_candidate(struct task_struct *task, struct task *state)
{
	struct candidate *candidate = bpf_map_lookup_elem(&candidates, &state->candidate);
	__u64 *top;

	if (candidate && is_isolated(task, candidate)) {
		confirm(task, state, candidate);
	} else if (candidate) {
		if (!runs_nameless(task))
			state->candidate = 0;
		return;
	} else if ((top = bpf_map_lookup_elem(&cgroups, &state->candidate))) {
		state->container = *top; /* another task of it was judged before */
		state->origin = ORIGIN_MAIN;
		state->phase = PHASE_SETUP;
	}
	state->candidate = 0;
}

#endif
