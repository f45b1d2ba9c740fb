/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What is told of a file that was written, when a descriptor of it is closed:
 * kinds/files/closing.bpf.h says when that is.
 */
#ifndef CXRAY_KINDS_FILES_WRITTEN_H
#define CXRAY_KINDS_FILES_WRITTEN_H

#include "event.h"
#include "maps.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "kernel/core_fixes.bpf.h"
#include "kernel/file_types.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/content.bpf.h"
#include "path/path.bpf.h"
#include "path/storage.bpf.h"

#define ALIASES 8 /* names of a file that are tried */

/*
 * Another name of a file whose own is gone, or that never had one (O_TMPFILE
 * and linkat).
 */
static __always_inline struct dentry *named_alias(struct inode *inode)
{
	struct hlist_node *node = BPF_CORE_READ(inode, i_dentry.first);
	struct dentry *dentry;
	int i;

	for (i = 0; i < ALIASES && node; i++) {
		dentry = (void *)node - bpf_core_field_offset(struct dentry, d_u.d_alias);
		if (BPF_CORE_READ(dentry, d_hash.pprev))
			return dentry;
		node = BPF_CORE_READ(node, next);
	}
	return NULL;
}

/* The path of a file that is closed, and what there is to say of it: enum path_flag. */
static __always_inline __u32 locate_closed(struct task *state, struct file *file, struct path *path)
{
	struct dentry *alias;
	__u32 flags;

	bpf_core_read(path, sizeof(*path), &file->f_path);
	flags = describe_path(state, path);
	if (!(flags & PATH_DELETED))
		return flags;
	alias = named_alias(BPF_CORE_READ(file, f_inode));
	if (!alias)
		return flags;
	path->dentry = alias;
	return describe_path(state, path);
}

static __always_inline __u8 content_of_file(struct inode *inode, __u64 size, bool has_size)
{
	if (has_size && !size)
		return CONTENT_EMPTY;
	return content_of((__u64)inode, has_size ? size : BEGINNING_SIZE);
}

static __noinline void record_closed(struct task_struct *task, struct task *state,
				     struct file *file)
{
	struct event_written *event = scratch_for(SCRATCH_SYSCALL);
	struct inode *inode = BPF_CORE_READ(file, f_inode);
	__u64 size = BPF_CORE_READ(inode, i_size);
	__u16 mode = BPF_CORE_READ(inode, i_mode);
	bool is_last, has_size;
	struct path path;
	__u32 flags, at;
	__u8 content;

	if (!event || (mode & S_IFMT) != S_IFREG || is_ignored(state))
		return;
	flags = locate_closed(state, file, &path);
	is_last = is_last_reference(file);
	/* The files of /proc and /sys are of size 0 whatever is written. */
	has_size = !(flags & (PATH_PROC | PATH_SYS));
	content = content_of_file(inode, size, has_size);
	if (!is_last && (content == CONTENT_EMPTY || (!has_size && content == CONTENT_UNKNOWN)))
		return;
	__builtin_memset(event, 0, sizeof(*event));
	fill_header(&event->header, task, state, EVENT_WRITTEN, ABI_NATIVE, 0);
	event->mode = mode;
	event->content = content;
	at = resolve_path(state, &path, sizeof(*event), &event->path_flags);
	event->path_len = at;
	event->path_flags |= flags;
	send_event(event, sizeof(*event) + at, EVENT_WRITTEN);
}

#endif
