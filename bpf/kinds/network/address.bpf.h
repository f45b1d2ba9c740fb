/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The two ends of a socket: as the kernel has them, and as a caller gives them. */
#ifndef CXRAY_KINDS_NETWORK_ADDRESS_H
#define CXRAY_KINDS_NETWORK_ADDRESS_H

#include "event.h"
#include "maps.bpf.h"
#include "container/state.bpf.h"
#include "kernel/file_types.bpf.h"
#include "kernel/socket_types.bpf.h"
#include "kernel/types.bpf.h"
#include "path/descriptor.bpf.h"
#include "path/path.bpf.h"

#define AF_UNSPEC 0
#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define AF_VSOCK 40
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define SOCK_SEQPACKET 5
#define SOCK_PACKET 10
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define IPPROTO_UDPLITE 136
#define IPPROTO_MPTCP 262
#define UNIX_ADDRESS_SIZE 108

/* struct sockaddr_in, sockaddr_in6 and sockaddr_un, as the caller passes them. */
struct user_address {
	__u16 family;
	union {
		struct {
			__u16 port;
			__u8 v4[4];
		};
		struct {
			__u16 port6;
			__u32 flow;
			__u8 v6[16];
		} __attribute__((packed));
		/* 128 bytes in all, so that a mask bounds what is read. */
		char path[126];
	};
} __attribute__((packed));

/*
 * Where one is kept behind an event in scratch memory: programs that call one
 * another share 512 bytes of stack.
 */
#define ASKED_AT 16384
#define SENT_KEY_AT 16640

static __always_inline struct user_address *asked_behind(void *event)
{
	struct user_address *asked = event + ASKED_AT;

	__builtin_memset(asked, 0, sizeof(*asked));
	return asked;
}

static __always_inline bool is_internet(__u32 family)
{
	return family == AF_INET || family == AF_INET6;
}

/*
 * The rest of `asked` has to be zero. False: too short, or not to be read. The
 * kernel takes 32 bits of a length, whatever a caller leaves in the others.
 */
static __always_inline bool read_user_address(struct user_address *asked, __u64 pointer,
					      __u64 given)
{
	__u64 length = (__u32)given;

	if (length < 2)
		return false;
	if (length > UNIX_ADDRESS_SIZE + 2)
		length = UNIX_ADDRESS_SIZE + 2;
	asm volatile("%0 &= 127" : "+r"(length));
	return !bpf_probe_read_user(asked, length, (void *)pointer);
}

static __always_inline bool is_socket(struct file *file)
{
	return (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) == S_IFSOCK;
}

static __always_inline struct sock *sock_of(struct file *file)
{
	struct socket *socket;

	if ((BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return NULL;
	socket = BPF_CORE_READ(file, private_data);
	return BPF_CORE_READ(socket, sk);
}

static __always_inline struct sock *socket_of(struct task_struct *task, __u32 fd)
{
	struct file *file = file_of(fd);

	return file ? sock_of(file) : NULL;
}

/* An IPv4 address among IPv6 ones: ::ffff:a.b.c.d */
static __always_inline __u8 *place_v4(__u8 *address, __u16 family)
{
	if (family != AF_INET6)
		return address;
	address[10] = address[11] = 0xff;
	return address + 12;
}

/* The ends of a socket, for an event of either family; raw sockets have no ports. */
static __always_inline void copy_own_end(struct sock *sock, __u16 family, __u16 *port,
					 __u8 *address)
{
	__u16 number = BPF_CORE_READ(sock, __sk_common.skc_num);

	if (BPF_CORE_READ(sock, sk_type) != SOCK_RAW)
		*port = (__u16)(number << 8 | number >> 8); /* skc_num is in host order */
	if (BPF_CORE_READ(sock, __sk_common.skc_family) == AF_INET6)
		BPF_CORE_READ_INTO((struct in6_addr *)address, sock, __sk_common.skc_v6_rcv_saddr);
	else
		BPF_CORE_READ_INTO((__u32 *)place_v4(address, family), sock,
				   __sk_common.skc_rcv_saddr);
}

static __always_inline void copy_peer_end(struct sock *sock, __u16 family, __u16 *port,
					  __u8 *address)
{
	*port = BPF_CORE_READ(sock, __sk_common.skc_dport);
	if (BPF_CORE_READ(sock, __sk_common.skc_family) == AF_INET6)
		BPF_CORE_READ_INTO((struct in6_addr *)address, sock, __sk_common.skc_v6_daddr);
	else
		BPF_CORE_READ_INTO((__u32 *)place_v4(address, family), sock, __sk_common.skc_daddr);
}

static __always_inline void copy_asked_end(struct user_address *asked, __u16 family, __u16 *port,
					   __u8 *address)
{
	*port = asked->port;
	if (asked->family == AF_INET6)
		__builtin_memcpy(address, asked->v6, 16);
	else
		__builtin_memcpy(place_v4(address, family), asked->v4, 4);
}

/* struct sockaddr_vm: two bytes, the port, the context (CID); an event has these the other way. */
static __always_inline bool copy_asked_vsock(struct user_address *asked, __u8 *address)
{
	if (asked->family != AF_VSOCK)
		return false;
	__builtin_memcpy(address, asked->path + 6, 4);
	__builtin_memcpy(address + 4, asked->path + 2, 4);
	return true;
}

static __always_inline void copy_local_end(struct event_socket *event, struct sock *sock)
{
	copy_own_end(sock, event->family, &event->local_port, event->local_addr);
}

static __always_inline void copy_remote_end(struct event_socket *event, struct sock *sock)
{
	copy_peer_end(sock, event->family, &event->remote_port, event->remote_addr);
}

/* How much is sent or received differs each time, and belongs to no event. */
static __always_inline struct event_socket *
begin_socket(struct task_struct *task, struct task *state, __u8 kind, enum abi abi, long ret)
{
	struct event_socket *event = scratch_for(SCRATCH_SYSCALL);

	if (!event)
		return NULL;
	__builtin_memset(event, 0, sizeof(*event));
	fill_header(&event->header, task, state, kind, abi, ret > 0 ? 0 : ret);
	return event;
}

static __always_inline void describe_socket(struct event_socket *event, struct sock *sock)
{
	event->family = BPF_CORE_READ(sock, __sk_common.skc_family);
	event->type = BPF_CORE_READ(sock, sk_type);
	event->protocol = BPF_CORE_READ(sock, sk_protocol);
}

/*
 * The address that a unix socket was bound to, and its file. It returns their
 * length. A peer that has a file is named as it was `asked` for, where that is
 * known: other tools know it by this name. Its file is the kernel's word.
 */
static __noinline __u32 copy_unix_end(struct task_struct *task, struct task *state,
				      struct event_socket *event, struct sock *sock,
				      struct user_address *asked)
{
	struct unix_sock *end = (struct unix_sock *)sock;
	struct unix_address *address = BPF_CORE_READ(end, addr);
	const __u32 name = bpf_core_field_offset(struct unix_address, name) + sizeof(__u16);
	__u32 length, file_length = 0;
	struct path path;

	if (!address)
		return 0;
	length = BPF_CORE_READ(address, len) - sizeof(__u16);
	if (length > UNIX_ADDRESS_SIZE)
		return 0;
	asm volatile("%0 &= 127" : "+r"(length));
	bpf_probe_read_kernel(event->data, length, (void *)address + name);
	bpf_core_read(&path, sizeof(path), &end->path);
	if (path.dentry && asked && asked->family == AF_UNIX && asked->path[0]) {
		length = bpf_probe_read_kernel_str(event->data, UNIX_ADDRESS_SIZE, asked->path);
		asm volatile("%0 &= 127" : "+r"(length));
	}
	event->path_len = length;
	if (path.dentry)
		file_length =
			resolve_path(state, &path, sizeof(*event) + length, &event->file_flags);
	event->file_len = file_length;
	return length + file_length;
}

#endif
