/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Files that are renamed, linked, removed, made, or whose owner, mode, length,
 * attributes or times change; mounts. Looked up when the call is done: what is
 * there then is what it left.
 */
#ifndef CXRAY_KINDS_FILES_CHANGE_H
#define CXRAY_KINDS_FILES_CHANGE_H

#include "event.h"
#include "maps.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/inode_fixes.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/change_call.bpf.h"
#include "kinds/files/content.bpf.h"
#include "kinds/files/target.bpf.h"
#include "path/asked.bpf.h"
#include "path/descriptor.bpf.h"
#include "path/lookup_text.bpf.h"
#include "path/path.bpf.h"

/*
 * What an overlay doesn't tell by a name, but by the file that has another. A
 * renamed file was copied to the writable layer first, and may leave nothing in
 * the cache that covers the image's; but it knows that the image has it. A new
 * link is not in the cache, and lies where the file does.
 */
static __always_inline void tell_by_other(struct lookup *lookup, struct event_change *event)
{
	struct dentry *leaf = lookup->leaf; /* of the new name */
	struct inode *inode = leaf ? BPF_CORE_READ(leaf, d_inode) : NULL;

	if (event->operation == OPERATION_LINK)
		event->to.path_flags |= event->from.path_flags & PATH_UPPER;
	else if (event->operation == OPERATION_RENAME && event->from.path_flags & PATH_UPPER &&
		 inode && lower_inode(inode))
		event->from.path_flags &= ~PATH_UPPER;
}

/* What a link says, a mount's source, an attribute's name; its length with the NUL. */
static __always_inline __u32 write_text(struct task_struct *task, struct call *call,
					struct change *change, char *out)
{
	__u32 length = change->text ? read_name(out, change->text, call->in_kernel) : 0;
	struct mount *mount;
	struct file *file;
	long copied;

	if (call->name != CALL_MOVE_MOUNT || length > 1)
		return length;
	/* A mount that was made with fsopen, and knows its source itself. */
	file = file_of(call->arguments[0]);
	if (!file)
		return length;
	mount = (struct mount *)mount_of(BPF_CORE_READ(file, f_path.mnt));
	copied = bpf_probe_read_kernel_str(out, ASKED_SIZE, BPF_CORE_READ(mount, mnt_devname));
	return copied > 0 ? copied : length;
}

/* What was known of a file's beginning is cut off, or may be followed by something else. */
static __noinline void forget_cut_off(struct lookup *lookup, int ret)
{
	struct dentry *dentry = lookup->dentry;
	struct inode *inode;
	struct content_key key;
	struct beginning *known;
	__u64 size;

	if (ret < 0 || lookup->result != LOOKUP_FOUND)
		return;
	inode = BPF_CORE_READ(dentry, d_inode);
	size = BPF_CORE_READ(inode, i_size);
	read_content_key(inode, &key);
	known = bpf_map_lookup_elem(&beginnings, &key);
	if (known && size < known->length)
		bpf_map_delete_elem(&beginnings, &key);
}

/* Sends an event whose header is filled. */
static __always_inline void send_change(struct task_struct *task, struct task *state,
					struct call *call, struct event_change *event)
{
	__u32 zero = 0, at, length;
	struct lookup *lookup = bpf_map_lookup_elem(&lookups, &zero);
	struct change *change = bpf_map_lookup_elem(&asked_changes, &zero);

	if (!lookup || !change)
		return;
	read_change(call, change);
	event->operation = change->operation;
	event->mode = change->mode;
	event->uid = change->uid;
	event->gid = change->gid;
	at = write_target(state, &change->from, &event->from, 0);
	if (event->operation == OPERATION_TRUNCATE)
		forget_cut_off(lookup, call->ret);
	if (change->has_target)
		at += write_target(state, &change->to, &event->to, at);
	asm volatile("" : "+r"(at));
	if (at > 2 * TARGET_SIZE)
		return;
	if (change->has_target && call->ret >= 0)
		tell_by_other(lookup, event);
	length = write_text(task, call, change, event->data + at);
	event->text_len = length;
	send_event(event, sizeof(*event) + at + length, EVENT_CHANGE);
}

static __always_inline void record_change(struct task_struct *task, struct task *state,
					  struct call *call)
{
	struct event_change *event = scratch_for(SCRATCH_SYSCALL);

	if (!event)
		return;
	__builtin_memset(event, 0, sizeof(*event));
	fill_header(&event->header, task, state, EVENT_CHANGE, call->abi, call->ret);
	send_change(task, state, call, event);
}

#endif
