"""Pages for everybody, kept by the gateway: never stale, never somebody else's, and no nonce twice (docs/adr/0006, 6)."""
import concurrent.futures
import gzip
import re
import threading
import time

import pytest
from http_support import FAST
from stage import Admin, Browser, FarmOwner, Guest, eventually, expect

from support.clock import Clock
from support.page_server import PageServer
from support.server import Server

FRESH_WITHIN_S = 2.0


@pytest.fixture(scope="module")
def upstream():
    with PageServer() as server:
        yield server


@pytest.fixture(scope="module")
def web(openapi, upstream):
    clock = Clock()
    server = Server(flags=FAST + upstream.flags + clock.flags, demo=True)
    server.checker, server.clock = openapi, clock
    with server:
        wait_until_nothing_moves(server, upstream)
        yield server
    clock.close()


def wait_until_nothing_moves(server, upstream):
    """What the demo left to do moves the search index for a moment, and every kept page is dropped behind it."""
    upstream.respond["/still"] = lambda handler: upstream.public(handler, "still")
    started = kept_since = time.monotonic()
    while time.monotonic() - kept_since < 1.5:
        assert time.monotonic() - started < 30, "the demo never comes to rest"
        if server.get("/still").header("x-cache") != "HIT":
            kept_since = time.monotonic()
        time.sleep(0.05)


def nonce_of(reply):
    return re.search(r"'nonce-([A-Za-z0-9_-]{24})'", reply.header("content-security-policy"))[1]


def counts(server):
    return {name: int(value) for name, value in re.findall(r"^page_cache_(\w+) (\d+)$", server.get("/metrics").body.decode(), re.M)}


_pages = iter(range(1_000_000))


def public_page(upstream, text="hello", **more):
    """A page of its own for everybody; its path."""
    path = f"/public-{next(_pages)}"
    upstream.respond[path] = lambda handler: upstream.public(handler, text() if callable(text) else text, **more)
    return path


def text_of(reply):
    body = gzip.decompress(reply.body) if reply.header("content-encoding") == "gzip" else reply.body
    return body.decode()


def test_a_kept_page_is_the_page_but_for_its_nonce(web, upstream):
    path = public_page(upstream, "carrots " * 500)
    before = counts(web)
    replies = [web.get(path, headers={"Accept-Encoding": encoding}) for encoding in ["gzip", "identity", "gzip, br", "br", "", "gzip"]]
    assert [reply.header("x-cache") for reply in replies] == ["MISS"] + ["HIT"] * 5 and upstream.count(path) == 1
    assert [reply.header("content-encoding") for reply in replies] == ["gzip", None, "gzip", None, None, "gzip"]
    nonces = [nonce_of(reply) for reply in replies]
    assert len(set(nonces)) == 6, "two answers never share one"
    plain = {text_of(reply).replace(nonce, "NONCE") for reply, nonce in zip(replies, nonces)}
    assert len(plain) == 1 and plain.pop().count("NONCE") == 3
    made_with = dict(upstream.asked[-1]["headers"])["X-Nonce"]
    assert not any(made_with in text_of(reply) for reply in replies[1:])
    for reply in replies:
        assert reply.header("cache-control") == "private, no-cache" and reply.header("etag") is None and reply.header("gh-cache-tags") is None
        assert reply.header("vary") == "Accept-Encoding, Cookie" and reply.header("x-frame-options") == "DENY" and reply.header("content-type") == "text/html; charset=utf-8"
    after = counts(web)
    assert after["hits_total"] - before["hits_total"] == 5 and after["misses_total"] - before["misses_total"] == 1 and after["bytes"] > before["bytes"]


def test_head_of_a_kept_page(web, upstream):
    path = public_page(upstream, "carrots " * 500)
    missed = web.call("HEAD", path)
    assert missed.status == 200 and missed.body == b"" and missed.header("x-cache") == "MISS" and int(missed.header("content-length")) > 4000
    got, head = web.get(path), web.call("HEAD", path)
    assert got.header("x-cache") == head.header("x-cache") == "HIT" and upstream.count(path) == 1, "HEAD fills and is filled"
    assert head.body == b"" and head.header("content-length") == str(len(got.body)) == missed.header("content-length")
    zipped = web.call("HEAD", path, headers={"Accept-Encoding": "gzip"})
    assert zipped.header("content-encoding") == "gzip" and int(zipped.header("content-length")) < 4000


def test_a_thousand_answers_and_no_nonce_twice(web, upstream):
    path = public_page(upstream)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda i: web.get(path, headers={"Accept-Encoding": "gzip" if i % 2 else "identity"}), range(1000)))
    assert len({nonce_of(reply) for reply in replies}) == 1000 and all(text_of(reply).count(nonce_of(reply)) == 3 for reply in replies)


def test_many_at_once_are_one_question(web, upstream):
    gate, path = threading.Event(), f"/public-{next(_pages)}"

    def slow(handler):
        gate.wait(5)
        upstream.public(handler, "once")

    upstream.respond[path] = slow
    with concurrent.futures.ThreadPoolExecutor(30) as pool:
        before = counts(web)
        replies = [pool.submit(web.get, path) for _ in range(30)]
        deadline = time.monotonic() + 5
        while counts(web)["waits_total"] - before["waits_total"] < 29 and time.monotonic() < deadline:
            time.sleep(0.02)
        gate.set()
        replies = [reply.result() for reply in replies]
    assert upstream.count(path) == 1 and len({nonce_of(reply) for reply in replies}) == 30
    assert sorted(reply.header("x-cache") for reply in replies) == ["MISS"] + ["WAIT"] * 29


def test_who_waits_for_a_page_that_does_not_come_is_told_with_the_one_who_asked(web, upstream):
    path, gate = f"/public-{next(_pages)}", threading.Event()

    def broken(handler):
        gate.wait(5)
        handler.close_connection = True

    upstream.respond[path] = broken
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        before = counts(web)
        replies = [pool.submit(web.get, path) for _ in range(10)]
        deadline = time.monotonic() + 5
        while counts(web)["waits_total"] - before["waits_total"] < 9 and time.monotonic() < deadline:
            time.sleep(0.02)
        gate.set()
        assert {reply.result().status for reply in replies} == {503}
    assert upstream.count(path) <= 2, "no stampede: the one who asked, and its second try"
    upstream.respond[path] = upstream.public
    assert web.get(path).status == 200


# ---- never somebody else's

@pytest.mark.parametrize("headers", [{"Cookie": "gh_session=x"}, {"Cookie": "a=b; gh_cart=crt_1"}, {"Cookie": "__Host-gh_session=x"}, {"Cookie": "__Host-gh_cart=x"}, {"RSC": "1"},
                                     {"Next-Router-Prefetch": "1"}, {"Authorization": "Bearer x"}])
def test_personal_requests_neither_find_nor_fill(web, upstream, headers):
    path = public_page(upstream)
    assert web.get(path, headers=headers).header("x-cache") is None
    assert web.get(path).header("x-cache") == "MISS"
    assert web.get(path, headers=headers).header("x-cache") is None and upstream.count(path) == 3
    assert web.post(path, {}).header("x-cache") is None and upstream.count(path) == 4


@pytest.mark.parametrize("answer", [
    dict(headers=[("Cache-Control", "private, no-store")]), dict(headers=[("Cache-Control", "public, max-age=60")]), dict(headers=[("Cache-Control", "s-maxage=60")]),
    dict(headers=[("Cache-Control", "public, s-maxage=0")]), dict(headers=[("Cache-Control", "public, s-maxage=x")]), dict(headers=[("Cache-Control", "public, s-maxage=60, no-store")]),
    dict(headers=[("Cache-Control", "public, s-maxage=60, private=\"x\"")]), dict(headers=[]), dict(headers=[("Cache-Control", "public, s-maxage=60"), ("Set-Cookie", "gh_cart=crt_1")]),
    dict(headers=[("Cache-Control", "public, s-maxage=60"), ("Vary", "RSC, Cookie")]), dict(headers=[("Cache-Control", "public, s-maxage=60"), ("Vary", "*")]),
    dict(headers=[("Cache-Control", "public, s-maxage=60")], status=404), dict(headers=[("Cache-Control", "public, s-maxage=60")], status=500),
    dict(headers=[("Cache-Control", "public, s-maxage=60"), ("Location", "/x")], status=307), dict(headers=[("Cache-Control", "public, s-maxage=60")], content_type="application/json"),
    dict(headers=[("Cache-Control", "public, s-maxage=60"), ("Content-Encoding", "gzip")]),
])
def test_answers_that_are_not_for_everybody_are_not_kept(web, upstream, answer):
    path = f"/public-{next(_pages)}"
    upstream.respond[path] = lambda handler: upstream.send(handler, upstream.html(handler), **answer)
    for _ in range(2):
        assert web.get(path).header("x-cache") is None
    assert upstream.count(path) == 2


def test_cookies_and_languages_of_one_do_not_get_into_the_page_of_all(web, upstream):
    path, seen = f"/public-{next(_pages)}", []

    def careless(handler):
        seen.append((handler.headers.get("Cookie"), handler.headers.get("Accept-Language")))
        upstream.public(handler, f"theme {handler.headers.get('Cookie')}")

    upstream.respond[path] = careless
    filled = web.get(path, headers={"Cookie": "theme=dark", "Accept-Language": "es"})
    assert filled.header("x-cache") == "MISS" and seen == [(None, None)] and "theme None" in text_of(filled)
    assert web.get(path, headers={"Cookie": "gh_signed_in=1"}).header("x-cache") == "HIT" == web.get(path).header("x-cache")


def test_a_page_that_is_not_for_everybody_gets_the_cookies_of_its_reader(web, upstream):
    path, seen = f"/public-{next(_pages)}", []

    def step_two(handler):
        seen.append(handler.headers.get("Cookie"))
        upstream.send(handler, upstream.html(handler, f"step {handler.headers.get('Cookie')}"), headers=[("Cache-Control", "private, no-store")])

    upstream.respond[path] = step_two
    assert "step pending=2" in text_of(web.get(path, headers={"Cookie": "pending=2"})) and seen == [None, "pending=2"]
    assert "step None" in text_of(web.get(path)) and seen == [None, "pending=2", None], "who has none is asked for once"


def test_a_page_for_one_host_is_not_another_ones(web, upstream):
    path = f"/public-{next(_pages)}"
    upstream.respond[path] = lambda handler: upstream.public(handler, "host " + handler.headers["Host"])
    assert "host evil.example" in text_of(web.get(path, headers={"Host": "evil.example"}))
    assert "evil" not in text_of(web.get(path)) and upstream.count(path) == 2


def test_the_query_is_part_of_the_page(web, upstream):
    path = f"/public-{next(_pages)}"
    upstream.respond[path] = lambda handler: upstream.public(handler, handler.path)
    assert path + "?a=1" in text_of(web.get(path + "?a=1")) and path + "?a=2" in text_of(web.get(path + "?a=2"))
    assert web.get(path + "?a=1").header("x-cache") == "HIT" and upstream.count(path) == 2


def test_somebody_who_signs_in_sees_their_own_page(web, upstream):
    path = f"/public-{next(_pages)}"
    upstream.respond[path] = lambda handler: (upstream.send(handler, upstream.html(handler, "hello you"), headers=[("Cache-Control", "private, no-store")]) if "gh_session" in (handler.headers.get("Cookie") or "")
                                              else upstream.public(handler, "hello stranger"))
    browser = Browser(web)
    assert "stranger" in text_of(web.get(path)) and "hello you" in text_of(browser.get(path)) and "stranger" in text_of(web.get(path))
    assert browser.post("/api/v1/auth/logout").status == 204
    assert "stranger" in text_of(browser.get(path))


# ---- never stale

def test_a_page_lives_as_long_as_it_says_and_a_minute_at_most(web, upstream):
    short, long = public_page(upstream, seconds=10), public_page(upstream, seconds=3600)
    for path in (short, long):
        assert [web.get(path).header("x-cache") for _ in range(2)] == ["MISS", "HIT"]
    web.clock.advance(seconds=11)
    assert web.get(short).header("x-cache") == "MISS" and web.get(long).header("x-cache") == "HIT"
    web.clock.advance(seconds=50)
    assert web.get(long).header("x-cache") == "MISS"


@pytest.fixture(scope="module")
def owner(web):
    return FarmOwner(web, Admin(web))


def price_page(web, upstream, address, read):
    """A page that shows what the API says, as Next.js makes it."""
    path = f"/public-{next(_pages)}"
    upstream.respond[path] = lambda handler: upstream.public(handler, f"costs {read(web.get(address).json())}", tags="products farms")
    return path


def test_a_new_price_is_seen_within_two_seconds(web, upstream, owner):
    product = owner.product(cents=450)
    path = price_page(web, upstream, f"/api/v1/products/{product['slug']}", lambda body: body["variants"][0]["price"]["amount"])
    slowest = 0
    for cents in (500, 550, 600, 650, 700):
        eventually_text(web, path, f"costs {product['variants'][0]['price']['amount'] if cents == 500 else cents - 50}")
        eventually(lambda: web.get(path).header("x-cache") == "HIT", "it is kept, once what follows the change has been told")
        owner.reprice(product, cents)
        changed = time.monotonic()
        eventually_text(web, path, f"costs {cents}")
        slowest = max(slowest, time.monotonic() - changed)
    assert slowest < FRESH_WITHIN_S, slowest


def test_a_new_price_in_a_list_of_the_search_too(web, upstream, owner):
    """The index follows a change a moment later: a page that was made in between must not stay."""
    product = owner.product(cents=450, title=f"Pagecache parsnip {time.monotonic_ns()}")
    path = price_page(web, upstream, "/api/v1/products?q=pagecache%20parsnip", lambda body: [variant["price_from"]["amount"] if "price_from" in variant else variant for variant in body["items"]])
    for cents in (510, 520, 530, 540, 550):
        web.get(path)
        owner.reprice(product, cents)
        changed = time.monotonic()
        while str(cents) not in text_of(web.get(path)):
            assert time.monotonic() - changed < FRESH_WITHIN_S, text_of(web.get(path))[:500]


def eventually_text(web, path, text):
    deadline = time.monotonic() + 10
    while text not in text_of(web.get(path)):
        assert time.monotonic() < deadline, f"{text!r} is not on {path}: {text_of(web.get(path))[:300]}"


def test_only_what_shows_the_changed_collection_is_dropped(web, upstream, owner):
    shows, other = public_page(upstream, tags="products, farms"), public_page(upstream, tags="help")
    product = owner.product(cents=450)
    time.sleep(1)  # what follows the new product
    assert [web.get(path).header("x-cache") for path in (shows, other)][1] in ("MISS", "HIT")
    web.get(shows)
    assert web.get(shows).header("x-cache") == "HIT"
    dropped = counts(web)["drops_total"]
    owner.reprice(product, 460)
    deadline = time.monotonic() + FRESH_WITHIN_S
    while web.get(shows).header("x-cache") == "HIT":
        assert time.monotonic() < deadline
    assert counts(web)["drops_total"] > dropped


def test_a_page_that_was_being_made_while_its_price_changed_does_not_stay(web, upstream, owner):
    product = owner.product(cents=450)
    path, gate, reading = f"/public-{next(_pages)}", threading.Event(), threading.Event()

    def slow(handler):
        price = web.get(f"/api/v1/products/{product['slug']}").json()["variants"][0]["price"]["amount"]
        reading.set()
        gate.wait(5)
        upstream.public(handler, f"costs {price}", tags="products")

    upstream.respond[path] = slow
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        first = pool.submit(web.get, path)
        assert reading.wait(5)
        owner.reprice(product, 999)
        time.sleep(0.5)  # the change feed has told it
        gate.set()
        assert "costs 450" in text_of(first.result())
    again = web.get(path)
    assert again.header("x-cache") == "MISS" and "costs 999" in text_of(again)


def test_it_is_bounded(openapi):
    with PageServer() as upstream, Server(flags=FAST + upstream.flags + ["--set", "web.kept_bytes_max=1MiB"]) as server:
        upstream.respond["/big"] = lambda handler: upstream.public(handler, handler.path + "x" * 15_000)
        for i in range(200):
            assert server.get(f"/big?{i}").status == 200
        figures = counts(server)
        assert figures["bytes"] <= 1 << 20 and figures["evictions_total"] > 100
        upstream.respond["/huge"] = lambda handler: upstream.public(handler, "x" * 2_000_000)
        assert [server.get("/huge").header("x-cache") for _ in range(2)] == ["MISS", "MISS"]


def test_kept_pages_outlive_the_page_server():
    with PageServer() as upstream, Server(flags=FAST + upstream.flags) as server:
        path = public_page(upstream)
        time.sleep(1)  # the change feed begins with a clean sheet
        assert server.get(path).header("x-cache") == "MISS"
        upstream.stop()
        assert server.get(path).header("x-cache") == "HIT"
        assert Guest(server).get("/other").status == 503
