/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Files that are opened: as asked for, and as the kernel resolved it. */
#ifndef CXRAY_KINDS_FILES_OPEN_H
#define CXRAY_KINDS_FILES_OPEN_H

#include "event.h"
#include "maps.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/content.bpf.h"
#include "path/asked.bpf.h"
#include "path/descriptor.bpf.h"
#include "path/path.bpf.h"
#include "path/storage.bpf.h"

#define O_ACCMODE 3
#define O_PATH 010000000
#define CREAT_FLAGS (01 | 0100 | 01000) /* O_WRONLY, O_CREAT, O_TRUNC: creat(2) */

/* What an open was asked to do: a struct, since a function takes five arguments. */
struct open_call {
	__u64 asked; /* the caller's pointer to the name */
	__u32 flags; /* O_* */
	int folder;  /* AT_FDCWD or a descriptor */
};

#define AT_FDCWD -100
#define RESOLVE_IN_ROOT 0x10
#define OPEN_HOW_RESOLVE 16
#define OPEN_CONFINED (1U << 31) /* ours: an absolute name starts at the folder */

/* The folder that a relative name starts from, as a path of its own. */
static __noinline __u32 resolve_base(struct task_struct *task, struct task *state, int folder,
				     __u32 at, __u16 *flags)
{
	struct file *file;
	struct path path;

	if (folder == AT_FDCWD) {
		BPF_CORE_READ_INTO(&path, task, fs, pwd);
		return resolve_path(state, &path, at, flags);
	}
	file = file_of(folder);
	if (file)
		return resolve_file(state, file, at, flags);
	*flags = PATH_DETACHED; /* a bad descriptor leads nowhere */
	return 0;
}

/* A file that was just made, or cut to nothing, has nothing of what was known of it. */
static __noinline void begin_writing(struct task_struct *task, struct task *state,
				     struct file *file)
{
	struct inode *inode = BPF_CORE_READ(file, f_inode);

	forget_told(task, state);
	if (!BPF_CORE_READ(inode, i_size))
		forget_content(inode);
}

/*
 * Fills an event whose header is filled, and gives its length; `file` is NULL
 * for an open that failed. `in_kernel` says whose memory `call->asked` is in.
 */
static __always_inline __u32 describe_open(struct task_struct *task, struct task *state,
					   struct event_open *event, struct open_call *call,
					   struct file *file, bool in_kernel)
{
	struct path path;
	__u32 at = 0, length, granted;

	event->open_flags = call->flags & ~OPEN_CONFINED;
	if (file) {
		event->mode = BPF_CORE_READ(file, f_inode, i_mode);
		/* What openat2 was asked for lies in memory that the caller may change. */
		granted = BPF_CORE_READ(file, f_flags) & (O_ACCMODE | O_PATH);
		event->open_flags = (event->open_flags & ~(O_ACCMODE | O_PATH)) | granted;
		bpf_core_read(&path, sizeof(path), &file->f_path);
		at = resolve_path(state, &path, sizeof(*event), &event->path_flags);
		event->path_len = at;
		event->path_flags |= describe_path(state, &path);
		if (is_writable(granted))
			begin_writing(task, state, file);
	}
	/* Only now: before the call the page may not have been in memory. */
	length = read_name(event->data + at, call->asked, in_kernel);
	event->asked_len = length;
	if (call->flags & OPEN_CONFINED) {
		event->base_flags = PATH_DETACHED; /* no name in the container's own terms */
	} else if (length && event->data[at] != '/') {
		at += length;
		length = resolve_base(task, state, call->folder, sizeof(*event) + at,
				      &event->base_flags);
		event->base_len = length;
	}
	return sizeof(*event) + at + length;
}

static __always_inline void record_open(struct task_struct *task, struct task *state, enum abi abi,
					struct open_call *call, long ret)
{
	struct event_open *event = scratch_for(SCRATCH_SYSCALL);
	struct file *file = NULL;

	if (!event)
		return;
	__builtin_memset(event, 0, sizeof(*event));
	fill_header(&event->header, task, state, EVENT_OPEN, abi, ret);
	if (ret >= 0)
		file = file_of(ret);
	send_event(event, describe_open(task, state, event, call, file, false), EVENT_OPEN);
}

static __always_inline void record_open_call(struct task_struct *task, struct task *state,
					     struct call *call)
{
	__u64 *given = call->arguments;
	struct open_call open = { .asked = given[1], .flags = given[2], .folder = given[0] };
	__u64 how = 0; /* of struct open_how the flags, then what it resolves */

	switch (call->name) {
	case CALL_OPEN:
		open = (struct open_call){ .asked = given[0],
					   .flags = given[1],
					   .folder = AT_FDCWD };
		break;
	case CALL_CREAT:
		open = (struct open_call){ .asked = given[0],
					   .flags = CREAT_FLAGS,
					   .folder = AT_FDCWD };
		break;
	case CALL_OPENAT2:
		bpf_probe_read_user(&how, sizeof(how), (void *)given[2]);
		open.flags = how & ~OPEN_CONFINED;
		bpf_probe_read_user(&how, sizeof(how), (void *)given[2] + OPEN_HOW_RESOLVE);
		if (how & RESOLVE_IN_ROOT)
			open.flags |= OPEN_CONFINED;
		break;
	case CALL_OPEN_BY_HANDLE_AT:
		open = (struct open_call){ .flags = given[2], .folder = AT_FDCWD };
		break;
	default: break; /* openat */
	}
	record_open(task, state, call->abi, &open, call->ret);
}

#endif
