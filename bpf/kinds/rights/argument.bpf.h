/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Sets of system call arguments that a seccomp filter could look at. */
#ifndef CXRAY_KINDS_RIGHTS_ARGUMENT_H
#define CXRAY_KINDS_RIGHTS_ARGUMENT_H

#include "event.h"
#include "maps.bpf.h"
#include "container/state.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/content.bpf.h"
#include "kinds/once.bpf.h"
#include "path/descriptor.bpf.h"

#define CSIGNAL 0xff               /* clone's lowest byte: the signal at the child's end */
#define SOCKET_TYPE_FLAGS 02004000 /* SOCK_CLOEXEC, SOCK_NONBLOCK */

/* Arguments as event_argument.values has them: what a call lacks is 0. */
struct argument_use {
	__u64 values[3];
	__u32 nr;
	__u8 abi;
};

/* Sends what is new; false: it found no room, and is new again the next time. */
static __noinline bool note_new_argument(struct task_struct *task, struct task *state,
					 struct argument_use *use)
{
	struct once_key key = { .kind = EVENT_ARGUMENT, .abi = use->abi, .nr = use->nr };
	struct event_argument event = {};

	once_by_executable(&key, task, state);
	__builtin_memcpy(key.values, use->values, sizeof(use->values));
	if (!is_first(&key))
		return true;
	fill_header(&event.header, task, state, EVENT_ARGUMENT, use->abi, 0);
	event.nr = use->nr;
	__builtin_memcpy(event.values, use->values, sizeof(use->values));
	return send_once(&key, &event, sizeof(event));
}

/*
 * One number for a call and its argument, exactly: two never share one, or a
 * program could hide one behind the other. 0: they are too large for it.
 */
static __always_inline __u64 packed_use(struct argument_use *use)
{
	if (use->nr >= CALL_NUMBERS || use->values[0] >> 48)
		return 0;
	return (__u64)(use->abi + 1) << 60 | (__u64)use->nr << 48 | use->values[0];
}

/* A loop over one call, such as ioctl, is stopped by a cache in the task. */
static __always_inline void note_argument(struct task_struct *task, struct task *state,
					  struct argument_use *use)
{
	__u64 packed = packed_use(use);
	__u32 slot = (packed ^ packed >> 8 ^ packed >> 48) & (CACHED_ARGUMENTS - 1);

	if (packed && state->cache.arguments[slot] == packed)
		return;
	if (note_new_argument(task, state, use) && packed)
		state->cache.arguments[slot] = packed;
}

/* Family, type and protocol of a call that makes a socket, as its caller gave them. */
static __always_inline void note_socket_arguments(struct task_struct *task, struct task *state,
						  struct call *call)
{
	struct argument_use use = { .abi = call->abi, .nr = call->nr };

	use.values[0] = (__u32)call->arguments[0];
	use.values[1] = (__u32)call->arguments[1] & ~SOCKET_TYPE_FLAGS;
	use.values[2] = (__u32)call->arguments[2];
	note_new_argument(task, state, &use);
}

/* The flags of clone3, which its caller may change while it runs: an honest one doesn't. */
static __always_inline bool read_clone3_flags(struct call *call, __u64 *flags)
{
	return bpf_probe_read_user(flags, sizeof(*flags), (void *)call->arguments[0]) == 0;
}

#define FICLONE 0x40049409
#define FICLONERANGE 0x4020940d

/* A file that is made to share the blocks of another has not been written. */
static __always_inline void record_clone_of_file(struct task_struct *task, struct call *call)
{
	__u32 request = call->arguments[1];
	struct file *file;

	if (call->ret || (request != FICLONE && request != FICLONERANGE))
		return;
	file = file_of(call->arguments[0]);
	if (file)
		lose_sight_of(BPF_CORE_READ(file, f_inode));
}

static __always_inline void record_arguments(struct task_struct *task, struct task *state,
					     struct call *call)
{
	struct argument_use use = { .abi = call->abi, .nr = call->nr };

	switch (call->name) {
	case CALL_CLONE: use.values[0] = (__u32)call->arguments[0] & ~CSIGNAL; break;
	case CALL_CLONE3:
		if (!read_clone3_flags(call, &use.values[0]))
			return;
		break;
	case CALL_UNSHARE: use.values[0] = call->arguments[0]; break;
	case CALL_IOCTL: record_clone_of_file(task, call); /* fallthrough */
	case CALL_SETNS: use.values[0] = (__u32)call->arguments[1]; break;
	case CALL_PERSONALITY:
	case CALL_PRCTL: use.values[0] = (__u32)call->arguments[0]; break;
	default: return;
	}
	note_argument(task, state, &use);
}

#endif
