#!/usr/bin/env python3
"""Breaks parts of a cluster while buyers buy, and recounts every unit and cent at the end.

cluster_torture.py [--rounds N] [--seed S] [--nodes N] [--program P] [--linearizable CHECKER] [--keep] | --planted

PostgreSQL, Redis, three API nodes and HAProxy (tools/cluster.py); each node reaches PostgreSQL through a relay of its own. 64 buyers who never give
up, some at a node, some at the balancer. One hot sku with few units and many others. Each round does one of these in an order that the seed
decides, and none again before all had their turn:

  node-kill       SIGKILL, and a start anew
  node-stop       SIGSTOP for longer than a checkout's other runs wait, then on
  store-kill      SIGKILL of PostgreSQL and all of its processes, and a start anew
  store-stop      SIGSTOP of all of them, then on
  net-cut         a node's connections to PostgreSQL are reset and refused for a while
  net-freeze      what a node and PostgreSQL say to each other does not arrive for a while
  redis-kill      SIGKILL of Redis, and a start anew, empty: locks and counts are forgotten
  redis-stop      SIGSTOP of Redis, then on: what was asked before is done late
  disk-full       the disk of a node has no room: its search index and its mail cannot be written (needs mount namespaces)
  clock-jump      a node's computer has its clock an hour ahead or behind for a while (libfaketime: its wall clock alone, as after settimeofday)

At the end everything is healed and stopped in peace, `admin doctor --settle` finishes what is open and judges, and the ledgers of what
buyers were told are compared with the store and the provider's file (ledger.py). Prints its progress on stderr and one JSON line.

With --linearizable all cards work and nobody cancels, so that what buyers saw of an item leaves little open, and CHECKER
(tests/fault/linearizable) must find one order of the sales and of every "sold out" that agrees with the clock. What a cart is told before
anything is held may be a second old (StockDesk::fresh_for), and is held to that.
The disk of PostgreSQL is not filled here.
"""
import argparse
import collections
import contextlib
import datetime
import errno
import glob
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tests"), str(TOP / "tools"), str(pathlib.Path(__file__).resolve().parent)]

import cluster as clusters
from ledger import Recount, now_ms, read_postgres
from relay import Relay
from support import server as support
from torture import CARDS, FARMER, LOAD, LOAD_SECONDS, OTHER_SKUS, OTHER_UNITS, Ended, in_a_folder, judged, say

SCHEMA = "greenharvest"
SETTINGS = {
    # Counted at Redis, and never too many.
    "rate_limit.checkout_per_minute": "10000000", "rate_limit.write_per_minute": "10000000", "rate_limit.login_per_minute": "10000000", "rate_limit.codes_per_minute": "10000000",
    "auth.password_memory": "64KiB", "orders.charge_window": "3s", "orders.payment_window": "2s", "payments.provider_deadline": "100ms", "log.level": "error",
}
BUYERS = 64
HOT_UNITS = (2, 15)
BREAK_S = (0.3, 1.5)       # how long something stays broken
STOPPED_S = (2.0, 4.0)     # of a node: longer than another one waits for its half-done order
JUMP_S = 3_600
DISK_MB = 256
PAUSE_S = (0.1, 0.8)       # of peace between two rounds
DOCTOR_DEADLINE_S = 300
CHECKER_DEADLINE_S = 120
ROUNDS_WITHOUT_ORDER_MAX = 40
LATE_TRIES = 10
COMMIT_S = 3
RECOVERY_S = 60
KINDS = ("node-kill", "node-stop", "store-kill", "store-stop", "net-cut", "net-freeze", "redis-kill", "redis-stop", "disk-full", "clock-jump")
SANITIZED = os.environ.get("GH_PRESET") in ("asan", "tsan")
CANNOT = {kind for kind, here in (("clock-jump", not SANITIZED), ("disk-full", clusters.has_small_disks())) if not here}
KINDS_HERE = tuple(kind for kind in KINDS if kind not in CANNOT)  # libfaketime and a sanitizer both want clock_gettime
LIBFAKETIME = "/usr/lib/*/faketime/libfaketime.so.1"  # Debian: libfaketime


class Node(support.Server):
    """One node, as a server that runs already."""

    def __init__(self, port):
        super().__init__(data="/nonexistent")
        self.port = port


class ClusterTorture:
    def __init__(self, rounds, seed, folder, nodes, program, kinds=KINDS_HERE, checker=None, late_writes=False):
        self.rounds, self.seed, self.random, self.folder = rounds, seed, random.Random(seed), pathlib.Path(folder)
        self.cluster = clusters.Cluster(self.folder / "cluster")
        self.kinds, self.checker, self.late_writes = kinds, checker, late_writes
        self.put = self.folder / "history-put"
        self.program, self.numbers = program, [str(n) for n in range(1, nodes + 1)]
        self.relays, self.buyers, self.ledgers = {}, {}, {}
        self.sku_file = self.folder / "skus"
        self.done, self.stocked, self.token = collections.Counter(), {}, None
        self.store_away = []  # spans of milliseconds

    # -- the shop

    def prepare(self):
        self.cluster.make(self.program, len(self.numbers), settings=SETTINGS)
        self.make_writes_late()
        port = int(self.cluster.state["postgres"].rsplit(":", 1)[1].split("/")[0])
        for number in self.numbers:
            self.relays[number] = Relay(("127.0.0.1", port))
            self.set_clock(number, 0)
            extra = self.cluster.state["extra"][number] = {
                "GREENHARVEST_STORE_URL": self.cluster.state["postgres"].replace(f":{port}/", f":{self.relays[number].port}/")}
            if "clock-jump" in self.kinds:
                extra |= {
                    "LD_PRELOAD": glob.glob(LIBFAKETIME)[0], "FAKETIME_TIMESTAMP_FILE": str(self.folder / f"clock{number}"),
                    "FAKETIME_CACHE_DURATION": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                }
        self.cluster.admin(1, "demo", "--small", "--products", str(OTHER_SKUS), "--units", str(OTHER_UNITS), "--skus", str(self.sku_file))
        if "disk-full" in self.kinds:
            self.cluster.small_disk(self.numbers[-1], DISK_MB)
        self.cluster.start()
        skus = self.sku_file.read_text().split()
        self.stocked = {sku: OTHER_UNITS for sku in skus}
        self.hot = skus[0]
        self.sku_file.write_text("".join(f"{self.hot}\n{sku}\n" if number % 2 else f"{sku}\n" for number, sku in enumerate(skus[1:])))
        node = self.node("1")
        self.token = node.login(*FARMER)
        lot = node.get(f"/api/v1/inventory/{self.hot}", token=self.token).json()["lots"][0]
        self.field = lot["field"]
        written_off = node.post(f"/api/v1/inventory/{self.hot}/write-offs", token=self.token,
                                body={"lot": lot["id"], "quantity": OTHER_UNITS, "reason": "other", "note": "makes it scarce"}, headers={"Idempotency-Key": "makes-it-scarce"})
        assert written_off.status == 200, written_off
        self.stocked[self.hot] = 0

    def node(self, number):
        return Node(self.cluster.state["nodes"][number]["port"])

    def restock(self, round_number):
        """The lot code makes it idempotent: asked for at any node until one says that it is there."""
        units = self.random.randint(*HOT_UNITS)
        day = lambda offset: time.strftime("%Y-%m-%d", time.gmtime(time.time() + offset * 86400))
        body = {"lot_code": f"round-{round_number}", "harvested": day(-1), "best_before": day(30), "field": self.field, "quantity": units}
        begun = time.monotonic_ns()
        end = time.monotonic() + 60
        said = {}  # what each node answered last
        while time.monotonic() < end:
            for number in self.numbers:
                try:
                    reply = self.node(number).post(f"/api/v1/inventory/{self.hot}/lots", token=self.token, body=body)
                    if reply.status == 401:
                        self.token = self.node(number).login(*FARMER)
                        continue
                except (OSError, support.http.client.HTTPException, AssertionError) as failure:
                    said[number] = repr(failure)
                    continue
                said[number] = f"{reply.status} {reply.body[:200]}"
                if reply.status == 409 and reply.json()["code"] == "stock_item_full":
                    return
                if reply.status in (200, 201):
                    self.stocked[self.hot] += units
                    with open(self.put, "a") as history:
                        history.write(f"put {self.hot} {units} {begun} {time.monotonic_ns()}\n")
                    return
            time.sleep(0.1)
        raise Ended(f"no node took a lot for 60 s: {said}")

    def send_buyers(self):
        """At each node, and at the balancer."""
        ports = {number: node["port"] for number, node in self.cluster.state["nodes"].items()} | {"balancer": self.cluster.state["port"]}
        for name, port in ports.items():
            if name in self.buyers and self.buyers[name].poll() is None:
                continue
            self.ledgers.setdefault(name, self.folder / f"ledger-{name}")
            wishes = (["--payment-methods", "pm_card_ok", "--history", str(self.folder / f"history-{name}")] if self.checker
                      else ["--payment-methods", CARDS, "--cancel-percent", "10"])
            self.buyers[name] = subprocess.Popen(
                [LOAD, "--port", str(port), "--buyers", str(BUYERS // len(ports)), "--orders", "0", "--seconds", str(LOAD_SECONDS), "--skus", str(self.sku_file),
                 *wishes, "--ledger", str(self.ledgers[name]), "--seed", str(self.random.getrandbits(48)), "--retry"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end_buyers(self):
        for buyers in self.buyers.values():
            if buyers.poll() is None:
                buyers.kill()
                buyers.wait()

    # -- what breaks

    def store_processes(self):
        master = self.cluster.postgres_pid()
        return [master, *map(int, pathlib.Path(f"/proc/{master}/task/{master}/children").read_text().split())]

    def make_writes_late(self):
        """With late_writes: what nobody waits for is not written, so a kill loses it. PostgreSQL's WAL writer, which does that, stands still; it
        would have written all but the last page of 8 KB at once, and a kill leaves what the kernel has. Who waits for a commit writes it."""
        for _ in range(LATE_TRIES if self.late_writes else 0):
            writer = self.wal_writer()
            self.cluster.signal(writer, signal.SIGSTOP)
            try:
                self.commit_something()
                return
            except subprocess.TimeoutExpired:  # it stands with a lock that every commit needs
                self.cluster.signal(writer, signal.SIGCONT)
        assert not self.late_writes, "PostgreSQL's WAL writer always had a lock"

    def commit_something(self):
        subprocess.run(["psql", "-At", "-d", self.cluster.state["postgres"], "-c", "SELECT pg_current_xact_id()"], check=True, capture_output=True, timeout=COMMIT_S)

    def can_commit(self):
        try:
            self.commit_something()
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):  # it recovers
            return False
        return True

    def wal_writer(self):
        def found():
            return [pid for pid in self.store_processes() if b"walwriter" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()]

        clusters.wait_for(found, 20, "PostgreSQL has no WAL writer")
        return found()[0]

    def note(self, what, kind, number):
        """For whoever looks for what stood behind a finding; times as in the logs and the orders."""
        with open(self.folder / "nemesis.log", "a") as log:
            log.write(f"{datetime.datetime.now(datetime.timezone.utc).isoformat(timespec='milliseconds')} {what} {kind} (node {number}, where it is one's)\n")

    def break_and_mend(self, kind):
        number = self.random.choice(self.numbers)
        self.note("breaks", kind, number)
        span = self.random.uniform(*BREAK_S)
        if kind == "node-kill":
            self.cluster.kill_node(number)
            time.sleep(span / 4)
            self.cluster.start_node(number)
        elif kind == "node-stop":
            self.cluster.kill_node(number, signal.SIGSTOP)
            time.sleep(self.random.uniform(*STOPPED_S))
            self.cluster.kill_node(number, signal.SIGCONT)
        elif kind == "store-kill":
            since = now_ms()
            processes = self.store_processes()
            for pid in processes:
                self.cluster.signal(pid, signal.SIGKILL)
            clusters.wait_for(lambda: not any(clusters.alive(pid) for pid in processes), 20, "PostgreSQL did not die")
            time.sleep(span / 4)
            self.cluster.resume_postgres()
            clusters.wait_for(self.can_commit, RECOVERY_S, "PostgreSQL takes no commit")
            self.store_away.append((since, now_ms()))
            self.make_writes_late()
        elif kind == "store-stop":
            since = now_ms()
            processes = self.store_processes()
            for pid in processes:
                self.cluster.signal(pid, signal.SIGSTOP)
            time.sleep(span)
            for pid in processes:
                self.cluster.signal(pid, signal.SIGCONT)
            self.store_away.append((since, now_ms()))
        elif kind in ("net-cut", "net-freeze"):
            self.relays[number].tell(kind.removeprefix("net-"))
            time.sleep(span)
            self.relays[number].tell("heal")
        elif kind == "redis-kill":
            self.cluster.signal_redis(signal.SIGKILL)
            time.sleep(span)
            self.cluster.redis("resume")
        elif kind == "redis-stop":
            self.cluster.signal_redis(signal.SIGSTOP)
            time.sleep(span)
            self.cluster.signal_redis(signal.SIGCONT)
        elif kind == "disk-full":
            self.fill_disk(span)
        elif kind == "clock-jump":
            self.set_clock(number, self.random.choice((-JUMP_S, JUMP_S)))
            time.sleep(1 + span)  # libfaketime looks once a second
            self.set_clock(number, 0)
        self.done[kind] += 1
        self.note("mended", kind, number)

    def fill_disk(self, span):
        """To the last byte. What the node has sent is removed, nobody looks at it here, and it would fill the disk for good."""
        disk = self.cluster.disk(self.numbers[-1])
        with open(disk / "filler", "wb", buffering=0) as filler:
            for size in (1 << 20, 1):
                try:
                    while True:
                        filler.write(bytes(size))
                except OSError as full:
                    assert full.errno == errno.ENOSPC, full
        time.sleep(span)
        for sent in (disk / "outbox").glob("*.eml"):
            sent.unlink(missing_ok=True)
        (disk / "filler").unlink()

    def set_clock(self, number, ahead_s):
        """At once: a reader of half a file would be lost."""
        new = self.folder / f"clock{number}.new"
        new.write_text(f"{ahead_s:+d}\n")
        new.rename(self.folder / f"clock{number}")

    def run(self):
        self.prepare()
        started = time.monotonic()
        told, last_order_round = 0, 0
        left = []  # of this turn
        for round_number in range(1, self.rounds + 1):
            self.send_buyers()
            self.restock(round_number)
            if not left:
                left = self.random.sample(self.kinds, len(self.kinds))
            self.break_and_mend(left.pop())
            time.sleep(self.random.uniform(*PAUSE_S))
            size = sum(path.stat().st_size for path in self.ledgers.values() if path.exists())
            if size > told:
                told, last_order_round = size, round_number
            if round_number - last_order_round > ROUNDS_WITHOUT_ORDER_MAX:
                raise Ended(f"no order in {ROUNDS_WITHOUT_ORDER_MAX} rounds")
            if round_number % 20 == 0:
                say(f"{round_number} of {self.rounds} rounds, {round_number / (time.monotonic() - started):.2f} a second, {dict(self.done)}")
        seconds = time.monotonic() - started
        self.end_buyers()
        for number in self.numbers:
            self.cluster.wait_ready(number)
        return seconds

    def judge(self):
        ended_ms = now_ms()
        for number in self.numbers:
            self.cluster.kill_node(number, signal.SIGTERM)
        doctor = subprocess.run([self.program, "admin", "doctor", "--settle"], env=self.cluster.environment("1"), capture_output=True, text=True,
                                timeout=DOCTOR_DEADLINE_S)
        return doctor, Recount(read_postgres(self.cluster.state["postgres"], SCHEMA), self.cluster.folder / "card_simulator.log",
                               self.ledgers.values(), self.stocked, ended_ms, self.store_away)

    def check_order(self):
        """Findings, and what the checker says. The other skus are never short: their histories tell nothing and are large."""
        histories = [self.put, *self.folder.glob("history-*")]
        hot = self.folder / "hot"
        with open(hot, "w") as out:
            keys = set()
            for history in dict.fromkeys(histories):
                for line in history.read_text().split("\n")[:-1]:  # a last line that was cut off was never acted upon
                    words = line.split()
                    if self.hot in words:
                        keys.add(words[1])
                    if self.hot in words or words[1] in keys:
                        out.write(line + "\n")
        checked = subprocess.run([self.checker, "--timeout", f"{CHECKER_DEADLINE_S}s", "--picture", str(self.folder / "history.html"), hot],
                                 capture_output=True, text=True, timeout=2 * CHECKER_DEADLINE_S)
        if checked.returncode not in (0, 1, 2):
            return [f"the checker: {checked.stderr}"], {}
        answer = json.loads(checked.stdout)
        findings = [f"what buyers saw of {sku} fits no order of events" for sku in answer["not_linearizable"]]
        if answer["outdated"]:
            findings.append(f"{answer['outdated']} buyers were told that something is sold out which had been there for more than a second")
        findings += [f"the history of {sku} was not decided in {CHECKER_DEADLINE_S} s" for sku in answer["undecided"]]
        return findings, {"history": answer}

    def waiting_tasks(self):
        sql = (f"SELECT name, leased, count(*), min(due) - 1000 * extract(epoch FROM now())::bigint AS due_in_ms, max(attempt)"
               f" FROM {SCHEMA}.tasks WHERE died IS NULL GROUP BY 1, 2 ORDER BY 1, 2")
        return subprocess.run(["psql", "-At", "-d", self.cluster.state["postgres"], "-c", sql], capture_output=True, text=True, timeout=60).stdout.splitlines()

    def end(self):
        self.end_buyers()
        if self.cluster.state:
            with contextlib.suppress(OSError, ValueError):  # it may be down
                for pid in self.store_processes() if self.late_writes else ():
                    self.cluster.signal(pid, signal.SIGCONT)
            self.cluster.stop()
        for relay in self.relays.values():
            relay.end()


def torture(rounds, seed, folder, nodes=clusters.NODES, program=support.PROGRAM, kinds=KINDS_HERE, checker=None, late_writes=False):
    """The summary as a dict; `sound` tells."""
    os.chmod(folder, 0o755)  # PostgreSQL runs as somebody else where we are root
    run = ClusterTorture(rounds, seed, folder, nodes, program, kinds, checker, late_writes)
    summary = {"torture": "cluster", "seed": seed, "rounds": rounds, "nodes": nodes}
    try:
        seconds = run.run()
        doctor, recount = run.judge()
        waiting = run.waiting_tasks()
    except (Ended, AssertionError, RuntimeError, OSError, subprocess.SubprocessError) as reason:
        detail = getattr(reason, "stderr", None) or ""
        return {**summary, "sound": False, "broken": dict(run.done), "findings": [f"{type(reason).__name__}: {reason} {detail}"[:3000]]}
    finally:
        run.end()
    findings, figures = judged(rounds, seconds, run, doctor, recount)
    figures["held_late_ms"] = recount.held_late_ms
    figures["store_away_ms"] = sum(until - since for since, until in run.store_away)
    if doctor.returncode != 0:
        findings.append(f"waiting tasks: {waiting}")
    if checker:
        unordered, history = run.check_order()
        findings, figures = findings + unordered, figures | history
    return {**summary, "broken": dict(run.done), **figures, "findings": findings, "sound": not findings}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=None, help="50; with --planted 8 of each")
    parser.add_argument("--seed", type=int, default=None, help="of what breaks, when, and of what is bought (default: by chance)")
    parser.add_argument("--nodes", type=int, default=clusters.NODES)
    parser.add_argument("--program", default=support.PROGRAM)
    parser.add_argument("--linearizable", metavar="CHECKER", help="also check the order of what buyers saw, with this program")
    parser.add_argument("--planted", action="store_true", help="build broken programs and demand that each is caught")
    parser.add_argument("--keep", action="store_true", help="leave the folder for a look")
    options = parser.parse_args()
    if options.planted:
        from planted import catch_all_in_cluster
        sys.exit(catch_all_in_cluster(options.rounds or 0, options.linearizable))
    rounds = options.rounds or 50
    seed = options.seed if options.seed is not None else random.SystemRandom().getrandbits(32)
    say(f"seed {seed}, {rounds} rounds, {options.nodes} nodes, {options.program}{''.join(f', without {kind}' for kind in sorted(CANNOT))}")
    sys.exit(in_a_folder("cluster", options.keep, lambda folder: torture(rounds, seed, folder, options.nodes, options.program, checker=options.linearizable)))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
