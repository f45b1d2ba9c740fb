/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * TCP connections that are under way. The call that begins one may return long
 * before it is known what becomes of it, and a request of an io_uring is no call
 * at all. So beginning and end are the socket's own word: the event waits here
 * until the socket says that it is connected, or that it will not be.
 */
#ifndef CXRAY_KINDS_NETWORK_CONNECTING_H
#define CXRAY_KINDS_NETWORK_CONNECTING_H

#include "event.h"
#include "maps.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "container/task.bpf.h"
#include "kernel/socket_types.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/network/address.bpf.h"

#define TCP_ESTABLISHED 1
#define TCP_SYN_SENT 2
#define TCP_SYN_RECV 3
#define TCP_CLOSE 7
#define EINPROGRESS 115

#define CONNECTING 16384

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, CONNECTING);
	__type(key, __u64); /* struct sock *; every one leaves this state again */
	__type(value, struct event_socket);
} connecting SEC(".maps");

/* How many there are. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} connecting_count SEC(".maps");

static __always_inline bool is_under_way(int state)
{
	/* TCP_SYN_RECV: both ends began at once, as a socket does that connects to itself. */
	return state == TCP_SYN_SENT || state == TCP_SYN_RECV;
}

/* Takes a place, of which a container gets as large a share as of the ring buffer. */
static __always_inline bool take_place(__u64 sock, struct event_socket *event)
{
	struct account *account = account_of(event->header.container);
	__u32 zero = 0;
	__u64 *count = bpf_map_lookup_elem(&connecting_count, &zero);

	if (!count)
		return false;
	if (account && *count > CONNECTING / 2 && *count < CONNECTING &&
	    account->connecting >= SHARE * (CONNECTING - *count))
		return false;
	if (bpf_map_update_elem(&connecting, &sock, event, BPF_NOEXIST))
		/* There already: its end was missed. Or there is no place for anyone. */
		return !bpf_map_update_elem(&connecting, &sock, event, BPF_EXIST);
	__sync_fetch_and_add(count, 1);
	if (account)
		__sync_fetch_and_add(&account->connecting, 1);
	return true;
}

static __always_inline void leave_place(__u64 sock, __u64 container)
{
	struct account *account = bpf_map_lookup_elem(&accounts, &container);
	__u32 zero = 0;
	__u64 *count = bpf_map_lookup_elem(&connecting_count, &zero);

	if (bpf_map_delete_elem(&connecting, &sock))
		return;
	if (count)
		__sync_fetch_and_sub(count, 1);
	/* An account that was closed meanwhile, and made anew, knows nothing of it. */
	if (account && account->connecting)
		__sync_fetch_and_sub(&account->connecting, 1);
}

/*
 * The address is the kernel's, before the caller could change its own or its
 * descriptor. Where there is no place it is told as it is now, and not again.
 */
static __always_inline void begin_connecting(struct task_struct *actor, struct task *state,
					     struct sock *sock, enum abi abi)
{
	struct event_socket event = {};

	fill_header(&event.header, actor, state, EVENT_CONNECT, abi, -EINPROGRESS);
	describe_socket(&event, sock);
	copy_remote_end(&event, sock);
	if (take_place((__u64)sock, &event))
		return;
	copy_local_end(&event, sock);
	send_event(&event, sizeof(event), EVENT_CONNECT);
	count_loss_of(state->container, LOSS_CONNECTION_UNTRACKED);
}

/* Whether the running task is in the very call that began it, which then knows why it failed. */
static __always_inline bool is_call_under_way(struct sock *sock)
{
	struct task *state = state_of(bpf_get_current_task_btf());

	return state && state->socket == (__u64)sock;
}

/* It is connected, or will not be. */
static __always_inline void settle_connecting(struct sock *sock, int now)
{
	__u64 key = (__u64)sock;
	struct event_socket *begun = bpf_map_lookup_elem(&connecting, &key);
	struct event_socket event;
	int error;

	if (!begun)
		return;
	error = BPF_CORE_READ(sock, sk_err);
	if (now != TCP_ESTABLISHED && !error && is_call_under_way(sock))
		return;
	event = *begun;
	leave_place(key, event.header.container);
	event.header.time = bpf_ktime_get_boot_ns();
	/* One that failed has given its port back. */
	if (now == TCP_ESTABLISHED || !event.local_port)
		copy_local_end(&event, sock);
	/* There is no error where it was given up: it never came to an end. */
	event.header.ret = now == TCP_ESTABLISHED ? 0 : -(error ?: EINPROGRESS);
	send_event(&event, sizeof(event), EVENT_CONNECT);
}

/*
 * At the exit of the call in which TCP began to connect, which may be a write.
 * What is under way goes on without it.
 */
static __noinline void leave_connecting(struct task *state, long ret)
{
	__u64 key = state->socket;
	struct sock *sock = (struct sock *)key;
	struct event_socket *begun = bpf_map_lookup_elem(&connecting, &key);
	struct event_socket event;

	state->socket = 0;
	if (!begun)
		return;
	copy_local_end(begun, sock);
	if (is_under_way(BPF_CORE_READ(sock, __sk_common.skc_state)))
		return;
	event = *begun;
	leave_place(key, event.header.container);
	event.header.time = bpf_ktime_get_boot_ns();
	event.header.ret = ret < 0 ? ret : -EINPROGRESS;
	send_event(&event, sizeof(event), EVENT_CONNECT);
}

/* What is still under way when recording ends. */
static long tell_connecting(void *map, __u64 *sock, struct event_socket *begun, void *context)
{
	struct event_socket event = *begun;

	event.header.time = bpf_ktime_get_boot_ns();
	send_event(&event, sizeof(event), EVENT_CONNECT);
	return 0;
}

#endif
