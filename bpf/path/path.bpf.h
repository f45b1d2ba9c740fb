/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The path of an open file, as its container sees it.
 *
 * The kernel's own d_path is out of reach of tracepoint programs, so the path
 * is walked upwards by hand: from a mount's root on to the place where it is
 * mounted, until the container's root. That is where its first program began;
 * in another mount namespace it is the mount that is its own parent. Components
 * are written in the order they are met, the last one first; user space turns
 * them round.
 */
#ifndef CXRAY_PATH_PATH_H
#define CXRAY_PATH_PATH_H

#include "event.h"
#include "maps.bpf.h"
#include "container/state.bpf.h"
#include "kernel/types.bpf.h"

#define PATH_STEPS 4096 /* PATH_MAX holds 2,048 components; mounts add a few */

/* A dentry's parent and name, which every kernel so far keeps side by side. */
struct dentry_link {
	struct dentry *parent;
	__u64 hash_len;
	const unsigned char *name;
};

/* One read instead of two, and this is read for each component of each path. */
static __always_inline void read_link(struct dentry *dentry, struct dentry_link *link)
{
	const __u32 from = bpf_core_field_offset(struct dentry, d_parent);

	if (bpf_core_field_offset(struct dentry, d_name.name) - from == 16) {
		bpf_probe_read_kernel(link, sizeof(*link), (void *)dentry + from);
		return;
	}
	link->parent = BPF_CORE_READ(dentry, d_parent);
	link->name = BPF_CORE_READ(dentry, d_name.name);
}

struct path_walk {
	struct dentry *dentry;
	struct dentry *mount_root;
	struct mount *mount;
	__u64 end; /* the mount namespace at whose root it ended, 1: none; 0: before that */
	__u64 root_dentry;
	__u64 root_mount;
	char *out;
	__u32 length;
	__u32 flags;
};

static __always_inline void enter_mount(struct path_walk *walk, struct mount *mount)
{
	walk->mount = mount;
	walk->mount_root = BPF_CORE_READ(mount, mnt.mnt_root);
}

static long step_up(__u32 index, struct path_walk *walk)
{
	/* Locals, so that no CO-RE relocation is made for our own struct. */
	struct dentry *dentry = walk->dentry;
	struct mount *mount = walk->mount, *above;
	struct dentry_link link = {};
	__u32 at = walk->length;
	long copied;

	/* The compiler would drop a mask that it believes to know better. */
	asm volatile("%0 &= 8191" : "+r"(at));
	if ((__u64)dentry == walk->root_dentry && (__u64)mount == walk->root_mount)
		return 1;
	if (dentry == walk->mount_root) {
		above = BPF_CORE_READ(mount, mnt_parent);
		if (above == mount) {
			walk->end = (__u64)BPF_CORE_READ(mount, mnt_ns) ?: 1;
			return 1;
		}
		walk->dentry = BPF_CORE_READ(mount, mnt_mountpoint);
		enter_mount(walk, above);
		return 0;
	}
	if (at > PATH_SIZE - 256) {
		walk->flags |= PATH_TRUNCATED;
		return 1;
	}
	read_link(dentry, &link);
	/* Above what was mounted: by a handle, or from a folder that was moved out of it. */
	if (dentry == link.parent && BPF_CORE_READ(dentry, d_sb, s_root) == dentry) {
		walk->flags |= PATH_TRUNCATED;
		return 1;
	}
	copied = bpf_probe_read_kernel_str(walk->out + at, 256, link.name);
	if (copied > 0)
		walk->length = at + copied;
	if (dentry == link.parent) {
		walk->flags |= PATH_DETACHED;
		return 1;
	}
	walk->dentry = link.parent;
	return 0;
}

static __always_inline __u64 mount_of(struct vfsmount *mount)
{
	return (__u64)((void *)mount - bpf_core_field_offset(struct mount, mnt));
}

static __always_inline struct vfsmount *vfsmount_of(struct mount *mount)
{
	return (void *)mount + bpf_core_field_offset(struct mount, mnt);
}

/*
 * Whether a tree is not, or no longer, part of what the container sees: it is in
 * another mount namespace than the task, or in the recorder's.
 */
static __always_inline bool is_outside(struct task_struct *task, __u64 namespace)
{
	__u32 zero = 0;
	__u64 *host = bpf_map_lookup_elem(&host_mounts, &zero);

	return namespace != (__u64)BPF_CORE_READ(task, nsproxy, mnt_ns) ||
	       (host && namespace == *host);
}

/*
 * Writes what is left of the way up behind `walk->length` bytes; gives the
 * length of it all, which is PATH_SIZE at most.
 */
static __always_inline __u32 finish_walk(struct task_struct *task, struct task *state,
					 struct path_walk *walk, __u16 *flags)
{
	__u32 length;

	walk->root_dentry = state->root_dentry;
	walk->root_mount = state->root_mount;
	if (bpf_loop(PATH_STEPS, step_up, walk, 0) >= PATH_STEPS ||
	    (walk->end && is_outside(task, walk->end)))
		walk->flags |= PATH_TRUNCATED;
	*flags = walk->flags;
	length = walk->length;
	asm volatile("%0 &= 8191" : "+r"(length));
	return length <= PATH_SIZE ? length : 0;
}

/* Writes the components to `out`, which must have room for PATH_SIZE bytes. */
static __always_inline __u32 walk_path(struct task_struct *task, struct task *state,
				       struct path *path, char *out, __u16 *flags)
{
	struct path_walk walk = { .dentry = path->dentry, .out = out };

	enter_mount(&walk, (struct mount *)mount_of(path->mnt));
	return finish_walk(task, state, &walk, flags);
}

/* The furthest that a path begins in scratch memory. */
#define LAST_PLACE 24000

/*
 * The same for the current task, `place` bytes behind the beginning of scratch
 * memory. Global, as several of those below: the verifier looks at it once, and
 * not for each way that leads here.
 */
__noinline int resolve_at(struct task *state, struct path *path, __u32 use, __u32 place,
			  __u16 *flags)
{
	char *scratch = scratch_for(use);

	if (!state || !path || !scratch || !flags || place > LAST_PLACE)
		return 0;
	return walk_path(bpf_get_current_task_btf(), state, path, scratch + place, flags);
}

/* Behind `at` bytes of an event in SCRATCH_SYSCALL; gives a length that the verifier can follow. */
static __always_inline __u32 resolve_path(struct task *state, struct path *path, __u32 at,
					  __u16 *flags)
{
	__u32 length = resolve_at(state, path, SCRATCH_SYSCALL, at, flags);

	asm volatile("%0 &= 8191" : "+r"(length));
	return length <= PATH_SIZE ? length : 0;
}

/* The same for an open file. */
static __always_inline __u32 resolve_file(struct task *state, struct file *file, __u32 at,
					  __u16 *flags)
{
	struct path path;

	bpf_core_read(&path, sizeof(path), &file->f_path);
	return resolve_path(state, &path, at, flags);
}

#endif
