/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * io_uring's requests, with only the members that are read, as kernel/types.bpf.h
 * has the others. Programs that use them are loaded only where struct
 * io_cmd_data exists, in Linux 6.0 and newer.
 */
#ifndef CXRAY_URING_TYPES_H
#define CXRAY_URING_TYPES_H

#include "kernel/types.bpf.h"

/* include/uapi/linux/io_uring.h */
enum uring_opcode {
	URING_NOP = 0,
	URING_READV = 1,
	URING_WRITEV = 2,
	URING_FSYNC = 3,
	URING_READ_FIXED = 4,
	URING_WRITE_FIXED = 5,
	URING_POLL_ADD = 6,
	URING_POLL_REMOVE = 7,
	URING_SYNC_FILE_RANGE = 8,
	URING_SENDMSG = 9,
	URING_RECVMSG = 10,
	URING_TIMEOUT = 11,
	URING_TIMEOUT_REMOVE = 12,
	URING_ACCEPT = 13,
	URING_ASYNC_CANCEL = 14,
	URING_LINK_TIMEOUT = 15,
	URING_CONNECT = 16,
	URING_FALLOCATE = 17,
	URING_OPENAT = 18,
	URING_CLOSE = 19,
	URING_FILES_UPDATE = 20,
	URING_STATX = 21,
	URING_READ = 22,
	URING_WRITE = 23,
	URING_FADVISE = 24,
	URING_MADVISE = 25,
	URING_SEND = 26,
	URING_RECV = 27,
	URING_OPENAT2 = 28,
	URING_EPOLL_CTL = 29,
	URING_SPLICE = 30,
	URING_PROVIDE_BUFFERS = 31,
	URING_REMOVE_BUFFERS = 32,
	URING_TEE = 33,
	URING_SHUTDOWN = 34,
	URING_RENAMEAT = 35,
	URING_UNLINKAT = 36,
	URING_MKDIRAT = 37,
	URING_SYMLINKAT = 38,
	URING_LINKAT = 39,
	URING_MSG_RING = 40,
	URING_FSETXATTR = 41,
	URING_SETXATTR = 42,
	URING_FGETXATTR = 43,
	URING_GETXATTR = 44,
	URING_SOCKET = 45,
	URING_COMMAND = 46,
	URING_SEND_ZC = 47,
	URING_SENDMSG_ZC = 48,
	URING_READ_MULTISHOT = 49,
	URING_WAITID = 50,
	URING_FUTEX_WAIT = 51,
	URING_FUTEX_WAKE = 52,
	URING_FUTEX_WAITV = 53,
	URING_FIXED_FD_INSTALL = 54,
	URING_FTRUNCATE = 55,
	URING_BIND = 56,
	URING_LISTEN = 57,
	URING_RECV_ZC = 58,
	URING_EPOLL_WAIT = 59,
	URING_READV_FIXED = 60,
	URING_WRITEV_FIXED = 61,
	URING_PIPE = 62,
	URING_OPCODES = 64, /* the size of tables; a power of two */
};

/* The lowest flags of a request are those of its submission entry, IOSQE_*. */
#define REQUEST_FIXED_FILE (1 << 0)
#define REQUEST_SKIPS_ANSWER (1 << 6) /* IOSQE_CQE_SKIP_SUCCESS */

#define ACCEPT_MULTISHOT 1 /* IORING_ACCEPT_MULTISHOT */

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct io_wq_work_node {
	struct io_wq_work_node *next;
};

struct io_wq_work_list {
	struct io_wq_work_node *first;
	struct io_wq_work_node *last; /* of use only where there is a first */
};

struct io_submit_state {
	struct io_wq_work_list compl_reqs;
};

struct io_accept {
	int iou_flags; /* since Linux 6.10 */
};

struct io_rsrc_node {
	unsigned long file_ptr;
};

struct io_rsrc_data {
	unsigned int nr;
	struct io_rsrc_node **nodes;
};

struct io_fixed_file {
	unsigned long file_ptr;
};

struct io_file_table {
	struct io_fixed_file *files;
};

/* Since Linux 6.13 */
struct io_file_table___nodes {
	struct io_rsrc_data data;
};

struct io_ring_ctx {
	struct io_submit_state submit_state;
	struct io_file_table file_table;
	unsigned int nr_user_files;
};

struct io_cmd_data {
	struct file *file;
};

struct io_cqe {
	__u64 user_data;
	__s32 res;
	int fd; /* until the request is issued */
};

struct io_kiocb {
	struct io_cmd_data cmd;
	__u8 opcode;
	__u32 flags;
	struct io_cqe cqe;
	struct io_ring_ctx *ctx;
	struct io_wq_work_node comp_list;
};

struct filename {
	const char *name;
};

struct open_how {
	__u64 flags;
	__u64 resolve;
};

struct io_open {
	int dfd;
	__u32 file_slot;
	struct filename *filename;
	struct open_how how;
};

struct kiocb {
	long long ki_pos; /* -1: where the file is at */
};

struct io_rw {
	struct kiocb kiocb;
};

struct io_close {
	int fd;
	__u32 file_slot;
};

struct io_unlink {
	int dfd;
	int flags;
	struct filename *filename;
};

struct io_mkdir {
	int dfd;
	__u16 mode;
	struct filename *filename;
};

struct io_rename {
	int old_dfd;
	int new_dfd;
	struct filename *oldpath;
	struct filename *newpath;
	int flags;
};

/* Of symlinks as well: `oldpath` is what they say. */
struct io_link {
	int old_dfd;
	int new_dfd;
	struct filename *oldpath;
	struct filename *newpath;
	int flags;
};

struct io_connect {
	struct sockaddr *addr;
	int addr_len;
};

#pragma clang attribute pop

#endif
