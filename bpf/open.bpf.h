/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Files that are opened: as asked for, and as the kernel resolved it. */
#ifndef CXRAY_OPEN_H
#define CXRAY_OPEN_H

#define O_ACCMODE 3

static __always_inline void record_open(struct task_struct *task, struct task *state, enum abi abi,
					__u64 asked, __u32 open_flags, long ret)
{
	struct event_open *event = scratch_for(SCRATCH_SYSCALL);
	struct file *file = NULL;
	__u32 at = 0, length;

	if (!event)
		return;
	__builtin_memset(event, 0, sizeof(*event));
	fill_header(&event->header, task, state, EVENT_OPEN, abi, ret);
	event->open_flags = open_flags;
	if (ret >= 0)
		file = file_of(task, ret);
	if (file) {
		event->mode = BPF_CORE_READ(file, f_inode, i_mode);
		at = resolve_path(file, event->data, &event->path_flags);
		event->path_len = at;
		if (open_flags & O_ACCMODE) /* reads are too many to look closer */
			event->path_flags |= describe_file(file);
	}
	/* Only now: before the call the page may not have been in memory. */
	length = read_asked(event->data + at, asked);
	event->asked_len = length;
	send_event(event, sizeof(*event) + at + length, EVENT_OPEN);
}

#endif
