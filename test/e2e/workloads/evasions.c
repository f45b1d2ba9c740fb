/* Acts in ways that a recorder which trusts the caller's memory gets wrong. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define BLOCKED_PORT 7001
#define FAST_PORT 7002
#define AIO_PORT 7003
#define TCP_FASTOPEN_OPTION 23

static struct sockaddr_in *blocked; /* the address of a connect that waits */

static int listen_on(int port, int backlog)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0), queue = 4;

	bind(fd, (void *)&address, sizeof(address));
	setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_OPTION, &queue, sizeof(queue));
	listen(fd, backlog);
	return fd;
}

static struct sockaddr_in local(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

/* Once the other thread waits in connect: takes its address away, then lets it through. */
static void *take_address_away(void *listener)
{
	usleep(500000);
	munmap(blocked, 4096);
	for (int i = 0; i < 4; i++)
		accept(*(int *)listener, NULL, NULL);
	return NULL;
}

static int connect_without_address(void)
{
	struct sockaddr_in address = local(BLOCKED_PORT);
	int listener = listen_on(BLOCKED_PORT, 0), fd, failed;
	pthread_t thread;

	for (int i = 0; i < 3; i++) { /* fill the backlog, so that the next one waits */
		fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		connect(fd, (void *)&address, sizeof(address));
	}
	usleep(50000);
	blocked = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	*blocked = address;
	pthread_create(&thread, NULL, take_address_away, &listener);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	address.sin_port = htons(6001); /* by which the recording is told from the others */
	bind(fd, (void *)&address, sizeof(address));
	failed = connect(fd, (void *)blocked, sizeof(*blocked));
	close(listener);
	return failed;
}

static int connect_by_sending(void)
{
	struct sockaddr_in address = local(FAST_PORT);
	int listener = listen_on(FAST_PORT, 8), fd = socket(AF_INET, SOCK_STREAM, 0);
	long sent = sendto(fd, "x", 1, MSG_FASTOPEN, (void *)&address, sizeof(address));

	close(listener);
	return sent != 1;
}

static long write_later(aio_context_t context, int fd, const char *text, long at)
{
	struct iocb block = { .aio_lio_opcode = IOCB_CMD_PWRITE,
			      .aio_fildes = fd,
			      .aio_buf = (unsigned long)text,
			      .aio_nbytes = strlen(text),
			      .aio_offset = at };
	struct iocb *blocks[] = { &block };
	struct io_event event;

	if (syscall(SYS_io_submit, context, 1, blocks) != 1 ||
	    syscall(SYS_io_getevents, context, 1, 1, &event, NULL) != 1)
		return -1;
	return event.res;
}

/* Writes to a file and sends a datagram without a call that does either. */
static int write_by_aio(void)
{
	struct sockaddr_in address = local(AIO_PORT);
	int file = open("/tmp/by-aio", O_CREAT | O_RDWR, 0755);
	int sender = socket(AF_INET, SOCK_DGRAM, 0);
	aio_context_t context = 0;

	if (syscall(SYS_io_setup, 4, &context) || write(file, "words", 5) != 5)
		return 1;
	if (write_later(context, file, "#!/bin/sh\n", 0) != 10 || close(file))
		return 1;
	connect(sender, (void *)&address, sizeof(address));
	return write_later(context, sender, "x", 0) != 1;
}

/* To such an open, /secret is a name in a folder of its own. */
static int open_in_root(void)
{
	struct open_how how = { .flags = O_CREAT | O_WRONLY, .mode = 0600 };
	int folder;

	mkdir("/tmp/root", 0700);
	folder = open("/tmp/root", O_PATH);
	how.resolve = RESOLVE_IN_ROOT;
	return syscall(SYS_openat2, folder, "/secret", &how, sizeof(how)) < 0;
}

/* The name lies in the file that the call cuts off: it is gone when the call is done. */
static int truncate_own_name(void)
{
	int file = open("/tmp/cut", O_CREAT | O_RDWR, 0600);
	char *name;

	if (ftruncate(file, 4096))
		return 1;
	name = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	strcpy(name, "/tmp/cut");
	return truncate(name, 0);
}

static int taken; /* a socket whose descriptor is given to another file */

static void *take_socket_away(void *receiver)
{
	char byte;

	usleep(300000);
	dup2(open("/dev/null", O_WRONLY), taken);
	while (recv(*(int *)receiver, &byte, 1, MSG_DONTWAIT) > 0)
		;
	return NULL;
}

/* A datagram that waits for room, while its descriptor becomes another file's. */
static int send_without_socket(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "/tmp/receiver" };
	int receiver = socket(AF_UNIX, SOCK_DGRAM, 0), full = socket(AF_UNIX, SOCK_DGRAM, 0);
	pthread_t thread;

	bind(receiver, (void *)&address, sizeof(address));
	connect(full, (void *)&address, sizeof(address));
	while (send(full, "x", 1, MSG_DONTWAIT) > 0)
		;
	taken = socket(AF_UNIX, SOCK_DGRAM, 0);
	pthread_create(&thread, NULL, take_socket_away, &receiver);
	return sendto(taken, "x", 1, 0, (void *)&address, sizeof(address)) != 1;
}

/* Has its own filter say that an open succeeded which never happened. */
static int pretend_to_open(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = { .len = 4, .filter = code };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter))
		return 1;
	return syscall(SYS_openat, AT_FDCWD, "/etc/shadow-pretended", O_RDWR) != 0;
}

int main(int count, char **given)
{
	if (count > 1 && !strcmp(given[1], "take-socket"))
		return send_without_socket();
	if (write_by_aio() || open_in_root() || truncate_own_name())
		return 4;
	if (connect_without_address())
		return 1;
	if (connect_by_sending())
		return 2;
	return pretend_to_open() ? 3 : 0;
}
