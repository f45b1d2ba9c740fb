/* Does one thing of each kind, as the only program of a container that has nothing else. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sockaddr_in local(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

static void change_files(void)
{
	int file = open("/made/file", O_CREAT | O_WRONLY, 0600);

	write(file, "text\n", 5);
	close(file);
	rename("/made/file", "/made/../made//renamed");
	chmod("/made/renamed", 0640);
	symlink("renamed", "/made/link");
	truncate("/made/link", 1);
	mkdir("/made/folder", 0700);
	unlink("/made/none");
}

static void use_network(void)
{
	struct sockaddr_in server = local(7001), closed = local(7002), heard = local(7003);
	int listening = socket(AF_INET, SOCK_STREAM, 0), peer = socket(AF_INET, SOCK_STREAM, 0);
	int refused = socket(AF_INET, SOCK_STREAM, 0), datagrams = socket(AF_INET, SOCK_DGRAM, 0);

	bind(listening, (void *)&server, sizeof(server));
	listen(listening, 1);
	connect(peer, (void *)&server, sizeof(server));
	connect(refused, (void *)&closed, sizeof(closed));
	bind(datagrams, (void *)&heard, sizeof(heard));
	sendto(datagrams, "x", 1, 0, (void *)&server, sizeof(server));
}

/* Not told of: docs/limits.md. */
static void run_code_in_memory(void)
{
#ifdef __x86_64__
	static const unsigned char code[] = { 0xc3 }; /* ret */
#else
	static const unsigned char code[] = { 0xc0, 0x03, 0x5f, 0xd6 };
#endif
	void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	memcpy(memory, code, sizeof(code));
	mprotect(memory, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
	((void (*)(void))memory)();
}

int main(int count, char **given)
{
	/* What came from outside, such as a pipe, is not what is looked for. */
	if (count > 1)
		return 0;
	open("/etc/none", O_RDONLY);
	open("/data", O_RDONLY);
	change_files();
	use_network();
	run_code_in_memory();
	syscall(SYS_personality, 0xffffffff);
	setgid(33);
	kill(getpid(), 0);
	kill(getpid(), SIGCHLD);
	if (vfork() == 0)
		_exit(execl("/none", "/none", NULL));
	wait(NULL);
	return execl("/program", "/program", "again", NULL);
}
