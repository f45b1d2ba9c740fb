/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which cgroups are containers.
 *
 * Engines name a container's cgroup by its id: 64 hexadecimal digits, alone
 * (cgroupfs driver) or as docker-<id>.scope, cri-containerd-<id>.scope,
 * crio-<id>.scope, libpod-<id>.scope (systemd driver) or libpod-<id> (Podman
 * without systemd). The cgroup is made before the first task enters it, so
 * nothing at a container's start is missed. Containers with other names are found
 * later, when they execute their program: candidate.bpf.h. Whatever is made below a container
 * belongs to it, whatever its name: a container cannot leave its own record
 * by making a cgroup that looks like another's.
 */
#ifndef CXRAY_CONTAINER_H
#define CXRAY_CONTAINER_H

#define NAME_SIZE 128
#define ID_LENGTH 64
#define CGROUP_PATH_SIZE 2048

static __always_inline bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

#define LONGEST_MARK 8

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
 * Whether a cgroup's name is that of a container. Its parts are read one by one
 * to fixed places: older verifiers can't follow an index into the stack.
 */
static __noinline bool is_container_name(const char *name)
{
	char text[NAME_SIZE] = {}, id[ID_LENGTH] = {};
	long length = bpf_probe_read_kernel_str(text, sizeof(text), name) - 1;
	int i;

	if (length >= ID_LENGTH + 6 && kernel_text_is(name + length - 6, ".scope", 6))
		length -= 6;
	if (length < ID_LENGTH || length >= NAME_SIZE - 1)
		return false;
	length -= ID_LENGTH;
	bpf_probe_read_kernel(id, sizeof(id), name + length);
	for (i = 0; i < ID_LENGTH; i++) {
		if (!is_hex(id[i]))
			return false;
	}
	if (length == 0)
		return true;
	/* libpod-conmon-<id>.scope and crio-conmon-<id>.scope hold Podman's and
	 * CRI-O's monitor, a process of the host. */
	return kernel_text_is(name + length - 1, "-", 1) &&
	       !(length >= 7 && kernel_text_is(name + length - 7, "conmon-", 7));
}

static __always_inline bool is_cgroup2(struct cgroup *cgroup)
{
	return cgroup->root->hierarchy_id == 0;
}

static __always_inline void send_container(__u64 id, const char *path, __u8 kind, __u32 uid)
{
	struct event_container *event = scratch_for(SCRATCH_CGROUP);
	long length;

	if (!event)
		return;
	__builtin_memset(event, 0, sizeof(*event));
	event->header.time = bpf_ktime_get_boot_ns();
	event->header.kind = kind;
	event->header.container = id;
	event->header.uid = uid;
	length = bpf_probe_read_kernel_str(event->data, CGROUP_PATH_SIZE, path);
	if (length < 0)
		length = 0;
	event->path_len = length;
	send_event(event, sizeof(*event) + length, kind);
}

/* Whether a cgroup that was made is a container's. */
static __always_inline bool recognise_container(struct cgroup *cgroup, const char *path)
{
	struct kernfs_node *node = cgroup->kn;
	__u64 id = node->id;
	__u64 parent = parent_cgroup_id(node);
	__u64 *known = bpf_map_lookup_elem(&cgroups, &parent);
	struct container container = {};

	if (known) {
		__u64 top = *known;

		if (bpf_map_update_elem(&cgroups, &id, &top, BPF_ANY))
			count_loss(LOSS_CONTAINER_UNTRACKED);
		return true;
	}
	if (!is_container_name(node->name))
		return false;
	if (bpf_map_update_elem(&containers, &id, &container, BPF_ANY) ||
	    bpf_map_update_elem(&cgroups, &id, &id, BPF_ANY)) {
		count_loss(LOSS_CONTAINER_UNTRACKED);
		return true;
	}
	send_container(id, path, EVENT_CONTAINER_STARTED, bpf_get_current_uid_gid());
	return true;
}

static __always_inline void forget_container(struct cgroup *cgroup, const char *path)
{
	__u64 id = cgroup->kn->id;
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
	send_container(id, path, EVENT_CONTAINER_STOPPED, bpf_get_current_uid_gid());
}

#endif
