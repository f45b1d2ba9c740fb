/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Bytes that a call wrote from several places, one behind the other. */
#ifndef CXRAY_KINDS_FILES_GATHER_H
#define CXRAY_KINDS_FILES_GATHER_H

#include "kernel/types.bpf.h"
#include "kinds/files/content.bpf.h"

struct iovec64 {
	__u64 base;
	__u64 length;
};

struct iovec32 {
	__u32 base;
	__u32 length;
};

struct gather {
	__u64 vector;
	__u64 left; /* of what was written */
	__u32 length;
	bool is_wide;
};

/* As large as a chunk may be, and behind it what is known of how it is gathered. */
struct gathered {
	char bytes[2 * BEGINNING_CHUNK];
	struct gather gather;
};

struct gather_loop {
	struct gathered *gathered;
};

static long gather_part(__u32 index, struct gather_loop *loop)
{
	struct gather *gather = &loop->gathered->gather;
	struct iovec32 narrow = {};
	struct iovec64 part = {};
	__u32 at = gather->length, take;

	if (gather->is_wide) {
		bpf_probe_read_user(&part, sizeof(part),
				    (void *)gather->vector + index * sizeof(part));
	} else {
		bpf_probe_read_user(&narrow, sizeof(narrow),
				    (void *)gather->vector + index * sizeof(narrow));
		part.base = narrow.base;
		part.length = narrow.length;
	}
	if (part.length > gather->left)
		part.length = gather->left;
	take = part.length < BEGINNING_SIZE ? part.length : BEGINNING_SIZE;
	asm volatile("%0 &= 511" : "+r"(at));
	asm volatile("%0 &= 511" : "+r"(take));
	if (take && bpf_probe_read_user(loop->gathered->bytes + at, take, (void *)part.base)) {
		gather->length = 0;
		return 1;
	}
	gather->left -= part.length;
	gather->length = at + take;
	return !gather->left || gather->length >= BEGINNING_SIZE;
}

#endif
