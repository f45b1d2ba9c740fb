/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What a lookup knows, and the text that it takes components from. */
#ifndef CXRAY_PATH_LOOKUP_TEXT_H
#define CXRAY_PATH_LOOKUP_TEXT_H

#include "event.h"
#include "kernel/types.bpf.h"

#define COMPONENT_SIZE 256 /* NAME_MAX and a NUL */
#define LOOKUP_LINKS 40    /* as the kernel: MAXSYMLINKS */

/* What is to be looked up: enum lookup_how. */
enum lookup_how {
	LOOKUP_FOLLOW = 1, /* a link at the end as well */
	LOOKUP_ENTRY = 2,  /* a name in a directory, whatever is there */
	LOOKUP_GONE = 4,   /* with LOOKUP_ENTRY: there is nothing any more */
};

enum lookup_state {
	TAKE_COMPONENT,
	TRY_CHILD,
	TRY_MOUNT,
	GO_UP,
};

enum lookup_result {
	LOOKUP_UNKNOWN, /* the cache doesn't tell, or too much to look at */
	LOOKUP_FOUND,   /* it is `dentry` on `mount` */
	LOOKUP_NAMED,   /* it is `name` in `dentry` on `mount` */
};

/*
 * `text` is what is left of the name, from `at` on. The text of a link is put
 * in front of it, over what was taken already.
 */
struct lookup {
	struct dentry *dentry;
	struct mount *mount;
	struct dentry *root_dentry;
	struct mount *root_mount;
	struct dentry *leaf; /* with LOOKUP_NAMED: what has the name, if anything */
	__u64 next;          /* of the list that is looked through */
	__u64 end;
	__u32 at;
	__u32 children; /* that may still be looked at */
	__u8 how;
	__u8 state;
	__u8 result;
	__u8 links;  /* followed */
	__u8 last;   /* `name` is the last component */
	__u8 length; /* of `name` */
	__u8 differs;
	__u8 whiteout;                  /* see path/removed.bpf.h */
	__u64 name[COMPONENT_SIZE / 8]; /* the rest of it is 0 */
	__u64 other[COMPONENT_SIZE / 8];
	char asked[ASKED_SIZE];
	char link[ASKED_SIZE];
	char text[2 * ASKED_SIZE + ASKED_SIZE];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct lookup);
} lookups SEC(".maps");

static __always_inline struct lookup *this_lookup(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&lookups, &zero);
}

/* What the callbacks of bpf_loop are given must be on the stack. */
struct lookup_loop {
	struct lookup *lookup;
};

static __always_inline char text_at(struct lookup *lookup, __u32 at)
{
	asm volatile("%0 &= 8191" : "+r"(at));
	return lookup->text[at];
}

static long skip_slash(__u32 index, struct lookup_loop *loop)
{
	struct lookup *lookup = loop->lookup;

	if (text_at(lookup, lookup->at) != '/')
		return 1;
	lookup->at++;
	return 0;
}

static long skip_character(__u32 index, struct lookup_loop *loop)
{
	struct lookup *lookup = loop->lookup;
	char next = text_at(lookup, lookup->at);

	if (next == '/' || next == 0)
		return 1;
	lookup->at++;
	return 0;
}

/*
 * Takes the next component into `name`; its length, 0 where there is none, or too
 * much. Global: see resolve_at.
 */
__noinline int take_name(void)
{
	struct lookup *lookup = this_lookup();
	struct lookup_loop loop = { .lookup = lookup };
	__u32 from, length;
	bool folder;

	if (!lookup)
		return 0;
	bpf_loop(ASKED_SIZE, skip_slash, &loop, 0);
	from = lookup->at;
	bpf_loop(COMPONENT_SIZE, skip_character, &loop, 0);
	length = lookup->at - from;
	if (length == 0 || length >= COMPONENT_SIZE)
		return length;
	folder = text_at(lookup, lookup->at) == '/';
	bpf_loop(ASKED_SIZE, skip_slash, &loop, 0);
	lookup->last = !text_at(lookup, lookup->at);
	if (lookup->last && folder && !(lookup->how & LOOKUP_ENTRY))
		lookup->how |= LOOKUP_FOLLOW;
	lookup->length = length;
	asm volatile("%0 &= 255" : "+r"(length));
	asm volatile("%0 &= 8191" : "+r"(from));
	__builtin_memset(lookup->name, 0, sizeof(lookup->name));
	bpf_probe_read_kernel(lookup->name, length, lookup->text + from);
	return length;
}

/* Puts what a link says in front of what is left; false if there is nothing to go on with. */
static __always_inline bool put_link(struct lookup *lookup, const char *text)
{
	long length = text ? bpf_probe_read_kernel_str(lookup->link, ASKED_SIZE, text) : 0;
	__u32 at = lookup->at;

	if (length <= 1 || length >= ASKED_SIZE || ++lookup->links > LOOKUP_LINKS)
		return false;
	/* In place of the link's NUL comes a slash, or the NUL that is there. */
	if (lookup->last)
		length--;
	if (at < length)
		return false;
	at -= length;
	lookup->at = at;
	asm volatile("%0 &= 8191" : "+r"(at));
	asm volatile("%0 &= 4095" : "+r"(length));
	bpf_probe_read_kernel(lookup->text + at, length, lookup->link);
	if (!lookup->last)
		lookup->text[at + length - 1] = '/';
	return true;
}

#endif
