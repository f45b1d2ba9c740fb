/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Where a file lies: as it is in the image, in the container's writable layer,
 * or on what was mounted into it.
 *
 * What decides is the file system that the inode belongs to, not the path:
 * whoever has a mount namespace of its own can mount what it likes over any
 * path. Only files of the file system that the container began with are the
 * image's. Where that is an overlay, each of its files can tell whether it is
 * still the image's; where it is a folder of the host's file system (storage
 * drivers such as vfs, a bare bundle), other folders of that may be mounted as
 * volumes, and files that were changed can't be told from the image's.
 */
#ifndef CXRAY_PATH_STORAGE_H
#define CXRAY_PATH_STORAGE_H

#include "event.h"
#include "container/state.bpf.h"
#include "kernel/inode_fixes.bpf.h"
#include "kernel/types.bpf.h"

/* include/uapi/linux/magic.h */
#define OVERLAYFS_SUPER_MAGIC 0x794c7630
#define TMPFS_MAGIC 0x01021994
#define RAMFS_MAGIC 0x858458f6
#define HUGETLBFS_MAGIC 0x958458f6
#define DEVPTS_SUPER_MAGIC 0x1cd1
#define MQUEUE_MAGIC 0x19800202
#define PROC_SUPER_MAGIC 0x9fa0
#define SYSFS_MAGIC 0x62656572
#define CGROUP_SUPER_MAGIC 0x27e0eb
#define CGROUP2_SUPER_MAGIC 0x63677270
#define SECURITYFS_MAGIC 0x73636673
#define DEBUGFS_MAGIC 0x64626720
#define TRACEFS_MAGIC 0x74726163
#define BPF_FS_MAGIC 0xcafe4a11

/* Remembers the file system of the container's root, from a task that has that as its root. */
static __always_inline void note_root_storage(struct task *state, struct vfsmount *mount)
{
	struct super_block *super = BPF_CORE_READ(mount, mnt_sb);
	struct dentry *part = BPF_CORE_READ(mount, mnt_root);
	bool is_overlay = BPF_CORE_READ(super, s_magic) == OVERLAYFS_SUPER_MAGIC &&
			  part == BPF_CORE_READ(super, s_root);

	state->root_super = (__u64)super;
	state->root_part = is_overlay ? 0 : (__u64)part;
}

/* A file system that is not the container's root: enum path_flag. */
static __always_inline __u32 mounted_storage(struct task *state, struct super_block *super,
					     struct inode *inode)
{
	switch (BPF_CORE_READ(super, s_magic)) {
	case TMPFS_MAGIC:
	case RAMFS_MAGIC:
	case HUGETLBFS_MAGIC:
	case DEVPTS_SUPER_MAGIC:
	case MQUEUE_MAGIC: return PATH_TMPFS;
	case PROC_SUPER_MAGIC: return PATH_PROC;
	case SYSFS_MAGIC:
	case CGROUP_SUPER_MAGIC:
	case CGROUP2_SUPER_MAGIC:
	case SECURITYFS_MAGIC:
	case DEBUGFS_MAGIC:
	case TRACEFS_MAGIC:
	case BPF_FS_MAGIC: return PATH_SYS;
	case OVERLAYFS_SUPER_MAGIC:
		/* Before the container's own program began, its root is not known. */
		if (!state->root_super)
			return is_upper_file(inode) ? PATH_UPPER : 0;
		return PATH_VOLUME;
	default: return PATH_VOLUME;
	}
}

/* Where an inode lies that is seen through a mount: enum path_flag, 0 for the image. */
static __always_inline __u32 storage_of(struct task *state, struct inode *inode,
					struct vfsmount *mount)
{
	struct super_block *super = BPF_CORE_READ(inode, i_sb);

	if ((__u64)super != state->root_super)
		return mounted_storage(state, super, inode);
	if (!state->root_part)
		return is_upper_file(inode) ? PATH_UPPER : 0;
	return (__u64)BPF_CORE_READ(mount, mnt_root) == state->root_part ? 0 : PATH_VOLUME;
}

/* The members of a dentry that tell of its file, which every kernel so far keeps in this order. */
struct dentry_entry {
	struct hlist_bl_node **hashed; /* NULL: it has no name any more */
	struct dentry *parent;
	struct qstr name;
	struct inode *inode;
};

/* One read instead of three: this is read for each file that is opened. */
static __always_inline void read_entry(struct dentry *dentry, struct dentry_entry *entry)
{
	const __u32 from = bpf_core_field_offset(struct dentry, d_hash.pprev);

	if (bpf_core_field_offset(struct dentry, d_parent) - from == 8 &&
	    bpf_core_field_offset(struct dentry, d_inode) - from == 32) {
		bpf_probe_read_kernel(entry, sizeof(*entry), (void *)dentry + from);
		return;
	}
	entry->hashed = BPF_CORE_READ(dentry, d_hash.pprev);
	entry->parent = BPF_CORE_READ(dentry, d_parent);
	entry->inode = BPF_CORE_READ(dentry, d_inode);
}

/* What there is to say of a file besides its path: enum path_flag. Global: see resolve_at. */
__noinline int describe_path(struct task *state, struct path *path)
{
	struct dentry_entry entry = {};
	__u32 flags;

	if (!state || !path)
		return 0;
	read_entry(path->dentry, &entry);
	flags = storage_of(state, entry.inode, path->mnt);
	if (!entry.hashed && path->dentry != entry.parent)
		flags |= PATH_DELETED;
	return flags;
}

/* The same for an open file. */
static __always_inline __u32 describe_file(struct task *state, struct file *file)
{
	struct path path;

	bpf_core_read(&path, sizeof(path), &file->f_path);
	return describe_path(state, &path);
}

#endif
