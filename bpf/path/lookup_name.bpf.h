/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Whether a directory's child has the name that is looked for. */
#ifndef CXRAY_PATH_LOOKUP_NAME_H
#define CXRAY_PATH_LOOKUP_NAME_H

#include "kernel/types.bpf.h"
#include "path/lookup_text.bpf.h"
#include "path/path.bpf.h"

static long compare_word(__u32 index, struct lookup_loop *loop)
{
	struct lookup *lookup = loop->lookup;
	__u32 left = lookup->length - index * 8;
	__u64 other;

	asm volatile("%0 &= 31" : "+r"(index));
	other = lookup->other[index];
	if (left < 8)
		other &= (1ULL << (left * 8 & 63)) - 1;
	lookup->differs = other != lookup->name[index];
	return lookup->differs;
}

/* Whether a dentry is the child that is looked for. Global: see resolve_at. */
__noinline int has_name(__u64 dentry)
{
	struct lookup *lookup = this_lookup();
	struct lookup_loop loop = { .lookup = lookup };
	struct dentry_link link = {};
	__u32 length;

	if (!lookup)
		return false;
	length = lookup->length;
	read_link((struct dentry *)dentry, &link);
	/* Both architectures are little-endian: the length is the upper half. */
	if (link.hash_len >> 32 != length || link.parent != lookup->dentry)
		return false;
	asm volatile("%0 &= 255" : "+r"(length));
	bpf_probe_read_kernel(lookup->other, length, link.name);
	bpf_loop((length + 7) / 8, compare_word, &loop, 0);
	return !lookup->differs;
}

#endif
