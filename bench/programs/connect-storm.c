/* Connects to a port of its own over and over; each connection ends with a reset. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "turns.h"

static struct sockaddr_in address = { .sin_family = AF_INET };
static int listener;

static void turn(void)
{
	/* With a reset no port stays taken for a minute. */
	struct linger reset = { .l_onoff = 1, .l_linger = 0 };
	int caller = socket(AF_INET, SOCK_STREAM, 0);
	int called;

	if (connect(caller, (struct sockaddr *)&address, sizeof(address)))
		abort();
	called = accept(listener, NULL, NULL);
	if (called < 0 || setsockopt(caller, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)))
		abort();
	close(caller);
	close(called);
}

int main(int argc, char **argv)
{
	socklen_t length = sizeof(address);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 16) ||
	    getsockname(listener, (struct sockaddr *)&address, &length))
		abort();
	return take_turns(argc, argv, turn);
}
