"""Uploaded pictures in a bucket: two nodes without a common folder serve what a farmer sent to one of them; while S3 is away pictures answer 503 and
everything else goes on; settings that cannot be meant are refused; certificates are checked."""
import contextlib
import http.server
import os
import pathlib
import signal
import ssl
import struct
import subprocess
import sys
import threading
import time
import zlib

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(TOP / "tools")]

import cluster as clusters
import cluster_torture
from running_cluster import running
from support import server as support

S3 = str(TOP / "tools/s3")
ACCESS_KEY, SECRET_KEY = "greenharvest-test", "only-for-tests"
S3_DEADLINE_S = 2
FARMER = {"email": "farmer@example.com", "password": "grow-the-carrots"}
SHOWN_WITHIN_S = 10


def png():
    """A grey picture of 40 by 30."""
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress((b"\0" + b"\x80\xa0\x60" * 40) * 30)) + chunk(b"IEND", b"")


def keys(secret=SECRET_KEY):
    return {"objects.s3_access_key": ACCESS_KEY, "objects.s3_secret_key": secret, "objects.s3_deadline": f"{S3_DEADLINE_S}s"}


def environment(settings):
    return {"GREENHARVEST_" + key.upper().replace(".", "_"): value for key, value in settings.items()}


@pytest.fixture(scope="module")
def bucket(tmp_path_factory):
    folder = tmp_path_factory.mktemp("s3")
    url = subprocess.run([S3, "start", str(folder)], check=True, capture_output=True, text=True, timeout=180).stdout.strip()
    yield url, lambda how: os.kill(int((folder / "pid").read_text()), how)
    subprocess.run([S3, "stop", str(folder)], timeout=60)


@pytest.fixture(scope="module")
def shop(tmp_path_factory, bucket):
    with running(tmp_path_factory, "s3-shop", keys() | {"objects.s3_url": bucket[0], "auth.password_memory": "64KiB"}, nodes=2) as cluster:
        yield cluster


@pytest.fixture
def nodes(shop):
    return [cluster_torture.Node(node["port"]) for node in shop.state["nodes"].values()]


def upload(node, token):
    return node.call("POST", "/api/v1/pictures", raw=png(), headers={"Content-Type": "image/png"}, token=token)


def signed_in(node):
    reply = node.post("/api/v1/auth/login", FARMER)
    assert reply.status == 200, reply
    return reply.json()["access_token"]


def test_a_picture_of_one_node_is_served_by_the_other(shop, nodes):
    made = upload(nodes[0], signed_in(nodes[0]))
    assert made.status == 201, made
    for path in (made.json()["url"], made.json()["small_url"]):
        first, second = nodes[0].get(path), nodes[1].get(path)
        assert first.status == second.status == 200 and first.body[8:12] == b"WEBP" and first.body == second.body
    assert nodes[1].get("/media/pic_" + "0" * 26).status == 404
    assert not list(shop.folder.glob("**/objects")), "it lies in a folder as well"


def test_while_s3_is_silent_everything_else_goes_on(shop, nodes, bucket):
    token = signed_in(nodes[0])
    kept = upload(nodes[0], token).json()["url"]
    bucket[1](signal.SIGSTOP)
    try:
        began = time.monotonic()
        refused = upload(nodes[0], token)
        assert refused.status == 503 and refused.json()["code"] == "unavailable", refused
        assert time.monotonic() - began < S3_DEADLINE_S + 2
        assert nodes[1].get(kept).status == 503
        for node in nodes:
            assert node.get("/readyz").status == 200 and node.get("/api/v1/products?limit=3").status == 200
    finally:
        bucket[1](signal.SIGCONT)
    clusters.wait_for(lambda: nodes[1].get(kept).status == 200, SHOWN_WITHIN_S, "S3 was not back")
    log = shop.folder / "node2.log"
    clusters.wait_for(lambda: "S3 is away or refuses" in log.read_text() and "S3 is back" in log.read_text(), SHOWN_WITHIN_S, "the log does not say so")
    assert SECRET_KEY not in log.read_text() and "Signature=" not in log.read_text()


@contextlib.contextmanager
def alone(tmp_path, settings, name="data"):
    server = support.Server(data=str(tmp_path / name), env=environment({"objects.folder": ""} | settings))
    with server:
        yield server


def said(server, words):
    clusters.wait_for(lambda: words in server.log.read_text(), SHOWN_WITHIN_S, f"\"{words}\" was not in the log:\n{server.log.read_text()}")


def test_a_wrong_secret_is_said_at_the_start_which_goes_on(tmp_path, bucket):
    with alone(tmp_path, keys("wrong-secret-4711") | {"objects.s3_url": bucket[0]}) as server:
        said(server, "S3 answers 403 SignatureDoesNotMatch")
        assert server.get("/readyz").status == 200
        assert "wrong-secret-4711" not in server.log.read_text()
        assert 's3_calls_total{outcome="failed"} 1' in server.get("/metrics").body.decode()


@pytest.mark.parametrize("settings, words", [
    ({"objects.s3_url": "http://localhost:1/b", "objects.folder": "/tmp"} | keys(), "objects.folder and objects.s3_url are both set"),
    ({"objects.s3_url": "http://localhost:1/b"}, "the access key is missing"),
    ({"objects.s3_url": "ftp://localhost:1/b"} | keys(), "it does not begin with https:// or http://"),
])
def test_settings_that_cannot_be_meant_are_refused(tmp_path, settings, words):
    server = support.Server(data=str(tmp_path / "data"), env=environment({"objects.folder": ""} | settings))
    done = server.admin("demo", "--small", check=False)
    assert done.returncode != 0 and SECRET_KEY not in done.stdout + done.stderr
    assert words in done.stderr, done.stderr


def test_nodes_that_share_a_store_share_the_pictures(shop):
    """With neither a bucket nor a folder a node does not start."""
    without = {name: value for name, value in shop.environment(1).items() if not name.startswith("GREENHARVEST_OBJECTS_")}
    done = subprocess.run([support.PROGRAM, "serve", "--listen", "127.0.0.1:0"], env=without | {"GREENHARVEST_DATA": str(shop.folder / "node3")}, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and "objects.s3_url or objects.folder must be set" in done.stderr, done.stderr


def test_the_keys_are_not_shown(tmp_path):
    done = subprocess.run([support.PROGRAM, "admin", "config"], env=os.environ | environment(keys()), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "objects.s3_secret_key" in done.stdout
    assert SECRET_KEY not in done.stdout and ACCESS_KEY not in done.stdout


class Nothing(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"<Error><Code>NoSuchKey</Code></Error>"
        self.send_response(404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_a_certificate_is_believed_only_of_those_who_are_named(tmp_path):
    """The server is a stand-in: what is asked is libcurl's check."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                    "-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "certificate.pem")], check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Nothing)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        settings = keys() | {"objects.s3_url": f"https://localhost:{server.server_port}/b"}
        with alone(tmp_path, settings, "unknown") as refused:
            said(refused, "SSL peer certificate")
        with alone(tmp_path, settings | {"objects.s3_tls_authorities": str(tmp_path / "certificate.pem")}, "named") as believed:
            clusters.wait_for(lambda: 's3_calls_total{outcome="answered"} 1' in believed.get("/metrics").body.decode(), SHOWN_WITHIN_S, "it was not asked")
            assert "S3 is away" not in believed.log.read_text()
    finally:
        server.shutdown()
