"""Uses the names it is given, as hexadecimal bytes, wherever a program can choose a name.

Each name is a file that is written, read and executed, a script, an argument, the name of a
process, a unix socket's path and an abstract one's. Then come two deep paths.
"""
import ctypes
import json
import os
import socket

PR_SET_NAME = 15
LONGEST_PATH = 4095
LONGEST_SOCKET = 100

with open("/names/names.json", encoding="ascii") as manifest:
    NAMES = [bytes.fromhex(name) for name in json.load(manifest)]
with open("/bin/true", "rb") as file:
    PROGRAM = file.read()
libc = ctypes.CDLL(None)


def write(path, content):
    out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o755)
    os.write(out, content)
    os.close(out)


def read(path):
    os.close(os.open(path, os.O_RDONLY))


def execute(path, arguments):
    child = os.posix_spawn(path, arguments, {})
    assert os.waitpid(child, 0)[1] == 0, path


def connect(address):
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(address)
        server.listen()
        client.connect(address)


def use(name):
    os.chdir("/tmp/files")
    path = b"/tmp/files/" + name
    write(path, PROGRAM)
    read(name)
    execute(path, [name, name, b"", b"last"])
    write(b"/tmp/scripts/" + name, b"#!/bin/true\n")
    execute(b"/tmp/scripts/" + name, [b"script"])
    libc.prctl(PR_SET_NAME, name, 0, 0, 0)
    read("/etc/hostname")
    connect(b"\0" + name[:LONGEST_SOCKET])
    if len(name) <= LONGEST_SOCKET:
        os.chdir("/tmp/sockets")
        connect(name)


def use_deep(root, component, length):
    """Folders below one another, and in the last one a file whose path is so long."""
    path = root
    os.mkdir(path)
    os.chdir(path)
    while length - len(path) > len(component) + 2:
        os.mkdir(component)
        os.chdir(component)
        path += b"/" + component
    name = b"f" * (length - len(path) - 1)
    write(name, PROGRAM)
    if length <= LONGEST_PATH:
        read(path + b"/" + name)
        execute(path + b"/" + name, [b"deep"])


for folder in ("/tmp/files", "/tmp/scripts", "/tmp/sockets"):
    os.mkdir(folder)
for each in NAMES:
    use(each)
use_deep(b"/tmp/narrow", b"d", LONGEST_PATH)
use_deep(b"/tmp/wide", b"\xff\n" + b"\xe2\x82\xac" * 84, LONGEST_PATH)
if os.environ.get("DEEPER"):
    use_deep(b"/tmp/deeper", b"\xff" * 255, 3 * LONGEST_PATH)
print("used", len(NAMES), "names")
