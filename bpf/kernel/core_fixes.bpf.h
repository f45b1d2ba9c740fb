/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What differs from kernel to kernel, and nothing else. What file systems keep for
 * themselves is in kernel/inode_fixes.bpf.h.
 */
#ifndef CXRAY_KERNEL_CORE_FIXES_H
#define CXRAY_KERNEL_CORE_FIXES_H

#include "kernel/types.bpf.h"

/*
 * kernfs_node.parent became __parent in Linux 6.15 (633488947ef6, "kernfs: Use
 * RCU to access kernfs_node::parent").
 */
struct kernfs_node___with_parent_hidden {
	struct kernfs_node *__parent;
} __attribute__((preserve_access_index));

static __always_inline __u64 parent_cgroup_id(struct kernfs_node *node)
{
	struct kernfs_node___with_parent_hidden *hidden = (void *)node;
	struct kernfs_node *parent;

	if (bpf_core_field_exists(hidden->__parent))
		parent = BPF_CORE_READ(hidden, __parent);
	else
		parent = BPF_CORE_READ(node, parent);
	return BPF_CORE_READ(parent, id);
}

/*
 * The children of a directory in the cache of names: a list until Linux 6.8
 * (da549bdd15c2, "dentry: switch the lists of children to hlist"), which ends
 * where it begins; a NULL ends the new one. In both the newest comes first.
 */
struct dentry___list {
	struct list_head d_child;
	struct list_head d_subdirs;
} __attribute__((preserve_access_index));

struct dentry___hlist {
	struct hlist_node d_sib;
	struct hlist_head d_children;
} __attribute__((preserve_access_index));

struct children {
	__u64 first;
	__u64 end;
};

static __always_inline struct children children_of(struct dentry *dentry)
{
	struct dentry___hlist *now = (void *)dentry;
	struct dentry___list *before = (void *)dentry;
	struct children children = {};

	if (bpf_core_field_exists(now->d_children)) {
		children.first = (__u64)BPF_CORE_READ(now, d_children.first);
		return children;
	}
	children.first = (__u64)BPF_CORE_READ(before, d_subdirs.next);
	children.end = (__u64)dentry + bpf_core_field_offset(struct dentry___list, d_subdirs);
	return children;
}

static __always_inline struct dentry *child_at(__u64 node)
{
	if (bpf_core_field_exists(struct dentry___hlist, d_sib))
		return (void *)node - bpf_core_field_offset(struct dentry___hlist, d_sib);
	return (void *)node - bpf_core_field_offset(struct dentry___list, d_child);
}

/* The flags of a dentry became an enum, with other numbers, between Linux 6.12 and 6.18. */
enum dentry_flags___now {
	DCACHE_MOUNTED___now = 0x10000,
};

static __always_inline bool is_mount_point(struct dentry *dentry)
{
	__u32 mounted = 0x10000;

	if (bpf_core_enum_value_exists(enum dentry_flags___now, DCACHE_MOUNTED___now))
		mounted = bpf_core_enum_value(enum dentry_flags___now, DCACHE_MOUNTED___now);
	return BPF_CORE_READ(dentry, d_flags) & mounted;
}

/*
 * Whether an open file is referred to only once. file.f_count became f_ref in
 * Linux 6.13 (90ee6ed776c0, "fs: port files to file_ref"), which counts from 0.
 */
struct counted {
	__u64 counter;
};

struct file___counted {
	struct counted f_count;
} __attribute__((preserve_access_index));

struct file___referred {
	struct counted f_ref;
} __attribute__((preserve_access_index));

static __always_inline bool is_last_reference(struct file *file)
{
	__u64 count = 0;

	if (bpf_core_field_exists(struct file___referred, f_ref)) {
		const __u32 at = bpf_core_field_offset(struct file___referred, f_ref);

		bpf_probe_read_kernel(&count, sizeof(count), (void *)file + at);
		return count == 0;
	}
	const __u32 at = bpf_core_field_offset(struct file___counted, f_count);

	bpf_probe_read_kernel(&count, sizeof(count), (void *)file + at);
	return count == 1;
}

#endif
