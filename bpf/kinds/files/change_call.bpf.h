/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What the system calls that change files are asked for: where each has its arguments. */
#ifndef CXRAY_KINDS_FILES_CHANGE_CALL_H
#define CXRAY_KINDS_FILES_CHANGE_CALL_H

#include "event.h"
#include "kernel/calls.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/open.bpf.h"
#include "kinds/files/target.bpf.h"
#include "path/lookup_text.bpf.h"

#define AT_SYMLINK_NOFOLLOW 0x100
#define AT_REMOVEDIR 0x200
#define AT_SYMLINK_FOLLOW 0x400
#define AT_EMPTY_PATH 0x1000
#define RENAME_EXCHANGE 2
#define UMOUNT_NOFOLLOW 8
#define MOVE_MOUNT_T_SYMLINKS 0x10
#define MOVE_MOUNT_T_EMPTY_PATH 0x40
#define NR_OLDUMOUNT 22 /* umount of 32-bit x86, which has no flags */

/* What a call asks for. */
struct change {
	struct target from;
	struct target to; /* rename, exchange, link */
	__u64 text;       /* the caller's pointer */
	__u32 mode;
	__u32 uid;
	__u32 gid;
	__u8 operation; /* enum operation */
	__u8 has_target;
	__u64 given[8]; /* 0 and the six arguments */
};

/* Not on the stack: a lookup goes deep, and kernels before 6.12 count what it might need. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct change);
} asked_changes SEC(".maps");

/* Where a call has its arguments, counted from 1; 0 means that it has none such. */
struct change_form {
	__u8 operation;
	__u8 how;
	__u8 folder; /* 0: the working directory */
	__u8 name;
	__u8 to_folder;
	__u8 to_name;
	__u8 flags;
	__u8 mode;
	__u8 text;
	__u8 owner; /* and the group behind it */
};

#define FORM(operation, ...)                                                                       \
	{                                                                                          \
		OPERATION_##operation, __VA_ARGS__                                                 \
	}
#define AT(at) .folder = at, .name = at + 1
#define TO_AT(at) .to_folder = at, .to_name = at + 1
#define ENTRY .how = LOOKUP_ENTRY
#define FOLLOW .how = LOOKUP_FOLLOW
#define FD .how = TARGET_FD, .folder = 1
#define FD_IF_NULL .how = LOOKUP_FOLLOW | TARGET_NULL

#define CHANGE_FORMS 64 /* a power of two: for a mask */
_Static_assert(CALLS_CHANGE_END <= CHANGE_FORMS, "room for every call");

static const struct change_form change_forms[CHANGE_FORMS] = {
	[CALL_RENAME] = FORM(RENAME, ENTRY, .name = 1, .to_name = 2),
	[CALL_RENAMEAT] = FORM(RENAME, ENTRY, AT(1), TO_AT(3)),
	[CALL_RENAMEAT2] = FORM(RENAME, ENTRY, AT(1), TO_AT(3), .flags = 5),
	[CALL_LINK] = FORM(LINK, .name = 1, .to_name = 2),
	[CALL_LINKAT] = FORM(LINK, AT(1), TO_AT(3), .flags = 5),
	[CALL_SYMLINK] = FORM(SYMLINK, ENTRY, .name = 2, .text = 1),
	[CALL_SYMLINKAT] = FORM(SYMLINK, ENTRY, AT(2), .text = 1),
	[CALL_UNLINK] = FORM(UNLINK, ENTRY, .name = 1),
	[CALL_UNLINKAT] = FORM(UNLINK, ENTRY, AT(1), .flags = 3),
	[CALL_RMDIR] = FORM(RMDIR, ENTRY, .name = 1),
	[CALL_MKDIR] = FORM(MKDIR, ENTRY, .name = 1, .mode = 2),
	[CALL_MKDIRAT] = FORM(MKDIR, ENTRY, AT(1), .mode = 3),
	[CALL_MKNOD] = FORM(MKNOD, ENTRY, .name = 1, .mode = 2),
	[CALL_MKNODAT] = FORM(MKNOD, ENTRY, AT(1), .mode = 3),
	[CALL_CHMOD] = FORM(CHMOD, FOLLOW, .name = 1, .mode = 2),
	[CALL_FCHMOD] = FORM(CHMOD, FD, .mode = 2),
	[CALL_FCHMODAT] = FORM(CHMOD, FOLLOW, AT(1), .mode = 3),
	[CALL_FCHMODAT2] = FORM(CHMOD, FOLLOW, AT(1), .mode = 3, .flags = 4),
	[CALL_CHOWN] = FORM(CHOWN, FOLLOW, .name = 1, .owner = 2),
	[CALL_LCHOWN] = FORM(CHOWN, .name = 1, .owner = 2),
	[CALL_FCHOWN] = FORM(CHOWN, FD, .owner = 2),
	[CALL_FCHOWNAT] = FORM(CHOWN, FOLLOW, AT(1), .owner = 3, .flags = 5),
	[CALL_TRUNCATE] = FORM(TRUNCATE, FOLLOW, .name = 1),
	[CALL_FTRUNCATE] = FORM(TRUNCATE, FD),
	[CALL_SETXATTR] = FORM(SETXATTR, FOLLOW, .name = 1, .text = 2),
	[CALL_LSETXATTR] = FORM(SETXATTR, .name = 1, .text = 2),
	[CALL_FSETXATTR] = FORM(SETXATTR, FD, .text = 2),
	[CALL_SETXATTRAT] = FORM(SETXATTR, FD_IF_NULL, AT(1), .flags = 3, .text = 4),
	[CALL_REMOVEXATTR] = FORM(REMOVEXATTR, FOLLOW, .name = 1, .text = 2),
	[CALL_LREMOVEXATTR] = FORM(REMOVEXATTR, .name = 1, .text = 2),
	[CALL_FREMOVEXATTR] = FORM(REMOVEXATTR, FD, .text = 2),
	[CALL_REMOVEXATTRAT] = FORM(REMOVEXATTR, FD_IF_NULL, AT(1), .flags = 3, .text = 4),
	[CALL_UTIME] = FORM(UTIMES, FOLLOW, .name = 1),
	[CALL_UTIMES] = FORM(UTIMES, FOLLOW, .name = 1),
	[CALL_FUTIMESAT] = FORM(UTIMES, FD_IF_NULL, AT(1)),
	[CALL_UTIMENSAT] = FORM(UTIMES, FD_IF_NULL, AT(1), .flags = 4),
	[CALL_MOUNT] = FORM(MOUNT, FOLLOW, .name = 2, .text = 1, .mode = 4),
	[CALL_UMOUNT2] = FORM(UMOUNT, FOLLOW, .name = 1, .flags = 2),
	[CALL_MOVE_MOUNT] = FORM(MOUNT, AT(3), .flags = 5, .text = 2),
	[CALL_MOUNT_SETATTR] = FORM(MOUNT, FOLLOW, AT(1), .flags = 3),
	/* Its names mean something else when it is done. */
	[CALL_PIVOT_ROOT] = FORM(MOUNT, .how = TARGET_LOST, .name = 1, .text = 2),
};

#undef FORM
#undef AT
#undef TO_AT
#undef ENTRY
#undef FOLLOW
#undef FD
#undef FD_IF_NULL

/* How the flags of a call change what its form says. */
static __always_inline void take_flags(struct call *call, __u64 flags, struct change *change)
{
	__u8 how = change->from.how;

	switch (call->name) {
	case CALL_RENAMEAT2:
		if (flags & RENAME_EXCHANGE)
			change->operation = OPERATION_EXCHANGE;
		break;
	case CALL_UNLINKAT:
		if (flags & AT_REMOVEDIR)
			change->operation = OPERATION_RMDIR;
		break;
	case CALL_UMOUNT2:
		if (flags & UMOUNT_NOFOLLOW &&
		    !(call->abi == ABI_COMPAT && call->nr == NR_OLDUMOUNT))
			how = 0;
		break;
	case CALL_MOVE_MOUNT:
		how = (flags & MOVE_MOUNT_T_SYMLINKS ? LOOKUP_FOLLOW : 0) |
		      (flags & MOVE_MOUNT_T_EMPTY_PATH ? TARGET_EMPTY : 0);
		break;
	default:
		if (flags & AT_SYMLINK_NOFOLLOW)
			how &= ~LOOKUP_FOLLOW;
		if (flags & AT_SYMLINK_FOLLOW)
			how |= LOOKUP_FOLLOW; /* linkat; no other call takes it */
		if (flags & AT_EMPTY_PATH)
			how |= TARGET_EMPTY;
	}
	change->from.how = how;
}

/* 32-bit programs have calls with ids of 16 bits: chown, lchown, fchown on x86 and arm. */
static __always_inline void take_owner(struct call *call, struct change *change)
{
	if (call->abi != ABI_COMPAT || (call->nr != 182 && call->nr != 16 && call->nr != 95))
		return;
	change->uid = (__s16)change->uid == -1 ? -1 : change->uid & 0xffff;
	change->gid = (__s16)change->gid == -1 ? -1 : change->gid & 0xffff;
}

static __always_inline void read_change(struct call *call, struct change *change)
{
	const struct change_form *form;
	__u64 *given = change->given;
	__u32 name = call->name;

	asm volatile("%0 &= 63" : "+r"(name));
	form = &change_forms[name];
	given[0] = 0;
	__builtin_memcpy(given + 1, call->arguments, sizeof(call->arguments));
#define GIVEN(what) given[form->what & 7]
	change->operation = form->operation;
	change->from.how = form->how;
	change->from.folder = form->folder ? GIVEN(folder) : AT_FDCWD;
	change->from.asked = GIVEN(name);
	change->to.how = LOOKUP_ENTRY;
	change->to.folder = form->to_folder ? GIVEN(to_folder) : AT_FDCWD;
	change->to.asked = GIVEN(to_name);
	change->has_target = form->to_name;
	change->mode = GIVEN(mode);
	change->text = GIVEN(text);
	change->uid = GIVEN(owner);
	change->gid = given[(form->owner + 1) & 7];
#undef GIVEN
	take_flags(call, form->flags ? given[form->flags & 7] : 0, change);
	if (form->owner)
		take_owner(call, change);
	/* The kernel looks at no other bits. */
	if (change->operation == OPERATION_CHMOD || change->operation == OPERATION_MKDIR)
		change->mode &= 07777;
	if (change->operation == OPERATION_MKNOD)
		change->mode &= 0177777;
	if (call->ret >= 0 &&
	    (change->operation == OPERATION_RENAME || change->operation == OPERATION_UNLINK ||
	     change->operation == OPERATION_RMDIR))
		change->from.how |= LOOKUP_GONE;
	change->from.ret = call->ret;
	change->to.ret = call->ret;
	change->from.in_kernel = call->in_kernel;
	change->to.in_kernel = call->in_kernel;
}

#endif
