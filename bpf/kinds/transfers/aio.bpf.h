/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Writes that io_submit asks for, many at a time: looked at as if each had been a call. */
#ifndef CXRAY_KINDS_TRANSFERS_AIO_H
#define CXRAY_KINDS_TRANSFERS_AIO_H

#include "event.h"
#include "maps.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/calls.bpf.h"
#include "kernel/syscall_abi.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/content.bpf.h"
#include "kinds/network/address.bpf.h"
#include "kinds/transfers/message.bpf.h"
#include "kinds/transfers/transfer.bpf.h"
#include "path/descriptor.bpf.h"

#define MOST_BLOCKS 1024
#define MOST_WRITTEN 0x7fffffffULL
#define IOCB_CMD_PWRITE 1
#define IOCB_CMD_PWRITEV 8

/* struct iocb of include/uapi/linux/aio_abi.h, on little-endian machines */
struct aio_block {
	__u64 data;
	__u32 key;
	__u32 flags;
	__u16 opcode;
	__s16 priority;
	__u32 fd;
	__u64 buffer;
	__u64 length; /* bytes, or parts of a vector */
	__s64 offset;
};

struct aio {
	__u64 blocks; /* the caller's array of pointers to them */
	bool is_narrow;
};

static __always_inline bool read_block(struct aio *aio, __u32 index, struct aio_block *block)
{
	__u64 wide = 0;
	__u32 narrow = 0;

	if (aio->is_narrow)
		bpf_probe_read_user(&narrow, sizeof(narrow), (void *)aio->blocks + 4 * index);
	else
		bpf_probe_read_user(&wide, sizeof(wide), (void *)aio->blocks + 8 * index);
	return !bpf_probe_read_user(block, sizeof(*block), (void *)(wide | narrow));
}

static long take_block(__u32 index, struct aio *aio)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task *state = state_of(task);
	struct call *call = scratch_for(SCRATCH_URING); /* the stack has no room for it */
	struct aio_block block = {};
	bool is_vector, is_socket;
	struct file *file;

	if (!state || !call || !read_block(aio, index, &block))
		return 1;
	file = file_of(block.fd);
	if (!file || (block.opcode != IOCB_CMD_PWRITE && block.opcode != IOCB_CMD_PWRITEV))
		return 0;
	is_vector = block.opcode == IOCB_CMD_PWRITEV;
	is_socket = sock_of(file);
	/* How much a vector holds is not known before it is written. */
	if (is_vector && !is_socket) {
		lose_sight_of(BPF_CORE_READ(file, f_inode));
		return 0;
	}
	__builtin_memset(call, 0, sizeof(*call));
	call->name = !is_socket ? CALL_PWRITE64 : is_vector ? CALL_WRITEV : CALL_WRITE;
	call->ret = is_vector ? PAYLOAD_SIZE : block.length & MOST_WRITTEN;
	call->arguments[1] = block.buffer;
	call->arguments[2] = block.length;
	call->arguments[3] = block.offset;
	record_output_to(call, (__u64)file);
	return 0;
}

static __always_inline void record_aio(struct call *call)
{
	struct aio aio = { .blocks = call->arguments[2], .is_narrow = call->abi != ABI_NATIVE };
	__u32 count = call->ret;

	if (call->ret > 0)
		bpf_loop(count < MOST_BLOCKS ? count : MOST_BLOCKS, take_block, &aio, 0);
}

#endif
