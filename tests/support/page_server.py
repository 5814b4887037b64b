"""A page server to stand behind a GreenHarvest server in tests: real sockets, and every way of not answering. Runs in the test's own process."""
import http.server
import json
import socket
import threading
import time
import urllib.parse

HTML = "text/html; charset=utf-8"


class PageServer:
    """Pages by path; what was asked stands in `asked`. `respond` (path -> function of the handler) adds pages of a test's own."""

    def __init__(self, port=0):
        self.asked, self.respond, self.connections, self.open = [], {}, 0, []
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self):
                owner.connections += 1
                owner.open.append(self.request)
                super().setup()

            def _any(self):
                self.content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path = urllib.parse.urlsplit(self.path).path
                owner.asked.append({"method": self.command, "target": self.path, "headers": list(self.headers.items()), "body": self.content})
                page = owner.respond.get(path) or getattr(owner, "page_" + path.strip("/").replace("-", "_").replace("/", "_"), None) or owner.page_any
                page(self)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = _any

            def log_message(self, *_):
                pass

        class Threads(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, *_):
                pass  # a gateway that gave up

        self.server = Threads(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """As a process that ends: nobody listens, and what was open is closed."""
        self.server.shutdown()
        self.server.server_close()
        for connection in self.open:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # closed before

    @property
    def flags(self):
        return ["--set", f"web.upstream=http://127.0.0.1:{self.port}"]

    def count(self, path):
        return len([1 for each in self.asked if urllib.parse.urlsplit(each["target"]).path == path])

    @staticmethod
    def send(handler, body, status=200, headers=(), content_type=HTML):
        body = body.encode() if isinstance(body, str) else body
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        for name, value in headers:
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    @staticmethod
    def nonce(handler):
        """Where Next.js looks for it, too."""
        policy = handler.headers.get("Content-Security-Policy", "")
        return policy.split("'nonce-", 1)[1].split("'", 1)[0]

    def html(self, handler, text="hello"):
        """As Next.js makes it: the nonce on scripts and inside of data for the browser."""
        nonce = self.nonce(handler)
        return f'<!doctype html><html><head><script nonce="{nonce}" src="/_next/static/a.js"></script></head><body><p>{text}</p><script nonce="{nonce}">self.x=["{nonce}"]</script></body></html>'

    # Pages for everybody.
    def public(self, handler, text="hello", seconds=60, tags="products", headers=()):
        self.send(handler, self.html(handler, text), headers=[("Cache-Control", f"public, s-maxage={seconds}"), ("Gh-Cache-Tags", tags), *headers])

    def page_any(self, handler):
        self.send(handler, self.html(handler, "page " + handler.path), headers=[("Cache-Control", "private, no-store")])

    def page_echo(self, handler):
        """What was asked, as it was asked."""
        said = {"method": handler.command, "target": handler.path, "headers": handler.headers.items(), "body": handler.content.decode("latin-1")}
        self.send(handler, json.dumps(said), content_type="application/json")

    def page_hang(self, handler):
        time.sleep(30)

    def page_slow_head(self, handler):
        for piece in (b"HTTP/1.1 200 OK\r\n", b"Content-Type: text/html\r\n"):
            handler.wfile.write(piece)
            time.sleep(0.2)
        handler.wfile.write(b"Content-Length: 2\r\n\r\nok")

    def page_drip(self, handler):
        """A body that never ends in time."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.1)

    def page_slow_body(self, handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
        for letter in b"abc":
            handler.wfile.write(b"1\r\n" + bytes([letter]) + b"\r\n")
            time.sleep(0.15)
        handler.wfile.write(b"0\r\n\r\n")

    def page_cut(self, handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it")
        handler.close_connection = True

    def page_close_without_a_word(self, handler):
        handler.close_connection = True

    def page_reset(self, handler):
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        handler.connection.close()
        handler.close_connection = True

    def page_garbage(self, handler):
        handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        handler.close_connection = True

    def page_two_lengths(self, handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")

    def page_huge(self, handler):
        try:
            self.send(handler, b"x" * (3 << 20))
        except OSError:
            pass

    def page_split(self, handler):
        """A header that wants to become two."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: 1\nSet-Cookie: evil=1\r\nContent-Length: 2\r\n\r\nok")
