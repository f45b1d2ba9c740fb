/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What a name that a system call was given stands for, looked up as the kernel
 * does, in its cache of names: most calls that change a file leave nothing else
 * behind. The call has just walked the same way, so what it met is in there.
 *
 * The walk is one flat loop whose every step does a little: it takes a
 * component, or looks at one child of a directory, or at one mount. All that it
 * reads may change under it: no read can fail, every list has an end of its own
 * by the count of steps, and what was not found is said to be unknown.
 */
#ifndef CXRAY_PATH_LOOKUP_H
#define CXRAY_PATH_LOOKUP_H

#include "event.h"
#include "kernel/core_fixes.bpf.h"
#include "kernel/file_types.bpf.h"
#include "kernel/inode_fixes.bpf.h"
#include "kernel/types.bpf.h"
#include "path/lookup_name.bpf.h"
#include "path/lookup_text.bpf.h"
#include "path/path.bpf.h"
#include "path/proc_link.bpf.h"
#include "path/storage.bpf.h"

#define LOOKUP_STEPS 16384   /* components, children and mounts altogether */
#define LOOKUP_CHILDREN 8192 /* of the directories on the way */
#define LAST_CHILDREN 512    /* where no more than the storage depends on the last one */

/* Arrives at a dentry: what is mounted there covers it. */
static __always_inline void arrive(struct lookup *lookup, struct dentry *dentry)
{
	struct mount *mount = lookup->mount;

	lookup->dentry = dentry;
	lookup->state = TAKE_COMPONENT;
	if (is_mount_point(dentry)) {
		lookup->state = TRY_MOUNT;
		lookup->next = (__u64)BPF_CORE_READ(mount, mnt_mounts.next);
		lookup->end = (__u64)mount + bpf_core_field_offset(struct mount, mnt_mounts);
	}
}

static __always_inline long end_lookup(struct lookup *lookup, enum lookup_result result)
{
	lookup->result = result;
	return 1;
}

static __always_inline long take_component(struct lookup_loop *loop)
{
	struct lookup *lookup = loop->lookup;
	__u32 length = take_name();
	struct children children;

	if (length == 0)
		return end_lookup(lookup, LOOKUP_FOUND);
	if (length >= COMPONENT_SIZE)
		return end_lookup(lookup, LOOKUP_UNKNOWN);
	if (lookup->name[0] == '.')
		return 0;
	if (lookup->name[0] == ('.' | '.' << 8)) {
		lookup->state = GO_UP;
		return 0;
	}
	if (lookup->last && (lookup->how & LOOKUP_GONE))
		return end_lookup(lookup, LOOKUP_NAMED);
	children = children_of(lookup->dentry);
	lookup->next = children.first;
	lookup->end = children.end;
	if (lookup->last && !(lookup->how & LOOKUP_FOLLOW) && lookup->children > LAST_CHILDREN)
		lookup->children = LAST_CHILDREN;
	lookup->state = TRY_CHILD;
	return 0;
}

/* There is no such child, as far as the cache tells. */
static __always_inline long end_children(struct lookup *lookup)
{
	return end_lookup(lookup, lookup->last ? LOOKUP_NAMED : LOOKUP_UNKNOWN);
}

/* Goes on with what a link says, or where it leads. Global: see resolve_at. */
__noinline long follow_link(__u64 which)
{
	struct inode *inode = (struct inode *)which;
	struct super_block *super = BPF_CORE_READ(inode, i_sb);
	unsigned long magic = BPF_CORE_READ(super, s_magic);
	struct lookup *lookup = this_lookup();
	const char *text;

	if (!lookup)
		return 1;
	lookup->state = TAKE_COMPONENT;
	if (magic == OVERLAYFS_SUPER_MAGIC)
		inode = real_inode(inode);
	text = link_text(inode);
	if (magic == PROC_SUPER_MAGIC && !text)
		return follow_proc_link(lookup, inode, super) ? 0
							      : end_lookup(lookup, LOOKUP_UNKNOWN);
	if (!put_link(lookup, text))
		return end_lookup(lookup, LOOKUP_UNKNOWN);
	if (lookup->link[0] == '/') {
		lookup->dentry = lookup->root_dentry;
		lookup->mount = lookup->root_mount;
	}
	return 0;
}

static __always_inline long take_child(struct lookup *lookup, struct dentry *dentry)
{
	struct inode *inode = BPF_CORE_READ(dentry, d_inode);
	bool follow = !lookup->last || (lookup->how & LOOKUP_FOLLOW);

	if (!inode)
		return end_children(lookup); /* it is known that there is none */
	if (follow && S_ISLNK(BPF_CORE_READ(inode, i_mode)))
		return follow_link((__u64)inode) != 0;
	if (lookup->last && (lookup->how & LOOKUP_ENTRY)) {
		lookup->leaf = dentry;
		return end_lookup(lookup, LOOKUP_NAMED);
	}
	arrive(lookup, dentry);
	return 0;
}

static __always_inline long try_child(struct lookup_loop *loop)
{
	struct lookup *lookup = loop->lookup;
	__u64 node = lookup->next;
	struct dentry *dentry;

	if (!node || node == lookup->end)
		return end_children(lookup);
	if (!lookup->children)
		return lookup->how & LOOKUP_FOLLOW ? end_lookup(lookup, LOOKUP_UNKNOWN)
						   : end_children(lookup);
	lookup->children--;
	bpf_probe_read_kernel(&lookup->next, sizeof(lookup->next), (void *)node);
	dentry = child_at(node);
	/* One that was removed, and is still in use, may have the same name. */
	if (!has_name((__u64)dentry) || !BPF_CORE_READ(dentry, d_hash.pprev))
		return 0;
	return take_child(lookup, dentry);
}

static __always_inline long try_mount(struct lookup *lookup)
{
	__u64 node = lookup->next;
	struct mount *mount;

	if (!node || node == lookup->end) {
		lookup->state = TAKE_COMPONENT;
		return 0;
	}
	bpf_probe_read_kernel(&lookup->next, sizeof(lookup->next), (void *)node);
	mount = (void *)node - bpf_core_field_offset(struct mount, mnt_child);
	if (BPF_CORE_READ(mount, mnt_mountpoint) == lookup->dentry) {
		lookup->mount = mount;
		arrive(lookup, BPF_CORE_READ(mount, mnt.mnt_root));
	}
	return 0;
}

static __always_inline long go_up(struct lookup *lookup)
{
	struct dentry *dentry = lookup->dentry;
	struct mount *mount = lookup->mount, *above;

	if (dentry == lookup->root_dentry && mount == lookup->root_mount) {
		lookup->state = TAKE_COMPONENT;
		return 0;
	}
	if (dentry != BPF_CORE_READ(mount, mnt.mnt_root)) {
		arrive(lookup, BPF_CORE_READ(dentry, d_parent));
		return 0;
	}
	above = BPF_CORE_READ(mount, mnt_parent);
	if (above == mount) {
		lookup->state = TAKE_COMPONENT;
		return 0;
	}
	lookup->dentry = BPF_CORE_READ(mount, mnt_mountpoint);
	lookup->mount = above;
	return 0;
}

static long step_lookup(__u32 index, struct lookup_loop *loop)
{
	switch (loop->lookup->state) {
	case TAKE_COMPONENT: return take_component(loop);
	case TRY_CHILD: return try_child(loop);
	case TRY_MOUNT: return try_mount(loop->lookup);
	default: return go_up(loop->lookup);
	}
}

/*
 * Looks up `asked`, which is in lookup->asked, from `start`; the rest of
 * `lookup` is the result.
 */
static __noinline void look_up(struct task_struct *task, struct lookup *lookup, struct path *start,
			       __u8 how)
{
	struct lookup_loop loop = { .lookup = lookup };
	struct path root;

	BPF_CORE_READ_INTO(&root, task, fs, root);
	lookup->root_dentry = root.dentry;
	lookup->root_mount = (struct mount *)mount_of(root.mnt);
	lookup->dentry = start->dentry;
	lookup->mount = (struct mount *)mount_of(start->mnt);
	lookup->leaf = NULL;
	lookup->children = LOOKUP_CHILDREN;
	lookup->how = how;
	lookup->state = TAKE_COMPONENT;
	lookup->result = LOOKUP_UNKNOWN;
	lookup->links = 0;
	lookup->last = 0;
	lookup->at = ASKED_SIZE;
	bpf_probe_read_kernel_str(lookup->text + ASKED_SIZE, ASKED_SIZE, lookup->asked);
	bpf_loop(LOOKUP_STEPS, step_lookup, &loop, 0);
}

#endif
