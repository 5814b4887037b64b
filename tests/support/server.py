"""A GreenHarvest server of one's own for a test: free port, temporary data folder, ended by its process id."""
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

from support import stores

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("GH_PROGRAM", str(TOP / "build/release/greenharvest"))
READY_DEADLINE_S = 30
PORTS_TRIED_MAX = 5
STOP_DEADLINE_S = 20
REQUEST_DEADLINE_S = 20
# The farms of the suites do not read their mail first; who tests that says so.
SUITE_SETTINGS = {"GREENHARVEST_AUTH_EMAIL_VERIFICATION": "optional"}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Reply:
    def __init__(self, status, headers, body, lines=()):
        self.status, self.headers, self.body = status, headers, body
        self.lines = list(lines)  # (name, value) of each header line, also where a name comes twice

    def json(self):
        return json.loads(self.body)

    def header(self, name):
        return self.headers.get(name.lower())

    def set_cookies(self):
        """Name to (value, attributes) of each Set-Cookie line."""
        cookies = {}
        for name, line in self.lines:
            if name.lower() == "set-cookie":
                pair, *attributes = [part.strip() for part in line.split(";")]
                cookies[pair.split("=", 1)[0]] = (pair.split("=", 1)[1], attributes)
        return cookies

    def __repr__(self):
        return f"Reply({self.status}, {self.body[:400]!r})"


class Server:
    def __init__(self, data=None, flags=(), demo=False, env=None):
        self.own_folder = data is None
        self.data = data or tempfile.mkdtemp(prefix="greenharvest-test-")
        # The program refuses settings that it does not know, and the suites have words of their own with its prefix.
        self.flags, self.env = list(flags), {k: v for k, v in os.environ.items() if not k.startswith("GREENHARVEST_")} | SUITE_SETTINGS | stores.settings(self.data) | (env or {})
        self.process, self.port = None, None
        self.checker = None  # checks every reply, set by the suites (support/openapi_check.py)
        self.log = pathlib.Path(self.data).with_suffix(".log")
        if demo:
            self.admin("demo", "--small")

    def admin(self, *words, check=True, stdin=None):
        done = subprocess.run([PROGRAM, "admin", *words, "--data", self.data], capture_output=True, text=True, timeout=120, input=stdin, env=self.env)
        if check and done.returncode != 0:
            raise AssertionError(f"admin {words}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def start(self):
        """Another program may take the free port before the server does; then with the next one."""
        for _ in range(PORTS_TRIED_MAX):
            if self.start_at(free_port()):
                return self
            if "Address already in use" not in self.log.read_text()[-4000:]:
                break
        raise AssertionError(f"the server ended with {self.process.returncode}:\n{self.log.read_text()[-4000:]}")

    def start_at(self, port):
        """False if the server ended before it was ready."""
        self.port = port
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([PROGRAM, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}", *self.flags],
                                            stdout=log, stderr=log, env=self.env)
        deadline = time.monotonic() + READY_DEADLINE_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                return False
            try:
                if self.call("GET", "/readyz", check=False).status == 200:
                    return True
            except OSError:
                pass
            time.sleep(0.02)
        raise AssertionError("the server did not become ready")

    def stop(self):
        """SIGTERM; gives the exit status."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(STOP_DEADLINE_S)
        return self.process.returncode if self.process else None

    def kill(self):
        self.process.kill()
        self.process.wait(STOP_DEADLINE_S)

    def remove(self):
        if self.process and self.process.poll() is None:
            self.kill()
        if self.own_folder:
            shutil.rmtree(self.data, ignore_errors=True)
            stores.forget(self.data)
            self.log.unlink(missing_ok=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        self.remove()

    def call(self, method, path, body=None, token=None, headers=None, raw=None, check=True):
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=REQUEST_DEADLINE_S)
        try:
            sent = {"X-Request-Id": "test", **(headers or {})}
            if token:
                sent["Authorization"] = f"Bearer {token}"
            data = raw
            if body is not None:
                data = json.dumps(body).encode()
                sent.setdefault("Content-Type", "application/json")
            connection.request(method, path, body=data, headers=sent)
            answer = connection.getresponse()
            reply = Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read(), answer.getheaders())
        finally:
            connection.close()
        if check and self.checker:
            self.checker.check(method, path, reply)
        return reply

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.call("POST", path, body=body, **more)

    def login(self, email, password):
        reply = self.post("/api/v1/auth/login", {"email": email, "password": password})
        assert reply.status == 200, reply
        return reply.json()["access_token"]


def quote(text):
    return urllib.parse.quote(text, safe="")
