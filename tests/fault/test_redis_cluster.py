"""The shop over a Redis Cluster, as a user who may do no more than docs/runbooks/many-nodes.md says: it counts and tells there, and when a
master dies the others' keys are served until its replica has its place."""
import os
import pathlib
import re
import signal
import subprocess
import sys

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tools")]

import cluster as clusters
from support import server as support

TOOL = str(TOP / "tools/redis_cluster")
MASTERS, LOGINS = 3, 6
REPLACED_WITHIN_S = 15
SHOPPER = {"email": "ada@example.com", "password": "try-the-carrots"}
RUNBOOK = (TOP / "docs/runbooks/many-nodes.md").read_text()
RIGHTS = " ".join(re.findall(r"`((?:-@all )?(?:\+[a-z|]+ ?)+)`", next(line for line in RUNBOOK.splitlines() if line.startswith("| `redis.url` |"))))


class RedisCluster:
    def __init__(self, folder):
        self.folder = folder
        self.url = self.ask("start", "1", "cluster-node-timeout", "1000", "user", f"shop on >hush ~greenharvest:* {RIGHTS}")
        self.ports = [host.rsplit(":", 1)[1] for host in self.url.split("//")[1].split(",")]

    def ask(self, word, *more):
        return subprocess.run([TOOL, word, str(self.folder), *more], check=True, capture_output=True, text=True, timeout=60).stdout.strip()

    def kill(self, number):
        os.kill(int(self.ask("pid", str(number))), signal.SIGKILL)

    def say(self, master, *words):
        return subprocess.run(["redis-cli", "-p", self.ports[master], *words], check=True, capture_output=True, text=True, timeout=10).stdout.split()

    def keys(self, master):
        return self.say(master, "keys", "*")


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    cluster = RedisCluster(tmp_path_factory.mktemp("redis"))
    yield cluster
    cluster.ask("stop")


@pytest.fixture(scope="module")
def shop(redis):
    settings = {"REDIS_URL": redis.url.replace("//", "//shop:hush@"), "REDIS_EVENT_STREAM": "on", "REDIS_DEADLINE": "1s", "LOG_LEVEL": "info",
                "AUTH_PASSWORD_MEMORY": "64KiB", "RATE_LIMIT_LOGIN_PER_MINUTE": str(LOGINS), "HTTP_TRUSTED_PROXIES": "127.0.0.1"}
    with support.Server(demo=True, env={"GREENHARVEST_" + name: value for name, value in settings.items()}) as server:
        yield server


def login(shop, address):
    return shop.post("/api/v1/auth/login", SHOPPER, headers={"X-Forwarded-For": address})


def figure(shop, name):
    return sum(float(line.rsplit(" ", 1)[1]) for line in shop.get("/metrics").body.decode().splitlines() if line.startswith(name))


def test_it_counts_and_tells_at_every_master(shop, redis):
    assert [login(shop, "192.0.2.1").status for _ in range(LOGINS + 1)] == [200] * LOGINS + [429]
    for number in range(2, 20):
        assert login(shop, f"192.0.2.{number}").status == 200
        assert shop.get(f"/api/v1/products?limit={number}").status == 200
    assert shop.post("/api/v1/auth/login", {**SHOPPER, "password": "not this one"}, headers={"X-Forwarded-For": "192.0.2.20"}).status == 401
    clusters.wait_for(lambda: any("greenharvest:events" in redis.keys(master) for master in range(MASTERS)), 10, "no event was told")
    assert all(redis.keys(master) for master in range(MASTERS))
    assert {key.split(":")[1] for master in range(MASTERS) for key in redis.keys(master)} >= {"rate", "attempts", "cache", "events"}
    assert figure(shop, "redis_servers_away") == 0
    assert not any(redis.say(master, "acl", "log") for master in range(MASTERS)), "the runbook's rights are too few"


def test_a_master_that_dies_is_replaced(shop, redis):
    redis.kill(1)
    statuses = {number: login(shop, f"198.51.100.{number}").status for number in range(30)}
    assert set(statuses.values()) == {200, 503}, "a third of them are counted by the one that is gone"
    assert shop.get("/api/v1/products?limit=5").status == 200
    assert figure(shop, "redis_servers_away") == 1
    clusters.wait_for(lambda: figure(shop, "redis_servers_away") == 0, REPLACED_WITHIN_S, "its replica is not known")
    assert all(login(shop, f"198.51.100.{number}").status == 200 for number in statuses)
    lines = [line for line in shop.log.read_text().splitlines() if '"msg":"Redis is ' in line]
    assert len(lines) == 2 and "is away" in lines[0] and "is back" in lines[1] and all("cluster of 127.0.0.1:" in line for line in lines), lines
    assert redis.ports[0] in lines[0].split('"detail"')[1], "which one it was"
    assert "hush" not in shop.log.read_text()


def test_addresses_that_make_no_sense_are_refused(shop, redis):
    wrong = [({"GREENHARVEST_REDIS_URL": "redis+cluster://:hush@localhost/1"}, "a cluster has no database but 0"),
             ({"GREENHARVEST_REDIS_LOCK_URLS": "redis://localhost redis+cluster://:hush@localhost"}, "redis.lock_urls are single servers")]
    for settings, words in wrong:
        refused = subprocess.run([support.PROGRAM, "serve", "--listen", "127.0.0.1:1", "--data", str(redis.folder / "other")], env=shop.env | settings,
                                 capture_output=True, text=True, timeout=60)
        said = refused.stdout + refused.stderr
        assert refused.returncode != 0 and words in said and "hush" not in said, refused
