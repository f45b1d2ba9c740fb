# Runs in a container: does one thing as fast as two processes can, each time with another name,
# address or argument, and prints how often.
#   python3 flood.py WORD SECONDS
import os, socket, ssl, struct, sys, threading, time

word, seconds = sys.argv[1], float(sys.argv[2])
DEEP = "/" + "/".join(["d" * 250] * 15) + "/"


def fails(action, *args):
    try:
        return action(*args)
    except OSError:
        return None


def names(turn):
    fails(os.open, "/tmp/%d-%d" % (os.getpid(), turn), 0)


def long_names(turn):
    fails(os.open, DEEP + "%d-%d" % (os.getpid(), turn), 0)


def arguments(turn):
    argv = ["true"] + ["%d-%d-%d" % (os.getpid(), turn, at) for at in range(100)]
    os.waitpid(os.posix_spawn("/bin/true", argv, {}), 0)


def connects(turn):
    with socket.socket() as client:
        address = "127.%d.%d.%d" % (turn >> 16 & 255, turn >> 8 & 255, turn & 255)
        fails(client.connect, (address, 1024 + turn % 60000))


def unix(turn):
    path = "/tmp/%d-%d-" % (os.getpid(), turn) + "s" * 70
    with socket.socket(socket.AF_UNIX) as client:
        fails(client.connect, path)
    if turn % 8 == 0:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path)
            server.listen()


# A question and its answer, by two sockets of one process; every fourth answer is cut.
def dns():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.%d" % (os.getpid() % 250 + 1), 53))
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.connect(server.getsockname())

    def one(turn):
        labels = [b"%032d" % os.getpid(), b"%040d" % turn, b"test"]
        name = b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
        question = name + struct.pack(">HH", 1, 1)
        client.send(struct.pack(">6H", turn & 65535, 256, 1, 0, 0, 0) + question)
        _, peer = server.recvfrom(600)
        record = b"\xc0\x0c" + struct.pack(">HHIHI", 1, 1, 60, 4, 0x0A000000 + turn)
        answer = struct.pack(">6H", turn & 65535, 0x8180, 1, 1, 0, 0) + question + record
        server.sendto(answer[:-9] if turn % 4 == 0 else answer, peer)
        client.recv(600)

    return one


# A greeting with another server name in each connection; every fourth is cut.
def tls():
    marker = b"m" * 40 + b".test"
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.create_default_context()
    greeter = context.wrap_bio(incoming, outgoing, server_hostname=marker.decode())
    try:
        greeter.do_handshake()
    except ssl.SSLWantReadError:
        pass
    hello = outgoing.read()
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(1000)

    def accept():
        while True:
            server.accept()[0].close()

    threading.Thread(target=accept, daemon=True).start()

    def one(turn):
        name = b"%020d%020d.test" % (os.getpid(), turn)
        greeting = hello.replace(marker, name)
        with socket.socket() as client:
            # Ports of closed connections would run out.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            fails(client.connect, server.getsockname())
            fails(client.send, greeting[:90] if turn % 4 == 0 else greeting)

    return one


def run():
    made = {"names": names, "long-names": long_names, "arguments": arguments}
    made.update({"connects": connects, "unix": unix})
    act = made[word] if word in made else {"dns": dns, "tls": tls}[word]()
    end, turn = time.time() + seconds, 0
    while time.time() < end:
        for turn in range(turn + 1, turn + 51):
            act(turn)
    return turn


ours, theirs = os.pipe()
if os.fork() == 0:
    os.write(theirs, b"%d" % run())
    os._exit(0)
own = run()
print(own + int(os.read(ours, 20)))
