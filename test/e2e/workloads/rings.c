/* Does through io_uring what else takes system calls; fails unless each thing really happened. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

struct ring {
	int fd;
	unsigned flags, waiting; /* entries that are not submitted yet */
	unsigned *sq_tail, *sq_mask, *sq_array, *sq_flags;
	unsigned *cq_head, *cq_tail, *cq_mask;
	struct io_uring_sqe *sqes;
	struct io_uring_cqe *cqes;
};

static void require(int holds, const char *what)
{
	if (holds)
		return;
	perror(what);
	exit(1);
}

static struct ring make_ring(unsigned entries, unsigned flags)
{
	struct io_uring_params params = { .flags = flags, .sq_thread_idle = 2000 };
	struct ring ring = { .fd = syscall(SYS_io_uring_setup, entries, &params), .flags = flags };
	size_t size = params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe) +
		      params.sq_off.array + params.sq_entries * sizeof(unsigned);
	char *map;

	require(ring.fd >= 0, "io_uring_setup");
	map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, ring.fd, IORING_OFF_SQ_RING);
	ring.sqes = mmap(NULL, params.sq_entries * sizeof(*ring.sqes), PROT_READ | PROT_WRITE,
			 MAP_SHARED, ring.fd, IORING_OFF_SQES);
	require(map != MAP_FAILED && ring.sqes != MAP_FAILED, "mmap");
	ring.sq_tail = (void *)(map + params.sq_off.tail);
	ring.sq_mask = (void *)(map + params.sq_off.ring_mask);
	ring.sq_array = (void *)(map + params.sq_off.array);
	ring.sq_flags = (void *)(map + params.sq_off.flags);
	ring.cq_head = (void *)(map + params.cq_off.head);
	ring.cq_tail = (void *)(map + params.cq_off.tail);
	ring.cq_mask = (void *)(map + params.cq_off.ring_mask);
	ring.cqes = (void *)(map + params.cq_off.cqes);
	return ring;
}

static struct io_uring_sqe *next(struct ring *ring, int opcode, int fd, const void *address)
{
	unsigned at = (*ring->sq_tail + ring->waiting++) & *ring->sq_mask;
	struct io_uring_sqe *entry = &ring->sqes[at];

	memset(entry, 0, sizeof(*entry));
	entry->opcode = opcode;
	entry->fd = fd;
	entry->addr = (unsigned long)address;
	ring->sq_array[at] = at;
	return entry;
}

static void submit(struct ring *ring, unsigned answers)
{
	unsigned count = ring->waiting, flags = answers ? IORING_ENTER_GETEVENTS : 0;

	__atomic_store_n(ring->sq_tail, *ring->sq_tail + count, __ATOMIC_RELEASE);
	ring->waiting = 0;
	if (ring->flags & IORING_SETUP_SQPOLL)
		flags |= IORING_ENTER_SQ_WAKEUP;
	require(syscall(SYS_io_uring_enter, ring->fd, count, answers, flags, NULL, 0) >= 0,
		"io_uring_enter");
}

/* The result of the oldest answer that is there. */
static int answer(struct ring *ring)
{
	unsigned head = *ring->cq_head;
	int result;

	require(head != __atomic_load_n(ring->cq_tail, __ATOMIC_ACQUIRE), "no answer");
	result = ring->cqes[head & *ring->cq_mask].res;
	__atomic_store_n(ring->cq_head, head + 1, __ATOMIC_RELEASE);
	return result;
}

static int run(struct ring *ring)
{
	submit(ring, 1);
	return answer(ring);
}

static void make_file(const char *path)
{
	int fd = creat(path, 0644);

	require(fd >= 0, path);
	close(fd);
}

static int open_with(struct ring *ring, int folder, const char *path, int flags)
{
	int fd;

	next(ring, IORING_OP_OPENAT, folder, path)->flags = flags;
	fd = run(ring);
	if (fd >= 0)
		close(fd);
	return fd;
}

static void open_plainly(struct ring *ring)
{
	struct open_how how = { .flags = O_WRONLY };
	struct io_uring_sqe *entry;
	int folder = open("/rings", O_PATH | O_DIRECTORY);

	require(open_with(ring, AT_FDCWD, "/rings/plain", 0) >= 0, "plain");
	require(open_with(ring, AT_FDCWD, "/rings/absent", 0) == -ENOENT, "absent");
	require(open_with(ring, folder, "relative", 0) >= 0, "relative");
	require(open_with(ring, AT_FDCWD, "/rings/worker", IOSQE_ASYNC) >= 0, "worker");
	require(chdir("/rings") == 0, "chdir");
	entry = next(ring, IORING_OP_OPENAT2, AT_FDCWD, "how");
	entry->len = sizeof(how);
	entry->off = (unsigned long)&how;
	require(run(ring) >= 0, "how");
}

/* The descriptor of the first is closed and given to the second before any answer is written. */
static void open_close_open(struct ring *ring)
{
	int fd = dup(0);

	close(fd); /* the next to be given away */
	/* Until their names are cached, files are opened in a worker. */
	require(open_with(ring, AT_FDCWD, "/dev/shm/first", 0) == fd, "first");
	require(open_with(ring, AT_FDCWD, "/dev/shm/second", 0) == fd, "second");
	next(ring, IORING_OP_OPENAT, AT_FDCWD, "/dev/shm/first");
	next(ring, IORING_OP_CLOSE, fd, NULL);
	next(ring, IORING_OP_OPENAT, AT_FDCWD, "/dev/shm/second");
	submit(ring, 3);
	require(answer(ring) == fd && answer(ring) == 0 && answer(ring) == fd, "batch");
	close(fd);
}

static void open_direct(struct ring *ring)
{
	int none[4] = { -1, -1, -1, -1 };

	require(!syscall(SYS_io_uring_register, ring->fd, IORING_REGISTER_FILES, none, 4),
		"io_uring_register");
	next(ring, IORING_OP_OPENAT, AT_FDCWD, "/rings/direct")->file_index = 3;
	require(run(ring) == 0, "direct");
}

/* No answer is asked for, and one finds no room. */
static void open_unanswered(struct ring *ring)
{
	struct ring small = make_ring(1, 0);
	int i;

	next(ring, IORING_OP_OPENAT, AT_FDCWD, "/rings/plain")->flags = IOSQE_CQE_SKIP_SUCCESS;
	next(ring, IORING_OP_NOP, -1, NULL);
	require(run(ring) == 0, "skipped");
	for (i = 0; i < 2; i++) {
		next(&small, IORING_OP_NOP, -1, NULL);
		submit(&small, 0);
	}
	next(&small, IORING_OP_OPENAT, AT_FDCWD, "/rings/overflown");
	submit(&small, 0);
	require(answer(&small) == 0 && answer(&small) == 0, "small ring");
	submit(&small, 1);
	require(answer(&small) >= 0, "overflown");
}

/* The entry of a call that names two files, the second in `entry->off`. */
static int name_two(struct ring *ring, int opcode, const char *from, int folder, const char *to)
{
	struct io_uring_sqe *entry = next(ring, opcode, AT_FDCWD, from);

	if (opcode == IORING_OP_SYMLINKAT)
		entry->fd = folder;
	else
		entry->len = folder;
	entry->off = (unsigned long)to;
	return run(ring);
}

static int unlink_with(struct ring *ring, int folder, const char *path, int flags)
{
	next(ring, IORING_OP_UNLINKAT, folder, path)->unlink_flags = flags;
	return run(ring);
}

static void change(struct ring *ring)
{
	int folder = open("/rings", O_PATH | O_DIRECTORY);

	next(ring, IORING_OP_MKDIRAT, folder, "made")->len = 0750;
	require(run(ring) == 0, "mkdirat");
	require(unlink_with(ring, AT_FDCWD, "/rings/made", AT_REMOVEDIR) == 0, "rmdir");
	require(!name_two(ring, IORING_OP_RENAMEAT, "/rings/old", folder, "new"), "renameat");
	require(!name_two(ring, IORING_OP_LINKAT, "/rings/new", folder, "hard"), "linkat");
	require(!name_two(ring, IORING_OP_SYMLINKAT, "says\n", folder, "soft"), "symlinkat");
	require(unlink_with(ring, folder, "soft", 0) == 0, "unlinkat");
	require(unlink_with(ring, AT_FDCWD, "/rings/absent", 0) == -ENOENT, "unlink nothing");
}

/* The ring uses the room of requests again, here of one that was complete for one that waits. */
static void open_in_rounds(struct ring *ring)
{
	struct io_uring_sqe *entry;
	int first, second;

	next(ring, IORING_OP_OPENAT, AT_FDCWD, "/rings/plain");
	next(ring, IORING_OP_OPENAT, AT_FDCWD, "/rings/worker");
	submit(ring, 2);
	first = answer(ring);
	second = answer(ring);
	require(first >= 0 && second >= 0, "first round");
	entry = next(ring, IORING_OP_OPENAT, AT_FDCWD, "/rings/created");
	entry->open_flags = O_CREAT | O_WRONLY; /* in a worker, as every creation */
	entry->len = 0600;
	next(ring, IORING_OP_UNLINKAT, AT_FDCWD, "/rings/hard");
	submit(ring, 2);
	require(answer(ring) >= 0 && answer(ring) >= 0, "second round");
	close(first);
	close(second);
}

/* What was text until the ring wrote over it. */
static void write_over(struct ring *ring)
{
	int fd = creat("/rings/written", 0644);

	require(write(fd, "text", 4) == 4, "text");
	next(ring, IORING_OP_WRITE, fd, "\177ELF")->len = 4;
	require(run(ring) == 4, "write");
	next(ring, IORING_OP_CLOSE, fd, NULL);
	require(run(ring) == 0, "close");
}

static int listen_on(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	require(!bind(fd, (void *)&address, sizeof(address)) && !listen(fd, 8), "listen");
	return fd;
}

static int connect_tcp(struct ring *ring, int from, int to, int flags)
{
	struct sockaddr_in local = { .sin_family = AF_INET, .sin_port = htons(from) };
	struct sockaddr_in remote = { .sin_family = AF_INET, .sin_port = htons(to) };
	struct io_uring_sqe *entry;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	remote.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	require(!bind(fd, (void *)&local, sizeof(local)), "bind");
	entry = next(ring, IORING_OP_CONNECT, fd, &remote);
	entry->off = sizeof(remote);
	entry->flags = flags;
	return run(ring);
}

static int connect_unix(struct ring *ring, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = offsetof(struct sockaddr_un, sun_path) + strlen(path) + 1;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	strcpy(address.sun_path, path);
	if (!ring)
		return bind(fd, (void *)&address, length) || listen(fd, 1);
	next(ring, IORING_OP_CONNECT, fd, &address)->off = length;
	return run(ring);
}

static void connect_all(struct ring *ring)
{
	listen_on(7101);
	require(connect_tcp(ring, 6101, 7101, 0) == 0, "connect");
	require(connect_tcp(ring, 6102, 7102, 0) == -ECONNREFUSED, "refused");
	require(connect_tcp(ring, 6103, 7101, IOSQE_ASYNC) == 0, "connect in a worker");
	require(connect_unix(NULL, "/rings/socket") == 0, "unix listener");
	require(connect_unix(ring, "/rings/socket") == 0, "unix");
	require(connect_unix(ring, "/rings/no-socket") == -ENOENT, "no unix");
}

/* Two that can't be decoded; the skipped answer above is the third. */
static void hide(struct ring *ring)
{
	int pair[2];

	require(!socketpair(AF_UNIX, SOCK_DGRAM, 0, pair), "socketpair");
	next(ring, IORING_OP_SEND, pair[0], "hello")->len = 5;
	require(run(ring) == 5, "send");
	next(ring, IORING_OP_URING_CMD, pair[0], NULL);
	require(run(ring) < 0, "command");
}

int main(void)
{
	static const char *const names[] = { "plain",  "relative",  "worker", "how",
					     "direct", "overflown", "polled", "old" };
	struct ring ring, polled;
	char path[64];
	unsigned i;

	require(!mkdir("/rings", 0755), "/rings");
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "/rings/%s", names[i]);
		make_file(path);
	}
	make_file("/dev/shm/first"); /* on a file system whose files are closed at once */
	make_file("/dev/shm/second");
	ring = make_ring(8, 0);
	open_plainly(&ring);
	open_close_open(&ring);
	open_direct(&ring);
	open_unanswered(&ring);
	change(&ring);
	open_in_rounds(&ring);
	write_over(&ring);
	connect_all(&ring);
	hide(&ring);
	polled = make_ring(8, IORING_SETUP_SQPOLL);
	require(open_with(&polled, AT_FDCWD, "/rings/polled", 0) >= 0, "polled");
	return 0;
}
