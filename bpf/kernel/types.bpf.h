/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The few kernel types that cxray reads, with only the members it reads.
 *
 * libbpf finds the members' real offsets in the running kernel's BTF when it
 * loads the program (CO-RE), so neither order nor size matters here, and no
 * kernel header and no generated vmlinux.h is needed.
 */
#ifndef CXRAY_KERNEL_TYPES_H
#define CXRAY_KERNEL_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <linux/bpf.h>
#include <linux/types.h>
#include "kernel/vfs_types.bpf.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct uts_namespace;

struct nsproxy {
	struct uts_namespace *uts_ns;
	struct mnt_namespace *mnt_ns;
};

struct upid {
	int nr;
};

struct pid {
	unsigned int level;
	struct hlist_head tasks[1];
	struct upid numbers[];
};

typedef struct {
	int counter;
} atomic_t;

struct files_struct {
	atomic_t count;
	struct fdtable *fdt;
};

struct fs_struct {
	struct path root;
	struct path pwd;
};

struct kernfs_node {
	struct kernfs_node *parent;
	const char *name;
	__u64 id;
};

struct cgroup_root {
	int hierarchy_id;
};

struct cgroup {
	struct kernfs_node *kn;
	struct cgroup_root *root;
};

struct css_set {
	struct cgroup *dfl_cgrp;
};

struct mm_struct {
	struct file *exe_file;
	unsigned long arg_start;
	unsigned long arg_end;
};

typedef struct {
	__u32 val;
} kuid_t;

struct user_namespace {
	int level;
};

typedef struct {
	__u32 val;
} kgid_t;

typedef struct {
} kernel_cap_t;

struct cred {
	kuid_t uid;
	kuid_t euid;
	kgid_t egid;
	kernel_cap_t cap_permitted;
	kernel_cap_t cap_ambient;
	struct user_namespace *user_ns;
};

struct signal_struct {
	atomic_t live;
	int nr_threads;
};

struct thread_info {
	unsigned long flags;
	__u32 status;
};

struct pid_namespace {
	unsigned int level;
};

struct proc_fs_info {
	struct pid_namespace *pid_ns;
};

struct proc_inode {
	struct pid *pid;
	unsigned int fd;
	struct inode vfs_inode;
};

struct bpf_local_storage;

struct task_struct {
	struct bpf_local_storage *bpf_storage;
	struct thread_info thread_info;
	unsigned int flags;
	int pid;
	int tgid;
	char comm[16];
	struct task_struct *real_parent;
	struct task_struct *group_leader;
	struct hlist_node pid_links[1];
	struct pid *thread_pid;
	const struct cred *real_cred;
	const struct cred *cred;
	struct mm_struct *mm;
	struct fs_struct *fs;
	struct files_struct *files;
	struct signal_struct *signal;
	struct nsproxy *nsproxy;
	struct css_set *cgroups;
};

struct linux_binprm {
	unsigned int secureexec : 1;
	const char *filename;
	const char *interp;
	char buf[256];
};

#if defined(__TARGET_ARCH_x86)
struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8;
	unsigned long ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};
#elif defined(__TARGET_ARCH_arm64)
struct pt_regs {
	__u64 regs[31];
	__u64 sp, pc, pstate;
	__u64 orig_x0;
	__s32 syscallno;
};
#endif

#pragma clang attribute pop

/* What reads them. It needs struct pt_regs. */
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#endif
