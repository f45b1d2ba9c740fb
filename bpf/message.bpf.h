/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Datagrams that are sent, and the names in DNS answers, TLS greetings and HTTP requests. */
#ifndef CXRAY_MESSAGE_H
#define CXRAY_MESSAGE_H

/* The descriptor that is written to. */
static __always_inline __u32 output_of(struct call *call)
{
	bool is_second = call->name == CALL_COPY_FILE_RANGE || call->name == CALL_SPLICE;

	return call->arguments[is_second ? 2 : 0];
}

static __always_inline void record_output(struct task_struct *task, struct task *state,
					  struct call *call)
{
	struct file *file = file_of(task, output_of(call));

	if (!file)
		return;
	switch (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) {
	case S_IFSOCK: break; /* what is sent */
	case S_IFREG: record_file_output(task, call, file); break;
	default: break;
	}
}

static __always_inline void record_input(struct task_struct *task, struct task *state,
					 struct call *call)
{
}

#endif
