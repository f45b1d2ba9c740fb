/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Types of sockets, with only the members that are read: see kernel/types.bpf.h. */
#ifndef CXRAY_KERNEL_SOCKET_TYPES_H
#define CXRAY_KERNEL_SOCKET_TYPES_H

#include "kernel/types.bpf.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct in6_addr {
	__u8 bytes[16];
};

struct sock_common {
	__u32 skc_daddr;
	__u32 skc_rcv_saddr;
	__u16 skc_dport;
	__u16 skc_num;
	unsigned short skc_family;
	unsigned char skc_state;
	struct in6_addr skc_v6_daddr;
	struct in6_addr skc_v6_rcv_saddr;
};

struct sock {
	struct sock_common __sk_common;
	__u16 sk_type;
	__u16 sk_protocol;
	int sk_err;
	__u8 sk_userlocks : 4;
};

/* Absent where the kernel has no MPTCP. */
struct mptcp_sock {
	struct sock *first;
};

struct socket {
	struct sock *sk;
};

struct sockaddr_un {
	__u16 sun_family;
	char sun_path[108];
};

struct unix_address {
	int len; /* of what the first of `name` holds */
	struct sockaddr_un name[0];
};

struct unix_sock {
	struct unix_address *addr;
	struct path path;
	struct sock *peer;
};

#pragma clang attribute pop

#endif
