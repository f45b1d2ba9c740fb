/* Opens a file as a 32-bit program would, and makes a call of the x32 ABI. */
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define IA32_OPEN 5
#define X32_GETPID (0x40000000 | 39)

int main(void)
{
	/* A 32-bit call takes addresses of 32 bits. */
	char *name = mmap((void *)0x10000000, 4096, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	long fd;

	if (name == MAP_FAILED)
		return 2;
	strcpy(name, "/etc/hostname");
	__asm__ volatile("int $0x80"
			 : "=a"(fd)
			 : "a"(IA32_OPEN), "b"((int)(long)name), "c"(0), "d"(0)
			 : "memory");
	syscall(X32_GETPID); /* most kernels refuse it; the attempt is what counts */
	return fd < 0;
}
