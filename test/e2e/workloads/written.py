"""Writes files of every class in every way, and executes what lies in every place."""

import ctypes
import gzip
import io
import mmap
import os
import shutil
import struct
import subprocess
import tarfile
import threading
import zipfile

SCRIPT = b"#!/bin/sh\nexit 0\n"
ELF = open("/bin/echo", "rb").read()

os.mkdir("/out")


def make(name, mode=0o755):
    return os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, mode)


def write(name, *pieces, mode=0o755):
    fd = make(name, mode)
    for piece in pieces:
        os.write(fd, piece)
    os.close(fd)


def in_child(act):
    pid = os.fork()
    if pid == 0:
        try:
            act()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


def shell(command):
    subprocess.run(["sh", "-c", command], check=True)


# Classes.
write("/out/elf", ELF)
write("/out/elf-in-pieces", ELF[:1], ELF[1:3], ELF[3:100], ELF[100:])
fd = make("/out/elf-writev")
os.writev(fd, [b"", ELF[:2], ELF[2:8], ELF[8:]])
os.close(fd)
fd = make("/out/elf-behind-nothing")
os.write(fd, b"text")
os.pwritev(fd, [b""] * 20 + [ELF], 0)
os.close(fd)
fd = make("/out/elf-pwrite-last")
os.pwrite(fd, ELF[64:], 64)
os.pwrite(fd, ELF[:64], 0)
os.close(fd)
write("/out/script", SCRIPT)
write("/out/gzip.gz", gzip.compress(b"text"))
packed = io.BytesIO()
with tarfile.open(fileobj=packed, mode="w") as archive:
    archive.add("/etc/passwd")
write("/out/tar.tar", packed.getvalue()[:100], packed.getvalue()[100:])
write("/out/ar.deb", b"!<arch>\n" + bytes(60))
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w") as archive:
    archive.writestr("a", "b")
write("/out/zip.zip", packed.getvalue())
write("/out/utf8", "\u00e4\u20ac\U0001f600\n\ttext".encode() * 40)
write("/out/short", b"x\n", mode=0o644)
write("/out/binary", bytes(range(256)))
fd = make("/out/rewritten")
os.write(fd, SCRIPT)
os.lseek(fd, 0, os.SEEK_SET)
os.write(fd, ELF)
os.close(fd)
fd = make("/out/cut-and-rewritten")
os.write(fd, ELF)
os.ftruncate(fd, 0)
os.lseek(fd, 0, os.SEEK_SET)
os.write(fd, b"only words")
os.close(fd)

# Copies within the kernel of what is known.
subprocess.run(["cp", "/out/elf", "/out/copied-by-cp"], check=True)
source, fd = os.open("/out/elf", os.O_RDONLY), make("/out/sent")
os.sendfile(fd, source, 0, len(ELF))
os.close(fd)

# Ways to close.
shell("echo words > /out/by-redirection; touch /out/empty-by-touch; : > /out/empty-by-redirection")


def leave_open():
    os.write(make("/out/left-open"), SCRIPT)


def leave_open_in_thread():
    os.write(make("/out/left-open-by-thread"), SCRIPT)
    for _ in range(4):
        threading.Thread(target=threading.Event().wait, daemon=True).start()


def close_range():
    fd = make("/out/closed-by-range")
    os.write(fd, SCRIPT)
    ctypes.CDLL(None).syscall(436, fd, 0xFFFFFFFF, 0)


def execute():
    os.write(make("/out/closed-by-exec"), SCRIPT)
    os.execv("/bin/true", ["true"])


for way in (leave_open, leave_open_in_thread, close_range, execute):
    in_child(way)
fd = make("/out/old-name")
os.write(fd, SCRIPT)
os.rename("/out/old-name", "/out/new-name")
os.close(fd)

# Beginnings that are not seen.
with open("/etc/motd", "ab") as file:
    file.write(b"more\n")
write("/out/appended", SCRIPT)
with open("/out/appended", "ab") as file:
    file.write(bytes(64))
fd = make("/out/mapped")
os.write(fd, b"words" * 100)
memory = mmap.mmap(fd, 500)
memory[:4] = ELF[:4]
memory.close()
os.close(fd)
fd = make("/out/only-the-end")
os.pwrite(fd, b"words", 1000)
os.close(fd)

fd = make("/out/cut-and-continued")
os.write(fd, ELF)
os.ftruncate(fd, 0)
os.pwrite(fd, b"words", 4096)
os.close(fd)

# Places.
for place in ("/volume", "/memory", "/dev/shm"):
    write(f"{place}/script", SCRIPT)
with open("/proc/self/comm", "w") as file:
    file.write("python3")
in_memory = os.memfd_create("made", 0)
os.write(in_memory, ELF)
fd = os.open("/memory", os.O_RDWR | os.O_TMPFILE, 0o755)
os.write(fd, SCRIPT)
os.link(f"/proc/self/fd/{fd}", "/memory/linked", src_dir_fd=os.open("/", os.O_RDONLY), follow_symlinks=True)
os.close(fd)
open("/etc/passwd").read()
open("/etc/hostname").read()


# Executables by place.
def run(path, word, **options):
    subprocess.run([path, word], stdout=subprocess.DEVNULL, check=True, **options)


run("/bin/echo", "from-image")
for name, place in (("upper", "/out"), ("volume", "/volume"), ("tmpfs", "/memory")):
    write(f"{place}/echo", ELF)
    run(f"{place}/echo", f"from-{name}")
in_child(lambda: os.execve(in_memory, ["echo", "from-memory"], {}))
# By a program that was executed itself, and closed by its execution of the other.
DROPPER = """
import os
fd = os.memfd_create("dropped")
os.write(fd, open("/bin/echo", "rb").read())
os.execv(f"/proc/self/fd/{fd}", ["echo", "from-dropped"])
"""
subprocess.run(["sh", "-c", 'python3 -c "$0"; true', DROPPER], stdout=subprocess.DEVNULL, check=True)
deleted = os.open("/out/echo", os.O_RDONLY)
os.unlink("/out/echo")
in_child(lambda: os.execve(deleted, ["echo", "from-deleted"], {}))

# Scripts.
run("/out/script", "script-upper")
os.symlink("/memory/script", "/out/link")
run("/out/link", "script-link")
script = os.open("/out/script", os.O_RDONLY)
os.set_inheritable(script, True)
in_child(lambda: os.execve(script, ["script", "script-descriptor"], {}))
run("./script", "script-relative", cwd="/volume")
subprocess.run(["sh", "/out/script", "script-read"], check=True)

# Rights.
shutil.copy("/bin/echo", "/out/rights")


def as_user(word, real=1000, effective=1000):
    def act():
        os.setgroups([])
        os.setresgid(1000, 1000, 1000)
        os.setresuid(real, effective, effective)
        os.execv("/out/rights", ["rights", word])

    in_child(act)


def drop_permitted():
    """Root that gave its capabilities away has them again after an exec: for it is root."""
    header, data = struct.pack("<Ii", 0x20080522, 0), struct.pack("<6I", 1, 1, 0, 0, 0, 0)
    assert ctypes.CDLL(None).capset(header, data) == 0
    os.execv("/out/rights", ["rights", "root-again"])


as_user("other-effective-user", real=1000, effective=0)
in_child(drop_permitted)
os.chmod("/out/rights", 0o4755)
as_user("set-user-id")
os.chmod("/out/rights", 0o2755)
as_user("set-group-id")
os.chmod("/out/rights", 0o755)
NET_BIND_SERVICE = 1 << 10
os.setxattr("/out/rights", "security.capability", struct.pack("<5I", 0x02000001, NET_BIND_SERVICE, 0, 0, 0))
as_user("file-capabilities")
