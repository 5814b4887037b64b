"""Pages behind the gateway (docs/adr/0006): passed on over real sockets to a page server that also dies, hangs, and answers garbage."""
import concurrent.futures
import gzip
import http.client
import json
import os
import re
import socket
import subprocess
import time

import pytest
from http_support import FAST, own_server
from stage import Browser, expect

from support.page_server import PageServer
from support.server import PROGRAM, Server

DEADLINE_S = 1.0
SECURITY = {"x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin", "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin"}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    top = tmp_path_factory.mktemp("web")
    for name, content in {"_next/static/chunks/main-0a1b.js": b"console.log('carrots');\n" * 100, "_next/static/chunks/app/[slug]/page-77.js": b"1;\n" * 500,
                          "_next/static/ready.css": b"body{color:green}" * 100, "_next/static/ready.css.br": b"not really brotli", "_next/static/ready.css.gz": b"not really gzip",
                          "_next/static/font.woff2": bytes(range(256)) * 20, "sw.js": b"self.addEventListener('fetch', () => {});", "manifest.webmanifest": b'{"name":"GreenHarvest"}',
                          "icons/192.png": b"\x89PNG" + bytes(2000), "robots.txt": b"User-agent: *\n", "kale.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>", ".env": b"SECRET=1",
                          ".well/x.txt": b"hidden", "odd.bin": b"\x00\x01"}.items():
        file = top / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return top


@pytest.fixture(scope="module")
def upstream():
    with PageServer() as server:
        yield server


@pytest.fixture(scope="module")
def web(openapi, upstream, files):
    flags = ["--set", f"web.deadline={int(DEADLINE_S * 1000)}ms", "--set", "web.answer_bytes_max=2MiB", "--set", "web.request_bytes_max=64KiB",
             "--set", f"web.files={files}", "--set", "http.cors_origins=https://shop.example"]
    server = Server(flags=FAST + upstream.flags + flags, demo=True)
    server.checker = openapi
    with server:
        yield server


def nonce_of(reply):
    return re.search(r"'nonce-([A-Za-z0-9_-]{24})'", reply.header("content-security-policy"))[1]


def raw(server, request, timeout=5):
    """What comes back for these bytes until the server closes or is silent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=timeout) as client:
        client.sendall(request)
        client.settimeout(1.5)
        answer = b""
        try:
            while piece := client.recv(65536):
                answer += piece
        except TimeoutError:
            pass
        return answer


def refused(folder, *settings):
    """What a server says that does not start with these settings."""
    words = [word for setting in settings for word in ("--set", setting)]
    done = subprocess.run([PROGRAM, "serve", "--data", str(folder / "data"), "--listen", "127.0.0.1:0", *words], capture_output=True, text=True, timeout=20,
                          env={k: v for k, v in os.environ.items() if not k.startswith("GREENHARVEST_")})
    assert done.returncode != 0
    return done.stdout + done.stderr


def failures(server):
    found = re.findall(r'page_server_failures_total\{reason="(\w+)"\} (\d+)', server.get("/metrics").body.decode())
    return {reason: int(count) for reason, count in found}


def asked(web, upstream, path="/echo", **more):
    """What the page server was asked: {name: [values]} and the whole."""
    reply = web.call(more.pop("method", "GET"), path, **more)
    said = json.loads(gzip.decompress(reply.body) if reply.header("content-encoding") == "gzip" else reply.body)
    headers = {}
    for name, value in said["headers"]:
        headers.setdefault(name.lower(), []).append(value)
    return headers, said


# ---- who reads

def word_about(web, address):
    """What the page server is told of a reader at this address of the machine."""
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=5, source_address=(address, 0))
    connection.request("GET", "/echo", headers={"Gh-Reader": "192.0.2.1;9999999999999;AAAA"})
    said = dict((name.lower(), value) for name, value in json.loads(connection.getresponse().read())["headers"])
    connection.close()
    return said["gh-reader"]


def test_what_the_page_server_asks_for_a_reader_counts_for_the_reader(openapi, files):
    ada = {"email": "ada@example.com", "password": "try-the-carrots"}
    with PageServer() as pages, Server(flags=FAST + pages.flags + ["--set", "rate_limit.login_per_minute=4"], demo=True) as web:
        first, second = word_about(web, "127.0.0.2"), word_about(web, "127.0.0.3")
        assert first.startswith("127.0.0.2;") and second.startswith("127.0.0.3;")
        login = lambda word: web.post("/api/v1/auth/login", ada, headers={"Gh-Reader": word})
        signed_in = [login(first) for _ in range(5)]
        assert [reply.status for reply in signed_in] == [200] * 4 + [429]
        assert login(second).status == 200, "another reader has a limit of their own"
        sessions = web.get("/api/v1/me/sessions", token=signed_in[0].json()["access_token"]).json()["items"]
        assert sorted(session["address"] for session in sessions)[-5:] == ["127.0.0.2"] * 4 + ["127.0.0.3"]
        # A word that is not ours, or was changed, is none: the page server's own limit is used up by it.
        forged = [f"127.0.0.4;9999999999999;{first.rsplit(';', 1)[1]}", first.replace("127.0.0.2", "127.0.0.5"), "127.0.0.6", ""]
        assert [login(word).status for word in forged] == [200] * 4
        assert login("127.0.0.7").status == 429 and web.post("/api/v1/auth/login", ada).status == 429


# ---- passing on

@pytest.mark.parametrize("flags, sent, told", [
    ([], "https", "http"),  # from anybody
    (["--set", "http.trusted_proxies=127.0.0.1"], "https", "https"),
    (["--set", "http.trusted_proxies=127.0.0.1"], "http", "http"),
    (["--set", "shop.url=https://shop.example"], "http", "https"),
], ids=["not a proxy of ours", "a proxy with TLS", "a proxy without", "a shop whose address has TLS"])
def test_the_page_server_is_told_how_the_browser_came(openapi, files, flags, sent, told):
    """By the rule of the session's cookie: what pages set is Secure when that is."""
    with PageServer() as pages, Server(flags=FAST + pages.flags + flags, demo=True) as web:
        web.checker = openapi
        said = json.loads(web.get("/echo", headers={"X-Forwarded-Proto": sent}).body)["headers"]
        assert [value for name, value in said if name.lower() == "x-forwarded-proto"] == [told]
        ada = {"email": "ada@example.com", "password": "try-the-carrots"}
        cookies = web.post("/api/v1/auth/login", ada, headers={"X-Forwarded-Proto": sent, "Gh-Session": "cookie"}).set_cookies()
        assert ["Secure" in attributes for _, attributes in cookies.values()] == [told == "https"] * 2

def test_a_page_has_a_policy_with_the_nonce_that_it_was_made_with(web):
    first, second = web.get("/catalog?page=2"), web.get("/catalog?page=2")
    for reply in (first, second):
        nonce = nonce_of(reply)
        assert reply.status == 200 and reply.body.decode().count(nonce) == 3 and "page /catalog?page=2" in reply.body.decode()
        assert reply.header("content-security-policy") == (
            f"default-src 'self'; script-src 'self' 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; font-src 'self'; "
            "connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
        assert {name: reply.header(name) for name in SECURITY} == SECURITY
        assert reply.header("x-request-id") == "test" and reply.header("cache-control") == "private, no-store"
        assert reply.header("server") is None and reply.header("etag") is None
        assert [name.lower() for name, _ in reply.lines].count("date") == 1
    assert nonce_of(first) != nonce_of(second)


def test_what_the_page_server_hears(web, upstream):
    headers, said = asked(web, upstream, "/echo?q=%20a&b", headers={
        "Cookie": "gh_session=s; theme=dark", "Accept-Language": "es", "Accept": "text/html", "User-Agent": "Test/1", "Accept-Encoding": "gzip",
        "X-Forwarded-For": "6.6.6.6", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "for=6.6.6.6", "X-Real-IP": "6.6.6.6", "X-Nonce": "mine",
        "Content-Security-Policy": "script-src 'nonce-mine'", "X-Middleware-Subrequest": "middleware:middleware", "X-Matched-Path": "/admin", "X-HTTP-Method-Override": "DELETE",
        "Connection": "keep-alive, X-Private", "X-Private": "1", "Keep-Alive": "timeout=5", "TE": "trailers", "Trailer": "X", "Upgrade": "websocket", "Proxy-Authorization": "x",
        "If-None-Match": '"x"', "Range": "bytes=0-1", "X-Other": "kept"})
    assert said["target"] == "/echo?q=%20a&b" and said["method"] == "GET"
    host = f"127.0.0.1:{web.port}"
    assert headers["host"] == [host] and headers["x-forwarded-host"] == [host] and headers["x-forwarded-for"] == ["127.0.0.1"] and headers["x-forwarded-proto"] == ["http"]
    assert headers["cookie"] == ["gh_session=s; theme=dark"] and headers["accept-language"] == ["es"] and headers["user-agent"] == ["Test/1"] and headers["x-other"] == ["kept"]
    assert headers["accept-encoding"] == ["identity"], "it is compressed here"
    assert len(headers["gh-reader"]) == 1 and headers["gh-reader"][0].startswith("127.0.0.1;")
    assert len(headers["x-nonce"]) == 1 and len(headers["x-nonce"][0]) == 24 and f"'nonce-{headers['x-nonce'][0]}'" in headers["content-security-policy"][0]
    gone = {"forwarded", "x-real-ip", "x-middleware-subrequest", "x-matched-path", "x-http-method-override", "connection", "x-private", "keep-alive", "te", "trailer", "upgrade",
            "proxy-authorization", "if-none-match", "range", "content-length", "transfer-encoding"}
    assert gone & set(headers) == set()


def test_parts_of_pages_are_asked_for_with_conditions(web, upstream):
    upstream.respond["/_next/image"] = upstream.page_echo
    headers, _ = asked(web, upstream, "/_next/image?url=x", headers={"If-None-Match": '"x"', "Range": "bytes=0-1"})
    assert headers["if-none-match"] == ['"x"'] and headers["range"] == ["bytes=0-1"]


def test_head_is_get_without_the_body(web, upstream):
    got, head = web.get("/some"), web.call("HEAD", "/some")
    assert head.status == 200 and head.body == b"" and head.header("content-length") == got.header("content-length")
    assert set(head.headers) == set(got.headers)


def test_redirects_and_cookies_are_passed_unchanged(web, upstream):
    upstream.respond["/old"] = lambda h: upstream.send(h, "", 307, [("Location", "/new?a=b#c"), ("Set-Cookie", "gh_cart=crt_1; HttpOnly; SameSite=Lax; Path=/"),
                                                                    ("Set-Cookie", "other=\"a, b\"; Path=/x"), ("Connection", "X-Hop"), ("X-Hop", "1"), ("X-Powered-By", "Next.js"), ("Server", "x")])
    reply = web.get("/old")
    assert reply.status == 307 and reply.header("location") == "/new?a=b#c"
    assert [value for name, value in reply.lines if name.lower() == "set-cookie"] == ["gh_cart=crt_1; HttpOnly; SameSite=Lax; Path=/", 'other="a, b"; Path=/x']
    assert not {"x-hop", "x-powered-by", "server"} & set(reply.headers)
    upstream.respond["/gone"] = lambda h: upstream.send(h, upstream.html(h, "no such page"), 404)
    assert web.get("/gone").status == 404


@pytest.mark.parametrize("said, sent", [("public, s-maxage=60", "private, no-cache"), ("s-maxage=31536000", "private, no-cache"), ("public, max-age=60", "private, no-cache"), (None, "private, no-store"),
                                        ("private, no-cache, no-store, max-age=0, must-revalidate", "private, no-cache, no-store, max-age=0, must-revalidate")])
def test_what_names_a_nonce_is_kept_by_nobody_else(web, upstream, said, sent):
    upstream.respond["/caching"] = lambda h: upstream.send(h, upstream.html(h), headers=[("Cache-Control", said)] if said else [])
    reply = web.get("/caching", headers={"Cookie": "gh_session=x"})
    assert reply.header("cache-control") == sent and "Cookie" in reply.header("vary")


def test_text_is_compressed_and_pictures_are_not(web, upstream):
    text = "carrots " * 1000
    upstream.respond["/long"] = lambda h: upstream.send(h, text, headers=[("Vary", "RSC")])
    reply = web.get("/long", headers={"Accept-Encoding": "gzip"})
    assert reply.header("content-encoding") == "gzip" and gzip.decompress(reply.body).decode() == text
    assert reply.header("vary") == "RSC, Accept-Encoding, Cookie"
    assert web.get("/long", headers={"Accept-Encoding": "br"}).header("content-encoding") == "br"
    assert web.get("/long").body.decode() == text
    picture = bytes(range(256)) * 20
    upstream.respond["/picture"] = lambda h: upstream.send(h, picture, content_type="image/webp", headers=[("Cache-Control", "public, max-age=60"), ("ETag", '"p"')])
    reply = web.get("/picture", headers={"Accept-Encoding": "gzip"})
    assert reply.body == picture and reply.header("content-encoding") is None and reply.header("cache-control") == "public, max-age=60" and reply.header("etag") == '"p"'
    packed = gzip.compress(text.encode())
    upstream.respond["/packed"] = lambda h: upstream.send(h, packed, headers=[("Content-Encoding", "gzip")])
    assert web.get("/packed", headers={"Accept-Encoding": "gzip"}).body == packed, "once is enough"


def test_forms_are_posted(web, upstream):
    body = b"a=1&b=%00" + bytes(range(256))
    headers, said = asked(web, upstream, method="POST", raw=body, headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{web.port}", "Next-Action": "abc"})
    assert said["method"] == "POST" and said["body"].encode("latin-1") == body and headers["content-length"] == [str(len(body))]
    assert headers["content-type"] == ["application/x-www-form-urlencoded"] and headers["next-action"] == ["abc"] and headers["origin"] == [f"http://127.0.0.1:{web.port}"]
    headers, said = asked(web, upstream, method="POST", headers={"X-Empty": "1"})
    assert headers["content-length"] == ["0"] and said["body"] == ""
    whole = b"x" * 65536
    assert asked(web, upstream, method="POST", raw=whole)[1]["body"] == whole.decode()
    before = len(upstream.asked)
    expect(web.call("POST", "/echo", raw=whole + b"x"), 413)
    assert len(upstream.asked) == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT"])
def test_other_methods_never_get_there(web, upstream, method):
    before = len(upstream.asked)
    reply = web.call(method, "/echo")
    assert reply.status in (400, 405, 501) and len(upstream.asked) == before
    if method == "PUT":
        assert reply.header("allow") == "GET, POST, HEAD, OPTIONS"


def test_options_are_answered_here(web, upstream):
    before = len(upstream.asked)
    reply = web.call("OPTIONS", "/echo", headers={"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"})
    assert reply.status == 204 and reply.header("allow") == "GET, POST, HEAD, OPTIONS" and len(upstream.asked) == before
    assert web.get("/some", headers={"Origin": "https://shop.example"}).header("access-control-allow-origin") is None, "pages are for no foreign script"


# Two readings of one message are how requests are smuggled: what reaches the page server has one length, made here.
HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("head, body", [
    (b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", b"0\r\n\r\n" + HIDDEN),
    (b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n", HIDDEN),
    (b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n", b"0\r\n\r\n" + HIDDEN),
    (b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n", b"0\r\n\r\n" + HIDDEN),
    (b"GET /echo HTTP/1.1\r\nHost: x\r\nX: a\nTransfer-Encoding: chunked\r\n\r\n", HIDDEN),
    (b"GET /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + str(len(HIDDEN)).encode() + b"\r\n\r\n", HIDDEN),
    (b"GET /echo\tHTTP/1.1\r\nHost: x\r\n\r\n", b""),
    (b"GET /echo?a\r\nX: y HTTP/1.1\r\nHost: x\r\n\r\n", b""),
    (b"GET http://other/echo HTTP/1.1\r\nHost: x\r\n\r\n", b""),
    (b"GET /echo HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", b""),
    (b"GET /echo HTTP/1.1\r\nHost: x y\r\n\r\n", b""),
])
def test_what_can_be_read_in_two_ways_is_refused(web, upstream, head, body):
    before = len(upstream.asked)
    answer = raw(web, head + body)
    assert re.match(rb"HTTP/1.1 (4\d\d|501) ", answer), answer[:200]
    assert len(upstream.asked) == before and answer.count(b"HTTP/1.1 ") == 1


def test_a_chunked_body_gets_a_length(web, upstream):
    body = b"%x\r\n" % len(HIDDEN) + HIDDEN + b"\r\n3;x=y\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n"
    before = len(upstream.asked)
    answer = raw(web, b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + body)
    said = json.loads(answer.split(b"\r\n\r\n", 1)[1])
    names = [name.lower() for name, _ in said["headers"]]
    assert said["body"].encode() == HIDDEN + b"abc" and ["Content-Length", str(len(HIDDEN) + 3)] in said["headers"] and "transfer-encoding" not in names and "x-trailer" not in names
    assert len(upstream.asked) == before + 1 and upstream.count("/hidden") == 0


def test_http_1_0_and_no_host(web):
    answer = raw(web, b"GET /echo HTTP/1.0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ") and ["Host", "localhost"] in json.loads(answer.split(b"\r\n\r\n", 1)[1])["headers"]


def test_the_api_stays_the_programs_own(web, upstream):
    before = len(upstream.asked)
    assert web.get("/api/v1/products?limit=1").status == 200 and web.get("/healthz").json() == {"status": "ok"} and web.get("/metrics").status == 200
    expect(web.get("/api/v1/nothing"), 404, "no_such_route")
    expect(web.get("/api/v2/products"), 404, "unknown_api_version")
    expect(web.get("/api"), 404, "no_such_route")
    expect(web.post("/healthz"), 405, "method_not_allowed")
    assert web.get("/api/v1/products?limit=1").header("content-security-policy") == "default-src 'none'; frame-ancestors 'none'"
    assert len(upstream.asked) == before
    assert web.get("/apiary").status == 200 and len(upstream.asked) == before + 1


def test_without_a_page_server_there_are_no_pages(shop):
    expect(shop.get("/"), 404, "no_such_route")
    expect(shop.get("/catalog"), 404, "no_such_route")


def test_a_page_asks_the_api_for_its_reader(web, upstream):
    """As Next.js does: with the browser's cookie, and an Origin equal to the Host that it sends."""
    browser = Browser(web)

    def rename(handler):
        cookie = handler.headers["Cookie"]
        changed = web.call("PATCH", "/api/v1/me", {"name": "By a page"}, headers={"Cookie": cookie, "Origin": f"http://127.0.0.1:{web.port}"})
        upstream.send(handler, f"{changed.status}")

    upstream.respond["/account"] = rename
    assert browser.post("/account").body == b"200"
    assert expect(browser.get("/api/v1/me"), 200)["name"] == "By a page"


# ---- not answering

@pytest.mark.parametrize("path, reason, within_s", [("/hang", "timeout", 0.9), ("/drip", "timeout", 0.9), ("/cut", "broken", 0), ("/close-without-a-word", "broken", 0), ("/reset", "broken", 0),
                                                    ("/garbage", "malformed", 0), ("/two-lengths", "malformed", 0), ("/split", "malformed", 0), ("/huge", "too_large", 0)])
@pytest.mark.parametrize("cookie", [None, "gh_session=x"])
def test_a_page_server_that_does_not_answer_is_a_page_of_our_own(web, upstream, path, reason, within_s, cookie):
    before, started = failures(web)[reason], time.monotonic()
    reply = web.get(path, headers={"Cookie": cookie} if cookie else {})
    took = time.monotonic() - started
    assert reply.status == 503 and reply.header("retry-after") == "5" and reply.header("content-type") == "text/html; charset=utf-8" and reply.header("cache-control") == "no-store"
    assert within_s <= took < within_s + 0.8, took
    page = reply.body.decode()
    assert '<html lang="en">' in page and "We will be right back" in page and "<script" not in page and f'nonce="{nonce_of(reply)}"' in page
    assert {name: reply.header(name) for name in SECURITY} == SECURITY
    assert failures(web)[reason] == before + 1
    assert web.get("/fine").status == 200, "the next one is answered"


def test_the_page_of_our_own_speaks_spanish_too():
    with own_server(["--set", "web.upstream=http://127.0.0.1:1"]) as server:
        assert '<html lang="es">' in server.get("/es/catalogo").body.decode() and "Volvemos enseguida" in server.get("/es").body.decode()
        assert '<html lang="en">' in server.get("/estate").body.decode()
        posted = server.post("/cart", {})
        assert posted.status == 503 and "refresh" not in posted.body.decode(), "a form is not sent again by itself"
        assert server.get("/api/v1/products").status == 200


def test_slow_pages_come_whole(web):
    assert web.get("/slow-head").body == b"ok"
    assert web.get("/slow-body").body == b"abc"


def test_a_page_server_that_dies_and_comes_back(openapi):
    first = PageServer()
    first.__enter__()
    with own_server(first.flags) as server:
        assert server.get("/a").status == 200
        first.stop()
        assert server.get("/a").status == 503
        assert failures(server)["unreachable"] >= 1
        started = time.monotonic()
        assert server.get("/api/v1/products?limit=1").status == 200 and time.monotonic() - started < 0.5
        with PageServer(first.port):
            assert server.get("/a").status == 200, "as soon as it listens again"


def test_hanging_pages_do_not_hold_up_the_api(web):
    with concurrent.futures.ThreadPoolExecutor(60) as pool:
        hanging = [pool.submit(web.get, f"/hang?{i}", headers={"Cookie": "gh_session=x"}) for i in range(60)]
        slowest = 0
        for _ in range(20):
            started = time.monotonic()
            assert web.get("/api/v1/products?limit=1").status == 200
            slowest = max(slowest, time.monotonic() - started)
        assert slowest < 0.5, slowest
        assert {future.result().status for future in hanging} == {503}


def test_more_than_the_bound_are_turned_away_at_once():
    with PageServer() as upstream, own_server(upstream.flags + ["--set", "web.requests_max=2", "--set", "web.deadline=2s"]) as server:
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            hanging = [pool.submit(server.get, f"/hang?{i}", headers={"Cookie": "gh_session=x"}) for i in range(2)]
            while len(upstream.asked) < 2:
                time.sleep(0.01)
            started = time.monotonic()
            assert server.get("/third", headers={"Cookie": "gh_session=x"}).status == 503 and time.monotonic() - started < 0.5
            assert failures(server)["busy"] == 1 and [future.result().status for future in hanging] == [503, 503]
        assert server.get("/after").status == 200


def test_who_waits_for_a_connection_gets_its_turn():
    with PageServer() as upstream, own_server(upstream.flags + ["--set", "web.connections_max=1", "--set", "io_threads=1"]) as server:
        def slow(handler):
            time.sleep(0.05)
            upstream.send(handler, handler.path)
        upstream.respond["/slow"] = slow
        with concurrent.futures.ThreadPoolExecutor(10) as pool:
            replies = list(pool.map(lambda i: server.get(f"/slow?{i}", headers={"Cookie": "gh_session=x"}).body.decode(), range(10)))
        assert replies == [f"/slow?{i}" for i in range(10)], "each its own answer"
        assert upstream.connections == 1


def test_connections_are_kept_and_a_closed_one_is_no_failure():
    with PageServer() as upstream, own_server(upstream.flags + ["--set", "io_threads=1"]) as server:
        for i in range(30):
            assert server.get(f"/{i}").status == 200
        assert upstream.connections == 1
        # The page server closes after each answer without saying so: the next question finds a dead connection.
        def last(handler):
            upstream.send(handler, "last")
            handler.close_connection = True
        upstream.respond["/last"] = last
        for _ in range(20):
            assert server.get("/last").body == b"last"
        before = upstream.connections
        for i in range(3):
            assert server.post("/form", {"i": i}).status == 200
        assert upstream.connections == before + 3, "what must not happen twice takes a new connection"


def test_a_form_is_never_sent_twice(web, upstream):
    before = upstream.count("/close-without-a-word")
    assert web.post("/close-without-a-word", {}).status == 503
    assert upstream.count("/close-without-a-word") == before + 1


def test_the_log_has_no_address_and_no_cookie(web):
    lines = lambda: web.log.read_text().count("the page server did not answer")
    time.sleep(1.1)  # one line a second for all failures: this one shall have its own
    before = lines()
    web.get("/garbage?q=very-secret-query", headers={"Cookie": "gh_session=very-secret-cookie"})
    time.sleep(0.2)
    assert lines() == before + 1 and "very-secret" not in web.log.read_text()


@pytest.mark.parametrize("value", ["https://127.0.0.1:3000", "127.0.0.1:3000", "http://127.0.0.1", "http://127.0.0.1:x"])
def test_an_upstream_that_is_none_refuses_to_start(value, tmp_path):
    assert "web.upstream" in refused(tmp_path, f"web.upstream={value}")


# ---- files

@pytest.mark.parametrize("path, content_type, cache_control", [
    ("/_next/static/chunks/main-0a1b.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
    ("/_next/static/chunks/app/%5Bslug%5D/page-77.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
    ("/_next/static/chunks/app/[slug]/page-77.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
    ("/_next/static/font.woff2", "font/woff2", "public, max-age=31536000, immutable"),
    ("/sw.js", "text/javascript; charset=utf-8", "no-cache"),
    ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
    ("/robots.txt", "text/plain; charset=utf-8", "no-cache"),
    ("/icons/192.png", "image/png", "public, max-age=86400, stale-while-revalidate=604800"),
    ("/kale.svg", "image/svg+xml", "public, max-age=86400, stale-while-revalidate=604800"),
    ("/odd.bin", "application/octet-stream", "no-cache"),
])
def test_files(web, upstream, files, path, content_type, cache_control):
    before = len(upstream.asked)
    reply = web.get(path)
    content = (files / path[1:].replace("%5B", "[").replace("%5D", "]")).read_bytes()
    assert reply.status == 200 and reply.body == content and reply.header("content-type") == content_type and reply.header("cache-control") == cache_control
    assert reply.header("x-content-type-options") == "nosniff" and reply.header("cross-origin-resource-policy") == "same-origin"
    again = web.get(path, headers={"If-None-Match": reply.header("etag")})
    assert again.status == 304 and again.body == b"" and again.header("cache-control") == cache_control
    part = web.get(path, headers={"Range": "bytes=1-1"})
    assert part.status == 206 and part.body == content[1:2] and part.header("content-range") == f"bytes 1-1/{len(content)}"
    head = web.call("HEAD", path)
    assert head.body == b"" and head.header("content-length") == str(len(content))
    assert len(upstream.asked) == before


def test_files_are_compressed_once_or_beforehand(web, files):
    script = "/_next/static/chunks/main-0a1b.js"
    zipped = web.get(script, headers={"Accept-Encoding": "gzip"})
    assert zipped.header("content-encoding") == "gzip" and gzip.decompress(zipped.body) == (files / script[1:]).read_bytes() and zipped.header("etag") != web.get(script).header("etag")
    assert web.get(script, headers={"Accept-Encoding": "br"}).header("content-encoding") == "br"
    assert web.get("/_next/static/ready.css", headers={"Accept-Encoding": "br"}).body == b"not really brotli", "the sibling, byte for byte"
    assert web.get("/_next/static/ready.css", headers={"Accept-Encoding": "gzip"}).body == b"not really gzip"
    assert web.get("/_next/static/font.woff2", headers={"Accept-Encoding": "gzip, br"}).header("content-encoding") is None


def test_a_worker_may_ask_its_own_origin_only(web):
    assert web.get("/sw.js").header("content-security-policy") == "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    assert "sandbox" in web.get("/kale.svg").header("content-security-policy")


@pytest.mark.parametrize("path", ["/.env", "/.well/x.txt", "/_next/static/ready.css.br", "/_next/static/gone-1234.js", "/_next/static/../../.env", "/%2e%2e/etc/passwd", "/icons/..%2f.env",
                                  "/_next/static/%2e%2e/%2e%2e/.env"])
def test_what_is_no_file_is_none(web, upstream, path):
    reply = raw(web, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert b"SECRET" not in reply and b"hidden" not in reply and b"root:" not in reply and b"not really" not in reply
    if path.startswith("/_next/static/"):
        assert reply.startswith(b"HTTP/1.1 404 ") and upstream.count(path) == 0


@pytest.mark.parametrize("name, settings, said", [("api/v1/products", [], "is an address of the API"), ("metrics", [], "is an address of the API"),
                                                  ("big.bin", ["web.files_bytes_max=1MiB"], "web.files_bytes_max")])
def test_files_that_cannot_be_served_refuse_to_start(tmp_path, name, settings, said):
    file = tmp_path / "web" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(bytes((1 << 20) + 1))
    assert said in refused(tmp_path, f"web.files={tmp_path / 'web'}", *settings)


def test_a_folder_that_is_not_there_refuses_to_start(tmp_path):
    assert "web.files" in refused(tmp_path, f"web.files={tmp_path / 'nothing'}")
