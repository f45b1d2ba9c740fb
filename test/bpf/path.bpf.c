// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Runs the functions of bpf/path/ in the kernel on what the tests in test/e2e/ make
 * up whose names end in -in-kernel: each program is run by BPF_PROG_TEST_RUN, in the
 * task that asks for it.
 */
#include "event.h"
#include "maps.bpf.h"
#include "container/state.bpf.h"
#include "kernel/types.bpf.h"
#include "kinds/files/target.bpf.h"
#include "path/descriptor.bpf.h"
#include "path/lookup_text.bpf.h"
#include "path/path.bpf.h"
#include "path/storage.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define ROOT_UNKNOWN -1 /* of case.root */

/* What goes in, and what comes out. */
struct path_case {
	__s32 folder; /* AT_FDCWD or a descriptor */
	__s32 root;   /* the descriptor of the container's root directory */
	__s32 ret;    /* of the call */
	__u32 how;    /* enum lookup_how, enum target_how */
	__u32 at;     /* where in the text */
	__u32 last;
	__u32 links;
	__u32 count; /* names that were taken */
	__u32 result;
	__u32 flags;
	__u32 path_len;
	__u32 length; /* of data */
	struct task state;
	char asked[ASKED_SIZE];
	char link[ASKED_SIZE];
	char data[3 * ASKED_SIZE];
};

/* So that user space finds the offsets. */
const struct path_case *keep_case __attribute__((unused));

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct path_case);
} cases SEC(".maps");

static __always_inline struct path_case *this_case(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&cases, &zero);
}

/* Puts what was asked for where look_up puts it. */
static __always_inline void begin_text(struct lookup *lookup, struct path_case *given)
{
	lookup->how = given->how;
	lookup->at = ASKED_SIZE;
	lookup->last = 0;
	lookup->links = given->links;
	bpf_probe_read_kernel(lookup->text + ASKED_SIZE, ASKED_SIZE, given->asked);
	lookup->text[2 * ASKED_SIZE - 1] = 0;
}

struct nothing {
	__u64 unused;
};

static long take_one(__u32 index, struct nothing *context)
{
	struct lookup *lookup = this_lookup();
	struct path_case *given = this_case();
	__u32 length = take_name(), at;

	if (!lookup || !given)
		return 1;
	given->result = length;
	if (length == 0 || length >= COMPONENT_SIZE)
		return 1;
	at = given->length;
	asm volatile("%0 &= 8191" : "+r"(at));
	bpf_probe_read_kernel(given->data + at, COMPONENT_SIZE, lookup->name);
	given->length = at + length;
	given->data[at + length] = lookup->last ? '!' : '|';
	given->length++;
	given->count++;
	return 0;
}

/* All names of a text; behind each "|", behind the last one "!". */
SEC("raw_tp")
int take_names(void *context)
{
	struct lookup *lookup = this_lookup();
	struct path_case *given = this_case();
	struct nothing nothing = {};

	if (!lookup || !given)
		return -1;
	begin_text(lookup, given);
	bpf_loop(ASKED_SIZE, take_one, &nothing, 0);
	given->how = lookup->how;
	return 0;
}

/* A link's text in front of what is left from `at` on; what is left then. */
SEC("raw_tp")
int follow_text(void *context)
{
	struct lookup *lookup = this_lookup();
	struct path_case *given = this_case();
	__u32 at;

	if (!lookup || !given)
		return -1;
	begin_text(lookup, given);
	lookup->at = given->at;
	lookup->last = given->last;
	given->result = put_link(lookup, given->link);
	given->links = lookup->links;
	given->at = at = lookup->at;
	asm volatile("%0 &= 8191" : "+r"(at));
	given->length = bpf_probe_read_kernel_str(given->data, sizeof(given->data) - COMPONENT_SIZE,
						  lookup->text + at);
	return 0;
}

/* What a name stands for, as the probes look it up. */
SEC("raw_tp")
int find_path(void *context)
{
	struct event_change *event = scratch_for(SCRATCH_SYSCALL);
	struct path_case *given = this_case();
	struct lookup *lookup = this_lookup();
	struct changed_path path = {};
	struct target target = {};
	struct path root;
	struct file *file;

	if (!given || !event || !lookup)
		return -1;
	if (given->root != ROOT_UNKNOWN) {
		file = file_of(given->root);
		bpf_core_read(&root, sizeof(root), &file->f_path);
		given->state.root_dentry = (__u64)root.dentry;
		given->state.root_mount = mount_of(root.mnt);
		note_root_storage(&given->state, root.mnt);
	}
	target.asked = (__u64)given->asked;
	target.in_kernel = 1;
	target.folder = given->folder;
	target.how = given->how;
	target.ret = given->ret;
	given->length = write_target(&given->state, &target, &path, 0);
	given->result = lookup->result;
	given->links = lookup->links;
	given->flags = path.path_flags;
	given->path_len = path.path_len;
	bpf_probe_read_kernel(given->data, sizeof(given->data), event->data);
	return 0;
}
