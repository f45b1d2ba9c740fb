/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Programs that are executed, and attempts that fail. */
#ifndef CXRAY_KINDS_PROGRAMS_EXEC_H
#define CXRAY_KINDS_PROGRAMS_EXEC_H

#include "event.h"
#include "maps.bpf.h"
#include "container/candidate.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "container/workload.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/content.bpf.h"
#include "kinds/programs/rights.bpf.h"
#include "kinds/programs/script.bpf.h"
#include "path/asked.bpf.h"
#include "path/path.bpf.h"
#include "path/storage.bpf.h"

static __always_inline __u32 read_arguments(struct event_exec *event, char *out,
					    struct mm_struct *memory)
{
	__u64 start = BPF_CORE_READ(memory, arg_start);
	__u64 length = BPF_CORE_READ(memory, arg_end) - start;

	if (length == 0)
		return 0;
	if (length > ARGS_SIZE) {
		event->exec_flags |= EXEC_ARGS_TRUNCATED;
		length = ARGS_SIZE;
	}
	if (bpf_probe_read_user(out, length, (void *)start)) {
		event->exec_flags |= EXEC_ARGS_UNREADABLE;
		return 0;
	}
	return length;
}

/* What is known of a program besides its file and arguments. */
struct exec_facts {
	__u16 flags;  /* enum exec_flag */
	__u16 script; /* enum path_flag, with EXEC_SCRIPT */
};

/* Sends the program that `task` runs now; `asked` is NULL where it isn't known. */
static __always_inline void send_exec(struct task_struct *task, struct task *state, void *scratch,
				      const char *asked, struct exec_facts *facts)
{
	struct event_exec *event = scratch;
	struct mm_struct *memory = BPF_CORE_READ(task, mm);
	struct file *executable;
	struct path path;
	__u32 at = 0, length;
	long copied;

	if (!memory)
		return;
	executable = BPF_CORE_READ(memory, exe_file);
	__builtin_memset(event, 0, sizeof(*event));
	fill_header(&event->header, task, state, EVENT_EXEC, ABI_NATIVE, 0);
	event->id = next_exec();
	event->exec_flags = facts->flags | (state->root_part ? EXEC_UNLAYERED : 0);
	event->script_flags = facts->script;
	bpf_core_read(&path, sizeof(path), &executable->f_path);
	at = walk_path(task, state, &path, event->data, &event->path_flags);
	event->path_len = at;
	event->path_flags |= describe_path(state, &path);
	if (asked) {
		copied = bpf_probe_read_kernel_str(event->data + at, ASKED_SIZE, asked);
		if (copied > 0) {
			event->asked_len = copied;
			at += copied;
		}
		length = read_arguments(event, event->data + at, memory);
		event->args_len = length;
		at += length;
	}
	send_event(event, sizeof(*event) + at, EVENT_EXEC);
	state->exec = event->id;
}

/* A task of a container that was running when recording began. */
static __always_inline void join_running(struct task_struct *task, __u64 host_root)
{
	__u64 cgroup = cgroup_of(task);
	__u64 *top = bpf_map_lookup_elem(&cgroups, &cgroup);
	void *scratch = scratch_for(SCRATCH_ITERATOR);
	struct exec_facts facts = { .flags = EXEC_BEFORE_RECORDING };
	struct task *state, *leader;

	if (!top || !scratch)
		return;
	state = new_state_of(task);
	/*
	 * It may be known already, and be taken for a runtime's: a child that was
	 * forked, while its parent was not yet followed, came as if from outside.
	 */
	if (!state || (state->container && state->phase == PHASE_WORKLOAD))
		return;
	state->container = *top;
	state->origin = ORIGIN_MAIN;
	state->setup_root = host_root;
	state->entered = 1;
	if (!runs_workload(task, state))
		return;
	/* It may have changed its root directory since the container began. */
	state->root_dentry = 0;
	note_first_root(task, state);
	if (task->pid == task->tgid)
		send_exec(task, state, scratch, NULL, &facts);
	else if ((leader = state_of(task->group_leader)))
		state->exec = leader->exec;
}

/* Where a script was executed; one whose name can't be looked up again lies nobody knows where. */
static __always_inline void tell_script(struct task_struct *task, struct task *state,
					struct linux_binprm *program, struct exec_facts *facts)
{
	__u32 storage;

	if (program->interp == program->filename)
		return;
	storage = script_storage(task, state, program->filename);
	facts->flags |= EXEC_SCRIPT;
	facts->script = storage;
}

/* What is executed can be copied without being read: its class is known from here on. */
static __always_inline void note_executable(struct task_struct *task, struct linux_binprm *program)
{
	struct beginning known = { .length = BEGINNING_SIZE - HEAD_SIZE };
	struct content_key key;

	bpf_probe_read_kernel(&known.head, sizeof(known.head),
			      (void *)program + bpf_core_field_offset(struct linux_binprm, buf));
	read_content_key(BPF_CORE_READ(task, mm, exe_file, f_inode), &key);
	bpf_map_update_elem(&beginnings, &key, &known, BPF_NOEXIST);
}

static __always_inline void record_exec(struct task_struct *task, struct linux_binprm *program)
{
	struct task *state = state_of(task);
	struct exec_facts facts = {};
	void *scratch;

	if (state && state->candidate)
		judge_candidate(task, state);
	if (!state || !state->container)
		return;
	__builtin_memset(&state->cache, 0, sizeof(state->cache));
	if (!runs_workload(task, state) || is_ignored(state))
		return;
	scratch = scratch_for(SCRATCH_EXEC);
	if (!scratch)
		return;
	if (is_elevated(task, state, program))
		facts.flags |= EXEC_ELEVATED;
	state->has_rights = 0;
	state->told_exec = 0;
	tell_script(task, state, program, &facts);
	send_exec(task, state, scratch, program->filename, &facts);
	note_executable(task, program);
}

/* At the exit of execve: only a failed one still has its arguments. */
static __always_inline void record_failed_exec(struct task_struct *task, struct task *state,
					       struct call *call)
{
	struct event_exec *event = scratch_for(SCRATCH_SYSCALL);
	__u32 length;

	if (!event)
		return;
	__builtin_memset(event, 0, sizeof(*event));
	fill_header(&event->header, task, state, EVENT_EXEC_FAILED, call->abi, call->ret);
	length = read_asked(event->data, call->arguments[call->name == CALL_EXECVEAT]);
	event->asked_len = length;
	send_event(event, sizeof(*event) + length, EVENT_EXEC_FAILED);
}

#endif
