/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is written to regular files: their beginnings, see kinds/files/content.bpf.h. */
#ifndef CXRAY_KINDS_FILES_OUTPUT_H
#define CXRAY_KINDS_FILES_OUTPUT_H

#include "event.h"
#include "maps.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/content.bpf.h"
#include "kinds/files/gather.bpf.h"
#include "path/descriptor.bpf.h"

#define O_APPEND 02000
#define RWF_APPEND 0x10
#define IOVECS 1024 /* UIO_MAXIOV: the kernel takes no more at a time, and some may be empty */

/* Where in a file a call wrote that names the place itself; -1 where it doesn't. */
static __always_inline __s64 named_offset(struct call *call)
{
	__u64 *given = call->arguments;
	bool is_compat = call->abi == ABI_COMPAT;

	switch (call->name) {
	case CALL_PWRITE64:
#if defined(__TARGET_ARCH_arm64)
		/* 32-bit ARM passes 64-bit values in even pairs of registers. */
		return is_compat ? (__s64)(given[4] | given[5] << 32) : (__s64)given[3];
#endif
	case CALL_PWRITEV:
	case CALL_PWRITEV2: return is_compat ? (__s64)(given[3] | given[4] << 32) : (__s64)given[3];
	default: return -1;
	}
}

static __always_inline __u64 offset_of(struct call *call, struct file *file, __u64 size)
{
	bool appends = BPF_CORE_READ(file, f_flags) & O_APPEND;
	__s64 named = named_offset(call);

	/* x32 passes the offset in one register, as it is one there. */
	if (call->name == CALL_PWRITEV2 &&
	    (call->arguments[call->abi == ABI_X32 ? 4 : 5] & RWF_APPEND))
		appends = true;
	if (named < 0)
		return BPF_CORE_READ(file, f_pos) - call->ret;
	return appends ? size - call->ret : (__u64)named;
}

/* The first of the bytes that a call wrote; gives how many there are, 0 if one is out of reach. */
static __noinline __u32 read_written(struct call *call, struct gathered *gathered)
{
	struct gather_loop loop = { .gathered = gathered };
	__u32 parts = call->arguments[2];
	__u32 length = call->ret < BEGINNING_SIZE ? call->ret : BEGINNING_SIZE;

	if (!gathered)
		return 0;
	switch (call->name) {
	case CALL_WRITEV:
	case CALL_PWRITEV:
	case CALL_PWRITEV2:
		gathered->gather = (struct gather){ .vector = call->arguments[1],
						    .left = call->ret,
						    .is_wide = call->abi == ABI_NATIVE };
		bpf_loop(parts < IOVECS ? parts : IOVECS, gather_part, &loop, 0);
		length = gathered->gather.length;
		return length < BEGINNING_SIZE ? length : BEGINNING_SIZE;
	default: break;
	}
	asm volatile("%0 &= 511" : "+r"(length));
	if (bpf_probe_read_user(gathered->bytes, length, (void *)call->arguments[1]))
		return 0;
	return length;
}

static __always_inline void note_write(struct call *call, struct file *file)
{
	struct inode *inode = BPF_CORE_READ(file, f_inode);
	struct chunk chunk = { .size = BPF_CORE_READ(inode, i_size) };
	struct gathered *gathered = scratch_for(SCRATCH_SYSCALL);
	struct content_key key;

	chunk.offset = offset_of(call, file, chunk.size);
	if (!gathered || chunk.offset >= BEGINNING_SIZE)
		return;
	chunk.length = read_written(call, gathered);
	if (!chunk.length) {
		/* The caller's memory is gone: what was known of the file is no longer so. */
		lose_sight_of(inode);
		return;
	}
	read_content_key(inode, &key);
	note_chunk(&key, &chunk, gathered->bytes);
}

/* A copy within the kernel: where both files were before it. */
struct copy {
	struct file *from;
	__u64 from_at; /* the caller's pointer to an offset, 0: the file's own */
	__u64 to_at;
};

static __always_inline __u64 offset_before(struct file *file, __u64 pointer, long copied)
{
	__u64 after = 0;

	if (pointer)
		bpf_probe_read_user(&after, sizeof(after), (void *)pointer);
	else
		after = BPF_CORE_READ(file, f_pos);
	return after - copied;
}

/* What is copied from a file's beginning to another's is what it was. */
static __noinline void note_copy(struct call *call, struct file *to, struct copy *copy)
{
	struct file *from = copy->from; /* so that no CO-RE relocation is made for our own struct */
	struct content_key key, source_key;
	struct beginning *known, now;

	if (offset_before(to, copy->to_at, call->ret) >= BEGINNING_SIZE)
		return;
	read_content_key(BPF_CORE_READ(to, f_inode), &key);
	read_content_key(BPF_CORE_READ(from, f_inode), &source_key);
	known = bpf_map_lookup_elem(&beginnings, &source_key);
	if (!known || offset_before(from, copy->from_at, call->ret) != 0 ||
	    offset_before(to, copy->to_at, call->ret) != 0) {
		bpf_map_delete_elem(&beginnings, &key);
		return;
	}
	now = *known;
	if (call->ret < now.length)
		now.length = call->ret;
	bpf_map_update_elem(&beginnings, &key, &now, BPF_ANY);
}

/* A call wrote to a regular file, of the group output. */
static __noinline void record_file_output(struct task_struct *task, struct task *state,
					  struct call *call, struct file *file)
{
	__u64 *given = call->arguments;
	struct copy copy = {};

	if (call->ret <= 0)
		return;
	forget_told(task, state);
	switch (call->name) {
	case CALL_WRITE:
	case CALL_WRITEV:
	case CALL_PWRITE64:
	case CALL_PWRITEV:
	case CALL_PWRITEV2: note_write(call, file); return;
	case CALL_SENDFILE:
		copy.from = file_of(given[1]);
		copy.from_at = given[2];
		break;
	case CALL_COPY_FILE_RANGE:
	case CALL_SPLICE:
		copy.from = file_of(given[0]);
		copy.from_at = given[1];
		copy.to_at = given[3];
		break;
	default: return;
	}
	if (copy.from)
		note_copy(call, file, &copy);
}

#define MAP_TYPE 0xf
#define MAP_PRIVATE 2
#define MAP_ANONYMOUS 0x20
#define FALLOC_FL_KEEP_SIZE 1ULL
#define I386_OLD_MMAP 90 /* its arguments lie in memory */

/* The descriptor that a call maps shared, or -1. */
static __always_inline int mapped_shared(struct call *call)
{
	__u32 flags = call->arguments[3];
	int fd = call->arguments[4];

#if defined(__TARGET_ARCH_x86)
	__u32 given[6] = {};

	if (call->abi == ABI_COMPAT && call->nr == I386_OLD_MMAP) {
		bpf_probe_read_user(given, sizeof(given), (void *)call->arguments[0]);
		flags = given[3];
		fd = given[4];
	}
#endif
	return (flags & MAP_TYPE) == MAP_PRIVATE || (flags & MAP_ANONYMOUS) ? -1 : fd;
}

/* What changes a file without a write: its beginning can't be told any more. */
static __always_inline void record_unseen(struct task_struct *task, struct task *state,
					  struct call *call)
{
	bool is_hole = call->name == CALL_FALLOCATE && (call->arguments[1] & ~FALLOC_FL_KEEP_SIZE);
	int fd = call->name == CALL_MMAP ? mapped_shared(call) : is_hole ? call->arguments[0] : -1;
	struct file *file;

	if (fd < 0 || call->ret < 0)
		return;
	file = file_of(fd);
	if (file && is_writable(BPF_CORE_READ(file, f_flags)))
		lose_sight_of(BPF_CORE_READ(file, f_inode));
}

#endif
