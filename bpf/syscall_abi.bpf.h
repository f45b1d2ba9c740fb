/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Which system call a task makes: its ABI, its number, its arguments. */
#ifndef CXRAY_SYSCALL_ABI_H
#define CXRAY_SYSCALL_ABI_H

/* What a system call does that cxray decodes, whatever its number is. */
enum call {
	CALL_OTHER,
	CALL_OPEN,           /* open(path, flags) */
	CALL_CREAT,          /* creat(path) */
	CALL_OPENAT,         /* openat(dir, path, flags) */
	CALL_OPENAT2,        /* openat2(dir, path, how) */
	CALL_OPEN_BY_HANDLE, /* open_by_handle_at(mount, handle, flags) */
	CALL_EXECVE,         /* execve(path) */
	CALL_EXECVEAT,       /* execveat(dir, path) */
	CALL_CONNECT,        /* connect(fd, address, length) */
	CALL_LISTEN,         /* listen(fd) */
	CALL_SOCKETCALL,     /* socketcall(which, arguments) */
	CALL_PRCTL,          /* prctl(option) */
	CALL_SECCOMP,        /* seccomp(operation) */
};

#if defined(__TARGET_ARCH_x86)

#define TS_COMPAT 0x0002 /* arch/x86/include/asm/thread_info.h */
#define X32_BIT 0x40000000

static __always_inline enum abi current_abi(struct task_struct *task, long *nr)
{
	if (task->thread_info.status & TS_COMPAT)
		return ABI_COMPAT;
	if (*nr >= 0 && (*nr & X32_BIT)) {
		*nr &= ~X32_BIT;
		return ABI_X32;
	}
	return ABI_NATIVE;
}

static __always_inline long syscall_nr(struct pt_regs *regs)
{
	return (int)regs->orig_ax;
}

/* The kernel leaves the argument registers alone, so exit can read them too. */
static __always_inline __u64 syscall_arg(struct pt_regs *regs, enum abi abi, int index)
{
	if (abi == ABI_COMPAT) {
		switch (index) {
		case 0: return (__u32)regs->bx;
		case 1: return (__u32)regs->cx;
		default: return (__u32)regs->dx;
		}
	}
	switch (index) {
	case 0: return regs->di;
	case 1: return regs->si;
	default: return regs->dx;
	}
}

static __always_inline enum call call_of(enum abi abi, long nr)
{
	if (abi == ABI_COMPAT) {
		switch (nr) { /* arch/x86/entry/syscalls/syscall_32.tbl */
		case 5: return CALL_OPEN;
		case 8: return CALL_CREAT;
		case 11: return CALL_EXECVE;
		case 102: return CALL_SOCKETCALL;
		case 172: return CALL_PRCTL;
		case 295: return CALL_OPENAT;
		case 342: return CALL_OPEN_BY_HANDLE;
		case 354: return CALL_SECCOMP;
		case 358: return CALL_EXECVEAT;
		case 362: return CALL_CONNECT;
		case 363: return CALL_LISTEN;
		case 437: return CALL_OPENAT2;
		default: return CALL_OTHER;
		}
	}
	switch (nr) { /* arch/x86/entry/syscalls/syscall_64.tbl; x32 from 512 on */
	case 2: return CALL_OPEN;
	case 42: return CALL_CONNECT;
	case 50: return CALL_LISTEN;
	case 59: return CALL_EXECVE;
	case 85: return CALL_CREAT;
	case 157: return CALL_PRCTL;
	case 257: return CALL_OPENAT;
	case 304: return CALL_OPEN_BY_HANDLE;
	case 317: return CALL_SECCOMP;
	case 322: return CALL_EXECVEAT;
	case 437: return CALL_OPENAT2;
	case 520: return CALL_EXECVE;
	case 545: return CALL_EXECVEAT;
	default: return CALL_OTHER;
	}
}

#elif defined(__TARGET_ARCH_arm64)

#define TIF_32BIT 22 /* arch/arm64/include/asm/thread_info.h */

static __always_inline enum abi current_abi(struct task_struct *task, long *nr)
{
	return task->thread_info.flags & (1UL << TIF_32BIT) ? ABI_COMPAT : ABI_NATIVE;
}

static __always_inline long syscall_nr(struct pt_regs *regs)
{
	return regs->syscallno;
}

/* The return value takes the place of the first argument; orig_x0 keeps it. */
static __always_inline __u64 syscall_arg(struct pt_regs *regs, enum abi abi, int index)
{
	__u64 value = index == 0 ? regs->orig_x0 : index == 1 ? regs->regs[1] : regs->regs[2];

	return abi == ABI_COMPAT ? (__u32)value : value;
}

static __always_inline enum call call_of(enum abi abi, long nr)
{
	if (abi == ABI_COMPAT) {
		switch (nr) { /* arch/arm64/tools/syscall_32.tbl */
		case 5: return CALL_OPEN;
		case 8: return CALL_CREAT;
		case 11: return CALL_EXECVE;
		case 172: return CALL_PRCTL;
		case 283: return CALL_CONNECT;
		case 284: return CALL_LISTEN;
		case 322: return CALL_OPENAT;
		case 371: return CALL_OPEN_BY_HANDLE;
		case 383: return CALL_SECCOMP;
		case 387: return CALL_EXECVEAT;
		case 437: return CALL_OPENAT2;
		default: return CALL_OTHER;
		}
	}
	switch (nr) { /* include/uapi/asm-generic/unistd.h */
	case 56: return CALL_OPENAT;
	case 167: return CALL_PRCTL;
	case 201: return CALL_LISTEN;
	case 203: return CALL_CONNECT;
	case 221: return CALL_EXECVE;
	case 265: return CALL_OPEN_BY_HANDLE;
	case 277: return CALL_SECCOMP;
	case 281: return CALL_EXECVEAT;
	case 437: return CALL_OPENAT2;
	default: return CALL_OTHER;
	}
}

#else
#error "no system call table for this architecture"
#endif

#endif
