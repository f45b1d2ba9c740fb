"""Changes files in every way there is. Prints what calls that newer kernels have returned."""
import ctypes, json, os, platform, sys

libc = ctypes.CDLL(None, use_errno=True)
ON_X86 = platform.machine() == "x86_64"
FD_CWD = -100
results = {}


def failing(function, *args, **named):
    try:
        function(*args, **named)
    except OSError:
        return
    raise AssertionError(f"{function.__name__} {args} should fail")


def syscall(number, *args):
    """What the kernel answers: 0 or more, or -errno."""
    values = [ctypes.c_char_p(each) if isinstance(each, bytes) else ctypes.c_long(each or 0) for each in args]
    result = libc.syscall(ctypes.c_long(number), *values)
    return -ctypes.get_errno() if result < 0 else result


def must(result):
    assert result >= 0, os.strerror(-result)
    return result


def in_child(function):
    """Gives the child's process id."""
    pid = os.fork()
    if pid == 0:
        function()
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0, function.__name__
    return pid


def names():
    os.mkdir("/w", 0o750)
    folder = os.open("/w", os.O_RDONLY)
    os.mkdir("real", 0o700, dir_fd=folder)
    os.symlink("real", "/w/link")
    os.symlink("/w/real", "abs", dir_fd=folder)
    os.mknod("link/pipe", 0o10600, dir_fd=folder)
    os.chdir("/w/real")
    os.link("pipe", "/w/abs//two")
    os.rename("./two", "../three")
    os.rename("three", "link/four", src_dir_fd=folder, dst_dir_fd=folder)
    open("five", "w").close()
    must(libc.renameat2(FD_CWD, b"five", folder, b"abs/four", 2))
    os.unlink("four")
    os.unlink("abs/five", dir_fd=folder)
    os.mkdir("sub")
    os.rmdir("../real/sub")
    os.mkdir("sub")
    os.rmdir("link/sub", dir_fd=folder)
    os.unlink("/w/abs")
    os.chdir("/")
    os.close(folder)


def attributes():
    folder = os.open("/w", os.O_RDONLY)
    file = os.open("/w/file", os.O_RDWR | os.O_CREAT)
    os.symlink("file", "/w/to-file")
    os.chmod("/w/to-file", 0o4755)
    os.chmod("to-file", 0o644, dir_fd=folder)
    os.fchmod(file, 0o100600)
    results["fchmodat2"] = syscall(452, folder, b"link/../file", 0o640, 0x100)
    results["fchmodat2 of a descriptor"] = syscall(452, file, b"", 0o600, 0x1000)
    os.chown("/w/to-file", 7, -1)
    os.lchown("/w/to-file", -1, 9)
    os.fchown(file, 0, 0)
    os.chown("to-file", 70000, 70001, dir_fd=folder, follow_symlinks=False)
    os.truncate("/w/to-file", 100)
    os.ftruncate(file, 10)
    os.setxattr("/w/to-file", "user.a", b"1")
    os.setxattr("/w/file", "user.b", b"2", follow_symlinks=False)
    os.setxattr(file, "user.c", b"3")
    os.removexattr("/w/to-file", "user.a")
    os.removexattr("/w/file", "user.b", follow_symlinks=False)
    os.removexattr(file, "user.c")
    value = ctypes.create_string_buffer(b"4")
    arguments = (ctypes.c_uint64 * 2)(ctypes.addressof(value), 1)
    at = ctypes.addressof(arguments)
    results["setxattrat"] = syscall(463, folder, b"to-file", 0, b"user.d", at, 16)
    results["removexattrat"] = syscall(466, file, None, 0x1000, b"user.d")
    os.utime("/w/to-file")
    os.utime("to-file", dir_fd=folder, follow_symlinks=False)
    os.utime(file)
    os.close(file)
    os.close(folder)


def image():
    os.chmod("/var/run", 0o755)
    os.chmod("/var/run/", 0o755, follow_symlinks=True)
    os.mkdir("/var/run/made")
    os.unlink("/etc/issue.net")
    os.rename("/etc/issue", "/etc/issue.old")
    os.chmod("/", 0o755)
    open("/etc/own", "w").close()
    os.unlink("/etc/own")


def elsewhere():
    for root in ("/t", "/v"):
        os.mkdir(f"{root}/a")
        os.symlink("a", f"{root}/link")
        os.symlink(f"{root}/link/b", f"{root}/chain")
        os.mkdir(f"{root}/link/b")
        os.chmod(f"{root}/chain", 0o700)
        os.rmdir(f"{root}/link/../link/b")
        os.unlink(f"{root}/chain")


def on_the_way():
    """Removes what its own name leads through."""
    os.makedirs("/t/x/y")
    os.symlink("/t/x/y", "/t/through")
    os.rmdir("/t/through/../y")


def failures():
    failing(os.unlink, "/etc")
    failing(os.rmdir, "/w")
    failing(os.rename, "/w/missing", "/w/new")
    failing(os.mkdir, "/w/missing/sub")
    failing(os.mkdir, "/w/real")
    failing(os.chmod, "/sys/kernel/notes", 0o777)
    failing(os.unlink, "name", dir_fd=999)
    failing(os.symlink, "/text", "/w/link")
    failing(os.fchmod, 999, 0o600)


def hostile():
    for name in HOSTILE:
        os.mkdir(b"/w/" + name)
        os.symlink(name, b"/w/hostile")
        os.chmod(b"/w/hostile", 0o700)
        os.rename(b"/w/hostile", b"/w/" + name + b"/" + name)
        os.unlink(b"/w/" + name + b"/" + name)


HOSTILE = [b"new\nline", b"quo\"te'", b"\xff\xfe\x80", b"{{brace}}", b" ", b"..."]


def in_chroot():
    os.symlink("/inside", "/w/out")
    os.chroot("/w")
    os.chdir("/")
    os.mkdir("/inside")
    os.chmod("/../../out", 0o700)
    os.mkdir("../../out/top")


def mounts():
    os.mkdir("/m")
    os.symlink("m", "/to-m")
    must(libc.mount(b"source", b"/to-m", b"tmpfs", 2, None))
    os.mkdir("/m/bound")
    must(libc.mount(b"/w", b"/m/bound", None, 4096, None))
    os.chmod("/m/bound/link/", 0o711)
    os.mkdir("/m/bound/../x")
    must(libc.umount2(b"/to-m/bound", 0))
    failing_call(libc.umount2, b"/to-m", 8)
    must(libc.umount2(b"/m", 2))
    made = must(syscall(430, b"tmpfs", 0))
    must(syscall(431, made, 1, b"source", b"made", 0))
    must(syscall(431, made, 6, None, None, 0))
    mount = must(syscall(432, made, 0, 0))
    must(syscall(429, mount, b"", FD_CWD, b"/m", 4))
    must(libc.umount2(b"/m", 2))


def failing_call(function, *args):
    assert function(*args) < 0


def through_proc():
    file = os.open("/w/file", os.O_RDONLY)
    os.dup2(file, 50)
    os.chmod("/proc/self/fd/50", 0o611)
    os.chmod("/proc/thread-self/fd/50", 0o612)
    os.chmod(f"/proc/{os.getppid()}/cwd/w/file", 0o613)
    os.chmod("/dev/fd/50", 0o614)
    failing(os.chmod, "/proc/self/comm", 0o777)


def pivot():
    must(libc.unshare(0x20000))
    must(libc.mount(None, b"/", None, 16384 | 262144, None))
    must(libc.mount(b"/w", b"/w", None, 4096, None))
    os.mkdir("/w/put")
    must(syscall(155 if ON_X86 else 41, b"/w", b"/w/put"))
    os.chdir("/")
    os.chmod("/file", 0o600)


names()
attributes()
image()
elsewhere()
on_the_way()
failures()
hostile()
in_child(in_chroot)
mounts()
results["pid"] = in_child(through_proc)
in_child(pivot)
print(json.dumps(results))
