/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Files that are renamed, linked, removed, made, or whose owner, mode, length or times change;
 * mounts. */
#ifndef CXRAY_CHANGE_H
#define CXRAY_CHANGE_H

static __always_inline void record_change(struct task_struct *task, struct task *state,
					  struct call *call)
{
}

#endif
