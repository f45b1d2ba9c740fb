/* Takes turns of a workload and prints the nanoseconds that one took. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int take_turns(int argc, char **argv, void (*turn)(void))
{
	long turns = argc > 1 ? atol(argv[1]) : 1000;
	struct timespec from, to;

	clock_gettime(CLOCK_MONOTONIC, &from);
	for (long i = 0; i < turns; i++)
		turn();
	clock_gettime(CLOCK_MONOTONIC, &to);
	printf("%.1f\n",
	       ((to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec)) / (double)turns);
	return 0;
}
