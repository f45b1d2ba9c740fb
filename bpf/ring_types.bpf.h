/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * io_uring's requests, with only the members that are read, as kernel_types.bpf.h
 * has the others. Programs that use them are loaded only where struct
 * io_cmd_data exists, in Linux 6.0 and newer.
 */
#ifndef CXRAY_RING_TYPES_H
#define CXRAY_RING_TYPES_H

/* include/uapi/linux/io_uring.h */
enum ring_opcode {
	RING_NOP = 0,
	RING_READV = 1,
	RING_WRITEV = 2,
	RING_FSYNC = 3,
	RING_READ_FIXED = 4,
	RING_WRITE_FIXED = 5,
	RING_POLL_ADD = 6,
	RING_POLL_REMOVE = 7,
	RING_SYNC_FILE_RANGE = 8,
	RING_SENDMSG = 9,
	RING_RECVMSG = 10,
	RING_TIMEOUT = 11,
	RING_TIMEOUT_REMOVE = 12,
	RING_ACCEPT = 13,
	RING_ASYNC_CANCEL = 14,
	RING_LINK_TIMEOUT = 15,
	RING_CONNECT = 16,
	RING_FALLOCATE = 17,
	RING_OPENAT = 18,
	RING_CLOSE = 19,
	RING_FILES_UPDATE = 20,
	RING_STATX = 21,
	RING_READ = 22,
	RING_WRITE = 23,
	RING_FADVISE = 24,
	RING_MADVISE = 25,
	RING_SEND = 26,
	RING_RECV = 27,
	RING_OPENAT2 = 28,
	RING_EPOLL_CTL = 29,
	RING_SPLICE = 30,
	RING_PROVIDE_BUFFERS = 31,
	RING_REMOVE_BUFFERS = 32,
	RING_TEE = 33,
	RING_SHUTDOWN = 34,
	RING_RENAMEAT = 35,
	RING_UNLINKAT = 36,
	RING_MKDIRAT = 37,
	RING_SYMLINKAT = 38,
	RING_LINKAT = 39,
	RING_MSG_RING = 40,
	RING_FSETXATTR = 41,
	RING_SETXATTR = 42,
	RING_FGETXATTR = 43,
	RING_GETXATTR = 44,
	RING_SOCKET = 45,
	RING_URING_CMD = 46,
	RING_SEND_ZC = 47,
	RING_SENDMSG_ZC = 48,
	RING_READ_MULTISHOT = 49,
	RING_WAITID = 50,
	RING_FUTEX_WAIT = 51,
	RING_FUTEX_WAKE = 52,
	RING_FUTEX_WAITV = 53,
	RING_FIXED_FD_INSTALL = 54,
	RING_FTRUNCATE = 55,
	RING_BIND = 56,
	RING_LISTEN = 57,
	RING_RECV_ZC = 58,
	RING_EPOLL_WAIT = 59,
	RING_READV_FIXED = 60,
	RING_WRITEV_FIXED = 61,
	RING_PIPE = 62,
	RING_OPCODES = 64, /* the size of tables; a power of two */
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
