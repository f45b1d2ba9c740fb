"""Every system call that changes files, sockets or rights, in each of its forms."""
import ctypes
import os
import socket
import struct
import sys

libc = ctypes.CDLL(None, use_errno=True)
AT_FDCWD, AT_EMPTY_PATH, AT_REMOVEDIR = -100, 0x1000, 0x200


def call(number, *args):
    """A call by its number on x86-64, whatever becomes of it."""
    given = [a if isinstance(a, (bytes, ctypes.Array)) or a is None else ctypes.c_long(a) for a in args]
    return libc.syscall(ctypes.c_long(number), *given)


def make(name, text=b"text\n"):
    with open(name, "wb") as file:
        file.write(text)


def files(folder):
    os.makedirs(folder, exist_ok=True)
    os.chdir(folder)
    here = os.open(".", os.O_RDONLY)
    make("a")
    call(82, b"a", b"b")  # rename
    call(82, b"missing", b"b")
    call(264, here, b"b", AT_FDCWD, b"c")  # renameat
    call(316, here, b"c", here, b"d", 1)  # renameat2, RENAME_NOREPLACE
    make("e")
    call(316, AT_FDCWD, b"d", here, b"e", 2)  # RENAME_EXCHANGE
    call(86, b"e", b"hard")  # link
    call(265, here, b"e", AT_FDCWD, folder.encode() + b"/hard2", 0)  # linkat
    call(88, b"../x/./y", b"soft")  # symlink
    call(266, b"e", here, b"soft2")  # symlinkat
    call(83, b"m", 0o750)  # mkdir
    call(83, b"m", 0o750)
    call(258, here, b"m/n", 0o700)  # mkdirat
    call(133, b"fifo", 0o10600, 0)  # mknod
    call(259, here, b"fifo2", 0o10644, 0)  # mknodat
    call(90, b"e", 0o755)  # chmod
    call(268, here, b"e", 0o4711)  # fchmodat
    call(90, b"missing", 0o755)
    call(92, b"e", 1, 2)  # chown
    call(94, b"soft", 3, -1)  # lchown
    call(260, here, b"e", -1, 4, 0)  # fchownat
    call(76, b"e", 3)  # truncate
    file = os.open("e", os.O_RDWR)
    call(91, file, 0o600)  # fchmod
    call(93, file, 5, 6)  # fchown
    call(77, file, 100)  # ftruncate
    call(260, file, b"", 7, 8, AT_EMPTY_PATH)
    for number, target in ((188, b"e"), (189, b"e"), (190, file)):
        call(number, target, b"user.mine", b"1", 1, 0)  # setxattr, lsetxattr, fsetxattr
    for number, target in ((197, b"e"), (198, b"e"), (199, file)):
        call(number, target, b"user.mine")  # removexattr, lremovexattr, fremovexattr
    call(132, b"e", None)  # utime
    call(235, b"e", None)  # utimes
    call(261, here, b"e", None)  # futimesat
    call(280, here, b"e", None, 0)  # utimensat
    call(280, file, None, None, 0)  # futimens
    os.close(file)
    call(87, b"hard")  # unlink
    call(263, here, b"hard2", 0)  # unlinkat
    call(263, here, b"m/n", AT_REMOVEDIR)
    call(84, b"m")  # rmdir
    call(84, b"e")
    os.close(here)


def mounts():
    os.makedirs("/tmp/mounted", exist_ok=True)
    call(165, b"none", b"/tmp/mounted", b"tmpfs", 0, None)
    files("/tmp/mounted/inside")
    os.chdir("/")
    call(166, b"/tmp/mounted", 2)
    call(166, b"/tmp/mounted", 0)


def datagrams():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 5300))
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.sendto(b"one", ("127.0.0.1", 5300))
    client.sendmsg([b"t", b"wo"], [], 0, ("127.0.0.1", 5301))
    client.connect(("127.0.0.1", 5302))
    client.send(b"three")
    six = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    six.bind(("::1", 0))
    six.sendto(b"five", ("::1", 5303))
    try:
        server.bind(("203.0.113.1", 1))
    except OSError:
        pass


def others():
    os.chdir("/tmp")
    stream = socket.socket(socket.AF_UNIX)
    stream.bind("stream.sock")
    stream.listen()
    hidden = socket.socket(socket.AF_UNIX)
    hidden.bind("\0hidden")
    hidden.listen()
    datagram = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    datagram.bind("/tmp/datagram.sock")
    sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    sender.sendto(b"x", "/tmp/datagram.sock")
    caller = socket.socket(socket.AF_UNIX)
    caller.connect("/tmp/stream.sock")
    tcp = socket.socket()
    tcp.bind(("127.0.0.1", 5310))
    tcp.listen()
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    for family, kind, protocol in ((2, 3, 1), (17, 3, 768), (40, 1, 0), (38, 5, 0), (99, 1, 0)):
        call(41, family, kind, protocol)


def rights():
    call(272, 0x04000000)  # unshare, CLONE_NEWUTS
    call(308, os.open("/proc/self/ns/uts", os.O_RDONLY), 0x04000000)  # setns
    call(135, 0xFFFFFFFF)  # personality
    call(157, 4, 1, 0, 0, 0)  # prctl, PR_SET_DUMPABLE
    call(157, 15, b"renamed", 0, 0, 0)  # PR_SET_NAME
    call(16, 0, 0x5401, 0)  # ioctl, TCGETS
    call(321, 99, None, 0)  # bpf
    call(313, 99, b"", 0)  # finit_module
    call(116, 1, struct.pack("I", 33))  # setgroups
    call(119, 33, 33, 0)  # setresgid
    call(106, 33)  # setgid
    call(114, -1, 33)  # setregid
    call(122, 33)  # setfsuid
    call(123, 33)  # setfsgid
    call(117, 33, 33, 0)  # setresuid
    call(113, -1, 33)  # setreuid
    call(105, 33)  # setuid
    call(105, 44)


files("/srv/x")
mounts()
datagrams()
others()
rights()
sys.exit(0)
