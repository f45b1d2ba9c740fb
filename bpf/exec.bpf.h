/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Programs that are executed, and attempts that fail. */
#ifndef CXRAY_EXEC_H
#define CXRAY_EXEC_H

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

/* 64 bits, whatever their members were called over time. */
#define CAPABILITIES(cred, set)                                                                    \
	({                                                                                         \
		__u64 bits = 0;                                                                    \
		bpf_core_read(&bits, sizeof(bits), &(cred)->set);                                  \
		bits;                                                                              \
	})

/* At the entry of execve, for what it may change. */
static __always_inline void note_rights(struct task_struct *task, struct task *state)
{
	const struct cred *cred = BPF_CORE_READ(task, cred);

	state->rights.euid = BPF_CORE_READ(cred, euid.val);
	state->rights.egid = BPF_CORE_READ(cred, egid.val);
	state->rights.permitted = CAPABILITIES(cred, cap_permitted);
	state->has_rights = 1;
}

/*
 * Whether the file gave the program another user, group or capabilities. That
 * `secureexec` is set is not enough: it also is while the real user differs
 * from the effective one. But without it capabilities come from being root.
 */
static __always_inline bool is_elevated(struct task_struct *task, struct task *state,
					struct linux_binprm *program)
{
	const struct cred *cred = BPF_CORE_READ(task, cred);
	__u64 before = state->rights.permitted | CAPABILITIES(cred, cap_ambient);
	__u64 grown = CAPABILITIES(cred, cap_permitted) & ~before;

	if (!state->has_rights)
		return false;
	if (BPF_CORE_READ(cred, euid.val) != state->rights.euid ||
	    BPF_CORE_READ(cred, egid.val) != state->rights.egid)
		return true;
	return grown && BPF_CORE_READ_BITFIELD_PROBED(program, secureexec);
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
