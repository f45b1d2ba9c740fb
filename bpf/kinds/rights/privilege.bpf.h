/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Calls that change what a process may do, or that reach into another one or into the kernel. */
#ifndef CXRAY_KINDS_RIGHTS_PRIVILEGE_H
#define CXRAY_KINDS_RIGHTS_PRIVILEGE_H

#include "event.h"
#include "maps.bpf.h"
#include "container/state.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/once.bpf.h"
#include "kinds/transfers/message.bpf.h"

#define GROUPS_SHOWN 3
#define LINUX_CAPABILITY_VERSION_1 0x19980330 /* sets of 32 bits; later ones have 64 */
/* 32-bit programs: the calls below it are the first ones, with ids of 16 bits. */
#define FIRST_WIDE_ID_CALL 199

static __always_inline bool has_narrow_ids(struct call *call)
{
	return call->abi == ABI_COMPAT && call->nr < FIRST_WIDE_ID_CALL;
}

/* An id as the kernel understands it: of 16 bits the last one stands for -1 too. */
static __always_inline __u64 id_of(bool narrow, __u32 given)
{
	if (!narrow)
		return given;
	given &= 0xffff;
	return given == 0xffff ? 0xffffffff : given;
}

/* How many groups, and the first of them. */
static __always_inline void read_groups(struct call *call, __u64 *values)
{
	void *list = (void *)call->arguments[1];
	__u32 wide[GROUPS_SHOWN] = {}, count = call->arguments[0];
	__u16 narrow[GROUPS_SHOWN] = {};
	bool is_narrow = has_narrow_ids(call);
	int i;

	values[0] = count;
	for (i = 0; i < GROUPS_SHOWN; i++) {
		if (i >= count)
			return;
		if (is_narrow)
			bpf_probe_read_user(&narrow[i], sizeof(narrow[i]), list + 2 * i);
		else
			bpf_probe_read_user(&wide[i], sizeof(wide[i]), list + 4 * i);
		values[1 + i] = is_narrow ? id_of(true, narrow[i]) : wide[i];
	}
}

struct user_capability_header {
	__u32 version;
	__s32 pid;
};

struct user_capabilities {
	__u32 effective;
	__u32 permitted;
	__u32 inheritable;
};

/* The process, and the three sets that it is given. */
static __always_inline void read_capabilities(struct call *call, __u64 *values)
{
	struct user_capability_header header = {};
	struct user_capabilities sets[2] = {};
	void *data = (void *)call->arguments[1];

	bpf_probe_read_user(&header, sizeof(header), (void *)call->arguments[0]);
	if (header.version == LINUX_CAPABILITY_VERSION_1)
		bpf_probe_read_user(sets, sizeof(sets[0]), data);
	else
		bpf_probe_read_user(sets, sizeof(sets), data);
	values[0] = (__u32)header.pid;
	values[1] = sets[0].effective | (__u64)sets[1].effective << 32;
	values[2] = sets[0].permitted | (__u64)sets[1].permitted << 32;
	values[3] = sets[0].inheritable | (__u64)sets[1].inheritable << 32;
}

/* As event_privilege.values has them: what a call lacks is 0. */
static __always_inline void read_values(struct call *call, __u64 *values)
{
	__u64 *given = call->arguments;
	bool narrow = has_narrow_ids(call);

	switch (call->name) {
	case CALL_SETRESUID:
	case CALL_SETRESGID: values[2] = id_of(narrow, given[2]); /* fallthrough */
	case CALL_SETREUID:
	case CALL_SETREGID: values[1] = id_of(narrow, given[1]); /* fallthrough */
	case CALL_SETUID:
	case CALL_SETGID:
	case CALL_SETFSUID:
	case CALL_SETFSGID: values[0] = id_of(narrow, given[0]); break;
	case CALL_SETGROUPS: read_groups(call, values); break;
	case CALL_CAPSET: read_capabilities(call, values); break;
	case CALL_PTRACE: values[1] = (__u32)given[1]; /* fallthrough */
	case CALL_PROCESS_VM_READV:
	case CALL_PROCESS_VM_WRITEV:
	case CALL_BPF: values[0] = (__u32)given[0]; break;
	default: break; /* what is loaded into the kernel has no value of its own */
	}
}

/* A tracer makes the same call many times: once for each program, values and result. */
static __always_inline void record_privilege(struct task_struct *task, struct task *state,
					     struct call *call)
{
	struct once_key key = { .kind = EVENT_PRIVILEGE, .abi = call->abi, .nr = call->nr };
	struct event_privilege event = {};

	read_values(call, event.values);
	__builtin_memcpy(key.values, event.values, sizeof(key.values));
	once_by_visit(&key, state);
	key.program = state->exec;
	key.ret = call->ret < 0 ? call->ret : 0;
	if (!is_first(&key))
		return;
	fill_header(&event.header, task, state, EVENT_PRIVILEGE, call->abi, call->ret);
	event.nr = call->nr;
	send_once(&key, &event, sizeof(event));
}

#endif
