/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Calls that change what a process may do, or that reach into another one or into the kernel. */
#ifndef CXRAY_PRIVILEGE_H
#define CXRAY_PRIVILEGE_H

static __always_inline void record_privilege(struct task_struct *task, struct task *state,
					     struct call *call)
{
}

#endif
