/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Which system call a task makes: its ABI, its number, its arguments. */
#ifndef CXRAY_KERNEL_SYSCALL_ABI_H
#define CXRAY_KERNEL_SYSCALL_ABI_H

#include "event.h"
#include "kernel/calls.bpf.h"
#include "kernel/types.bpf.h"

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
static __always_inline void read_arguments_of(struct pt_regs *regs, enum abi abi, __u64 *arguments)
{
	if (abi == ABI_COMPAT) {
		arguments[0] = (__u32)regs->bx;
		arguments[1] = (__u32)regs->cx;
		arguments[2] = (__u32)regs->dx;
		arguments[3] = (__u32)regs->si;
		arguments[4] = (__u32)regs->di;
		arguments[5] = (__u32)regs->bp;
		return;
	}
	arguments[0] = regs->di;
	arguments[1] = regs->si;
	arguments[2] = regs->dx;
	arguments[3] = regs->r10;
	arguments[4] = regs->r8;
	arguments[5] = regs->r9;
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
static __always_inline void read_arguments_of(struct pt_regs *regs, enum abi abi, __u64 *arguments)
{
	__u64 mask = abi == ABI_COMPAT ? 0xffffffff : ~0ULL;

	arguments[0] = regs->orig_x0 & mask;
	arguments[1] = regs->regs[1] & mask;
	arguments[2] = regs->regs[2] & mask;
	arguments[3] = regs->regs[3] & mask;
	arguments[4] = regs->regs[4] & mask;
	arguments[5] = regs->regs[5] & mask;
}

#endif

/* A system call that is decoded: its six arguments, and at its exit what it returned. */
struct call {
	__u64 arguments[6];
	long ret;
	__u32 nr;
	__u8 abi;       /* enum abi */
	__u8 name;      /* enum call_name */
	__u8 in_kernel; /* the names it was given are the kernel's copies */
};

static __always_inline __u8 call_name_of(enum abi abi, __u32 nr)
{
	__u64 index = nr;

	/* The compiler must index with what it compared, or the verifier sees no bound. */
	asm volatile("" : "+r"(index));
	if (index >= CALL_NUMBERS)
		return CALL_OTHER;
	return abi == ABI_COMPAT ? compat_calls[index] : native_calls[index];
}

static __always_inline void read_call(struct task_struct *task, struct pt_regs *regs, long ret,
				      struct call *call)
{
	long nr = syscall_nr(regs);
	enum abi abi = current_abi(task, &nr);

	call->abi = abi;
	call->nr = nr;
	call->name = call_name_of(abi, nr);
	call->ret = ret;
	call->in_kernel = 0;
	read_arguments_of(regs, abi, call->arguments);
}

/*
 * 32-bit programs may reach the socket calls through one call, which takes which
 * one it is, and an array of arguments (include/uapi/linux/net.h).
 */
static const __u8 socketcalls[] = {
	[1] = CALL_SOCKET,    [2] = CALL_BIND,      [3] = CALL_CONNECT,  [4] = CALL_LISTEN,
	[5] = CALL_ACCEPT,    [9] = CALL_SEND,      [10] = CALL_RECV,    [11] = CALL_SENDTO,
	[12] = CALL_RECVFROM, [16] = CALL_SENDMSG,  [17] = CALL_RECVMSG, [18] = CALL_ACCEPT4,
	[19] = CALL_RECVMMSG, [20] = CALL_SENDMMSG,
};

static __always_inline __u8 socketcall_name(__u64 which)
{
	return which < sizeof(socketcalls) ? socketcalls[which] : CALL_OTHER;
}

static __always_inline __u8 socketcall_name_of(struct pt_regs *regs)
{
	__u64 arguments[6];

	read_arguments_of(regs, ABI_COMPAT, arguments);
	return socketcall_name(arguments[0]);
}

/*
 * As if it had been made directly. What can't be read becomes a call of no kind.
 * Global: see resolve_at.
 */
__noinline int unpack_socketcall(struct call *call)
{
	__u32 given[6] = {};
	__u32 count = sizeof(given);
	__u8 name;
	int i;

	if (!call || call->name != CALL_SOCKETCALL)
		return 0;
	name = socketcall_name(call->arguments[0]);
	/* Shorter arrays may end where memory does. */
	if (bpf_probe_read_user(given, count, (void *)call->arguments[1]) &&
	    bpf_probe_read_user(given, count / 2, (void *)call->arguments[1]) &&
	    bpf_probe_read_user(given, count / 3, (void *)call->arguments[1]))
		name = CALL_OTHER;
	call->name = name;
	for (i = 0; i < 6; i++)
		call->arguments[i] = given[i];
	return 0;
}

#endif
