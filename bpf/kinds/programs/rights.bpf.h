/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Whether a file gave the program that it holds other rights. */
#ifndef CXRAY_KINDS_PROGRAMS_RIGHTS_H
#define CXRAY_KINDS_PROGRAMS_RIGHTS_H

#include "container/state.bpf.h"
#include "kernel/types.bpf.h"

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

#endif
