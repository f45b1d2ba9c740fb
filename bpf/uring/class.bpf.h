/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Which operations of io_uring are looked at, which need not be, and which can't. */
#ifndef CXRAY_URING_CLASS_H
#define CXRAY_URING_CLASS_H

#include "event.h"
#include "kernel/types.bpf.h"
#include "uring/types.bpf.h"

enum uring_class {
	URING_BLIND,   /* can't be looked at; whatever is not in the table is */
	URING_QUIET,   /* reaches nothing by name, or only reads what no system call is recorded for
			*/
	URING_ASKED,   /* recorded when it is complete */
	URING_OUTPUT,  /* blind where it goes to a socket: where to, and which names, is not seen */
	URING_CLOSES,  /* tells what was written */
	URING_CHANGES, /* changes a file without a write */
	URING_INPUT,   /* blind where it may bring in an answer of DNS */
	URING_ACCEPTS, /* a server's: the container answers */
};

/*
 * Quiet are those that act on what is open already, wait, or belong to the ring
 * itself. What they bring in is another's doing, but for the names that DNS
 * answers and for the moment at which a container first answers; what they look
 * up (STATX, GETXATTR) is not recorded of system calls either. MSG_RING and
 * FIXED_FD_INSTALL pass on what was recorded when it was opened. The content of
 * a file is unknown once a ring has written to its beginning.
 */
static const __u8 uring_classes[URING_OPCODES] = {
	[URING_NOP] = URING_QUIET,
	[URING_READV] = URING_INPUT,
	[URING_WRITEV] = URING_OUTPUT,
	[URING_FSYNC] = URING_QUIET,
	[URING_READ_FIXED] = URING_INPUT,
	[URING_WRITE_FIXED] = URING_OUTPUT,
	[URING_POLL_ADD] = URING_QUIET,
	[URING_POLL_REMOVE] = URING_QUIET,
	[URING_SYNC_FILE_RANGE] = URING_QUIET,
	[URING_RECVMSG] = URING_INPUT,
	[URING_TIMEOUT] = URING_QUIET,
	[URING_TIMEOUT_REMOVE] = URING_QUIET,
	[URING_ACCEPT] = URING_ACCEPTS,
	[URING_ASYNC_CANCEL] = URING_QUIET,
	[URING_LINK_TIMEOUT] = URING_QUIET,
	[URING_CONNECT] = URING_ASKED,
	[URING_FALLOCATE] = URING_CHANGES,
	[URING_OPENAT] = URING_ASKED,
	[URING_CLOSE] = URING_CLOSES,
	[URING_FILES_UPDATE] = URING_QUIET,
	[URING_STATX] = URING_QUIET,
	[URING_READ] = URING_INPUT,
	[URING_WRITE] = URING_OUTPUT,
	[URING_FADVISE] = URING_QUIET,
	[URING_MADVISE] = URING_QUIET,
	[URING_RECV] = URING_INPUT,
	[URING_OPENAT2] = URING_ASKED,
	[URING_EPOLL_CTL] = URING_QUIET,
	[URING_SPLICE] = URING_OUTPUT,
	[URING_PROVIDE_BUFFERS] = URING_QUIET,
	[URING_REMOVE_BUFFERS] = URING_QUIET,
	[URING_TEE] = URING_QUIET, /* pipes only */
	[URING_SHUTDOWN] = URING_QUIET,
	[URING_RENAMEAT] = URING_ASKED,
	[URING_UNLINKAT] = URING_ASKED,
	[URING_MKDIRAT] = URING_ASKED,
	[URING_SYMLINKAT] = URING_ASKED,
	[URING_LINKAT] = URING_ASKED,
	[URING_MSG_RING] = URING_QUIET,
	[URING_FGETXATTR] = URING_QUIET,
	[URING_GETXATTR] = URING_QUIET,
	[URING_READ_MULTISHOT] = URING_INPUT,
	[URING_WAITID] = URING_QUIET,
	[URING_FUTEX_WAIT] = URING_QUIET,
	[URING_FUTEX_WAKE] = URING_QUIET,
	[URING_FUTEX_WAITV] = URING_QUIET,
	[URING_FIXED_FD_INSTALL] = URING_QUIET,
	[URING_RECV_ZC] = URING_INPUT,
	[URING_EPOLL_WAIT] = URING_QUIET,
	[URING_WRITEV_FIXED] = URING_OUTPUT,
	[URING_READV_FIXED] = URING_INPUT,
	[URING_PIPE] = URING_QUIET,
};

static __always_inline __u8 uring_class_of(__u8 opcode)
{
	return opcode < URING_OPCODES ? uring_classes[opcode] : URING_BLIND;
}

/* What counts as lost when a request can't be followed. */
static __always_inline __u8 kind_of_request(__u8 opcode)
{
	switch (opcode) {
	case URING_CONNECT: return EVENT_CONNECT;
	case URING_OPENAT:
	case URING_OPENAT2: return EVENT_OPEN;
	default: return EVENT_CHANGE;
	}
}

#endif
