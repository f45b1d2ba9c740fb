/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What a request of an io_uring asks for, remembered from its submission to its
 * completion: only then is the result known, and the names are gone by then.
 *
 * The kernel says that a request is complete when it writes the answer, many at
 * a time, when the descriptors that one of them made may have been used, closed
 * and given away again by another. So a request that is complete when the next
 * one is submitted is looked at right then.
 */
#ifndef CXRAY_URING_REQUEST_H
#define CXRAY_URING_REQUEST_H

#include "event.h"
#include "kernel/types.bpf.h"
#include "kinds/files/open.bpf.h"
#include "kinds/network/address.bpf.h"
#include "path/asked.bpf.h"
#include "path/descriptor.bpf.h"
#include "uring/types.bpf.h"

#define PF_IO_WORKER 0x10
#define O_LARGEFILE_ANY (0100000 | 0400000) /* x86 | arm64: the kernel adds it */
#define REQUESTS 512                        /* that wait at a time, of all containers */

struct uring_request {
	struct event_header header; /* who asked, and when */
	__u64 ring;
	__u64 user_data;
	__u32 flags; /* and the mode of what is made */
	int folder;
	int to_folder;
	__u32 slot; /* 1 and more: the file goes to the ring's own table */
	__u16 address_length;
	__u8 opcode; /* enum uring_opcode */
	__u8 reserved;
	union {
		char name[ASKED_SIZE];
		struct user_address address;
	};
	char to_name[ASKED_SIZE]; /* or what a symlink says */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, REQUESTS);
	__type(key, __u64); /* struct io_kiocb *; the kernel uses one again only when it is over */
	__type(value, struct uring_request);
} uring_requests SEC(".maps");

/*
 * Who acts: workers and the threads that poll a queue are threads of the
 * process whose ring it is, with its files, its folder and its namespaces.
 * No tracepoint tells of their fork, so they have no state of their own.
 */
static __always_inline struct task_struct *actor_of(struct task_struct *task)
{
	return task->flags & PF_IO_WORKER ? task->group_leader : task;
}

static __always_inline void *command_of(struct io_kiocb *request)
{
	return (void *)request + bpf_core_field_offset(struct io_kiocb, cmd);
}

/* A file of the ring's own table. The lowest bits of the pointers are flags. */
static __always_inline struct file *fixed_file(struct io_ring_ctx *ring, __u32 slot)
{
	struct io_file_table___nodes *table = (void *)&ring->file_table;
	struct io_fixed_file *files;
	struct io_rsrc_node **nodes, *node = NULL;
	__u64 pointer = 0;

	if (bpf_core_field_exists(table->data)) {
		nodes = BPF_CORE_READ(table, data.nodes);
		if (slot >= BPF_CORE_READ(table, data.nr))
			return NULL;
		bpf_probe_read_kernel(&node, sizeof(node), nodes + slot);
		pointer = BPF_CORE_READ(node, file_ptr);
	} else {
		files = BPF_CORE_READ(ring, file_table.files);
		if (slot >= BPF_CORE_READ(ring, nr_user_files))
			return NULL;
		bpf_probe_read_kernel(&pointer, sizeof(pointer), files + slot);
	}
	return (struct file *)(pointer & ~7ULL);
}

/* The file that a submitted request is about. */
static __always_inline struct file *file_of_request(struct task_struct *task,
						    struct io_kiocb *request)
{
	__u32 fd = BPF_CORE_READ(request, cqe.fd);

	if (BPF_CORE_READ(request, flags) & REQUEST_FIXED_FILE)
		return fixed_file(BPF_CORE_READ(request, ctx), fd);
	return file_of(fd);
}

/* Each of these gives whether what is asked for could be read. */
static __always_inline bool read_open_request(struct io_kiocb *request, struct uring_request *out)
{
	struct io_open *open = command_of(request);

	if (!bpf_core_field_exists(open->filename))
		return false;
	out->folder = BPF_CORE_READ(open, dfd);
	out->slot = BPF_CORE_READ(open, file_slot);
	out->flags = BPF_CORE_READ(open, how.flags) & ~O_LARGEFILE_ANY;
	if (BPF_CORE_READ(open, how.resolve) & RESOLVE_IN_ROOT)
		out->flags |= OPEN_CONFINED;
	return read_kernel_name(out->name, (__u64)BPF_CORE_READ(open, filename, name)) > 0;
}

/*
 * The caller's memory, as with the system call: where the kernel has copied it
 * to changed more than once, and types don't tell.
 */
static __always_inline bool read_connect_request(struct io_kiocb *request,
						 struct uring_request *out)
{
	struct io_connect *connect = command_of(request);
	__u32 length = BPF_CORE_READ(connect, addr_len);

	if (length < 2)
		return false;
	if (length > UNIX_ADDRESS_SIZE + 2)
		length = UNIX_ADDRESS_SIZE + 2;
	asm volatile("%0 &= 127" : "+r"(length));
	out->address_length = length;
	return !bpf_probe_read_user(&out->address, length, BPF_CORE_READ(connect, addr));
}

static __always_inline bool read_names(struct uring_request *out, struct filename *name,
				       struct filename *to_name)
{
	return read_kernel_name(out->name, (__u64)BPF_CORE_READ(name, name)) > 0 &&
	       (!to_name ||
		read_kernel_name(out->to_name, (__u64)BPF_CORE_READ(to_name, name)) > 0);
}

static __always_inline bool read_unlink_request(struct io_kiocb *request, struct uring_request *out)
{
	struct io_unlink *unlink = command_of(request);

	if (!bpf_core_field_exists(unlink->filename))
		return false;
	out->folder = BPF_CORE_READ(unlink, dfd);
	out->flags = BPF_CORE_READ(unlink, flags);
	return read_names(out, BPF_CORE_READ(unlink, filename), NULL);
}

static __always_inline bool read_mkdir_request(struct io_kiocb *request, struct uring_request *out)
{
	struct io_mkdir *mkdir = command_of(request);

	if (!bpf_core_field_exists(mkdir->filename))
		return false;
	out->folder = BPF_CORE_READ(mkdir, dfd);
	out->flags = BPF_CORE_READ(mkdir, mode);
	return read_names(out, BPF_CORE_READ(mkdir, filename), NULL);
}

static __always_inline bool read_rename_request(struct io_kiocb *request, struct uring_request *out)
{
	struct io_rename *rename = command_of(request);

	if (!bpf_core_field_exists(rename->oldpath))
		return false;
	out->folder = BPF_CORE_READ(rename, old_dfd);
	out->to_folder = BPF_CORE_READ(rename, new_dfd);
	out->flags = BPF_CORE_READ(rename, flags);
	return read_names(out, BPF_CORE_READ(rename, oldpath), BPF_CORE_READ(rename, newpath));
}

static __always_inline bool read_link_request(struct io_kiocb *request, struct uring_request *out)
{
	struct io_link *link = command_of(request);

	if (!bpf_core_field_exists(link->oldpath))
		return false;
	out->to_folder = BPF_CORE_READ(link, new_dfd);
	if (out->opcode == URING_SYMLINKAT)
		return read_names(out, BPF_CORE_READ(link, newpath), BPF_CORE_READ(link, oldpath));
	out->folder = BPF_CORE_READ(link, old_dfd);
	out->flags = BPF_CORE_READ(link, flags);
	return read_names(out, BPF_CORE_READ(link, oldpath), BPF_CORE_READ(link, newpath));
}

static __always_inline bool read_request(struct io_kiocb *request, struct uring_request *out)
{
	switch (out->opcode) {
	case URING_OPENAT:
	case URING_OPENAT2: return read_open_request(request, out);
	case URING_UNLINKAT: return read_unlink_request(request, out);
	case URING_MKDIRAT: return read_mkdir_request(request, out);
	case URING_RENAMEAT: return read_rename_request(request, out);
	case URING_LINKAT:
	case URING_SYMLINKAT: return read_link_request(request, out);
	case URING_CONNECT: return read_connect_request(request, out);
	default: return false;
	}
}

#endif
