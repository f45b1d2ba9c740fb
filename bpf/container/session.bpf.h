/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which command a session began with. An engine runs a health check as it runs
 * `docker exec`, and user space tells the two apart by the command. Each command has
 * sets of its own (kinds/once.bpf.h): what a visitor did first would else be sent as the
 * visitor's alone, and not again when the health check does the same.
 *
 * A command is kept as a number of 64 bits. A visitor chooses the command, so the number
 * must not be foreseeable: it is a polynomial of the command's bytes at two secret places,
 * which two different commands share by chance alone (1 in 2^40 for the longest).
 */
#ifndef CXRAY_CONTAINER_SESSION_H
#define CXRAY_CONTAINER_SESSION_H

#include "event.h"
#include "maps.bpf.h"
#include "kernel/types.bpf.h"

#define PRIME 4294967291ULL /* the largest below 2^32: a product and a byte fit into 64 bits */

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} session_secret SEC(".maps");

struct command_hash {
	const char *bytes; /* room for ARGS_SIZE */
	__u64 places[2];
	__u64 values[2];
};

static __always_inline void hash_number(struct command_hash *hash, __u64 number)
{
	hash->values[0] = (hash->values[0] * hash->places[0] + number % PRIME) % PRIME;
	hash->values[1] = (hash->values[1] * hash->places[1] + number % PRIME) % PRIME;
}

static long hash_byte(__u32 index, struct command_hash *hash)
{
	const char *bytes = hash->bytes;

	asm volatile("%0 &= 4095" : "+r"(index));
	hash_number(hash, (__u8)bytes[index]);
	return 0;
}

/* Made when it is first needed; two places below the prime, neither of them 0. */
static __always_inline __u64 secret_places(void)
{
	__u32 zero = 0;
	__u64 *secret = bpf_map_lookup_elem(&session_secret, &zero);
	__u64 made = (__u64)bpf_get_prandom_u32() << 32 | bpf_get_prandom_u32();

	if (!secret)
		return 0;
	made |= 1ULL << 32 | 1;
	__sync_val_compare_and_swap(secret, 0, made);
	return *secret;
}

/* Of the current task, whose memory this is. */
static __noinline __u64 session_of(struct mm_struct *memory)
{
	__u64 start = BPF_CORE_READ(memory, arg_start), secret = secret_places();
	__u64 length = BPF_CORE_READ(memory, arg_end) - start;
	char *bytes = scratch_for(SCRATCH_EXEC);
	struct command_hash hash = { .bytes = bytes };
	__u32 read = length < ARGS_SIZE ? length : ARGS_SIZE;

	if (!bytes)
		return 0;
	hash.places[0] = (__u32)secret;
	hash.places[1] = secret >> 32;
	hash_number(&hash, length);
	hash_number(&hash, BPF_CORE_READ(memory, exe_file, f_inode, i_ino));
	hash_number(&hash, BPF_CORE_READ(memory, exe_file, f_inode, i_sb, s_dev));
	asm volatile("%0 &= 8191" : "+r"(read));
	if (!bpf_probe_read_user(bytes, read, (void *)start))
		bpf_loop(read, hash_byte, &hash, 0);
	return hash.values[0] << 32 | hash.values[1];
}

#endif
