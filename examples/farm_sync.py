#!/usr/bin/env python3
"""A farm's own system: brings products, prices and lots of a CSV file into the shop, with an API key. May be run again and again.

  GREENHARVEST_KEY=ghk_... examples/farm_sync.py harvest.csv [--server http://localhost:8080]

The key needs the scopes farm:read, products:read, products:write and stock:write (POST /api/v1/farms/mine/api-keys).
Columns: title, category, unit, price_cents, lot_code, harvested, best_before, quantity. A product is known by its title, a lot by its code.
Needs Python 3 and nothing else."""
import argparse
import csv
import json
import os
import sys
import urllib.error
import urllib.request


class Shop:
    def __init__(self, server, key):
        self.server, self.key = server.rstrip("/"), key

    def call(self, method, path, body=None):
        request = urllib.request.Request(self.server + "/api/v1" + path, method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("Authorization", "Bearer " + self.key)
        if body is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            raise SystemExit(f"{method} {path}: {refused.code} {refused.read().decode()}")

    def all(self, path):
        cursor = ""
        while True:
            page = self.call("GET", f"{path}?limit=100&cursor={cursor}")
            yield from page["items"]
            cursor = page.get("next_cursor")
            if not cursor:
                return


def product_of(row, field):
    return {"title": row["title"], "category": row["category"], "description": "From our own fields.", "field": field, "harvest": {"date": row["harvested"]},
            "certificate": {"claim": "none_claimed"}, "variants": [{"title": "one", "unit": row["unit"], "price": price_of(row)}]}


def price_of(row):
    return {"amount": int(row["price_cents"]), "currency": "USD"}


def sync(shop, rows):
    done = {"products made": 0, "prices changed": 0, "lots": 0}
    field = shop.call("GET", "/farms/mine")["fields"][0]["id"]
    known = {product["title"]: product for product in shop.all("/farms/mine/products")}
    for row in rows:
        product = known.get(row["title"])
        if product is None:
            product = known[row["title"]] = shop.call("POST", "/products", product_of(row, field))
            done["products made"] += 1
        variant = product["variants"][0]
        if variant["price"] != price_of(row):
            known[row["title"]] = shop.call("PATCH", f"/products/{product['id']}", {"variants": [{"sku": variant["sku"], "title": variant["title"], "unit": variant["unit"], "price": price_of(row)}]})
            done["prices changed"] += 1
        lot = {"lot_code": row["lot_code"], "harvested": row["harvested"], "best_before": row["best_before"], "field": field, "quantity": int(row["quantity"])}
        shop.call("POST", f"/inventory/{variant['sku']}/lots", lot)  # the same lot code again is the same lot
        done["lots"] += 1
    return done


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file")
    parser.add_argument("--server", default="http://localhost:8080")
    words = parser.parse_args()
    key = os.environ.get("GREENHARVEST_KEY") or sys.exit("GREENHARVEST_KEY holds no API key")
    with open(words.file, newline="") as file:
        done = sync(Shop(words.server, key), list(csv.DictReader(file)))
    print(", ".join(f"{count} {what}" for what, count in done.items()))


if __name__ == "__main__":
    main()
