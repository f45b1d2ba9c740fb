/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What overlayfs and XFS know of a file and keep for themselves, from kernel to kernel. */
#ifndef CXRAY_KERNEL_INODE_FIXES_H
#define CXRAY_KERNEL_INODE_FIXES_H

#include "kernel/types.bpf.h"

/*
 * The writable layer's copy of an overlayfs file, or NULL. struct ovl_inode may
 * belong to a module and so be missing from vmlinux' BTF, but its __upperdentry
 * has followed the embedded struct inode since Linux 4.13 (09d8b586731b,
 * fs/overlayfs/ovl_entry.h).
 */
static __always_inline struct dentry *upper_dentry(struct inode *inode)
{
	struct dentry *upper = NULL;

	bpf_probe_read_kernel(&upper, sizeof(upper),
			      (void *)inode + bpf_core_type_size(struct inode));
	return upper;
}

/* Whether an overlayfs file has such a copy: a file that is not the one in the image. */
static __always_inline bool is_upper_file(struct inode *inode)
{
	struct dentry *upper = upper_dentry(inode);

	return upper && BPF_CORE_READ(upper, d_inode);
}

/*
 * Where an overlayfs inode's first lower file is: ovl_inode.oe since Linux 6.5
 * (0af950f57fef, "ovl: move ovl_entry into ovl_inode"), .lowerpath since 5.19
 * (ffa5723c6d25, "ovl: store lower path in ovl_inode"), .lower before.
 */
struct ovl_path {
	struct dentry *dentry;
} __attribute__((preserve_access_index));

struct ovl_entry {
	unsigned int __numlower;
	struct ovl_path __lowerstack[1];
} __attribute__((preserve_access_index));

struct ovl_inode___entry {
	struct inode vfs_inode;
	struct ovl_entry *oe;
} __attribute__((preserve_access_index));

struct ovl_inode___path {
	struct inode vfs_inode;
	struct ovl_path lowerpath;
} __attribute__((preserve_access_index));

struct ovl_inode___inode {
	struct inode vfs_inode;
	struct inode *lower;
} __attribute__((preserve_access_index));

/* NULL as well where overlayfs was not loaded when this program was. */
static __always_inline struct inode *lower_inode(struct inode *inode)
{
	struct ovl_inode___entry *by_entry;
	struct ovl_inode___path *by_path;
	struct ovl_inode___inode *by_inode;
	struct ovl_entry *entry;

	if (bpf_core_field_exists(struct ovl_inode___entry, oe)) {
		by_entry =
			(void *)inode - bpf_core_field_offset(struct ovl_inode___entry, vfs_inode);
		entry = BPF_CORE_READ(by_entry, oe);
		if (!entry || !BPF_CORE_READ(entry, __numlower))
			return NULL;
		return BPF_CORE_READ(entry, __lowerstack[0].dentry, d_inode);
	}
	if (bpf_core_field_exists(struct ovl_inode___path, lowerpath)) {
		by_path = (void *)inode - bpf_core_field_offset(struct ovl_inode___path, vfs_inode);
		return BPF_CORE_READ(by_path, lowerpath.dentry, d_inode);
	}
	if (bpf_core_field_exists(struct ovl_inode___inode, lower)) {
		by_inode =
			(void *)inode - bpf_core_field_offset(struct ovl_inode___inode, vfs_inode);
		return BPF_CORE_READ(by_inode, lower);
	}
	return NULL;
}

/* An overlayfs inode's file in the layer that it comes from. */
static __always_inline struct inode *real_inode(struct inode *inode)
{
	struct dentry *upper = upper_dentry(inode);
	struct inode *real = upper ? BPF_CORE_READ(upper, d_inode) : NULL;

	return real ?: lower_inode(inode);
}

/*
 * XFS keeps what a short link says in its own part of the inode, and doesn't
 * tell the rest of the kernel where (7b7820b83f23, "xfs: don't expose internal
 * symlink metadata buffers to the vfs"); `if_data` was in a union until Linux
 * 6.8 (6e145f943bd8, "xfs: make if_data a void pointer").
 */
struct xfs_ifork {
	void *if_data;
	__s8 if_format;
} __attribute__((preserve_access_index));

struct xfs_ifork___union {
	union {
		char *if_data;
	} if_u1;
} __attribute__((preserve_access_index));

struct xfs_inode {
	struct xfs_ifork i_df;
	struct inode i_vnode;
} __attribute__((preserve_access_index));

#define XFS_SUPER_MAGIC 0x58465342
#define XFS_DINODE_FMT_LOCAL 1

static __always_inline const char *xfs_link(struct inode *inode)
{
	struct xfs_inode *xfs = (void *)inode - bpf_core_field_offset(struct xfs_inode, i_vnode);
	struct xfs_ifork___union *in_union = (void *)&xfs->i_df;

	if (BPF_CORE_READ(inode, i_sb, s_magic) != XFS_SUPER_MAGIC ||
	    !bpf_core_field_exists(xfs->i_df.if_format) ||
	    BPF_CORE_READ(xfs, i_df.if_format) != XFS_DINODE_FMT_LOCAL)
		return NULL;
	if (bpf_core_field_exists(in_union->if_u1.if_data))
		return BPF_CORE_READ(in_union, if_u1.if_data);
	return BPF_CORE_READ(xfs, i_df.if_data);
}

/* What a link says, where the kernel has it in memory: NULL-ended, or NULL. */
static __always_inline const char *link_text(struct inode *inode)
{
	const char *text = BPF_CORE_READ(inode, i_link);

	return text ?: xfs_link(inode);
}

#endif
