/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What the beginning of a file says of it.
 *
 * A tracepoint can't read a file, so its beginning is looked at while it is
 * written. Only what is needed to tell classes apart stays in the kernel: the
 * first eight bytes, and whether all that was seen was text. Nothing but the
 * class is handed over.
 *
 * What is written to the beginning without a write (a shared mapping, a hole
 * that is punched) makes the class unknown. Between a write and the look at
 * what was written another thread may change the caller's memory: the class
 * then is that of what it put there.
 */
#ifndef CXRAY_KINDS_FILES_CONTENT_H
#define CXRAY_KINDS_FILES_CONTENT_H

#include "event.h"
#include "maps.bpf.h"
#include "kernel/types.bpf.h"

#define HEAD_SIZE 8
#define TAR_AT 257          /* where a tar archive says "ustar" */
#define BEGINNING_SIZE 264  /* what is looked at */
#define BEGINNING_CHUNK 512 /* a power of two above, for masks */

/* A file, as long as it is in memory: neither its number nor its address alone is enough. */
struct content_key {
	__u64 inode;
	__u64 number;
	__u32 device;
	__u32 reserved;
};

struct beginning {
	__u64 head;   /* the first bytes, the first one lowest */
	__u16 length; /* how much was seen, without a gap */
	__u8 text;    /* all of it was text */
	__u8 tar;
	__u8 unsure; /* some of it was written over: what is not text may be by now */
	__u8 unseen; /* it may have been changed without a write */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct content_key);
	__type(value, struct beginning);
} beginnings SEC(".maps");

static __always_inline void read_content_key(struct inode *inode, struct content_key *key)
{
	key->inode = (__u64)inode;
	key->number = BPF_CORE_READ(inode, i_ino);
	key->device = BPF_CORE_READ(inode, i_sb, s_dev);
	key->reserved = 0;
}

static __noinline void forget_content(struct inode *inode)
{
	struct content_key key;

	read_content_key(inode, &key);
	bpf_map_delete_elem(&beginnings, &key);
}

/* A file may be changed without a write, from now on and until it is emptied. */
static __noinline void lose_sight_of(struct inode *inode)
{
	struct beginning unseen = { .unseen = 1 };
	struct content_key key;

	read_content_key(inode, &key);
	bpf_map_update_elem(&beginnings, &key, &unseen, BPF_ANY);
}

/* Printable ASCII, white space, the escapes of terminals, and bytes that UTF-8 uses. */
static const __u8 text_bytes[256] = {
	['\t'] = 1, ['\n'] = 1,        ['\f'] = 1,          ['\r'] = 1,
	[0x1b] = 1, [' ' ... '~'] = 1, [0x80 ... 0xbf] = 1, [0xc2 ... 0xf4] = 1,
};

/*
 * Whether the first bytes of SCRATCH_SYSCALL are text. The function is global,
 * so that the verifier looks at its loop once, and not for each way that leads
 * here.
 */
__noinline int is_text(__u32 length)
{
	const char *bytes = scratch_for(SCRATCH_SYSCALL);
	__u32 i;

	if (!bytes)
		return false;
	for (i = 0; i < BEGINNING_SIZE; i++) {
		if (i >= length)
			break;
		if (!text_bytes[(__u8)bytes[i]])
			return false;
	}
	return true;
}

/* Bytes that were written, in SCRATCH_SYSCALL, and where. */
struct chunk {
	__u64 offset;
	__u32 length; /* BEGINNING_SIZE at most */
	__u64 size;   /* of the file by now */
};

/* The first bytes after some of them were written. */
static __always_inline __u64 merge_head(__u64 head, __u64 bytes, __u32 offset, __u32 length)
{
	__u64 mask = length >= HEAD_SIZE ? ~0ULL : (1ULL << (length * 8)) - 1;

	if (offset >= HEAD_SIZE)
		return head;
	mask <<= offset * 8;
	return (head & ~mask) | ((bytes << (offset * 8)) & mask);
}

/* "ustar", the first letter lowest */
#define USTAR 0x7261747375ULL
#define USTAR_MASK 0xffffffffffULL

static __always_inline bool holds_tar(struct chunk *chunk, const char *bytes)
{
	__u64 found;
	__u32 at;

	if (chunk->offset > TAR_AT || chunk->offset + chunk->length < TAR_AT + 5)
		return false;
	at = TAR_AT - chunk->offset;
	asm volatile("%0 &= 511" : "+r"(at));
	__builtin_memcpy(&found, bytes + at, sizeof(found));
	return (found & USTAR_MASK) == USTAR;
}

static __noinline void note_chunk(struct content_key *key, struct chunk *chunk, const char *bytes)
{
	struct beginning *known = bpf_map_lookup_elem(&beginnings, key), now = {};
	__u32 offset = chunk->offset, end = offset + chunk->length;
	bool is_new;

	if (!bytes || chunk->offset >= BEGINNING_SIZE)
		return;
	if (known)
		now = *known;
	/* Whatever was there before is gone: it was cut off. */
	is_new = offset == 0 && (!known || chunk->size <= end || end >= now.length);
	if (is_new)
		now = (struct beginning){ .text = 1, .unseen = now.unseen };
	else if (!known || offset > now.length)
		return; /* behind what was not seen */
	if (offset < now.length)
		now.unsure = 1;
	now.head = merge_head(now.head, *(__u64 *)bytes, offset, chunk->length);
	now.text = now.text && is_text(chunk->length);
	now.tar = now.tar || holds_tar(chunk, bytes);
	if (end > now.length)
		now.length = end;
	bpf_map_update_elem(&beginnings, key, &now, BPF_ANY);
}

/* A magic number at the beginning, as it lies in memory. */
#define BEGINS(beginning, size, magic)                                                             \
	((beginning)->length >= (size) &&                                                          \
	 ((beginning)->head & (~0ULL >> (64 - (size)*8))) == (magic))

static __always_inline bool is_archive(struct beginning *known)
{
	return known->tar || BEGINS(known, 2, 0x8b1fULL) ||              /* gzip */
	       BEGINS(known, 2, 0x9d1fULL) ||                            /* compress */
	       BEGINS(known, 3, 0x685a42ULL) ||                          /* bzip2: BZh */
	       BEGINS(known, 6, 0x005a587a37fdULL) ||                    /* xz */
	       BEGINS(known, 4, 0xfd2fb528ULL) ||                        /* zstd */
	       BEGINS(known, 4, 0x184d2204ULL) ||                        /* lz4 */
	       BEGINS(known, 4, 0x04034b50ULL) ||                        /* zip: PK */
	       BEGINS(known, 4, 0x06054b50ULL) ||                        /* an empty zip */
	       BEGINS(known, 6, 0x1c27afbc7a37ULL) ||                    /* 7z */
	       BEGINS(known, 6, 0x071a21726152ULL) ||                    /* rar */
	       BEGINS(known, 8, 0x0a3e686372613c21ULL) ||                /* ar: !<arch> */
	       BEGINS(known, 4, 0xdbeeabedULL) ||                        /* rpm */
	       (BEGINS(known, 5, 0x3037303730ULL) && known->length > 5); /* cpio: 07070 */
}

/* enum content of a file that is not empty. Global: see resolve_at. */
__noinline int content_of(__u64 file, __u64 size)
{
	struct inode *inode = (struct inode *)file;
	struct content_key key;
	struct beginning *known;

	read_content_key(inode, &key);
	known = bpf_map_lookup_elem(&beginnings, &key);
	if (!known || known->unseen)
		return CONTENT_UNKNOWN;
	if (size < HEAD_SIZE && size < known->length)
		return CONTENT_UNKNOWN; /* cut off since */
	if (BEGINS(known, 4, 0x464c457fULL))
		return CONTENT_ELF;
	if (BEGINS(known, 2, 0x2123ULL))
		return CONTENT_SCRIPT;
	if (is_archive(known))
		return CONTENT_ARCHIVE;
	if (known->length < HEAD_SIZE && known->length < size)
		return CONTENT_UNKNOWN; /* too little was seen */
	if (known->text)
		return CONTENT_TEXT;
	return known->unsure ? CONTENT_UNKNOWN : CONTENT_OTHER;
}

#endif
