/* Acts in ways that a recorder which trusts the caller's memory gets wrong. */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define BLOCKED_PORT 7001
#define FAST_PORT 7002
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

int main(void)
{
	if (connect_without_address())
		return 1;
	if (connect_by_sending())
		return 2;
	return pretend_to_open() ? 3 : 0;
}
