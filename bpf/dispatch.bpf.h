/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is to be looked at when a system call is done, and by which program. */
#ifndef CXRAY_DISPATCH_H
#define CXRAY_DISPATCH_H

#include "event.h"
#include "maps.bpf.h"
#include "container/state.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/file_types.bpf.h"
#include "kernel/socket_types.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/open.bpf.h"
#include "kinds/network/address.bpf.h"
#include "kinds/network/connecting.bpf.h"
#include "kinds/network/payload.bpf.h"
#include "kinds/programs/exec.bpf.h"
#include "kinds/rights/capability.bpf.h"
#include "kinds/rights/syscall.bpf.h"
#include "kinds/transfers/output_call.bpf.h"
#include "path/descriptor.bpf.h"

/*
 * What a decoded system call did is looked at in a program of its own for each
 * group of calls: the way of the most frequent ones stays short, and the
 * verifier looks at one group at a time.
 */
enum group {
	GROUP_CHANGE,
	GROUP_OUTPUT,
	GROUP_INPUT,
	GROUP_SOCKET,
	GROUP_ARGUMENT,
	GROUP_PRIVILEGE,
	GROUP_SIGNAL,
	GROUP_UNSEEN,
	GROUP_END,
};

static __always_inline enum group group_of(struct pt_regs *regs, __u8 name)
{
	if (name == CALL_SOCKETCALL)
		name = socketcall_name_of(regs);
	if (name == CALL_OTHER)
		return GROUP_END;
	if (name < CALLS_CHANGE_END)
		return GROUP_CHANGE;
	if (name < CALLS_CLOSE_END)
		return GROUP_END; /* looked at before it is done */
	if (name < CALLS_OUTPUT_END)
		return GROUP_OUTPUT;
	if (name < CALLS_INPUT_END)
		return GROUP_INPUT;
	if (name < CALLS_SOCKET_END)
		return GROUP_SOCKET;
	if (name < CALLS_ARGUMENT_END)
		return GROUP_ARGUMENT;
	if (name < CALLS_PRIVILEGE_END)
		return GROUP_PRIVILEGE;
	return name < CALLS_SIGNAL_END ? GROUP_SIGNAL : GROUP_UNSEEN;
}

/* What failed without a trace that could be told: a server that looks whether there is more. */
static __always_inline bool is_vain(__u8 name, long ret)
{
	return ret < 0 && ((name >= CALLS_OUTPUT_END && name < CALLS_INPUT_END) ||
			   name == CALL_ACCEPT || name == CALL_ACCEPT4);
}

/*
 * Whether what is sent or received behind a descriptor may be told of: most calls end
 * here. Global: see resolve_at.
 */
__noinline int is_of_interest(__u32 fd, __u32 is_input)
{
	struct file *file = file_of(fd);
	__u32 type = file ? BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT : 0;
	struct sock *sock;
	__u16 protocol;

	if (type == S_IFREG || !file)
		return !is_input;
	if (type != S_IFSOCK)
		return false;
	if (!is_input)
		return true;
	sock = sock_of(file);
	protocol = BPF_CORE_READ(sock, sk_protocol);
	if (protocol != IPPROTO_TCP && protocol != IPPROTO_MPTCP)
		return is_internet(BPF_CORE_READ(sock, __sk_common.skc_family));
	return BPF_CORE_READ(sock, __sk_common.skc_dport) == DNS_PORT;
}

static __always_inline bool may_tell(struct pt_regs *regs, enum abi abi, __u8 name)
{
	bool is_input = name >= CALLS_OUTPUT_END;
	__u64 given[6];

	if (name < CALLS_CLOSE_END || name >= CALLS_INPUT_END || name == CALL_IO_SUBMIT)
		return true;
	read_arguments_of(regs, abi, given);
	return is_of_interest(is_input ? given[0] : output_of(name, given), is_input);
}

/* A seccomp filter answered before the entry was traced: nothing was done. */
static __always_inline void record_refusal(struct task_struct *task, struct task *state,
					   struct pt_regs *regs, long ret)
{
	long nr = syscall_nr(regs);
	enum abi abi = current_abi(task, &nr);
	struct syscall_use use = { .abi = abi, .nr = nr, .phase = PHASE_WORKLOAD, .refusal = ret };

	if (ret < 0 && nr >= 0)
		note_syscall(task, state, &use);
}

/* The kernel asked for capabilities while the call was made. */
static __always_inline void record_asked(struct task_struct *task, struct task *state,
					 struct pt_regs *regs, long ret)
{
	struct call call;

	read_call(task, regs, ret, &call);
	record_checks(task, state, &call);
}

/* True where it is not done yet: the call belongs to a group. */
static __always_inline bool record_result(struct task_struct *task, struct task *state,
					  struct pt_regs *regs, long ret, __u8 *name)
{
	long nr = syscall_nr(regs);
	enum abi abi = current_abi(task, &nr);
	struct call call;

	*name = call_name_of(abi, nr);
	if (!state->socket && (*name == CALL_OTHER || is_vain(*name, ret)))
		return false;
	if (is_ignored(state))
		return false;
	if (state->socket) {
		leave_connecting(state, ret);
		/* The call that connects may have sent the first data as well. */
		return *name > CALLS_CLOSE_END && *name < CALLS_OUTPUT_END;
	}
	if (*name >= CALLS_EXEC_END)
		return state->output || may_tell(regs, abi, *name);
	read_call(task, regs, ret, &call);
	if (*name < CALLS_OPEN_END)
		record_open_call(task, state, &call);
	else if (ret < 0)
		record_failed_exec(task, state, &call);
	return false;
}

#endif
