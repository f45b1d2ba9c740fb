/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Links on procfs say nothing that could be read: the kernel makes up what
 * /proc/self says, and jumps from /proc/PID/cwd, root, exe and fd/N to the file
 * itself. Programs use these to reach what they were given, such as a log that
 * is their standard output.
 */
#ifndef CXRAY_PATH_PROC_LINK_H
#define CXRAY_PATH_PROC_LINK_H

#include "kernel/types.bpf.h"
#include "path/lookup_text.bpf.h"
#include "path/path.bpf.h"

/* A name of up to eight characters as a number, as in lookup->name. */
#define NAME3(a, b, c) ((a) | (b) << 8 | (c) << 16)
#define NAME4(a, b, c, d) (NAME3(a, b, c) | (d) << 24)
#define NAME_CWD NAME3('c', 'w', 'd')
#define NAME_EXE NAME3('e', 'x', 'e')
#define NAME_ROOT NAME4('r', 'o', 'o', 't')
#define NAME_SELF NAME4('s', 'e', 'l', 'f')
#define LENGTH_THREAD_SELF 11

static __always_inline int pid_at(struct pid *pid, __u32 level)
{
	int number = 0;

	bpf_probe_read_kernel(&number, sizeof(number),
			      (void *)pid + bpf_core_field_offset(struct pid, numbers) +
				      level * bpf_core_type_size(struct upid) +
				      bpf_core_field_offset(struct upid, nr));
	return number;
}

/* What /proc/self and /proc/thread-self say to the caller, in the namespace of this procfs. */
static __always_inline bool put_self(struct lookup *lookup, struct super_block *super)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct proc_fs_info *info = BPF_CORE_READ(super, s_fs_info);
	__u32 level = BPF_CORE_READ(info, pid_ns, level);
	int pid = pid_at(BPF_CORE_READ(task, group_leader, thread_pid), level);
	char *text = (char *)lookup->other;

	if (lookup->name[0] == NAME_SELF)
		BPF_SNPRINTF(text, 32, "%d", pid);
	else if (lookup->length == LENGTH_THREAD_SELF)
		BPF_SNPRINTF(text, 32, "%d/task/%d", pid,
			     pid_at(BPF_CORE_READ(task, thread_pid), level));
	else
		return false;
	return put_link(lookup, text);
}

/* The process or thread whose folder an inode is in. */
static __always_inline struct task_struct *task_of(struct proc_inode *inode)
{
	struct hlist_node *node = BPF_CORE_READ(inode, pid, tasks[0].first);

	return node ? (void *)node - bpf_core_field_offset(struct task_struct, pid_links) : NULL;
}

static __always_inline bool read_file_path(struct file *file, struct path *path)
{
	return file && bpf_core_read(path, sizeof(*path), &file->f_path) == 0;
}

static __always_inline bool is_fd_folder(struct dentry *dentry)
{
	struct dentry_link link = {};
	char name[2] = {};

	read_link(dentry, &link);
	bpf_probe_read_kernel(name, sizeof(name), link.name);
	return link.hash_len >> 32 == 2 && name[0] == 'f' && name[1] == 'd';
}

static __always_inline bool read_fd_path(struct task_struct *task, __u32 fd, struct path *path)
{
	struct fdtable *table = BPF_CORE_READ(task, files, fdt);
	struct file *file = NULL;

	if (fd < BPF_CORE_READ(table, max_fds))
		bpf_probe_read_kernel(&file, sizeof(file), BPF_CORE_READ(table, fd) + fd);
	return read_file_path(file, path);
}

/* Where the kernel jumps to from a link in a process's folder. */
static __always_inline bool read_jump(struct lookup *lookup, struct inode *inode, struct path *path)
{
	struct proc_inode *proc =
		(void *)inode - bpf_core_field_offset(struct proc_inode, vfs_inode);
	struct task_struct *task = task_of(proc);
	struct fs_struct *fs;

	if (!task)
		return false;
	fs = BPF_CORE_READ(task, fs);
	switch (lookup->name[0]) {
	case NAME_CWD: return fs && bpf_core_read(path, sizeof(*path), &fs->pwd) == 0;
	case NAME_ROOT: return fs && bpf_core_read(path, sizeof(*path), &fs->root) == 0;
	case NAME_EXE: return read_file_path(BPF_CORE_READ(task, mm, exe_file), path);
	default:
		return is_fd_folder(lookup->dentry) &&
		       read_fd_path(task, BPF_CORE_READ(proc, fd), path);
	}
}

/* False where the link leads nowhere that could be told. */
static __always_inline bool follow_proc_link(struct lookup *lookup, struct inode *inode,
					     struct super_block *super)
{
	struct path path = {};

	if (lookup->dentry == BPF_CORE_READ(super, s_root))
		return put_self(lookup, super);
	if (!read_jump(lookup, inode, &path) || !path.dentry || ++lookup->links > LOOKUP_LINKS)
		return false;
	lookup->dentry = path.dentry;
	lookup->mount = (struct mount *)mount_of(path.mnt);
	return true;
}

#endif
