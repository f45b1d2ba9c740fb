/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which cgroups are containers.
 *
 * Engines name a container's cgroup by its id: 64 hexadecimal digits, alone
 * (cgroupfs driver) or as docker-<id>.scope, cri-containerd-<id>.scope,
 * crio-<id>.scope, libpod-<id>.scope (systemd driver) or libpod-<id> (Podman
 * without systemd). The cgroup is made before the first task enters it, so
 * nothing at a container's start is missed. Containers with other names are found
 * later, when they execute their program: container/candidate.bpf.h. Whatever is made below a
 * container belongs to it, whatever its name: a container cannot leave its own record by making a
 * cgroup that looks like another's. One that the host makes for a container inside of a container
 * that has not begun shows that the outer one is none: Podman without systemd has a cgroup for each
 * pod, and calls it by the pod's id.
 */
#ifndef CXRAY_CONTAINER_CONTAINER_H
#define CXRAY_CONTAINER_CONTAINER_H

#include "event.h"
#include "maps.bpf.h"
#include "container/share.bpf.h"
#include "container/state.bpf.h"
#include "kernel/core_fixes.bpf.h"
#include "kernel/types.bpf.h"

#define NAME_SIZE 128
#define ID_LENGTH 64
#define CGROUP_PATH_SIZE 2048

static __always_inline bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

#define LONGEST_MARK 8

enum cgroup_name {
	NAME_OTHER,
	NAME_CONTAINER,
	NAME_MONITOR, /* of Podman's or CRI-O's conmon, a process of the host */
};

/* Whether a text of at most LONGEST_MARK bytes lies there in kernel memory. */
static __always_inline bool kernel_text_is(const char *at, const char *text, __u32 length)
{
	char found[LONGEST_MARK] = {};
	__u32 i;

	bpf_probe_read_kernel(found, length, at);
	for (i = 0; i < length; i++) {
		if (found[i] != text[i])
			return false;
	}
	return true;
}

/*
 * What a cgroup is by its name, an enum cgroup_name. Its parts are read one by one
 * to fixed places: older verifiers can't follow an index into the stack.
 */
static __noinline int class_of_name(const char *name)
{
	char text[NAME_SIZE] = {}, id[ID_LENGTH] = {};
	long length = bpf_probe_read_kernel_str(text, sizeof(text), name) - 1;
	int i;

	if (length >= ID_LENGTH + 6 && kernel_text_is(name + length - 6, ".scope", 6))
		length -= 6;
	if (length == 6 && kernel_text_is(name, "conmon", 6))
		return NAME_MONITOR; /* the one of a pod, or of all containers */
	if (length < ID_LENGTH || length >= NAME_SIZE - 1)
		return NAME_OTHER;
	length -= ID_LENGTH;
	bpf_probe_read_kernel(id, sizeof(id), name + length);
	for (i = 0; i < ID_LENGTH; i++) {
		if (!is_hex(id[i]))
			return NAME_OTHER;
	}
	if (length == 0)
		return NAME_CONTAINER;
	if (!kernel_text_is(name + length - 1, "-", 1))
		return NAME_OTHER;
	/* libpod-conmon-<id>.scope and crio-conmon-<id>.scope */
	if (length >= 7 && kernel_text_is(name + length - 7, "conmon-", 7))
		return NAME_MONITOR;
	return NAME_CONTAINER;
}

static __always_inline bool is_cgroup2(struct cgroup *cgroup)
{
	return BPF_CORE_READ(cgroup, root, hierarchy_id) == 0;
}

/* What a container's end says in its header when it was none. */
#define NO_CONTAINER (-1)

static __always_inline void send_container(__u64 id, const char *path, __u8 kind, __u32 uid,
					   long ret)
{
	struct event_container *event = scratch_for(SCRATCH_CGROUP);
	long length;

	if (!event)
		return;
	__builtin_memset(event, 0, sizeof(*event));
	event->header.time = bpf_ktime_get_boot_ns();
	event->header.kind = kind;
	event->header.ret = ret;
	event->header.container = id;
	event->header.uid = uid;
	length = bpf_probe_read_kernel_str(event->data, CGROUP_PATH_SIZE, path);
	if (length < 0)
		length = 0;
	event->path_len = length;
	if (send_event(event, sizeof(*event) + length, kind) && kind == EVENT_CONTAINER_STARTED)
		count_start();
}

/*
 * Whether what was taken for a container is a pod, as a cgroup like this one is made in it.
 * Of a container that has begun it never is: whatever then has the host make it could be its
 * own program. Nor where one of its tasks makes it, as a runtime may in its set-up.
 */
static __always_inline bool is_pod(__u64 top, int made)
{
	struct task_struct *maker = bpf_get_current_task_btf();
	struct task *state = bpf_task_storage_get(&tasks, maker, NULL, 0);
	struct container *container = bpf_map_lookup_elem(&containers, &top);

	return made != NAME_OTHER && container && !container->started &&
	       !(state && state->container);
}

static __always_inline void forget_pod(__u64 id)
{
	bpf_map_delete_elem(&cgroups, &id);
	bpf_map_delete_elem(&containers, &id);
	bpf_map_delete_elem(&ignored, &id);
	send_container(id, NULL, EVENT_CONTAINER_STOPPED, 0, NO_CONTAINER);
}

/* Whether a cgroup that was made is a container's. */
static __always_inline bool recognise_container(struct cgroup *cgroup, const char *path)
{
	struct kernfs_node *node = BPF_CORE_READ(cgroup, kn);
	__u64 id = BPF_CORE_READ(node, id);
	__u64 parent = parent_cgroup_id(node);
	__u64 *known = bpf_map_lookup_elem(&cgroups, &parent);
	struct container container = {};
	int named = class_of_name(BPF_CORE_READ(node, name));

	if (known) {
		__u64 top = *known;

		if (top != parent || !is_pod(top, named)) {
			if (bpf_map_update_elem(&cgroups, &id, &top, BPF_ANY))
				count_loss(LOSS_CONTAINER_UNTRACKED);
			return true;
		}
		forget_pod(top);
	}
	if (named != NAME_CONTAINER)
		return false;
	if (bpf_map_update_elem(&containers, &id, &container, BPF_ANY) ||
	    bpf_map_update_elem(&cgroups, &id, &id, BPF_ANY)) {
		count_loss(LOSS_CONTAINER_UNTRACKED);
		return true;
	}
	send_container(id, path, EVENT_CONTAINER_STARTED, bpf_get_current_uid_gid(), 0);
	return true;
}

static __always_inline void forget_container(struct cgroup *cgroup, const char *path)
{
	__u64 id = BPF_CORE_READ(cgroup, kn, id);
	__u64 *known = bpf_map_lookup_elem(&cgroups, &id);
	__u64 top;

	if (!known) {
		bpf_map_delete_elem(&candidates, &id);
		return;
	}
	top = *known;
	bpf_map_delete_elem(&cgroups, &id);
	if (top != id)
		return;
	bpf_map_delete_elem(&containers, &id);
	bpf_map_delete_elem(&ignored, &id);
	send_container(id, path, EVENT_CONTAINER_STOPPED, bpf_get_current_uid_gid(), 0);
}

#endif
