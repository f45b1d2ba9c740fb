"""One socket call of each kind, with numbers that the test knows. Prints what the kernel chose."""
import ctypes
import errno
import os
import socket
import struct

UDP, RAW, STREAM = socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_STREAM
V4, V6, UNIX = socket.AF_INET, socket.AF_INET6, socket.AF_UNIX
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p


def expect(wanted, call, *args):
    try:
        call(*args)
    except OSError as error:
        assert error.errno == wanted, (call, args, error)
    else:
        raise AssertionError((call, args, "worked"))


def bind(family, address, kind=UDP):
    bound = socket.socket(family, kind)
    bound.bind(address)
    return bound


def binds():
    fixed = bind(V4, ("127.0.0.1", 5001))
    chosen = bind(V6, ("::1", 0))
    expect(errno.EADDRINUSE, bind, V4, ("127.0.0.1", 5001))
    bind(V4, ("127.0.0.1", 5002), STREAM)  # a TCP socket that never listens is no bind
    listener = socket.socket(V4, STREAM)
    listener.listen()  # without a bind the kernel chooses
    if os.path.exists("/proc/sys/net/mptcp/enabled"):
        multipath = socket.socket(V4, STREAM, 262)  # IPPROTO_MPTCP, as Go's listeners are
        multipath.bind(("127.0.0.1", 5012))
        multipath.listen()
    print("chosen", chosen.getsockname()[1], listener.getsockname()[1])
    return fixed


def sends():
    free = socket.socket(V4, UDP)
    for _ in range(50):  # one event, however often
        free.sendto(b"x", ("127.0.0.1", 5001))
    free.sendmsg([b"a", b"b"], [], 0, ("127.0.0.1", 5003))
    mapped = socket.socket(V6, UDP)
    mapped.sendto(b"x", ("::ffff:127.0.0.1", 5004))
    v6 = socket.socket(V6, UDP)
    v6.sendto(b"x", ("::1", 5005))
    connected(5008, lambda fd: os.write(fd, b"x"))
    connected(5009, lambda fd: os.writev(fd, [b"x", b"y"]))
    connected(5010, lambda fd: libc.sendmmsg(fd, (ctypes.c_char * 64)(), 1, 0))
    silent = socket.socket(V4, UDP)
    silent.connect(("127.0.0.1", 5099))  # nothing is ever sent there
    expect(errno.EDESTADDRREQ, free.send, b"x")
    expect(errno.EACCES, free.sendto, b"x", ("255.255.255.255", 5006))
    without_family(free)
    long_length(free)
    many(free)


def connected(port, send):
    sender = socket.socket(V4, UDP)
    sender.connect(("127.0.0.1", port))
    send(sender.fileno())


def without_family(free):
    """The kernel takes AF_UNSPEC for the socket's own family (udp_sendmsg)."""
    address = struct.pack("=H", 0) + struct.pack("!H4s8x", 5007, socket.inet_aton("127.0.0.1"))
    assert libc.sendto(free.fileno(), b"x", 1, 0, address, len(address)) == 1


def long_length(free):
    """The kernel takes 32 bits of an address's length; the address ends where its page does."""
    size = 4096
    page = libc.mmap(None, ctypes.c_size_t(2 * size), 3, 0x22, -1, 0)
    libc.munmap(ctypes.c_void_p(page + size), ctypes.c_size_t(size))
    packed = struct.pack("=H", V4) + struct.pack("!H4s8x", 5011, socket.inet_aton("127.0.0.1"))
    ctypes.memmove(page + size - 16, packed, 16)
    place, length = ctypes.c_void_p(page + size - 16), ctypes.c_size_t(1 << 32 | 16)
    sendto = 44 if os.uname().machine == "x86_64" else 206
    assert libc.syscall(sendto, free.fileno(), b"x", ctypes.c_size_t(1), 0, place, length) == 1


def many(free):
    """One sendmmsg to 40 ports: more than any resolver sends at once."""
    names, messages = [], b""
    for port in range(5100, 5140):
        packed = struct.pack("=H", V4) + struct.pack("!H4s8x", port, socket.inet_aton("127.0.0.1"))
        names.append(ctypes.create_string_buffer(packed, 16))
        messages += struct.pack("=QI4xQQQQI4xI4x", ctypes.addressof(names[-1]), 16, 0, 0, 0, 0, 0, 0)
    assert libc.sendmmsg(free.fileno(), messages, 40, 0) == 40


def unix():
    os.makedirs("/tmp/deep/er")
    os.chdir("/tmp/deep")
    os.symlink("er", "link")
    stream = bind(UNIX, "link/stream", STREAM)
    stream.listen()
    abstract = bind(UNIX, b"\0ab\0s\xfft", STREAM)
    abstract.listen()
    datagrams = bind(UNIX, "er/datagrams", UDP)
    bind(UNIX, b"", UDP)  # the kernel gives it a name, which tells nothing
    os.chdir("/tmp")
    socket.socket(UNIX, STREAM).connect("deep/er/../er/stream")
    socket.socket(UNIX, STREAM).connect(b"\0ab\0s\xfft")
    expect(errno.ENOENT, socket.socket(UNIX, STREAM).connect, "deep/nobody")
    socket.socket(UNIX, UDP).connect("deep/er/datagrams")
    for _ in range(5):
        socket.socket(UNIX, UDP).sendto(b"x", "deep/link/datagrams")
    expect(errno.ENOENT, socket.socket(UNIX, UDP).sendto, b"x", "/nowhere")


def unusual():
    icmp = socket.socket(V4, RAW, 1)
    icmp.sendto(struct.pack("!BBHHH", 8, 0, 0xF7FF, 0, 0), ("127.0.0.1", 0))
    icmp.bind(("127.0.0.2", 0))
    socket.socket(socket.AF_PACKET, RAW, socket.htons(0x0003))
    socket.socket(socket.AF_NETLINK, RAW | socket.SOCK_CLOEXEC, 0)
    assert libc.socket(40000, 1, 0) == -1
    assert libc.socket(70001, 1, 0) == -1


def vsock():
    """What a virtual machine and its host talk through; nobody answers here."""
    try:
        waiting = socket.socket(40, STREAM)
    except OSError:
        return
    waiting.bind((0xFFFFFFFF, 70001))
    waiting.listen()
    client = socket.socket(40, STREAM)
    client.setblocking(False)
    assert client.connect_ex((2, 70002)) != 0
    print("vsock")


receiver = binds()  # which stays open
sends()
unix()
unusual()
vsock()
