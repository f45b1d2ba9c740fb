# A web server with a socket and a session for each: called by processes, random names and digests.
import hashlib, os, secrets, socket, threading, urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

os.makedirs("/var/lib/app/sessions", exist_ok=True)
os.makedirs("/run/app", exist_ok=True)

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        session = secrets.token_hex(13)
        with open("/var/lib/app/sessions/sess_" + session, "w") as file:
            file.write("x")
        digest = hashlib.md5(self.path.encode() + session.encode()).hexdigest()
        with open("/var/lib/app/" + digest, "w") as file:
            file.write("x")
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass

server = HTTPServer(("127.0.0.1", 8080), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
for name in ("/run/app/cgisock.%d" % os.getpid(), "/run/app/%s.sock" % secrets.token_hex(16), "\0app-%d" % os.getpid(), "\0app/" + secrets.token_hex(16)):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(name)
    listener.listen()
    caller = socket.socket(socket.AF_UNIX)
    caller.connect(name)
    caller.close()
    if not name.startswith("\0"):
        os.unlink(name)
for path in ("/a", "/b"):
    urllib.request.urlopen("http://127.0.0.1:8080" + path).read()
