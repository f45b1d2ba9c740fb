/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What differs from kernel to kernel, and nothing else. */
#ifndef CXRAY_CORE_FIXES_H
#define CXRAY_CORE_FIXES_H

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
 * Whether an overlayfs file has a copy in the writable layer: a file that is
 * not the one in the image. The inode must be an overlay's. struct ovl_inode may belong to a module
 * and so be missing from vmlinux' BTF, but its __upperdentry has followed the embedded struct inode
 * since Linux 4.13 (09d8b586731b, fs/overlayfs/ovl_entry.h).
 */
static __always_inline bool is_upper_file(struct inode *inode)
{
	struct dentry *upper = NULL;

	bpf_probe_read_kernel(&upper, sizeof(upper),
			      (void *)inode + bpf_core_type_size(struct inode));
	return upper && BPF_CORE_READ(upper, d_inode);
}

#endif
