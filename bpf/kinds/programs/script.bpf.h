/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Where a script lies that was executed. When its interpreter runs, the kernel
 * has let go of the script's file, so its name is looked up again; a descriptor
 * that was executed is still there, or the interpreter could not read it.
 */
#ifndef CXRAY_KINDS_PROGRAMS_SCRIPT_H
#define CXRAY_KINDS_PROGRAMS_SCRIPT_H

#include "event.h"
#include "container/state.bpf.h"
#include "kernel/types.bpf.h"
#include "path/descriptor.bpf.h"
#include "path/lookup.bpf.h"
#include "path/lookup_text.bpf.h"
#include "path/path.bpf.h"
#include "path/storage.bpf.h"

#define DEV_FD 8        /* length of "/dev/fd/" */
#define PROC_SELF_FD 14 /* length of "/proc/self/fd/" */
#define FD_DIGITS 10

/* A number at the end of a name, -1: there is none. */
static __always_inline int number_at(const char *text)
{
	int number = 0, i;

	for (i = 0; i < FD_DIGITS; i++) {
		if (text[i] == 0)
			return i ? number : -1;
		if (text[i] < '0' || text[i] > '9')
			return -1;
		number = number * 10 + text[i] - '0';
	}
	return -1;
}

static __always_inline bool begins_with(const char *text, const char *beginning, __u32 length)
{
	__u32 i;

	for (i = 0; i < length; i++) {
		if (text[i] != beginning[i])
			return false;
	}
	return true;
}

/* The descriptor that a name stands for, -1: none. execveat makes such names up. */
static __always_inline int descriptor_in(const char *name)
{
	if (begins_with(name, "/dev/fd/", DEV_FD))
		return number_at(name + DEV_FD);
	if (begins_with(name, "/proc/self/fd/", PROC_SELF_FD))
		return number_at(name + PROC_SELF_FD);
	return -1;
}

/* enum path_flag, PATH_LINKS where it is not known. */
static __noinline __u32 script_storage(struct task_struct *task, struct task *state,
				       const char *name)
{
	__u32 zero = 0;
	struct lookup *lookup = bpf_map_lookup_elem(&lookups, &zero);
	struct file *file;
	struct path path;
	int fd;

	if (!lookup || bpf_probe_read_kernel_str(lookup->asked, ASKED_SIZE, name) <= 0)
		return PATH_LINKS;
	fd = descriptor_in(lookup->asked);
	if (fd >= 0) {
		file = file_of(fd);
		return file ? describe_file(state, file) : PATH_LINKS;
	}
	if (lookup->asked[0] == '/')
		BPF_CORE_READ_INTO(&path, task, fs, root);
	else
		BPF_CORE_READ_INTO(&path, task, fs, pwd);
	look_up(task, lookup, &path, LOOKUP_FOLLOW);
	if (lookup->result != LOOKUP_FOUND)
		return PATH_LINKS;
	path.dentry = lookup->dentry;
	path.mnt = vfsmount_of(lookup->mount);
	return describe_path(state, &path);
}

#endif
