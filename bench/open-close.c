/* Opens and closes one file over and over; prints the nanoseconds that one turn took. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long turns = argc > 1 ? atol(argv[1]) : 1000;
	struct timespec from, to;

	clock_gettime(CLOCK_MONOTONIC, &from);
	for (long turn = 0; turn < turns; turn++)
		close(open("/etc/passwd", O_RDONLY));
	clock_gettime(CLOCK_MONOTONIC, &to);
	printf("%.1f\n",
	       ((to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec)) / (double)turns);
	return 0;
}
