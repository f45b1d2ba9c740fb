/* Changes files as 32-bit and x32 programs would; prints what the x32 calls returned. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define IA32_LCHOWN16 16
#define IA32_OLDUMOUNT 22
#define IA32_RENAME 38
#define IA32_MKDIR 39
#define IA32_FCHOWN16 95
#define IA32_CHOWN16 182
#define IA32_CHOWN 212
#define IA32_UNLINKAT 301
#define X32_BIT 0x40000000
#define AT_REMOVEDIR_FLAG 0x200

/* A 32-bit call takes addresses of 32 bits. */
static char *memory;

static int name(const char *text)
{
	char *at = memory;

	strcpy(at, text);
	memory += strlen(text) + 1;
	return (int)(long)at;
}

static int call32(int nr, int first, int second, int third)
{
	int result;

	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(nr), "b"(first), "c"(second), "d"(third)
			 : "memory");
	return result;
}

static long answer(long result)
{
	return result < 0 ? -errno : result;
}

int main(void)
{
	memory = mmap((void *)0x10000000, 4096, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	if (memory == MAP_FAILED)
		return 2;
	if (call32(IA32_MKDIR, name("/made"), 0700, 0) ||
	    call32(IA32_CHOWN16, name("/made"), 0xffff, 5) ||
	    call32(IA32_LCHOWN16, name("/made"), 6, -1) ||
	    call32(IA32_CHOWN, name("/made"), 70000, -1) ||
	    call32(IA32_RENAME, name("/made"), name("/moved"), 0))
		return 1;
	call32(IA32_FCHOWN16, 99, 1, 2);
	call32(IA32_OLDUMOUNT, name("/moved"), 8, 0);
	if (call32(IA32_UNLINKAT, -100, name("moved"), AT_REMOVEDIR_FLAG))
		return 1;
	/* Most kernels refuse them. */
	printf("[%ld,", answer(syscall(X32_BIT | SYS_mkdir, "/made", 0700)));
	printf("%ld]\n", answer(syscall(X32_BIT | SYS_rmdir, "/made")));
	return 0;
}
