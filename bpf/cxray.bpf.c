// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * cxray's probes. All hang on tracepoints with BTF, so one object serves every
 * kernel from 5.17 on (the first with bpf_loop) that has BTF.
 */
#include "dispatch.bpf.h"
#include "event.h"
#include "maps.bpf.h"
#include "container/candidate.bpf.h"
#include "container/container.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/socket_types.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/change.bpf.h"
#include "kinds/files/closing.bpf.h"
#include "kinds/files/output.bpf.h"
#include "kinds/network/address.bpf.h"
#include "kinds/network/connecting.bpf.h"
#include "kinds/network/socket.bpf.h"
#include "kinds/programs/exec.bpf.h"
#include "kinds/rights/argument.bpf.h"
#include "kinds/rights/capability.bpf.h"
#include "kinds/rights/privilege.bpf.h"
#include "kinds/rights/signal.bpf.h"
#include "kinds/rights/syscall.bpf.h"
#include "kinds/transfers/output_call.bpf.h"
#include "kinds/transfers/transfer.bpf.h"
#include "uring/answer.bpf.h"
#include "uring/connect.bpf.h"
#include "uring/request.bpf.h"
#include "uring/submit.bpf.h"
#include "uring/types.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* The wire's types must all be in BTF, where user space compares them. */
struct wire_enums {
	enum event_kind kind;
	enum loss loss;
	enum unseen unseen;
	enum phase phase;
	enum origin origin;
	enum path_flag path_flag;
	enum exec_flag exec_flag;
	enum abi abi;
	enum operation operation;
	enum content content;
	enum payload payload;
	enum socket_flag socket_flag;
	enum capability_flag capability_flag;
	enum signal_target signal_target;
};
const struct wire_enums *keep_enums __attribute__((unused));
const struct event_container *keep_container __attribute__((unused));
const struct event_exec *keep_exec __attribute__((unused));
const struct event_open *keep_open __attribute__((unused));
const struct event_socket *keep_socket __attribute__((unused));
const struct event_syscall *keep_syscall __attribute__((unused));
const struct event_change *keep_change __attribute__((unused));
const struct event_written *keep_written __attribute__((unused));
const struct event_payload *keep_payload __attribute__((unused));
const struct event_argument *keep_argument __attribute__((unused));
const struct event_capability *keep_capability __attribute__((unused));
const struct event_privilege *keep_privilege __attribute__((unused));
const struct account *keep_account __attribute__((unused));
const struct event_signal *keep_signal __attribute__((unused));
const struct event_unseen *keep_unseen __attribute__((unused));

SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(on_cgroup_mkdir, struct cgroup *cgroup, const char *path)
{
	if (is_cgroup2(cgroup) && !recognise_container(cgroup, path))
		note_candidate(cgroup, path);
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
	__u64 id = BPF_CORE_READ(cgroup, kn, id);

	if (is_cgroup2(cgroup) && !enter_container(task, id))
		enter_candidate(task, id);
	return 0;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	if (!inherit_container(parent, child))
		inherit_candidate(parent, child);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task, int old_pid, struct linux_binprm *program)
{
	record_exec(task, program);
	return 0;
}

/* What must be looked at before the call is done, in a program of its own as well. */
SEC("tp_btf/sys_enter")
int BPF_PROG(first_closing, struct pt_regs *regs, long id)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task);
	struct call call;

	if (!state)
		return 0;
	read_call(task, regs, 0, &call);
	record_closing(task, state, &call);
	return 0;
}

enum entry { ENTRY_CLOSING, ENTRY_END };

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, ENTRY_END);
	__uint(key_size, sizeof(__u32));
	__array(values, int(void *));
} entries SEC(".maps") = {
	.values = { [ENTRY_CLOSING] = (void *)&first_closing },
};

SEC("tp_btf/sys_enter")
int BPF_PROG(on_sys_enter, struct pt_regs *regs, long id)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = current_state(task);
	long nr = (int)id;
	enum abi abi;

	if (state && !state->container && state->candidate)
		watch_candidate(task, state, regs, id);
	if (!state || !state->container)
		return 0;
	abi = current_abi(task, &nr);
	record_syscall(task, state, regs, abi, nr);
	note_output(task, state, regs, abi, nr);
	if (may_close(task, regs, abi, nr))
		bpf_tail_call(ctx, &entries, ENTRY_CLOSING);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
	record_end(task);
	return 0;
}

/* One program for each group of system calls: see dispatch.bpf.h. */
#define GROUP_PROGRAM(name, record)                                                                \
	SEC("tp_btf/sys_exit")                                                                     \
	int BPF_PROG(name, struct pt_regs *regs, long ret)                                         \
	{                                                                                          \
		struct task_struct *task = bpf_get_current_task_btf();                             \
		struct task *state = state_of(task);                                               \
		struct call call;                                                                  \
                                                                                                   \
		if (!state)                                                                        \
			return 0;                                                                  \
		read_call(task, regs, ret, &call);                                                 \
		record(task, state, &call);                                                        \
		return 0;                                                                          \
	}

GROUP_PROGRAM(then_change, record_change)
GROUP_PROGRAM(then_output, record_output)
GROUP_PROGRAM(then_input, record_input)
GROUP_PROGRAM(then_socket, record_socket_call)
GROUP_PROGRAM(then_argument, record_arguments)
GROUP_PROGRAM(then_privilege, record_privilege)
GROUP_PROGRAM(then_signal, record_failed_signal)
GROUP_PROGRAM(then_unseen, record_unseen)

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, GROUP_END);
	__uint(key_size, sizeof(__u32));
	__array(values, int(void *));
} groups SEC(".maps") = {
	.values = {
		[GROUP_CHANGE] = (void *)&then_change,
		[GROUP_OUTPUT] = (void *)&then_output,
		[GROUP_INPUT] = (void *)&then_input,
		[GROUP_SOCKET] = (void *)&then_socket,
		[GROUP_ARGUMENT] = (void *)&then_argument,
		[GROUP_PRIVILEGE] = (void *)&then_privilege,
		[GROUP_SIGNAL] = (void *)&then_signal,
		[GROUP_UNSEEN] = (void *)&then_unseen,
	},
};

SEC("tp_btf/sys_exit")
int BPF_PROG(on_sys_exit, struct pt_regs *regs, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = current_state(task);
	__u8 entered, name = CALL_OTHER;

	if (!state || !state->container)
		return 0;
	entered = state->entered;
	state->entered = 0;
	if (state->phase != PHASE_WORKLOAD)
		return 0;
	if (state->granted | state->denied)
		record_asked(task, state, regs, ret);
	if (!entered)
		record_refusal(task, state, regs, ret);
	else if (record_result(task, state, regs, ret, &name))
		bpf_tail_call(ctx, &groups, group_of(regs, name));
	return 0;
}

/* For whoever sends one: the kernel's own are none of these. */
SEC("tp_btf/signal_generate")
int BPF_PROG(on_signal, int signal, void *info, struct task_struct *target, int group, int result)
{
	record_signal(signal, target, result);
	return 0;
}

/* Since Linux 6.14: user space turns it on where it is. */
SEC("?tp_btf/cap_capable")
int BPF_PROG(on_capable, const struct cred *credentials, struct user_namespace *target,
	     const struct user_namespace *holder, int capability, int answer)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task);
	struct question question = { credentials, target, capability, answer };

	if (state && state->container && state->phase == PHASE_WORKLOAD)
		note_check(task, state, &question);
	return 0;
}

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(on_connecting, struct sock *sock, int before, int now)
{
	struct task_struct *task, *actor;
	struct task *state;
	long nr = 0;

	if (now != TCP_SYN_SENT)
		return 0;
	task = bpf_get_current_task_btf();
	actor = actor_of(task);
	state = state_of(actor);
	if (!state || !state->container || state->phase != PHASE_WORKLOAD || is_ignored(state))
		return 0;
	/* MPTCP's flows tell of themselves. */
	if (BPF_CORE_READ(sock, sk_protocol) != IPPROTO_TCP)
		return 0;
	begin_connecting(actor, state, sock, current_abi(actor, &nr));
	if (is_in_uring(task, state))
		note_tried(sock);
	else
		state->socket = (__u64)sock;
	return 0;
}

/* Of its own: it may interrupt the other, on the same CPU, and neither may be skipped. */
SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(on_connected, struct sock *sock, int before, int now)
{
	if (is_under_way(before) && !is_under_way(now))
		settle_connecting(sock, now);
	return 0;
}

/*
 * Requests of io_uring. The tracepoints differ from kernel to kernel: user space
 * turns on those that are there (src/record/kernel/optional-probes.ts).
 */
SEC("?tp_btf/io_uring_submit_req")
int BPF_PROG(on_uring_submit, struct io_kiocb *request)
{
	look_at_request(request);
	return 0;
}

SEC("?tp_btf/io_uring_submit_sqe")
int BPF_PROG(on_uring_submit_sqe, struct io_kiocb *request)
{
	look_at_request(request);
	return 0;
}

/* There is no request where one is answered more than once: accept, and the like. */
SEC("?tp_btf/io_uring_complete")
int BPF_PROG(on_uring_complete, void *ring, struct io_kiocb *request)
{
	/* The answer itself lies in memory that the container may write to. */
	if (!request)
		return 0;
	take_accepted(request);
	answer_request(request, BPF_CORE_READ(request, cqe.res));
	return 0;
}

/* An answer that found no room in the ring. */
SEC("?tp_btf/io_uring_cqe_overflow")
int BPF_PROG(on_uring_overflow, void *ring, __u64 user_data, __s32 ret)
{
	struct overflown which = { .ring = (__u64)ring, .user_data = user_data };

	if (!state_of(actor_of(bpf_get_current_task_btf())))
		return 0;
	bpf_for_each_map_elem(&uring_requests, find_overflown, &which, 0);
	if (which.request)
		answer_remembered(&which.request, ret);
	return 0;
}

/* A request that is never issued: one before it in its chain failed. */
SEC("?tp_btf/io_uring_fail_link")
int BPF_PROG(on_uring_fail_link, struct io_kiocb *before, struct io_kiocb *request)
{
	__u64 key = (__u64)request;

	bpf_map_delete_elem(&uring_requests, &key);
	return 0;
}

struct bpf_iter_meta {
	__u64 seq_num;
} __attribute__((preserve_access_index));

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
	struct task_struct *task = context->task, *recorder = bpf_get_current_task_btf();
	__u64 mounts = (__u64)BPF_CORE_READ(recorder, nsproxy, mnt_ns);
	__u32 zero = 0;

	bpf_map_update_elem(&host_mounts, &zero, &mounts, BPF_ANY);
	if (task)
		join_running(task, root_of(recorder));
	return 0;
}

/* Run once, when recording ends and nothing is attached any more. */
SEC("iter/task")
int tell_unsettled(struct bpf_iter__task *context)
{
	if (context->meta->seq_num == 0)
		bpf_for_each_map_elem(&connecting, tell_connecting, NULL, 0);
	return 0;
}
