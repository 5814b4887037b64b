"""The event stream of a cluster, followed by examples/follow_events.py: each change once and in order, while nodes and the follower are
killed; a gap is told where Redis lost the stream."""
import json
import pathlib
import signal
import subprocess
import sys

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(TOP / "tools"), str(TOP / "examples")]

import cluster as clusters
import cluster_torture
import follow_events
from running_cluster import running

NODES = 3
CHANGES = 40
TOLD_WITHIN_S = 25  # the turn of a node that was killed has to end
SETTINGS = {"auth.password_memory": "64KiB", "redis.event_stream": "on", "rate_limit.write_per_minute": "0", "rate_limit.login_per_minute": "0"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with running(tmp_path_factory, "events", SETTINGS, nodes=NODES) as cluster:
        yield cluster


def address_of(shop):
    return shop.state["redis"].split("//")[1].split("/")[0].rsplit("@", 1)[-1]


class Told:
    """What is in the stream."""

    def __init__(self, shop):
        self.redis = follow_events.Redis(address_of(shop))

    def all(self):
        return [dict(zip(fields[::2], fields[1::2], strict=True)) for _, fields in self.redis.ask("XRANGE", "greenharvest:events", "-", "+")]

    def versions(self, subject):
        return [int(event["version"]) for event in self.all() if event["subject"] == subject and event["type"] == "products.put"]


class Change:
    """One product, whose price changes again and again."""

    def __init__(self, shop):
        self.nodes = [cluster_torture.Node(node["port"]) for node in shop.state["nodes"].values()]
        self.token = self.nodes[0].login("farmer@example.com", "grow-the-carrots")
        product = self.nodes[0].get("/api/v1/farms/mine/products?limit=1", token=self.token).json()["items"][0]
        self.id, self.variant = product["id"], {key: product["variants"][0][key] for key in ("sku", "title", "unit", "price")}
        self.cents = 1000

    def __call__(self, node):
        self.cents += 1
        body = {"variants": [{**self.variant, "price": {"amount": self.cents, "currency": "USD"}}]}
        changed = node.call("PATCH", f"/api/v1/products/{self.id}", body=body, token=self.token)
        assert changed.status == 200, changed


def follow(shop, table, group="table"):
    return subprocess.Popen([sys.executable, str(TOP / "examples/follow_events.py"), str(table), "--redis", address_of(shop), "--group", group, "--consumer", "one"],
                            stdout=subprocess.DEVNULL)


def kill(process):
    process.kill()
    process.wait()


def row(table, change):
    rows = json.loads(table.read_text()) if table.exists() else {}
    return rows.get(f"products/{change.id}", {"version": 0, "events": 0})


def test_each_change_is_told_once_and_in_order_whoever_dies(shop, tmp_path):
    told, change, table = Told(shop), Change(shop), tmp_path / "table.json"
    clusters.wait_for(lambda: told.all() and told.all()[0]["type"] == "feed.gap", TOLD_WITHIN_S, "the stream did not begin")
    following = follow(shop, table)
    try:
        for number in range(CHANGES):
            if number % 10 == 9:  # it dies with what it was given and has not confirmed
                kill(following)
                following = follow(shop, table)
            if number in (15, 25):
                shop.kill_node(str(number // 10))
                shop.start_node(str(number // 10))
            change(change.nodes[2] if number >= 15 else change.nodes[number % NODES])
        clusters.wait_for(lambda: len(told.versions(change.id)) >= CHANGES, TOLD_WITHIN_S, "something was not told")
        versions = told.versions(change.id)
        assert versions == list(range(versions[0], versions[0] + CHANGES))
        clusters.wait_for(lambda: row(table, change)["version"] == versions[-1], TOLD_WITHIN_S, "the follower did not hear the last one")
        assert row(table, change)["events"] == CHANGES, "each counted once"
        assert [event["type"] for event in told.all()].count("feed.gap") == 1, "nothing was missed"
    finally:
        kill(following)


def test_what_a_follower_did_not_confirm_it_gets_again(shop, tmp_path):
    told, change, table = Told(shop), Change(shop), tmp_path / "table.json"
    redis = follow_events.Redis(address_of(shop))
    redis.ask("XGROUP", "CREATE", "greenharvest:events", "again", "$")
    change(change.nodes[0])
    change(change.nodes[1])
    taken = []

    def take():
        given = redis.ask("XREADGROUP", "GROUP", "again", "one", "COUNT", "100", "STREAMS", "greenharvest:events", ">")
        taken.extend(given[0][1] if given else [])
        return sum(change.id in fields for _, fields in taken) >= 2

    clusters.wait_for(take, TOLD_WITHIN_S, "nothing came")  # and is never confirmed: it died there
    following = follow(shop, table, "again")
    try:
        clusters.wait_for(lambda: row(table, change)["events"] == 2, TOLD_WITHIN_S, "it was not given again")
        assert row(table, change)["version"] == told.versions(change.id)[-1]
        clusters.wait_for(lambda: redis.ask("XPENDING", "greenharvest:events", "again")[0] == 0, TOLD_WITHIN_S, "it was not confirmed")
    finally:
        kill(following)


def test_a_stream_that_redis_lost_begins_anew_behind_a_gap(shop):
    change = Change(shop)
    shop.signal_redis(signal.SIGKILL)
    shop.redis("resume")
    clusters.wait_for(lambda: [event["type"] for event in Told(shop).all()][:1] == ["feed.gap"], TOLD_WITHIN_S, "the stream did not begin again")
    change(change.nodes[0])
    told = Told(shop)
    clusters.wait_for(lambda: len(told.versions(change.id)) == 1, TOLD_WITHIN_S, "it was not told")
    assert [event["type"] for event in told.all()].count("feed.gap") == 1
