/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A name as the caller gave it. */
#ifndef CXRAY_PATH_ASKED_H
#define CXRAY_PATH_ASKED_H

#include "event.h"
#include "kernel/types.bpf.h"

/* A string of the caller, NUL-ended: its length with the NUL, 0 if unreadable. */
static __always_inline __u32 read_asked(char *out, __u64 user_pointer)
{
	long length = bpf_probe_read_user_str(out, ASKED_SIZE, (void *)user_pointer);

	return length > 0 ? length : 0;
}

/* The same where the kernel has a copy of it. */
static __always_inline __u32 read_kernel_name(char *out, __u64 pointer)
{
	long length = bpf_probe_read_kernel_str(out, ASKED_SIZE, (void *)pointer);

	return length > 0 ? length : 0;
}

static __always_inline __u32 read_name(char *out, __u64 pointer, bool in_kernel)
{
	return in_kernel ? read_kernel_name(out, pointer) : read_asked(out, pointer);
}

#endif
