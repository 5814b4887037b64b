"""Three nodes over one PostgreSQL behind HAProxy: what one does the others know in time, a restart of all of them fails no request, and parts
that break lose and double nothing. More: ./dev torture --cluster --rounds 500."""
import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import uuid

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(TOP / "tools")]

import cluster as clusters
import cluster_torture
from running_cluster import running
from support import server as support

ROUNDS = len(cluster_torture.KINDS_HERE)
SEEN_WITHIN_S = 2.0
SHOPPER = ("ada@example.com", "try-the-carrots")
FARMER = ("farmer@example.com", "grow-the-carrots")
SETTINGS = {"auth.password_memory": "64KiB", "rate_limit.login_per_minute": "0", "rate_limit.checkout_per_minute": "0", "rate_limit.write_per_minute": "0",
            "log.level": "warn"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with running(tmp_path_factory, "cluster", SETTINGS) as cluster:
        yield cluster


@pytest.fixture
def nodes(shop):
    return [cluster_torture.Node(node["port"]) for node in shop.state["nodes"].values()]


@pytest.fixture
def front(shop):
    return cluster_torture.Node(shop.state["port"])


def within(what, seconds=SEEN_WITHIN_S):
    started = time.monotonic()
    while not what():
        assert time.monotonic() - started < seconds, f"not within {seconds} s"
        time.sleep(0.01)
    return time.monotonic() - started


def test_the_schema_is_brought_forward_beside_nodes_that_serve(shop, nodes):
    """One schema of the cluster's PostgreSQL that is not there yet, and the one that is served, by two at a time."""
    new = "migrated_beside"
    environment = shop.environment("1") | {"GREENHARVEST_STORE_SCHEMA": new}
    migrate = lambda env: subprocess.Popen([support.PROGRAM, "admin", "migrate"], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    runs = [migrate(environment), migrate(environment), migrate(shop.environment("1"))]
    said = [run.communicate(timeout=60)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], said
    assert len(set(said)) == 1 and "collections" in said[0], said
    assert all(node.get("/api/v1/products").status == 200 for node in nodes)

    def tables(schema):
        sql = f"SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = '{schema}'"
        return subprocess.run(["psql", "-At", "-d", shop.state["postgres"], "-c", sql], check=True, capture_output=True, text=True, timeout=60).stdout
    assert tables(new) == tables("greenharvest") != ""

    # A newer program was here: this one must not serve.
    newer = f"UPDATE {new}.meta SET value = '1000' WHERE name = 'schema'"
    subprocess.run(["psql", "-d", shop.state["postgres"], "-c", newer], check=True, capture_output=True, timeout=60)
    refused = migrate(environment)
    output = refused.communicate(timeout=60)[0]
    assert refused.returncode == 1 and "use the newer program" in output, output


def test_a_session_that_ends_on_one_node_ends_on_all(nodes):
    for ending in nodes:
        token = nodes[0].login(*SHOPPER)
        assert all(node.get("/api/v1/me", token=token).status == 200 for node in nodes)
        assert ending.post("/api/v1/auth/logout", token=token).status in (200, 204)
        assert ending.get("/api/v1/me", token=token).status == 401, "at once where it was ended"
        for node in nodes:
            within(lambda node=node: node.get("/api/v1/me", token=token).status == 401)


def test_a_price_that_changes_on_one_node_is_the_price_on_all(nodes):
    token = nodes[0].login(*FARMER)
    product = nodes[0].get("/api/v1/farms/mine/products?limit=1", token=token).json()["items"][0]
    path = f"/api/v1/products/{product['slug']}"
    variant = {key: product["variants"][0][key] for key in ("sku", "title", "unit", "price")}
    for changing, cents in zip(nodes, (501, 502, 503), strict=True):
        for node in nodes:
            assert node.get(path).status == 200, "it is in everybody's cache"
        change = {"variants": [{**variant, "price": {"amount": cents, "currency": "USD"}}]}
        changed = changing.call("PATCH", f"/api/v1/products/{product['id']}", body=change, token=token)
        assert changed.status == 200, changed
        for node in nodes:
            within(lambda node=node: node.get(path).json()["variants"][0]["price"]["amount"] == cents)


def test_stock_that_one_node_sells_is_seen_on_all(nodes):
    """Two sales within a second: what a node has read of the item behind the first one must not be what it shows behind the second."""
    token = nodes[0].login(*FARMER)
    product = nodes[0].get("/api/v1/farms/mine/products?limit=1", token=token).json()["items"][0]
    path, sku = f"/api/v1/products/{product['slug']}", product["variants"][0]["sku"]
    shopper = nodes[0].login(*SHOPPER)
    shown = lambda node: next(v["available"] for v in node.get(path).json()["variants"] if v["sku"] == sku)
    for selling in nodes:
        for _ in range(2):
            left = shown(selling) - 1
            cart = selling.post("/api/v1/carts", {"lines": [{"sku": sku, "quantity": 1}]}, token=shopper).json()
            bought = selling.post("/api/v1/orders", {"cart": cart["id"], "email": SHOPPER[0], "payment_method": "pm_card_ok"}, token=shopper,
                                  headers={"Idempotency-Key": str(uuid.uuid4())})
            assert bought.status == 201, bought
            for node in nodes:
                within(lambda node=node, left=left: shown(node) == left)


def test_the_client_behind_the_balancer_is_seen(nodes, front):
    """The balancer's word is believed, and nobody else's: what stands before the address that it added is the client's own invention."""
    def address_of(node, said):
        reply = node.call("POST", "/api/v1/auth/login", body={"email": SHOPPER[0], "password": SHOPPER[1]}, headers={"X-Forwarded-For": said} if said else {})
        sessions = node.get("/api/v1/me/sessions?limit=100", token=reply.json()["access_token"]).json()["items"]
        return next(session["address"] for session in sessions if session["current"])

    # The test itself is at the address that is trusted, as a balancer is.
    assert address_of(nodes[0], "203.0.113.9") == "203.0.113.9"
    assert address_of(nodes[0], "198.51.100.1, 203.0.113.9") == "203.0.113.9"
    assert address_of(nodes[0], "") == "127.0.0.1"
    assert address_of(front, "") == "127.0.0.1", "the balancer adds where it was asked from"


def test_a_restart_of_every_node_fails_no_request(shop):
    """Reads and writes on kept connections through the balancer, while one node after the other is replaced."""
    ending, answered, failed = threading.Event(), [0], []

    def ask(number):
        connection = http.client.HTTPConnection("127.0.0.1", shop.state["port"], timeout=20)
        while not ending.is_set():
            try:
                if number % 2:
                    connection.request("GET", "/api/v1/products?limit=20")
                else:
                    connection.request("POST", "/api/v1/carts", json.dumps({}), {"Content-Type": "application/json"})
                reply = connection.getresponse()
                body = reply.read()
                if reply.status not in (200, 201):
                    failed.append((reply.status, body[:200]))
                answered[0] += 1
            except (OSError, http.client.HTTPException) as problem:
                failed.append(repr(problem))
                connection.close()
            time.sleep(0.003)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    before = {number: node["pid"] for number, node in shop.state["nodes"].items()}
    try:
        for number in before:
            shop.restart_node(number)
    finally:
        ending.set()
        for thread in threads:
            thread.join()
    assert not failed, failed[:5]
    assert answered[0] > 200, "there was something to fail"
    assert all(shop.state["nodes"][number]["pid"] != pid for number, pid in before.items())


@pytest.mark.skipif(not clusters.has_small_disks(), reason="this machine allows no mount namespaces")
def test_a_node_whose_disk_is_full_sells_and_finds_again_once_there_is_room(shop):
    """Its search index cannot be written meanwhile, its mail waits; what it sells is in the store."""
    shop.kill_node("3", signal.SIGTERM)
    shop.small_disk("3", 32)
    shop.start_node("3")
    node = cluster_torture.Node(shop.state["nodes"]["3"]["port"])
    farmer, shopper = node.login(*FARMER), node.login(*SHOPPER)
    product = node.get("/api/v1/farms/mine/products?limit=1", token=farmer).json()["items"][0]
    found = lambda word: product["slug"] in [item["slug"] for item in node.get(f"/api/v1/products?q={word}").json()["items"]]
    within(lambda: found(product["title"].split()[0]), 10)  # the index is built anew
    filler = shop.disk("3") / "filler"
    with open(filler, "wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        while True:
            file.write(bytes(1 << 12))
    renamed = node.call("PATCH", f"/api/v1/products/{product['id']}", body={"title": f"Zanthoxylum {product['title']}"}, token=farmer)
    assert renamed.status == 200, renamed
    cart = node.post("/api/v1/carts", {"lines": [{"sku": product["variants"][0]["sku"], "quantity": 1}]}, token=shopper).json()
    bought = node.post("/api/v1/orders", {"cart": cart["id"], "email": SHOPPER[0], "payment_method": "pm_card_ok"}, token=shopper,
                       headers={"Idempotency-Key": str(uuid.uuid4())})
    assert bought.status == 201, bought
    assert node.get(f"/api/v1/products/{product['slug']}").json()["title"].startswith("Zanthoxylum")
    time.sleep(SEEN_WITHIN_S)
    assert not found("Zanthoxylum"), "the disk was not full"
    filler.unlink()
    within(lambda: found("Zanthoxylum"), 10)
    within(lambda: "the search index cannot follow" in (shop.folder / "node3.log").read_text(), 1)


def test_parts_that_break_lose_and_double_nothing(tmp_path):
    for parent in (tmp_path, *tmp_path.parents[:2]):
        os.chmod(parent, 0o755)
    summary = cluster_torture.torture(ROUNDS, seed=3, folder=tmp_path, kinds=cluster_torture.KINDS_HERE)
    assert summary["sound"], json.dumps(summary, indent=1)
    assert set(summary["broken"]) == set(cluster_torture.KINDS_HERE)
