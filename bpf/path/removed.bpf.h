/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Where a file was that is not there any more. On an overlay that is the image
 * if the call left something behind to cover it: a whiteout in the writable
 * layer. Otherwise there was nothing below, and the file was the container's.
 */
#ifndef CXRAY_PATH_REMOVED_H
#define CXRAY_PATH_REMOVED_H

#include "event.h"
#include "container/state.bpf.h"
#include "kernel/core_fixes.bpf.h"
#include "kernel/file_types.bpf.h"
#include "kernel/inode_fixes.bpf.h"
#include "kernel/types.bpf.h"
#include "path/lookup_name.bpf.h"
#include "path/lookup_text.bpf.h"
#include "path/path.bpf.h"
#include "path/storage.bpf.h"

#define WHITEOUT_CHILDREN 32 /* it has just been put there, so it is among the first */

static long find_whiteout(__u32 index, struct lookup_loop *loop)
{
	struct lookup *lookup = loop->lookup;
	__u64 node = lookup->next;
	struct dentry *dentry;
	struct inode *inode;

	if (!node || node == lookup->end)
		return 1;
	bpf_probe_read_kernel(&lookup->next, sizeof(lookup->next), (void *)node);
	dentry = child_at(node);
	if (!has_name((__u64)dentry))
		return 0;
	inode = BPF_CORE_READ(dentry, d_inode);
	lookup->whiteout = inode && (BPF_CORE_READ(inode, i_mode) & S_IFMT) == S_IFCHR;
	return 1;
}

/* Whether `name`, which was removed from the overlay's folder lookup->dentry, was the image's. */
static __always_inline bool was_in_image(struct lookup *lookup, struct inode *folder)
{
	struct lookup_loop loop = { .lookup = lookup };
	struct dentry *upper = upper_dentry(folder);
	struct children children;

	lookup->whiteout = 0;
	if (!upper)
		return true;
	children = children_of(upper);
	lookup->next = children.first;
	lookup->end = children.end;
	lookup->dentry = upper;
	bpf_loop(WHITEOUT_CHILDREN, find_whiteout, &loop, 0);
	return lookup->whiteout;
}

/* Where a name lies that nothing has (any more): as its folder does. lookup->dentry is lost. */
static __always_inline __u32 describe_name(struct task *state, struct lookup *lookup)
{
	struct mount *mount = lookup->mount;
	struct dentry *dentry = lookup->dentry;
	struct inode *folder = BPF_CORE_READ(dentry, d_inode);
	__u32 flags = storage_of(state, folder, vfsmount_of(mount)) & ~PATH_UPPER;

	if (!flags && lookup->how & LOOKUP_GONE &&
	    BPF_CORE_READ(folder, i_sb, s_magic) == OVERLAYFS_SUPER_MAGIC &&
	    !was_in_image(lookup, folder))
		flags |= PATH_UPPER;
	return flags;
}

#endif
