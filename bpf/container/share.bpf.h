/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * A share of the ring buffer for each container, so that one that does much can't
 * take the room of the others. What one may have waiting is a multiple of what is
 * free: alone it gets seven eighths of the buffer, and however many want all of it,
 * something is left for one that wants little.
 *
 * How much of a container waits is known without user space: what it wrote is
 * summed up for each eighth of a buffer's length, and forgotten with the eighth.
 */
#ifndef CXRAY_CONTAINER_SHARE_H
#define CXRAY_CONTAINER_SHARE_H

#include "event.h"
#include "maps.bpf.h"
#include "kernel/types.bpf.h"

#define SHARE 8 /* times what is free */
#define RECORD_HEADER 8

static __always_inline struct account *account_of(__u64 container)
{
	struct account *account = bpf_map_lookup_elem(&accounts, &container);
	__u32 zero = 0;
	void *empty;

	if (account)
		return account;
	empty = bpf_map_lookup_elem(&empty_account, &zero);
	if (!empty)
		return NULL;
	bpf_map_update_elem(&accounts, &container, empty, BPF_NOEXIST);
	return bpf_map_lookup_elem(&accounts, &container);
}

/* Counts what a container lost: it makes nothing else incomplete. */
__noinline int count_loss_of(__u64 container, __u32 what)
{
	struct account *account = account_of(container);
	__u32 zero = 0;
	struct counters *counts = bpf_map_lookup_elem(&counters, &zero);

	if (!account || !counts) {
		count_loss(what);
		return 0;
	}
	if (what >= LOSS_END)
		return 0;
	__sync_fetch_and_add(&account->lost[what], 1);
	__sync_fetch_and_add(&counts->charged, 1);
	return 0;
}

/* What the container has waiting, of the parts from `first` on. */
static __always_inline __u64 waiting_of(struct account *account, __u64 first)
{
	__u64 sum = 0;
	int i;

	for (i = 0; i < PART_SLOTS; i++) {
		if (account->part[i] >= first)
			sum += account->bytes[i];
	}
	return sum;
}

/* Whether a container may write so many bytes; then they are on its account. */
__noinline int may_write(__u64 container, __u64 size)
{
	__u64 length = bpf_ringbuf_query(&events, BPF_RB_RING_SIZE);
	__u64 waiting = bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA);
	__u64 end = bpf_ringbuf_query(&events, BPF_RB_PROD_POS);
	struct account *account = account_of(container);
	__u64 part = length / RING_PARTS, now = end / part;
	__u64 at = now & (PART_SLOTS - 1);

	if (!account)
		return 1; /* more containers than there are accounts for */
	if (account->part[at] != now) {
		account->part[at] = now;
		account->bytes[at] = 0;
	}
	size += RECORD_HEADER;
	if (waiting > length / 2 && waiting <= length &&
	    waiting_of(account, (end - waiting) / part) + size > SHARE * (length - waiting))
		return 0;
	__sync_fetch_and_add(&account->bytes[at], size);
	return 1;
}

/*
 * Hands an event over; a timer in user space looks for it, so nobody is woken. What
 * says that a container starts, answers or ends takes whatever room there is.
 */
static __always_inline bool send_event(void *event, __u32 size, __u8 kind)
{
	__u64 container = ((struct event_header *)event)->container;

	if ((kind <= EVENT_CONTAINER_STOPPED || may_write(container, size)) &&
	    bpf_ringbuf_output(&events, event, size, BPF_RB_NO_WAKEUP) == 0)
		return true;
	count_loss_of(container, kind);
	return false;
}

#endif
