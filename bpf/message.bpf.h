/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Datagrams that are sent, and the names in DNS answers, TLS greetings and HTTP requests. */
#ifndef CXRAY_MESSAGE_H
#define CXRAY_MESSAGE_H

static __always_inline void record_output(struct task_struct *task, struct task *state,
					  struct call *call)
{
}

static __always_inline void record_input(struct task_struct *task, struct task *state,
					 struct call *call)
{
}

#endif
