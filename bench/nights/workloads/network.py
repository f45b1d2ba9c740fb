# A service that is called by its name, and servers on ports that the kernel chooses.
import socket, threading, urllib.request

for path in ("/", "/missing"):
    try:
        urllib.request.urlopen("http://web%s" % path, timeout=5).read()
    except urllib.error.HTTPError:
        pass
server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]
accepting = threading.Thread(target=lambda: server.accept())
accepting.start()
socket.create_connection(("127.0.0.1", port)).close()
accepting.join()
own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
own.connect(("web", 9))
print(own.getsockname()[0])
try:
    socket.getaddrinfo(socket.gethostname() + ".invalid", 80)
except socket.gaierror:
    pass
