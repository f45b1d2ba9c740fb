"""Serves pages in the clear on 8080 and over TLS on 8443, with the certificate in /work."""
import http.server
import ssl
import threading


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"a page with S3CRET-in-answer")

    do_POST = do_GET


plain = http.server.ThreadingHTTPServer(("", 8080), Page)
tls = http.server.ThreadingHTTPServer(("", 8443), Page)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/work/certificate.pem", "/work/key.pem")
tls.socket = context.wrap_socket(tls.socket, server_side=True)
threading.Thread(target=tls.serve_forever, daemon=True).start()
plain.serve_forever()
