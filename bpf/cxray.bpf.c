// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * cxray's probes. All hang on tracepoints with BTF, so one object serves every
 * kernel from 5.17 on (the first with bpf_loop) that has BTF.
 */
#include <stdbool.h>
#include <stddef.h>
#include <linux/bpf.h>
#include <linux/types.h>

#include "kernel_types.bpf.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "event.h"

#include "core_fixes.bpf.h"
#include "maps.bpf.h"
#include "syscall_abi.bpf.h"

#include "container.bpf.h"
#include "task.bpf.h"
#include "path.bpf.h"

#include "exec.bpf.h"
#include "open.bpf.h"
#include "socket.bpf.h"
#include "syscall.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* The wire's types must all be in BTF, where user space compares them. */
struct wire_enums {
	enum event_kind kind;
	enum loss loss;
	enum phase phase;
	enum origin origin;
	enum path_flag path_flag;
	enum exec_flag exec_flag;
	enum abi abi;
};
const struct wire_enums *keep_enums __attribute__((unused));
const struct event_container *keep_container __attribute__((unused));
const struct event_exec *keep_exec __attribute__((unused));
const struct event_open *keep_open __attribute__((unused));
const struct event_socket *keep_socket __attribute__((unused));
const struct event_syscall *keep_syscall __attribute__((unused));

SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(on_cgroup_mkdir, struct cgroup *cgroup, const char *path)
{
	if (is_cgroup2(cgroup))
		recognise_container(cgroup, path);
	return 0;
}

SEC("tp_btf/cgroup_rmdir")
int BPF_PROG(on_cgroup_rmdir, struct cgroup *cgroup, const char *path)
{
	if (is_cgroup2(cgroup))
		forget_container(cgroup, path);
	return 0;
}

SEC("tp_btf/cgroup_attach_task")
int BPF_PROG(on_cgroup_attach, struct cgroup *cgroup, const char *path, struct task_struct *task)
{
	if (is_cgroup2(cgroup))
		enter_container(task, cgroup->kn->id);
	return 0;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	inherit_container(parent, child);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task, int old_pid, struct linux_binprm *program)
{
	record_exec(task, program);
	return 0;
}

SEC("tp_btf/sys_enter")
int BPF_PROG(on_sys_enter, struct pt_regs *regs, long id)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task);

	if (state && state->container)
		record_syscall(task, state, regs, id);
	return 0;
}

static __always_inline void record_result(struct task_struct *task, struct task *state,
					  struct pt_regs *regs, long ret)
{
	long nr = syscall_nr(regs);
	enum abi abi = current_abi(task, &nr);
	enum call call = call_of(abi, nr);
	__u64 first = syscall_arg(regs, abi, 0);
	__u64 second = syscall_arg(regs, abi, 1);
	__u64 third = syscall_arg(regs, abi, 2);
	struct open_call open = { .asked = second, .flags = third, .folder = first };
	__u64 how_flags = 0;

	/* A seccomp filter answered before the entry was traced: nothing was done. */
	if (!state->entered) {
		struct syscall_use use = {
			.abi = abi, .nr = nr, .phase = PHASE_WORKLOAD, .refusal = ret
		};

		if (ret < 0 && nr >= 0)
			note_syscall(task, state, &use);
		return;
	}
	state->entered = 0;
	if ((call == CALL_OTHER && !state->socket) || is_ignored(state))
		return;
	if (state->socket) {
		record_tcp_connect(task, state, abi, ret);
		state->socket = 0;
		return;
	}
	switch (call) {
	case CALL_OPEN:
		open = (struct open_call){ .asked = first, .flags = second, .folder = AT_FDCWD };
		record_open(task, state, abi, &open, ret);
		break;
	case CALL_CREAT:
		open = (struct open_call){ .asked = first,
					   .flags = CREAT_FLAGS,
					   .folder = AT_FDCWD };
		record_open(task, state, abi, &open, ret);
		break;
	case CALL_OPENAT: record_open(task, state, abi, &open, ret); break;
	case CALL_OPENAT2:
		bpf_probe_read_user(&how_flags, sizeof(how_flags), (void *)third);
		open.flags = how_flags;
		record_open(task, state, abi, &open, ret);
		break;
	case CALL_OPEN_BY_HANDLE:
		open = (struct open_call){ .flags = third, .folder = AT_FDCWD };
		record_open(task, state, abi, &open, ret);
		break;
	case CALL_EXECVE:
		if (ret < 0)
			record_failed_exec(task, state, abi, first, ret);
		break;
	case CALL_EXECVEAT:
		if (ret < 0)
			record_failed_exec(task, state, abi, second, ret);
		break;
	case CALL_CONNECT: record_connect(task, state, abi, first, second, third, ret); break;
	case CALL_LISTEN: record_listen(task, state, abi, first, ret); break;
	case CALL_SOCKETCALL: record_socketcall(task, state, abi, first, second, ret); break;
	default: break;
	}
}

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(on_socket_state, struct sock *sock, int before, int now)
{
	struct task *state;

	if (now != TCP_SYN_SENT)
		return 0;
	state = state_of(bpf_get_current_task_btf());
	if (state && state->container && state->phase == PHASE_WORKLOAD)
		note_connecting(state, sock);
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(on_sys_exit, struct pt_regs *regs, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task);

	if (!state || !state->container)
		return 0;
	if (state->phase == PHASE_WORKLOAD)
		record_result(task, state, regs, ret);
	else
		state->entered = 0;
	return 0;
}

struct bpf_iter_meta;

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

/*
 * Run once, when recording begins: tasks of containers that run already. One
 * whose root directory is still the recorder's is a runtime at its set-up.
 */
SEC("iter/task")
int find_running_tasks(struct bpf_iter__task *context)
{
	struct task_struct *task = context->task;

	if (task)
		join_running(task, root_of(bpf_get_current_task_btf()));
	return 0;
}
