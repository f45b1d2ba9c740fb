/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Sockets that connect or listen. */
#ifndef CXRAY_SOCKET_H
#define CXRAY_SOCKET_H

#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define SOCK_STREAM 1
#define IPPROTO_TCP 6
#define TCP_ESTABLISHED 1
#define TCP_SYN_SENT 2
#define EINPROGRESS 115
#define S_IFMT 0170000
#define S_IFSOCK 0140000
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
		};
		/* 128 bytes in all, so that a mask bounds what is read. */
		char path[126];
	};
} __attribute__((packed));

static __always_inline struct sock *socket_of(struct task_struct *task, __u32 fd)
{
	struct file *file = file_of(task, fd);
	struct socket *socket;

	if (!file || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return NULL;
	socket = BPF_CORE_READ(file, private_data);
	return BPF_CORE_READ(socket, sk);
}

static __always_inline void copy_local_end(struct event_socket *event, struct sock *sock)
{
	__u16 port = BPF_CORE_READ(sock, __sk_common.skc_num);

	event->local_port = (__u16)(port << 8 | port >> 8); /* skc_num is in host order */
	if (event->family == AF_INET6)
		BPF_CORE_READ_INTO(&event->local_addr, sock, __sk_common.skc_v6_rcv_saddr);
	else
		BPF_CORE_READ_INTO((__u32 *)event->local_addr, sock, __sk_common.skc_rcv_saddr);
}

static __always_inline void copy_remote_end(struct event_socket *event, struct sock *sock)
{
	event->remote_port = BPF_CORE_READ(sock, __sk_common.skc_dport);
	if (event->family == AF_INET6)
		BPF_CORE_READ_INTO(&event->remote_addr, sock, __sk_common.skc_v6_daddr);
	else
		BPF_CORE_READ_INTO((__u32 *)event->remote_addr, sock, __sk_common.skc_daddr);
}

static __always_inline void copy_asked_end(struct event_socket *event, struct user_address *address)
{
	event->remote_port = address->port;
	if (address->family == AF_INET6)
		__builtin_memcpy(event->remote_addr, address->v6, 16);
	else
		__builtin_memcpy(event->remote_addr, address->v4, 4);
}

static __always_inline struct event_socket *
begin_socket(struct task_struct *task, struct task *state, __u8 kind, enum abi abi, long ret)
{
	struct event_socket *event = scratch_for(SCRATCH_SYSCALL);

	if (!event)
		return NULL;
	__builtin_memset(event, 0, sizeof(*event));
	fill_header(&event->header, task, state, kind, abi, ret);
	return event;
}

static __always_inline void describe_socket(struct event_socket *event, struct sock *sock)
{
	event->family = BPF_CORE_READ(sock, __sk_common.skc_family);
	event->type = BPF_CORE_READ(sock, sk_type);
	event->protocol = BPF_CORE_READ(sock, sk_protocol);
}

/*
 * TCP begins to connect. The kernel's own word for it, whatever call led here,
 * and before the caller could change its address or its descriptor.
 */
static __always_inline void note_connecting(struct task *state, struct sock *sock)
{
	state->socket = (__u64)sock;
	state->family = sock->__sk_common.skc_family;
	state->remote_port = sock->__sk_common.skc_dport;
	__builtin_memset(state->remote_addr, 0, sizeof(state->remote_addr));
	if (state->family == AF_INET6)
		BPF_CORE_READ_INTO(&state->remote_addr, sock, __sk_common.skc_v6_daddr);
	else
		BPF_CORE_READ_INTO((__u32 *)state->remote_addr, sock, __sk_common.skc_daddr);
}

/* At the exit of the call in which TCP began to connect; that may be a write. */
static __always_inline void record_tcp_connect(struct task_struct *task, struct task *state,
					       enum abi abi, long ret)
{
	struct event_socket *event =
		begin_socket(task, state, EVENT_CONNECT, abi, ret > 0 ? 0 : ret);

	if (!event)
		return;
	event->family = state->family;
	event->type = SOCK_STREAM;
	event->protocol = IPPROTO_TCP;
	copy_local_end(event, (struct sock *)state->socket);
	event->remote_port = state->remote_port;
	__builtin_memcpy(event->remote_addr, state->remote_addr, sizeof(event->remote_addr));
	send_event(event, sizeof(*event), EVENT_CONNECT);
}

/* A connect that is over, as it was asked for. */
struct connect_call {
	struct sock *sock;
	struct user_address *asked;
	__u32 length; /* of the address, its family included; 2 to UNIX_ADDRESS_SIZE + 2 */
	long ret;
};

static __always_inline bool is_connect_done(long ret)
{
	return ret == 0 || ret == -EINPROGRESS;
}

/* Sends an event whose header is filled. */
static __always_inline void send_connect(struct event_socket *event, struct connect_call *call)
{
	struct user_address *asked = call->asked;
	__u64 length = 0;

	describe_socket(event, call->sock);
	if (event->family == AF_UNIX) {
		length = call->length - 2;
		event->path_len = length;
		bpf_probe_read_kernel(event->data, UNIX_ADDRESS_SIZE, asked->path);
	} else if (event->family == AF_INET || event->family == AF_INET6) {
		/* AF_UNSPEC takes a connection apart. */
		if (asked->family != AF_INET && asked->family != AF_INET6)
			return;
		copy_local_end(event, call->sock);
		/* A connection that failed has left no address in the socket. */
		if (is_connect_done(call->ret)) {
			copy_remote_end(event, call->sock);
		} else {
			event->family = asked->family;
			copy_asked_end(event, asked);
		}
	} else {
		return;
	}
	asm volatile("%0 &= 127" : "+r"(length));
	send_event(event, sizeof(*event) + length, EVENT_CONNECT);
}

/* What TCP did not begin: other protocols, and what failed before. */
static __always_inline void record_connect(struct task_struct *task, struct task *state,
					   enum abi abi, __u32 fd, __u64 user_pointer,
					   __u64 user_length, long ret)
{
	struct user_address asked = {};
	struct connect_call call = { .asked = &asked, .ret = ret };
	struct event_socket *event;

	call.sock = socket_of(task, fd);
	if (user_length > UNIX_ADDRESS_SIZE + 2)
		user_length = UNIX_ADDRESS_SIZE + 2;
	asm volatile("%0 &= 127" : "+r"(user_length));
	if (!call.sock || user_length < 2 ||
	    bpf_probe_read_user(&asked, user_length, (void *)user_pointer)) {
		if (is_connect_done(ret)) /* another thread took descriptor or address away */
			count_loss(EVENT_CONNECT);
		return;
	}
	call.length = user_length;
	event = begin_socket(task, state, EVENT_CONNECT, abi, ret);
	if (event)
		send_connect(event, &call);
}

static __always_inline void record_listen(struct task_struct *task, struct task *state,
					  enum abi abi, __u32 fd, long ret)
{
	struct sock *sock = socket_of(task, fd);
	struct event_socket *event;

	if (ret)
		return;
	if (!sock) {
		count_loss(EVENT_LISTEN);
		return;
	}
	event = begin_socket(task, state, EVENT_LISTEN, abi, ret);
	if (!event)
		return;
	describe_socket(event, sock);
	if (event->family != AF_INET && event->family != AF_INET6)
		return;
	copy_local_end(event, sock);
	send_event(event, sizeof(*event), EVENT_LISTEN);
}

#define SOCKETCALL_CONNECT 3
#define SOCKETCALL_LISTEN 4

/* 32-bit programs reach the socket calls through one call with an array. */
static __always_inline void record_socketcall(struct task_struct *task, struct task *state,
					      enum abi abi, __u32 which, __u64 user_pointer,
					      long ret)
{
	__u32 arguments[3] = {};

	if (which != SOCKETCALL_CONNECT && which != SOCKETCALL_LISTEN)
		return;
	if (bpf_probe_read_user(arguments, which == SOCKETCALL_LISTEN ? 8 : 12,
				(void *)user_pointer))
		return;
	if (which == SOCKETCALL_LISTEN)
		record_listen(task, state, abi, arguments[0], ret);
	else
		record_connect(task, state, abi, arguments[0], arguments[1], arguments[2], ret);
}

static __always_inline void record_socket_call(struct task_struct *task, struct task *state,
					       struct call *call)
{
	__u64 *given = call->arguments;

	switch (call->name) {
	case CALL_CONNECT:
		record_connect(task, state, call->abi, given[0], given[1], given[2], call->ret);
		break;
	case CALL_LISTEN: record_listen(task, state, call->abi, given[0], call->ret); break;
	case CALL_SOCKET: note_socket_arguments(task, state, call); break;
	case CALL_SOCKETCALL:
		record_socketcall(task, state, call->abi, given[0], given[1], call->ret);
		break;
	default: break;
	}
}

#endif
