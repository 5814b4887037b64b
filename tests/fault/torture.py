#!/usr/bin/env python3
"""Kills the server at random moments while buyers buy, and recounts every unit and cent at the end.

torture.py [--rounds N] [--seed S] [--program P] [--keep]

One data folder; one hot sku with few units (more are stocked each round) and many others; 64 buyers who never give up: a buyer whose
connection breaks asks again with the same Idempotency-Key. Each round starts the server and kills it with SIGKILL at a moment that the
seed decides: while it starts, right after, or under load. At the end the server is stopped in peace, `admin doctor --settle` finishes
what is open and judges, and the ledger of what buyers were told is compared with the store's and the provider's files (ledger.py).

Prints its progress on stderr and one JSON line; exit status 0 if everything fits. Progress goes on within bounds: a start that takes
longer than READY_DEADLINE_S, or a round without any order in ROUNDS_WITHOUT_ORDER_MAX, fails.
"""
import argparse
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from ledger import Recount, now_ms, read_sqlite
from support import server as support

LOAD = os.environ.get("GH_LOAD", str(TOP / "build/release/greenharvest_load"))
SOUND_PROGRAM = support.PROGRAM
FARMER = ("farmer@example.com", "grow-the-carrots")
FLAGS = [word for setting in (
    "rate_limit.checkout_per_minute=0", "rate_limit.write_per_minute=0", "rate_limit.login_per_minute=0", "rate_limit.codes_per_minute=0", "auth.password_memory=64KiB",
    "orders.charge_window=3s", "orders.payment_window=2s", "payments.provider_deadline=100ms", "log.level=error") for word in ("--set", setting)]
# Mostly cards that work; the others leave orders in every state that a kill can meet.
CARDS = ("pm_card_ok,pm_card_ok,pm_card_ok,pm_card_ok,pm_card_ok,pm_card_ok,pm_card_declined,pm_card_answers_twice,"
         "pm_card_loses_answer,pm_card_timeout,pm_card_late,pm_card_second_step")
BUYERS = 64
OTHER_SKUS = 40
OTHER_UNITS = 1_000_000
HOT_UNITS = (2, 15)       # stocked each round; fewer than are asked for, so that it is sold out most of the time
ALIVE_S = (0.0, 0.45)     # from being ready to the kill
LONG_ALIVE_S = (1.0, 3.0)  # in some rounds: a retry that meets its own half-done order waits a while before it takes it over
SHARE_LONG = 0.05
STARTING_S = (0.0, 0.06)  # from exec to the kill, in the rounds that kill while starting
SHARE_KILLED_STARTING = 0.25
READY_DEADLINE_S = 30
DOCTOR_DEADLINE_S = 200
LOAD_SECONDS = 600
ROUNDS_WITHOUT_ORDER_MAX = 100
ROUNDS_TO_BUY = 5  # from so many rounds on, nobody who bought anything is a finding


class Victim(support.Server):
    """A server on one port for its whole life, which is short and often begun anew."""

    def __init__(self, data):
        super().__init__(data=data, flags=FLAGS)
        self.port = support.free_port()

    def launch(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([support.PROGRAM, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}", *self.flags],
                                            stdout=log, stderr=log)

    def wait_ready(self):
        deadline = time.monotonic() + READY_DEADLINE_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Ended(f"the server ended by itself with {self.process.returncode}: {self.log.read_text()[-2000:]}")
            try:
                if self.call("GET", "/readyz").status == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.005)
        raise Ended(f"the server was not ready in {READY_DEADLINE_S} s")


class Ended(Exception):
    pass


class Torture:
    def __init__(self, rounds, seed, folder):
        self.rounds, self.random, self.folder = rounds, random.Random(seed), pathlib.Path(folder)
        self.seed = seed
        self.ledger = self.folder / "ledger"
        self.sku_file = self.folder / "skus"
        self.victim = Victim(str(self.folder / "data"))
        self.stocked, self.token, self.buyers = {}, None, None
        self.kills = {"starting": 0, "serving": 0}
        self.ready_ms = []
        self.ended_ms = None

    def prepare(self):
        # By the sound program: a broken one is to be caught selling.
        subprocess.run([SOUND_PROGRAM, "admin", "demo", "--small", "--data", self.victim.data, "--products", str(OTHER_SKUS), "--units", str(OTHER_UNITS),
                        "--skus", str(self.sku_file), *FLAGS], check=True, stdout=subprocess.DEVNULL, timeout=DOCTOR_DEADLINE_S)
        skus = self.sku_file.read_text().split()
        self.stocked = {sku: OTHER_UNITS for sku in skus}
        self.hot = skus[0]
        # Every third purchase goes for the hot one, whose big lot is written off first.
        self.sku_file.write_text("".join(f"{self.hot}\n{sku}\n" if number % 2 else f"{sku}\n" for number, sku in enumerate(skus[1:])))
        self.victim.launch()
        self.victim.wait_ready()
        self.token = self.victim.login(*FARMER)
        item = self.victim.get(f"/api/v1/inventory/{self.hot}", token=self.token).json()
        self.field = item["lots"][0]["field"]
        written_off = self.victim.post(f"/api/v1/inventory/{self.hot}/write-offs", token=self.token,
                                       body={"lot": item["lots"][0]["id"], "quantity": OTHER_UNITS, "reason": "other", "note": "makes it scarce"},
                                       headers={"Idempotency-Key": "makes-it-scarce"})
        assert written_off.status == 200, written_off
        self.stocked[self.hot] = 0

    def restock(self, number):
        """The lot code makes it idempotent: after a lost answer it is asked for again, and is the same lot."""
        units = self.random.randint(*HOT_UNITS)
        today = time.time()
        day = lambda offset: time.strftime("%Y-%m-%d", time.gmtime(today + offset * 86400))
        reply = self.victim.post(f"/api/v1/inventory/{self.hot}/lots", token=self.token,
                                 body={"lot_code": f"round-{number}", "harvested": day(-1), "best_before": day(30), "field": self.field, "quantity": units})
        if reply.status == 409 and reply.json()["code"] == "stock_item_full":
            return  # so many lots have units left that buyers have enough for now
        if reply.status not in (200, 201):
            raise Ended(f"restocking: {reply}")
        self.stocked[self.hot] += units

    def send_buyers(self):
        if self.buyers and self.buyers.poll() is None:
            return
        self.buyers = subprocess.Popen(
            [LOAD, "--port", str(self.victim.port), "--buyers", str(BUYERS), "--orders", "0", "--seconds", str(LOAD_SECONDS), "--skus", str(self.sku_file),
             "--payment-methods", CARDS, "--cancel-percent", "10", "--ledger", str(self.ledger), "--seed", str(self.random.getrandbits(48)), "--retry"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self, when):
        self.victim.kill()
        self.kills[when] += 1

    def round(self, number):
        if self.random.random() < SHARE_KILLED_STARTING:
            self.victim.launch()
            time.sleep(self.random.uniform(*STARTING_S))
            self.kill("starting")
            return
        started = time.monotonic()
        self.victim.launch()
        self.victim.wait_ready()
        self.ready_ms.append((time.monotonic() - started) * 1000)
        until = time.monotonic() + self.random.uniform(*(LONG_ALIVE_S if self.random.random() < SHARE_LONG else ALIVE_S))
        self.restock(number)
        time.sleep(max(0, until - time.monotonic()))
        self.kill("serving")

    def run(self):
        self.prepare()
        self.victim.kill()
        started = time.monotonic()
        orders, last_order_round = 0, 0
        for number in range(1, self.rounds + 1):
            self.send_buyers()
            self.round(number)
            told = self.ledger.stat().st_size if self.ledger.exists() else 0
            if told > orders:
                orders, last_order_round = told, number
            if number - last_order_round > ROUNDS_WITHOUT_ORDER_MAX:
                raise Ended(f"no order in {ROUNDS_WITHOUT_ORDER_MAX} rounds")
            if number % 50 == 0:
                say(f"{number} of {self.rounds} kills, {number / (time.monotonic() - started):.1f} a second, {self.kills['starting']} while starting")
        seconds = time.monotonic() - started
        self.end_buyers()
        self.victim.launch()
        self.victim.wait_ready()
        self.ended_ms = now_ms()
        status = self.victim.stop()
        return seconds, status

    def end_buyers(self):
        if self.buyers and self.buyers.poll() is None:
            self.buyers.kill()
            self.buyers.wait()

    def recount(self, store_away=()):
        data = self.victim.data
        return Recount(read_sqlite(data), pathlib.Path(data) / "card_simulator.log", [self.ledger], self.stocked, self.ended_ms, store_away)

    def judge(self):
        doctor = subprocess.run([support.PROGRAM, "admin", "doctor", "--settle", "--data", self.victim.data, *FLAGS], capture_output=True, text=True,
                                timeout=DOCTOR_DEADLINE_S)
        return doctor, self.recount()


def say(text):
    print(text, file=sys.stderr, flush=True)


def judged(rounds, seconds, run, doctor, recount):
    """What both tortures find and say at their end: the findings, and the figures."""
    findings = list(recount.findings)
    if doctor.returncode != 0:
        findings.append(f"admin doctor: {doctor.returncode}: {doctor.stdout[-1500:]} {doctor.stderr[-500:]}")
    if rounds >= ROUNDS_TO_BUY and (not recount.told["paid"] or not recount.sold[run.hot]):
        findings.append("nobody bought anything: the torture proved nothing")
    states = {state: sum(order["status"] == state for order in recount.orders.values()) for state in ("paid", "cancelled", "rejected")}
    figures = {"seconds": round(seconds, 1), "rounds_per_second": round(rounds / seconds, 2),
               "acknowledged": len(recount.told["paid"]), "pending": len(recount.told["pending"]), "cancelled_by_buyers": len(recount.told["cancelled"]),
               "orders": states, "hot_units": {"stocked": run.stocked[run.hot], "sold": recount.sold[run.hot]}, "cents": recount.charged,
               "doctor": doctor.stdout.strip().splitlines()[-1:], "found": recount.found}
    return findings, figures


def in_a_folder(name, keep, work):
    """Runs work(folder) and prints its summary; the exit status. A folder with a finding stays: the next run hardly meets it again."""
    folder = tempfile.mkdtemp(prefix=f"greenharvest-{name}-")
    say(f"folder {folder}")
    summary = {"sound": True}
    try:
        summary = work(folder)
        print(json.dumps(summary), flush=True)  # before the folder goes, which takes minutes where a mail was sent for each order
    finally:
        if not keep and summary["sound"]:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            say(f"{folder} is left for a look")
    return 0 if summary["sound"] else 1


def torture(rounds, seed, folder):
    """The summary as a dict; `sound` tells."""
    for program in (SOUND_PROGRAM, LOAD, support.PROGRAM):
        if not pathlib.Path(program).exists():  # no finding: a broken program would seem to be caught
            raise SystemExit(f"{program} is missing: ./dev build makes it")
    run = Torture(rounds, seed, folder)
    summary = {"torture": "kill", "seed": seed, "rounds": rounds}
    try:
        seconds, status = run.run()
        doctor, recount = run.judge()
    except (Ended, AssertionError, OSError, http.client.HTTPException, subprocess.TimeoutExpired) as reason:
        return {**summary, "sound": False, "findings": [f"{type(reason).__name__}: {reason}"[:2000]]}
    finally:
        run.end_buyers()
        run.victim.remove()
    findings, figures = judged(rounds, seconds, run, doctor, recount)
    if status != 0:
        findings.append(f"the last server ended with {status} after SIGTERM")
    ready_ms = round(sorted(run.ready_ms)[len(run.ready_ms) // 2], 1) if run.ready_ms else None
    return {**summary, "kills": run.kills, "ready_ms_median": ready_ms, **figures, "findings": findings, "sound": not findings}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None, help="of the moments of the kills and of what is bought (default: by chance)")
    parser.add_argument("--program", help="the program to torture (default: build/release/greenharvest)")
    parser.add_argument("--keep", action="store_true", help="leave the data folder for a look also when nothing was found")
    parser.add_argument("--planted", action="store_true", help="build broken programs and demand that each is caught")
    options = parser.parse_args()
    if options.planted:
        from planted import catch_all
        sys.exit(catch_all(options.rounds))
    if options.program:
        support.PROGRAM = options.program
    seed = options.seed if options.seed is not None else random.SystemRandom().getrandbits(32)
    say(f"seed {seed}, {options.rounds} rounds, {support.PROGRAM}")
    sys.exit(in_a_folder("torture", options.keep, lambda folder: torture(options.rounds, seed, folder)))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
