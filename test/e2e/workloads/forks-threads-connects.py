"""Forks, starts threads, and connects over IPv4, IPv6 and unix sockets."""
import os
import socket
import subprocess
import threading


def serve(family, address):
    server = socket.socket(family, socket.SOCK_STREAM)
    server.bind(address)
    server.listen(8)

    def accept():
        for _ in range(8):
            server.accept()[0].close()

    thread = threading.Thread(target=accept)
    thread.start()
    return server.getsockname(), thread


def connect(family, address):
    for _ in range(8):
        with socket.socket(family, socket.SOCK_STREAM) as client:
            client.connect(address)


def read_own_file(index):
    for turn in range(20):
        with open(f"/tmp/thread-{index}-{turn}", "w", encoding="utf-8") as out:
            out.write("x")


ends = [
    serve(socket.AF_INET, ("127.0.0.1", 0)),
    serve(socket.AF_UNIX, "/tmp/socket"),
    serve(socket.AF_UNIX, "\0abstract name"),
]
families = [socket.AF_INET, socket.AF_UNIX, socket.AF_UNIX]
try:
    ends.append(serve(socket.AF_INET6, ("::1", 0)))
    families.append(socket.AF_INET6)
except OSError:
    print("no IPv6 here")

workers = [threading.Thread(target=connect, args=(f, a)) for f, (a, _) in zip(families, ends)]
workers += [threading.Thread(target=read_own_file, args=(index,)) for index in range(8)]
for worker in workers:
    worker.start()

for _ in range(5):
    child = os.fork()
    if child == 0:
        with open("/etc/hostname", encoding="utf-8"):
            os._exit(0)
    os.waitpid(child, 0)
    subprocess.run(["/usr/bin/id", "-u"], check=True, stdout=subprocess.DEVNULL)

refused = socket.socket()
refused.setblocking(False)
print("refused:", refused.connect_ex(("127.0.0.1", 1)))
for worker in workers:
    worker.join()
for _, thread in ends:
    thread.join()
