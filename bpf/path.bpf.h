/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The path of an open file, as its container sees it.
 *
 * The kernel's own d_path is out of reach of tracepoint programs, so the path
 * is walked upwards by hand: from a mount's root on to the place where it is
 * mounted, until a mount that is its own parent. Components are written in the
 * order they are met, the last one first; user space turns them round.
 */
#ifndef CXRAY_PATH_H
#define CXRAY_PATH_H

#define PATH_STEPS 4096 /* PATH_MAX holds 2,048 components; mounts add a few */

struct path_walk {
	struct dentry *dentry;
	struct mount *mount;
	char *out;
	__u32 length;
	__u32 flags;
};

static long step_up(__u32 index, struct path_walk *walk)
{
	/* Locals, so that no CO-RE relocation is made for our own struct. */
	struct dentry *dentry = walk->dentry, *parent;
	struct mount *mount = walk->mount, *above;
	__u32 at = walk->length;
	const unsigned char *name;
	long copied;

	parent = BPF_CORE_READ(dentry, d_parent);
	if (dentry == BPF_CORE_READ(mount, mnt.mnt_root)) {
		above = BPF_CORE_READ(mount, mnt_parent);
		if (above == mount)
			return 1;
		walk->dentry = BPF_CORE_READ(mount, mnt_mountpoint);
		walk->mount = above;
		return 0;
	}
	if (at > PATH_SIZE - 256) {
		walk->flags |= PATH_TRUNCATED;
		return 1;
	}
	/* The compiler would drop a mask that it believes to know better. */
	asm volatile("%0 &= 8191" : "+r"(at));
	name = BPF_CORE_READ(dentry, d_name.name);
	copied = bpf_probe_read_kernel_str(walk->out + at, 256, name);
	if (copied > 0)
		walk->length = at + copied;
	if (dentry == parent) {
		walk->flags |= PATH_DETACHED;
		return 1;
	}
	walk->dentry = parent;
	return 0;
}

/* Writes the components to `out`, which must have room for 8 KiB and 256 bytes. */
static __always_inline __u32 resolve_path(struct file *file, char *out, __u16 *flags)
{
	struct path_walk walk = {};
	struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
	struct vfsmount *vfsmount = BPF_CORE_READ(file, f_path.mnt);
	__u32 length;

	walk.dentry = dentry;
	walk.mount = (void *)vfsmount - bpf_core_field_offset(struct mount, mnt);
	walk.out = out;
	if (bpf_loop(PATH_STEPS, step_up, &walk, 0) >= PATH_STEPS)
		walk.flags |= PATH_TRUNCATED;
	if (!BPF_CORE_READ(dentry, d_hash.pprev) && dentry != BPF_CORE_READ(dentry, d_parent))
		walk.flags |= PATH_DELETED;
	if (is_upper_file(BPF_CORE_READ(file, f_inode)))
		walk.flags |= PATH_UPPER;
	*flags = walk.flags;
	length = walk.length;
	asm volatile("%0 &= 8191" : "+r"(length));
	return length;
}

/* The open file behind a descriptor of the current task, or NULL. */
static __always_inline struct file *file_of(struct task_struct *task, __u32 fd)
{
	struct fdtable *table = task->files->fdt;
	struct file **files = table->fd;
	struct file *file = NULL;

	if (fd < table->max_fds)
		bpf_probe_read_kernel(&file, sizeof(file), files + fd);
	return file;
}

/* A string of the caller, NUL-ended: its length with the NUL, 0 if unreadable. */
static __always_inline __u32 read_asked(char *out, __u64 user_pointer)
{
	long length = bpf_probe_read_user_str(out, ASKED_SIZE, (void *)user_pointer);

	return length > 0 ? length : 0;
}

#endif
