"""TCP connections whose calls don't wait, each with a port by which the test knows it."""
import errno
import os
import select
import socket

HERE = "127.0.0.1"
MPTCP = 262
TCP_FASTOPEN_CONNECT = 30
kept = []


def ask(address, kind=socket.AF_INET, own=None, protocol=0):
    """Begins to connect, and gives the socket with what the call returned."""
    client = socket.socket(kind, socket.SOCK_STREAM, protocol)
    client.setblocking(False)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if own:
        client.bind(own)
    kept.append(client)
    return client, client.connect_ex(address)


def begin(*args, **more):
    client, returned = ask(*args, **more)
    assert returned == errno.EINPROGRESS, (args, returned)
    return client


def result(client):
    poll = select.poll()
    poll.register(client, select.POLLOUT)
    poll.poll()
    return client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)


def listen(port, kind=socket.AF_INET, host=HERE, protocol=0, waiting=8):
    listener = socket.socket(kind, socket.SOCK_STREAM, protocol)
    if not protocol:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_FASTOPEN, 8)
    listener.bind((host, port))
    listener.listen(waiting)
    kept.append(listener)


def nobody_answers():
    """The queue of a listener is full: it takes no more."""
    listen(8004, waiting=0)
    for _ in range(3):
        ask((HERE, 8004))
    begin((HERE, 8004), own=(HERE, 6203)).close()  # given up
    begin((HERE, 8004), own=(HERE, 6204))  # still under way when the recording ends


def sent_later():
    """With the server's cookie known, nothing is sent before there is something to say."""
    for _ in range(2):
        client = socket.socket()
        client.setsockopt(socket.IPPROTO_TCP, TCP_FASTOPEN_CONNECT, 1)
        client.connect((HERE, 8005))
        client.send(b"x")
        client.close()


def address_in_use():
    """The kernel finds out when the connection has begun, and leaves no word of it in the socket."""
    begin((HERE, 8001), own=(HERE, 6206))
    assert ask((HERE, 8001), own=(HERE, 6206))[1] == errno.EADDRNOTAVAIL


def multipath():
    listen(8008, protocol=MPTCP)
    assert result(begin((HERE, 8008), protocol=MPTCP)) == 0


def requests():
    """What a strict reader of HTTP takes for none, and what is none."""
    for text in [
        b"PROPFIND /dav HTTP/1.1\r\nHost: dav.test\r\n\r\n",
        b"\r\nget /lower HTTP/1.0\r\n\r\n",
        b"VERSION-CONTROL http://proxied.test/v HTTP/1.1\r\n\r\n",
        b"cd /tmp\n",
        b"select * from secrets\n",
    ]:
        client = socket.create_connection((HERE, 8001))
        client.sendall(text)
        kept.append(client)


listen(8001)
listen(8005)
listen(8006, socket.AF_INET6, "::1")
assert result(begin((HERE, 8001), own=(HERE, 6201))) == 0
assert result(begin((HERE, 8002), own=(HERE, 6202))) == errno.ECONNREFUSED
assert result(begin(("::1", 8006), socket.AF_INET6, own=("::1", 6205))) == 0
nobody_answers()
sent_later()
address_in_use()
requests()
begin((HERE, 8007), own=(HERE, 8007)).getpeername()  # to itself: both ends begin at once
if os.path.exists("/proc/sys/net/mptcp/enabled"):
    multipath()
open("/tmp/ready", "w").close()
select.select([], [], [])  # until it is killed
