/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * A file that a call names, looked up when the call is done: what is there then
 * is what it left.
 */
#ifndef CXRAY_KINDS_FILES_TARGET_H
#define CXRAY_KINDS_FILES_TARGET_H

#include "event.h"
#include "maps.bpf.h"
#include "container/state.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/open.bpf.h"
#include "path/asked.bpf.h"
#include "path/descriptor.bpf.h"
#include "path/lookup.bpf.h"
#include "path/lookup_text.bpf.h"
#include "path/path.bpf.h"
#include "path/removed.bpf.h"
#include "path/storage.bpf.h"

/* enum target_how goes on where enum lookup_how ends. */
enum target_how {
	TARGET_FD = 16,    /* a descriptor, and no name */
	TARGET_EMPTY = 32, /* an empty name stands for the descriptor */
	TARGET_NULL = 64,  /* and so does none at all */
	TARGET_LOST = 128, /* what it stood for can't be told any more */
};

/* A file that a call names. */
struct target {
	__u64 asked;    /* the caller's pointer */
	int folder;     /* AT_FDCWD or a descriptor */
	int ret;        /* of the call */
	__u8 how;       /* enum lookup_how, enum target_how */
	__u8 in_kernel; /* `asked` is the kernel's copy */
};

/* Where a name starts, or what a descriptor stands for; false for a bad descriptor. */
static __always_inline bool start_of(struct task_struct *task, struct lookup *lookup,
				     struct target *target, struct path *start)
{
	struct file *file;

	if (lookup->asked[0] == '/') {
		BPF_CORE_READ_INTO(start, task, fs, root);
		return true;
	}
	if (target->folder == AT_FDCWD) {
		BPF_CORE_READ_INTO(start, task, fs, pwd);
		return true;
	}
	file = file_of(target->folder);
	return file && bpf_core_read(start, sizeof(*start), &file->f_path) == 0;
}

/* What there is to say of what was looked up besides its path: enum path_flag. */
static __always_inline __u32 describe_target(struct task *state, struct lookup *lookup)
{
	struct path path = {};

	path.mnt = vfsmount_of(lookup->mount);
	path.dentry = lookup->result == LOOKUP_FOUND ? lookup->dentry : lookup->leaf;
	return path.dentry ? describe_path(state, &path) : describe_name(state, lookup);
}

/*
 * Writes the path of what was looked up: its name's length, and the way up from
 * there. A function of its own, so that a lookup has more of the stack.
 */
static __noinline __u32 write_found(struct task_struct *task, struct task *state,
				    struct lookup *lookup, char *out, __u16 *flags)
{
	struct path_walk walk = { .dentry = lookup->dentry, .out = out };
	__u32 length = lookup->length;

	enter_mount(&walk, lookup->mount);
	if (lookup->result == LOOKUP_NAMED) {
		asm volatile("%0 &= 255" : "+r"(length));
		bpf_probe_read_kernel(out, length, lookup->name);
		out[length] = 0;
		walk.length = length + 1;
	}
	return finish_walk(task, state, &walk, flags);
}

/* Looks up lookup->asked, and says in it what came of it. */
static __always_inline void find_target(struct task_struct *task, struct lookup *lookup,
					struct target *target)
{
	struct path start;

	lookup->result = LOOKUP_UNKNOWN;
	lookup->links = 0;
	if (target->how & TARGET_LOST || !start_of(task, lookup, target, &start))
		return;
	if (target->how & TARGET_FD) {
		lookup->dentry = start.dentry;
		lookup->mount = (struct mount *)mount_of(start.mnt);
		lookup->result = LOOKUP_FOUND;
		return;
	}
	look_up(task, lookup, &start, target->how);
	/* It is there, so the cache has forgotten it: it may be a link. */
	if (lookup->result == LOOKUP_NAMED && lookup->how & LOOKUP_FOLLOW && target->ret >= 0)
		lookup->result = LOOKUP_UNKNOWN;
}

#define TARGET_SIZE (PATH_SIZE + ASKED_SIZE + PATH_SIZE)

/*
 * Writes path, name as asked, and base of a target into the data of the event,
 * from `begin` on; gives how long they are altogether. The function is global,
 * so that the verifier looks at it once.
 */
__noinline int write_target(struct task *state, struct target *target, struct changed_path *path,
			    __u32 begin)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct event_change *event = scratch_for(SCRATCH_SYSCALL);
	__u32 zero = 0, at = 0, length;
	struct lookup *lookup = bpf_map_lookup_elem(&lookups, &zero);
	__u16 flags = 0;
	char *out;

	if (!lookup || !event || !state || !target || !path)
		return 0;
	asm volatile("" : "+r"(begin)); /* the compiler knows all callers, the verifier none */
	if (begin > TARGET_SIZE)
		return 0;
	out = event->data + begin;
	length = target->how & TARGET_FD
			 ? 0
			 : read_name(lookup->asked, target->asked, target->in_kernel);
	if ((target->how & TARGET_EMPTY && length == 1) ||
	    (target->how & TARGET_NULL && !target->asked))
		target->how |= TARGET_FD;
	if (!length) {
		lookup->asked[0] = 0;
		/* The caller's name is gone, which is not the same as no name. */
		if (!(target->how & TARGET_FD))
			target->how |= TARGET_LOST;
	}
	find_target(task, lookup, target);
	if (lookup->result == LOOKUP_UNKNOWN) {
		flags = PATH_LINKS;
	} else {
		at = write_found(task, state, lookup, out, &flags);
		flags |= describe_target(state, lookup);
	}
	path->path_len = at;
	path->path_flags = flags;
	asm volatile("%0 &= 8191" : "+r"(length));
	if (length > ASKED_SIZE)
		return at;
	path->asked_len = length;
	bpf_probe_read_kernel(out + at, length, lookup->asked);
	at += length;
	if (length > 1 && lookup->asked[0] != '/' &&
	    (lookup->links || lookup->result == LOOKUP_UNKNOWN)) {
		length = resolve_base(task, state, target->folder, sizeof(*event) + begin + at,
				      &path->base_flags);
		path->base_len = length;
		path->has_base = 1;
		at += length;
	}
	return at;
}

#endif
