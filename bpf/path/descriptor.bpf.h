/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The open file behind a descriptor. */
#ifndef CXRAY_PATH_DESCRIPTOR_H
#define CXRAY_PATH_DESCRIPTOR_H

#include "kernel/types.bpf.h"

/*
 * The open file behind a descriptor of the current task, or 0. Global, so that the
 * verifier looks at it once: see container/task.bpf.h.
 */
__noinline __u64 file_behind(__u32 fd)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct fdtable *table = task->files->fdt;
	struct file **files = table->fd;
	__u64 file = 0;

	if (fd < table->max_fds)
		bpf_probe_read_kernel(&file, sizeof(file), files + fd);
	return file;
}

/* The same where threads share their descriptors, else 0. */
__noinline __u64 shared_file_behind(__u32 fd)
{
	struct task_struct *task = bpf_get_current_task_btf();

	return task->files->count.counter < 2 ? 0 : file_behind(fd);
}

static __always_inline struct file *file_of(__u32 fd)
{
	return (struct file *)file_behind(fd);
}

/* By f_flags: O_WRONLY and O_RDWR, but not 3, which allows neither. */
static __always_inline bool is_writable(__u32 flags)
{
	return (flags + 1) & 2;
}

#endif
