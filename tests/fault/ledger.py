"""The recount after a torture: what the server acknowledged against what its data folder holds, read past the program.

It opens the store (SQLite's file, or PostgreSQL by psql) and the test provider's file itself, so that a defect of the program's own
`admin doctor` cannot hide what it did.
"""
import base64
import collections
import datetime
import itertools
import json
import pathlib
import sqlite3
import subprocess
import time

FINDINGS_MAX = 20
HELD_LATE_MAX_MS = 5_000  # that goods may be held for an order beyond its deadline while there is a store that could be told, whatever else is broken


def read_ledger(path):
    """What bench/load/buyers.h wrote: paid, pending {order: (key, sku)}, cancelling, cancelled {order}."""
    told = {"paid": {}, "pending": {}, "cancelling": set(), "cancelled": set()}
    text = pathlib.Path(path).read_text() if pathlib.Path(path).exists() else ""
    doubled = []
    for line in text.split("\n")[:-1]:  # a last line that was cut off was never acted upon
        what, order, *rest = line.split()
        if what in ("paid", "pending"):
            if order in told["paid"]:
                doubled.append(f"order {order} was given to the keys {told['paid'][order][0]} and {rest[0]}")
            told[what][order] = tuple(rest)
        else:
            told[what].add(order)
    return told, doubled


def read_ledgers(paths):
    """Of all of them together."""
    told, doubled = {"paid": {}, "pending": {}, "cancelling": set(), "cancelled": set()}, []
    for path in paths:
        own, own_doubled = read_ledger(path)
        doubled += own_doubled
        for what, orders in own.items():
            told[what] |= orders
    return told, doubled


def read_cards(path):
    """The last line of each payment intent: (status, cents, cents that went back, method)."""
    cards = {}
    for line in pathlib.Path(path).read_text().split("\n")[:-1]:
        digits, method, status, amount, _currency, late_ms, refunds, _sum = line.split(" ")
        if status == "processing" and int(late_ms) <= now_ms():  # the file says when it becomes so, not that it did
            status = "succeeded"
        refunded = 0 if refunds == "kept" else sum(int(refund.split("=")[1]) for refund in refunds.split(","))
        cards["pi_" + digits] = (status, int(amount), refunded, method)
    return cards


def read_sqlite(data):
    """Gives a function from a collection's name to its documents."""
    def documents(collection):
        store = sqlite3.connect(pathlib.Path(data) / "store.db")
        try:
            return [json.loads(body) for (body,) in store.execute(f"SELECT body FROM d_{collection}")]
        finally:
            store.close()

    return documents


def read_postgres(url, schema):
    """Likewise."""
    def documents(collection):
        # One line a document, whatever is in it: base64 of the bytes.
        sql = f"COPY (SELECT translate(encode(convert_to(body::text, 'UTF8'), 'base64'), E'\\n', '') FROM {schema}.d_{collection}) TO STDOUT"
        lines = subprocess.run(["psql", "-q", "-d", url, "-c", sql], check=True, capture_output=True, text=True, timeout=120).stdout.split()
        return [json.loads(base64.b64decode(line)) for line in lines]

    return documents


def now_ms():
    return round(time.time() * 1000)


def ms_of(timestamp):
    return round(datetime.datetime.fromisoformat(timestamp).timestamp() * 1000)


class Recount:
    def __init__(self, documents, cards, ledgers, stocked, ended_ms=None, store_away=()):
        """documents: of the store, by the name of the collection. cards: the provider's file. ledgers: what buyers were told.
        stocked: units that were put on stock by sku (of the skus that are looked at). ended_ms: when the program was ended, by the store's
        clock; with it the ends of holds are held against the orders' deadlines. store_away: spans (from, to) in which nobody could write."""
        self.orders = {order["id"]: order for order in documents("orders")}
        self.items = {item["id"]: item for item in documents("stock_items")}
        self.cards = read_cards(cards)
        self.told, doubled = read_ledgers(ledgers)
        self.stocked = stocked
        self.findings = []
        self.found = 0
        for text in doubled:
            self.finding(text)
        for check in (self.acknowledged, self.keys, self.units, self.money):
            check()
        self.held_late_ms = self.holds(documents("stock_movements"), ended_ms, store_away) if ended_ms else None

    def finding(self, text):
        self.found += 1
        if len(self.findings) < FINDINGS_MAX:
            self.findings.append(text)

    def acknowledged(self):
        """Every order that a buyer was told of is there, and is what the buyer was told."""
        for order, (_key, sku) in {**self.told["pending"], **self.told["paid"]}.items():
            stored = self.orders.get(order)
            if stored is None:
                self.finding(f"order {order} was acknowledged and is not in the store")
                continue
            if [line["sku"] for line in stored["lines"]] != [sku]:
                self.finding(f"order {order} was for {sku} and has other lines")
            wanted = {"paid", "cancelled"} if order in self.told["cancelling"] else {"paid"}
            if order in self.told["cancelled"]:
                wanted = {"cancelled"}
            if order in self.told["paid"] and stored["status"] not in wanted:
                self.finding(f"order {order} was told as {'/'.join(sorted(wanted))} and is {stored['status']}")
        for order, stored in self.orders.items():
            if stored["status"] == "pending_payment":
                self.finding(f"order {order} is still open after everything was settled")

    def keys(self):
        by_key = collections.defaultdict(set)
        for what in ("paid", "pending"):
            for order, (key, _sku) in self.told[what].items():
                by_key[key].add(order)
        for key, orders in by_key.items():
            if len(orders) > 1:
                self.finding(f"the key {key} made {len(orders)} orders")

    def units(self):
        """No unit is sold twice and none is lost: stocked = sold + left, lot by lot where the lot is still known."""
        sold = collections.Counter()
        sold_of_lot = collections.Counter()
        for stored in self.orders.values():
            if stored["status"] != "paid":
                continue
            for line in stored["lines"]:
                sold[line["sku"]] += line["quantity"]
                for share in line["lots"]:
                    sold_of_lot[share["lot"]] += share["quantity"]
                if sum(share["quantity"] for share in line["lots"]) != line["quantity"]:
                    self.finding(f"order {stored['id']} names lots for another quantity than it sold")
        for sku, units in self.stocked.items():
            item = self.items[sku]
            left = item["on_hand"]
            if sold[sku] + left != units:
                self.finding(f"{sku}: {units} units were stocked, {sold[sku]} are in paid orders and {left} are left")
            if left < 0 or left != sum(lot["on_hand"] for lot in item["lots"]):
                self.finding(f"{sku}: {left} left, its lots say {[lot['on_hand'] for lot in item['lots']]}")
            if item["holds"] or item["reserved"] != 0 or any(lot["held"] for lot in item["lots"]):
                self.finding(f"{sku}: {len(item['holds'])} holds of {item['reserved']} units are left over")
        self.sold = sold

    def holds(self, pages, ended_ms, store_away):
        """The longest that a hold outlived its order's deadline, while the program ran and its store was there."""
        late = 0
        for movement in itertools.chain.from_iterable([item["tail"] for item in self.items.values()] + [page["movements"] for page in pages]):
            order = self.orders.get(movement.get("order"))
            if order is None or movement["kind"] not in ("sold", "released"):
                continue
            deadline, end = ms_of(order["deadline"]), min(ms_of(movement["at"]), ended_ms)
            past = end - deadline - sum(max(0, min(end, until) - max(deadline, since)) for since, until in store_away)
            late = max(late, past)
            if past > HELD_LATE_MAX_MS:
                self.finding(f"order {order['id']} held stock for {past} ms beyond its deadline")
        return late

    def money(self):
        """Nothing is charged without a paid order, and every paid order is charged once and in full."""
        payers = {}
        for order, stored in self.orders.items():
            intent = stored["payment"]["intent"]
            if intent in payers:
                self.finding(f"the orders {order} and {payers[intent]} share the payment {intent}")
            payers[intent] = order
        charged = 0
        for intent, (status, cents, refunded, _method) in self.cards.items():
            stored = self.orders.get(payers.get(intent))
            kept = cents - refunded if status == "succeeded" else 0
            charged += kept
            due = stored["totals"]["total"]["amount"] if stored and stored["status"] == "paid" else 0
            if kept != due:
                self.finding(f"payment {intent}: {kept} cents were kept, {due} are due ({stored and stored['status']})")
        for order, stored in self.orders.items():
            if stored["status"] == "paid" and stored["payment"]["intent"] not in self.cards:
                self.finding(f"order {order} is paid and the provider knows nothing of it")
        self.charged = charged
