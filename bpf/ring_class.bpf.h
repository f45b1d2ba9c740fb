/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Which operations of io_uring are looked at, which need not be, and which can't. */
#ifndef CXRAY_RING_CLASS_H
#define CXRAY_RING_CLASS_H

#include "ring_types.bpf.h"

enum ring_class {
	RING_BLIND, /* can't be looked at; whatever is not in the table is */
	RING_QUIET, /* reaches nothing by name, or only reads what no system call is recorded for */
	RING_ASKED, /* recorded when it is complete */
	RING_OUTPUT,  /* blind where it goes to a socket: where to, and which names, is not seen */
	RING_CLOSES,  /* tells what was written */
	RING_CHANGES, /* changes a file without a write */
	RING_INPUT,   /* blind where it may bring in an answer of DNS */
	RING_ACCEPTS, /* a server's: the container answers */
};

/*
 * Quiet are those that act on what is open already, wait, or belong to the ring
 * itself. What they bring in is another's doing, but for the names that DNS
 * answers and for the moment at which a container first answers; what they look
 * up (STATX, GETXATTR) is not recorded of system calls either. MSG_RING and
 * FIXED_FD_INSTALL pass on what was recorded when it was opened. The content of
 * a file is unknown once a ring has written to its beginning.
 */
static const __u8 ring_classes[RING_OPCODES] = {
	[RING_NOP] = RING_QUIET,
	[RING_READV] = RING_INPUT,
	[RING_WRITEV] = RING_OUTPUT,
	[RING_FSYNC] = RING_QUIET,
	[RING_READ_FIXED] = RING_INPUT,
	[RING_WRITE_FIXED] = RING_OUTPUT,
	[RING_POLL_ADD] = RING_QUIET,
	[RING_POLL_REMOVE] = RING_QUIET,
	[RING_SYNC_FILE_RANGE] = RING_QUIET,
	[RING_RECVMSG] = RING_INPUT,
	[RING_TIMEOUT] = RING_QUIET,
	[RING_TIMEOUT_REMOVE] = RING_QUIET,
	[RING_ACCEPT] = RING_ACCEPTS,
	[RING_ASYNC_CANCEL] = RING_QUIET,
	[RING_LINK_TIMEOUT] = RING_QUIET,
	[RING_CONNECT] = RING_ASKED,
	[RING_FALLOCATE] = RING_CHANGES,
	[RING_OPENAT] = RING_ASKED,
	[RING_CLOSE] = RING_CLOSES,
	[RING_FILES_UPDATE] = RING_QUIET,
	[RING_STATX] = RING_QUIET,
	[RING_READ] = RING_INPUT,
	[RING_WRITE] = RING_OUTPUT,
	[RING_FADVISE] = RING_QUIET,
	[RING_MADVISE] = RING_QUIET,
	[RING_RECV] = RING_INPUT,
	[RING_OPENAT2] = RING_ASKED,
	[RING_EPOLL_CTL] = RING_QUIET,
	[RING_SPLICE] = RING_OUTPUT,
	[RING_PROVIDE_BUFFERS] = RING_QUIET,
	[RING_REMOVE_BUFFERS] = RING_QUIET,
	[RING_TEE] = RING_QUIET, /* pipes only */
	[RING_SHUTDOWN] = RING_QUIET,
	[RING_RENAMEAT] = RING_ASKED,
	[RING_UNLINKAT] = RING_ASKED,
	[RING_MKDIRAT] = RING_ASKED,
	[RING_SYMLINKAT] = RING_ASKED,
	[RING_LINKAT] = RING_ASKED,
	[RING_MSG_RING] = RING_QUIET,
	[RING_FGETXATTR] = RING_QUIET,
	[RING_GETXATTR] = RING_QUIET,
	[RING_READ_MULTISHOT] = RING_INPUT,
	[RING_WAITID] = RING_QUIET,
	[RING_FUTEX_WAIT] = RING_QUIET,
	[RING_FUTEX_WAKE] = RING_QUIET,
	[RING_FUTEX_WAITV] = RING_QUIET,
	[RING_FIXED_FD_INSTALL] = RING_QUIET,
	[RING_RECV_ZC] = RING_INPUT,
	[RING_EPOLL_WAIT] = RING_QUIET,
	[RING_WRITEV_FIXED] = RING_OUTPUT,
	[RING_READV_FIXED] = RING_INPUT,
	[RING_PIPE] = RING_QUIET,
};

static __always_inline __u8 ring_class_of(__u8 opcode)
{
	return opcode < RING_OPCODES ? ring_classes[opcode] : RING_BLIND;
}

/* What counts as lost when a request can't be followed. */
static __always_inline __u8 kind_of_request(__u8 opcode)
{
	switch (opcode) {
	case RING_CONNECT: return EVENT_CONNECT;
	case RING_OPENAT:
	case RING_OPENAT2: return EVENT_OPEN;
	default: return EVENT_CHANGE;
	}
}

#endif
