"""Redis beside a cluster: all nodes count requests together; without Redis orders go on, sign-ins fail closed and the catalog stays readable;
a Redis that comes back empty, or lies still, oversells nothing (recounted under load: cluster_torture.py, redis-kill and redis-stop)."""
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

NODES = 3
LOGINS, CODES = 6, 5
AWAY_S = float(os.environ.get("GH_TEST_REDIS_AWAY_S", "3"))
BACK_WITHIN_S = 5
BUYING_S = 3
ROUNDS = 6
SHOPPER = {"email": "ada@example.com", "password": "try-the-carrots"}
SETTINGS = {"auth.password_memory": "64KiB", "rate_limit.login_per_minute": str(LOGINS), "rate_limit.codes_per_minute": str(CODES),
            "rate_limit.browse_per_minute": "100000", "rate_limit.checkout_per_minute": "100000",
            "redis.deadline": "1s", "log.level": "info"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with running(tmp_path_factory, "redis", SETTINGS, lambda folder: ("--small", "--products", "1", "--units", "1000000", "--skus", folder / "sku"), NODES) as cluster:
        yield cluster


@pytest.fixture
def sku(shop):
    return (shop.folder.parent / "sku").read_text().split()[0]


@pytest.fixture
def nodes(shop):
    """With Redis empty and everybody's counts forgotten, also those that a node has of who was refused."""
    shop.signal_redis(signal.SIGKILL)
    shop.redis("resume")
    found = [cluster_torture.Node(node["port"]) for node in shop.state["nodes"].values()]
    wait_back(found)
    return found


def login(node, address):
    """One attempt of a client at this address, which the balancer names."""
    return node.post("/api/v1/auth/login", SHOPPER, headers={"X-Forwarded-For": address})


def figure(node, name, **labels):
    text = node.get("/metrics").body.decode()
    wanted = name + ("{" + ",".join(f'{key}="{value}"' for key, value in labels.items()) + "}" if labels else "") + " "
    return next(float(line[len(wanted):]) for line in text.splitlines() if line.startswith(wanted))


def wait_back(nodes):
    clusters.wait_for(lambda: all(figure(node, "redis_servers_away") == 0 for node in nodes), BACK_WITHIN_S, "Redis was not back")


def log_of(shop, number):
    return (shop.folder / f"node{number}.log").read_text()


def order(node, token, sku):
    """From cart to paid order, as somebody who is signed in; the reply to the order."""
    cart = node.post("/api/v1/carts", {"lines": [{"sku": sku, "quantity": 1}]}, token=token)
    assert cart.status == 201, cart
    body = {"cart": cart.json()["id"], "email": SHOPPER["email"], "payment_method": "pm_card_ok"}
    return node.post("/api/v1/orders", body, token=token, headers={"Idempotency-Key": str(uuid.uuid4())})  # never taken for the number of a card


def test_all_nodes_count_together(nodes):
    replies = [login(nodes[i % NODES], "192.0.2.1") for i in range(LOGINS + NODES)]
    assert [reply.status for reply in replies] == [200] * LOGINS + [429] * NODES
    assert [int(reply.header("ratelimit-remaining")) for reply in replies] == [*range(LOGINS - 1, -1, -1)] + [0] * NODES
    for reply in replies:
        assert reply.header("ratelimit-limit") == str(LOGINS) and 0 < int(reply.header("ratelimit-reset")) <= 120
    for reply in replies[LOGINS:]:
        assert reply.json()["code"] == "rate_limited" and 0 < int(reply.header("retry-after")) <= int(reply.header("ratelimit-reset"))
    assert login(nodes[0], "192.0.2.2").status == 200, "somebody else's count is their own"
    assert nodes[0].get("/api/v1/products?limit=1").status == 200, "another group is not touched"


def test_all_nodes_count_failed_sign_ins_of_an_account_together(nodes):
    free = 10  # identity::PasswordCheck::account_rules
    guess = lambda number, address: nodes[number % NODES].post("/api/v1/auth/login", {**SHOPPER, "password": "not this one"},
                                                               headers={"X-Forwarded-For": address})
    assert {guess(i, f"203.0.113.{100 + i}").status for i in range(free)} == {401}
    for number in range(NODES):
        refused = guess(number, f"203.0.113.{120 + number}")
        assert (refused.status, refused.json()["code"]) == (429, "too_many_attempts"), f"node {number + 1}: {refused.json()}"


def searches(node, outcome):
    return figure(node, "shared_cache_searches_total", outcome=outcome)


def test_what_one_node_has_made_the_others_need_not(nodes):
    path = f"/api/v1/products?limit=7&sort=newest&q={uuid.uuid4().hex[:8]}"  # of this test alone
    made = nodes[0].get(path)
    assert (made.status, made.header("x-cache")) == (200, "MISS")
    for node in nodes[1:]:
        shared = node.get(path)
        assert (shared.header("x-cache"), shared.body) == ("SHARED", made.body)
        assert shared.header("etag") == made.header("etag") and shared.header("content-type") == made.header("content-type")
        assert node.get(path).header("x-cache") == "HIT", "it is kept here, too"


def test_one_node_makes_what_all_miss_at_once(nodes):
    """Many times, because what is made in a millisecond is seldom missed by two at once."""
    rushes, askers = 30, 2 * NODES
    words, start = [], threading.Barrier(askers)

    def ask(node):
        for rush in range(rushes):
            start.wait()
            words.append((rush, node.get(f"/api/v1/products?limit=100&facets=true&q={tag}{rush}").header("x-cache")))

    tag = uuid.uuid4().hex[:8]
    alone = lambda: sum(searches(node, "made_alone") + searches(node, "away") for node in nodes)  # whom a slow machine let wait too long
    before = alone()
    threads = [threading.Thread(target=ask, args=(nodes[i % NODES],)) for i in range(askers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(words) == rushes * askers
    assert sum(word == "MISS" for _, word in words) == rushes + alone() - before


def test_a_shared_answer_is_never_older_than_a_change(nodes):
    """Every answer behind the moment at which a node shows a change shows it, whoever made it."""
    token = nodes[0].login("farmer@example.com", "grow-the-carrots")
    product = nodes[0].get("/api/v1/farms/mine/products?limit=1", token=token).json()["items"][0]
    variant = {key: product["variants"][0][key] for key in ("sku", "title", "unit", "price")}  # the only one, so it is what the lists show
    paths = [f"/api/v1/products/{product['slug']}", "/api/v1/products?limit=20", f"/api/v1/products?limit=20&q={product['title'].split()[0]}"]

    def shown(node, path):
        answer = node.get(path).json()
        found = answer if "variants" in answer else next(item for item in answer["items"] if item["slug"] == product["slug"])
        return (found["variants"][0]["price"] if "variants" in found else found["price_from"])["amount"]

    before = sum(searches(node, "found") + searches(node, "waited") for node in nodes)
    for cents in range(701, 721):
        change = {"variants": [{**variant, "price": {"amount": cents, "currency": "USD"}}]}
        changed = nodes[cents % NODES].call("PATCH", f"/api/v1/products/{product['id']}", body=change, token=token)
        assert changed.status == 200, changed
        for path in paths:
            for node in nodes:
                clusters.wait_for(lambda node=node, path=path: shown(node, path) == cents, 2, f"{path} was older than 2 s")
            for node in nodes:
                assert shown(node, path) == cents, "what was new is old again"
    assert sum(searches(node, "found") + searches(node, "waited") for node in nodes) > before, "nothing was shared: this test shows nothing"


def test_without_redis_the_shop_sells_and_sign_ins_wait(shop, nodes, sku):
    told = lambda word, number: log_of(shop, number).count(f'"msg":"Redis is {word}"')
    before = [told("away", number) for number in range(1, NODES + 1)]
    signed_in = [login(node, "192.0.2.3").json() for node in nodes]
    tokens = [one["access_token"] for one in signed_in]
    shop.signal_redis(signal.SIGKILL)
    try:
        end, orders = time.monotonic() + AWAY_S, 0
        while time.monotonic() < end or orders < NODES:
            for node, token in zip(nodes, tokens):
                refused = login(node, "192.0.2.4")
                assert refused.status == 503 and refused.json()["code"] == "rate_limit_unavailable" and refused.header("retry-after") == "1", refused
                assert node.get("/api/v1/products?limit=5").status == 200
                assert node.get(f"/api/v1/products?limit=5&q={os.urandom(3).hex()}").status == 200, "also what is not kept"
                placed = order(node, token, sku)
                assert placed.status == 201 and placed.json()["status"] == "paid", placed
                orders += 1
            time.sleep(0.2)
        for node, one in zip(nodes, signed_in):
            refreshed = node.post("/api/v1/auth/refresh", {"refresh_token": one["refresh_token"]})
            assert refreshed.status == 200, f"whoever is signed in stays so: {refreshed}"
        for number, node in enumerate(nodes, 1):
            assert figure(node, "redis_servers_away") == 1
            assert figure(node, "rate_limit_requests_total", group="login", outcome="uncounted") > 0
            assert figure(node, "rate_limit_requests_total", group="checkout", outcome="admitted_alone") > 0
            assert figure(node, "redis_commands_total", outcome="unavailable") > 0
            assert '"msg":"Redis is away"' in log_of(shop, number)
        # Who fails open is still counted, by each node.
        codes = [nodes[0].call("PUT", "/api/v1/carts/none/coupons", {"code": "X"}, headers={"X-Forwarded-For": "192.0.2.5"}) for _ in range(CODES + 1)]
        assert codes[-1].status == 429 and all(reply.status != 429 for reply in codes[:-1]), codes
    finally:
        shop.redis("resume")
    wait_back(nodes)
    for number, node in enumerate(nodes, 1):
        assert login(node, "192.0.2.4").status == 200
        clusters.wait_for(lambda number=number: told("back", number) == told("away", number), BACK_WITHIN_S, "not a line when it goes and one when it comes")
        assert 0 < told("away", number) - before[number - 1] <= 2, "not a line for each try"


def test_nodes_that_sell_one_item_take_turns(nodes, sku):
    """All of them at once: every order is placed, and somebody had turns."""
    tokens = [login(node, "192.0.2.8").json()["access_token"] for node in nodes]
    before = sum(figure(node, "lock_hold_seconds_count") for node in nodes)
    statuses = []

    def buy(number):
        end = time.monotonic() + BUYING_S
        while time.monotonic() < end:
            statuses.append(order(nodes[number % NODES], tokens[number % NODES], sku).status)

    threads = [threading.Thread(target=buy, args=(number,)) for number in range(4 * NODES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(statuses) > NODES and set(statuses) == {201}, statuses
    assert sum(figure(node, "lock_hold_seconds_count") for node in nodes) > before
    assert all(figure(node, "lock_wait_seconds_count") >= figure(node, "lock_hold_seconds_count") for node in nodes)


def test_a_redis_that_lies_still_holds_nobody_up_for_long(shop, nodes, sku):
    token = login(nodes[0], "192.0.2.6").json()["access_token"]
    shop.signal_redis(signal.SIGSTOP)
    try:
        started = time.monotonic()
        assert login(nodes[0], "192.0.2.6").status == 503
        assert time.monotonic() - started < 3
        assert order(nodes[0], token, sku).status == 201
    finally:
        shop.signal_redis(signal.SIGCONT)
    wait_back(nodes)
    assert login(nodes[0], "192.0.2.6").status == 200


def test_a_node_starts_without_redis(shop, nodes):
    shop.signal_redis(signal.SIGKILL)
    try:
        shop.kill_node("1", signal.SIGTERM)
        shop.start_node("1")
        assert nodes[0].get("/api/v1/products?limit=1").status == 200
        assert login(nodes[0], "192.0.2.7").status == 503
    finally:
        shop.redis("resume")
    wait_back(nodes)
    assert login(nodes[0], "192.0.2.7").status == 200


def test_the_address_of_redis_is_masked_and_must_be_one(shop):
    shown = shop.admin("1", "config").stdout
    line = next(line for line in shown.splitlines() if "redis.url" in line)
    assert shop.state["redis"] not in shown and "redis://" not in line.split("redis.url", 1)[1].split("user:")[0], line
    wrong = [({"GREENHARVEST_REDIS_URL": "http://user:hush@localhost"}, "does not begin with redis://"),
             ({"GREENHARVEST_REDIS_LOCK_URLS": "redis://:hush@localhost redis://localhost:x"}, "a port is not a number"),
             ({"GREENHARVEST_REDIS_URL": "", "GREENHARVEST_REDIS_LOCK_URLS": "redis://:hush@localhost"}, "redis.lock_urls needs redis.url")]
    for settings, words in wrong:
        refused = subprocess.run([support.PROGRAM, "serve", "--listen", "127.0.0.1:1", "--data", str(shop.folder / "other")],
                                 env=shop.environment("1") | settings, capture_output=True, text=True, timeout=60)
        said = refused.stdout + refused.stderr
        assert refused.returncode != 0 and words in said and "hush" not in said, refused


def test_a_redis_that_forgets_or_lies_still_oversells_nothing(tmp_path):
    """64 buyers at three nodes, one scarce item; every unit and cent is recounted."""
    for parent in (tmp_path, *tmp_path.parents[:2]):
        os.chmod(parent, 0o755)
    summary = cluster_torture.torture(ROUNDS, seed=5, folder=tmp_path, kinds=("redis-kill", "redis-stop"))
    assert summary["sound"], json.dumps(summary, indent=1)
    assert sum(summary["broken"].values()) == ROUNDS and summary["orders"]["paid"] > 0
