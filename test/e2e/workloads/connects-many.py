"""Begins as many TCP connections as it is told to, to a listener that takes none of them."""
import errno
import resource
import signal
import socket
import sys

HERE = ("127.0.0.1", 8004)
count = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (count + 100, count + 100))
kept = [socket.socket()]
kept[0].bind(HERE)
kept[0].listen(0)
for _ in range(count):
    client = socket.socket()
    client.setblocking(False)
    kept.append(client)
    assert client.connect_ex(HERE) == errno.EINPROGRESS
print("begun", flush=True)
signal.pause()
