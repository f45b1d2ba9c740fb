/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The set of system calls that each executable of a container makes. The set is
 * kept in the kernel: only the first use of each is sent.
 */
#ifndef CXRAY_KINDS_RIGHTS_SYSCALL_H
#define CXRAY_KINDS_RIGHTS_SYSCALL_H

#include "event.h"
#include "maps.bpf.h"
#include "container/candidate.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"

#define PR_GET_PDEATHSIG 2
#define PR_SET_SECCOMP 22
#define SECCOMP_SET_MODE_FILTER 1

/*
 * Whether the runtime is about to load, or would now have loaded, its seccomp
 * filter. runc reads its parent death signal right before it loads the filter,
 * and does so when there is none to load (libcontainer/standard_init_linux.go,
 * setns_init_linux.go); crun loads it with seccomp(2). A NULL in place of the
 * filter is libseccomp asking what the kernel can do.
 */
static __always_inline bool loads_filter(__u8 call, __u64 first, __u64 third)
{
	if (call == CALL_PRCTL)
		return first == PR_GET_PDEATHSIG || (first == PR_SET_SECCOMP && third);
	return call == CALL_SECCOMP && first == SECCOMP_SET_MODE_FILTER && third;
}

__noinline int start_filter(void)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task), *leader = state_of(task->group_leader);

	if (state)
		state->phase = PHASE_START;
	if (leader)
		leader->phase = PHASE_START;
	return 0;
}

/* A use of a system call: a struct, since a BPF function takes five arguments at most. */
struct syscall_use {
	enum abi abi;
	__u32 nr;
	__u8 phase;
	long refusal; /* what a filter answered, -errno; 0: it was let through */
};

static __always_inline bool send_syscall(struct task_struct *task, struct task *state, __u8 kind,
					 struct syscall_use *use)
{
	struct event_syscall event = {};

	fill_header(&event.header, task, state, kind, use->abi, use->refusal);
	event.header.phase = use->phase;
	event.nr = use->nr;
	return send_event(&event, sizeof(event), kind);
}

/* Sends what is new; what found no room in the ring is new again next time. */
static __noinline bool note_syscall(struct task_struct *task, struct task *state,
				    struct syscall_use *use)
{
	struct inode *executable = BPF_CORE_READ(task, mm, exe_file, f_inode);
	struct seen_key key = {};
	__u8 one = 1;
	__u8 kind = use->refusal ? EVENT_SYSCALL_REFUSED : EVENT_SYSCALL;

	key.container = state->container;
	key.inode = BPF_CORE_READ(executable, i_ino);
	key.device = BPF_CORE_READ(executable, i_sb, s_dev);
	key.nr = use->nr;
	key.abi = use->abi;
	key.phase = use->phase;
	key.origin = state->origin;
	key.session = state->session;
	key.refused = use->refusal != 0;
	if (is_ignored(state) || bpf_map_lookup_elem(&seen_syscalls, &key))
		return true;
	/* Should this fail, the call is sent again the next time. */
	bpf_map_update_elem(&seen_syscalls, &key, &one, BPF_ANY);
	if (send_syscall(task, state, kind, use))
		return true;
	bpf_map_delete_elem(&seen_syscalls, &key);
	return false;
}

static __always_inline __u64 *seen_word(struct task *state, enum abi abi, __u32 nr)
{
	__u32 word = nr / 64;

	if (abi == ABI_X32 || word >= SEEN_WORDS)
		return NULL;
	/* The compiler knows it, the verifier doesn't. */
	asm volatile("%0 &= 7" : "+r"(word));
	return &state->cache.seen[abi == ABI_COMPAT][word];
}

static __always_inline void record_setup_syscall(struct task_struct *task, struct task *state,
						 struct pt_regs *regs, enum abi abi, __u32 nr)
{
	__u8 call = call_name_of(abi, nr);
	struct syscall_use use = { .abi = abi, .nr = nr, .phase = current_phase() };
	__u64 arguments[6];

	if (use.phase == PHASE_SETUP) {
		if (call != CALL_PRCTL && call != CALL_SECCOMP)
			return;
		read_arguments_of(regs, abi, arguments);
		if (loads_filter(call, arguments[0], arguments[2]))
			start_filter();
		return;
	}
	/* Loading the filter happens before there is one. */
	if (call != CALL_SECCOMP)
		note_syscall(task, state, &use);
}

/* What the runtime calls under its filter is only sent once there is a container. */
static __always_inline void watch_candidate(struct task_struct *task, struct task *state,
					    struct pt_regs *regs, long id)
{
	long nr = (int)id;
	enum abi abi = current_abi(task, &nr);
	__u8 call = call_name_of(abi, nr), phase = current_phase();
	struct candidate *candidate;
	__u64 arguments[6];
	__u32 at = nr;

	if (++state->waited > MOST_WAITED) {
		state->candidate = 0;
		return;
	}
	if (phase == PHASE_SETUP) {
		if (call != CALL_PRCTL && call != CALL_SECCOMP)
			return;
		read_arguments_of(regs, abi, arguments);
		if (!loads_filter(call, arguments[0], arguments[2]))
			return;
		start_filter();
		candidate = bpf_map_lookup_elem(&candidates, &state->candidate);
		if (candidate)
			__builtin_memcpy(candidate->comm, task->comm, COMM_SIZE);
		return;
	}
	candidate = bpf_map_lookup_elem(&candidates, &state->candidate);
	if (!candidate || call == CALL_SECCOMP || abi == ABI_X32 || at >= START_CALLS)
		return;
	asm volatile("%0 &= 511" : "+r"(at));
	if (abi == ABI_COMPAT)
		candidate->compat[at] = 1;
	else
		candidate->native[at] = 1;
}

static __always_inline void record_syscall(struct task_struct *task, struct task *state,
					   struct pt_regs *regs, enum abi abi, long nr)
{
	struct syscall_use use = { .abi = abi, .nr = nr, .phase = PHASE_WORKLOAD };
	__u64 *word, bit;

	state->entered = 1;
	if (nr < 0)
		return;
	if (state->phase != PHASE_WORKLOAD) {
		record_setup_syscall(task, state, regs, abi, nr);
		return;
	}
	word = seen_word(state, abi, nr);
	bit = 1ULL << (nr & 63);
	if (word && (*word & bit))
		return;
	if (note_syscall(task, state, &use) && word)
		*word |= bit;
}

#endif
