"""API keys of a farm's own systems: what opens to them, what does not, and that they end."""
import datetime
import os
import subprocess
import sys

import pytest
from http_support import FAST
from stage import Admin, FarmOwner, Person, day, eventually, expect, number

from support.clock import Clock
from support.openapi_check import OpenApiCheck
from support.server import TOP, Server
from test_roles import address, odd_body

KEYS = "/api/v1/farms/mine/api-keys"
SCOPES = ["products:read", "products:write", "stock:read", "stock:write", "orders:read", "orders:write", "delivery:read", "delivery:write", "coupons:read", "coupons:write",
          "operations:read", "operations:write", "farm:read"]
OPERATIONS = OpenApiCheck().operations()


class Key:
    """A farm's own system."""

    def __init__(self, farm, *scopes, **more):
        self.server = farm.server
        self.made = expect(farm.post(KEYS, {"name": f"System {number()}", "scopes": list(scopes), **more}), 201)
        self.id, self.token = self.made["id"], self.made["key"]

    call, get, post = Person.call, Person.get, Person.post


def test_a_key_is_shown_once(shop, farm):
    key = Key(farm, "products:read", "stock:read", "products:read")
    assert key.token.startswith("ghk_") and key.made["scopes"] == ["products:read", "stock:read"]
    listed = expect(farm.get(KEYS), 200)["items"]
    found = [k for k in listed if k["id"] == key.id][0]
    assert found["name"] == key.made["name"] and "key" not in found and "last_used" not in found
    assert key.token.split(".")[1] not in str(listed)
    expect(key.get("/api/v1/farms/mine/products"), 200)
    assert [k for k in expect(farm.get(KEYS), 200)["items"] if k["id"] == key.id][0]["last_used"]


def test_a_key_works_for_its_farm_within_its_scopes(shop, farm):
    key = Key(farm, "products:write", "products:read", "stock:write", "farm:read")
    assert expect(key.get("/api/v1/farms/mine"), 200)["id"] == farm.farm["id"]
    made = expect(key.post("/api/v1/products", farm.product_body(f"Synced {number()}")), 201)
    sku = made["variants"][0]["sku"]
    expect(key.post(f"/api/v1/inventory/{sku}/lots", farm.lot_body(5)), 201)
    expect(key.get(f"/api/v1/inventory/{sku}"), 403, "scope_missing")
    expect(Key(farm, "stock:read").get(f"/api/v1/inventory/{sku}"), 200)
    other = FarmOwner(shop)
    expect(key.get(f"/api/v1/farms/mine/products/{other.product()['id']}"), 404)


@pytest.mark.parametrize("method, template, operation", OPERATIONS, ids=[o["operationId"] for _, _, o in OPERATIONS])
def test_every_operation_with_keys(shop, farm, keys, method, template, operation):
    """A key of every scope, one of every other scope, and what no key may."""
    scope = operation.get("x-scope")
    headers = {"Idempotency-Key": "a-key"} if method == "POST" and template.endswith("/orders") else {}
    ask = lambda key: key.call(method, address(template), **odd_body(operation, headers))
    if "304" in operation["responses"]:
        assert ask(keys["all"]).status not in (401, 403), "what everybody may read"
        return
    if scope is None:
        assert ask(keys["all"]).status == 403
        return
    assert scope in SCOPES and "farmer" in operation["x-roles"]
    assert ask(keys["all"]).status not in (401, 403)
    expect(ask(keys[scope]), 403, "scope_missing")


@pytest.fixture(scope="module")
def keys(shop, admin):
    """By scope: the one that has all others. Of a farm of their own: a farm may have twenty."""
    farm = FarmOwner(shop, admin)
    return {"all": Key(farm, *SCOPES)} | {scope: Key(farm, *(s for s in SCOPES if s != scope)) for scope in SCOPES}


def test_the_farms_own_routes_are_open_to_keys():
    opened = {o["operationId"]: o["x-scope"] for _, _, o in OPERATIONS if "x-scope" in o}
    assert {"createProduct": "products:write", "listMyProducts": "products:read", "listStock": "stock:read", "addLot": "stock:write", "getMyFarm": "farm:read"}.items() <= opened.items()
    assert not {"login", "getMe", "createApiKey", "placeOrder", "listAudit"} & set(opened)


def test_a_revoked_key_is_refused_at_once(shop, farm):
    key = Key(farm, "products:read")
    expect(key.get("/api/v1/farms/mine/products"), 200)
    expect(FarmOwner(shop).call("DELETE", f"{KEYS}/{key.id}"), 404)
    expect(key.get("/api/v1/farms/mine/products"), 200)
    assert farm.call("DELETE", f"{KEYS}/{key.id}").status == 204
    expect(key.get("/api/v1/farms/mine/products"), 401)
    assert [k for k in expect(farm.get(KEYS), 200)["items"] if k["id"] == key.id][0]["revoked"]
    assert farm.call("DELETE", f"{KEYS}/{key.id}").status == 204


@pytest.mark.parametrize("forge", [lambda k: k[:-1] + ("A" if k[-1] != "A" else "B"), lambda k: k.split(".")[0], lambda k: "ghk_" + "0" * 26 + "." + k.split(".")[1], lambda k: "ghk_", lambda k: k + "x"])
def test_made_up_keys_are_refused(shop, farm, forge):
    key = Key(farm, "products:read")
    reply = shop.get("/api/v1/farms/mine/products", token=forge(key.token))
    assert reply.status == 401 and reply.header("www-authenticate"), reply


def test_a_key_expires(openapi):
    clock = Clock()
    server = Server(flags=FAST + clock.flags, demo=True)
    server.checker = openapi
    with server:
        farm = FarmOwner(server)
        soon = (clock.now() + datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
        past = (clock.now() - datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
        refused = expect(farm.post(KEYS, {"name": "Late", "scopes": ["products:read"], "expires": past}), 422, "bad_expiry")
        assert refused["errors"][0]["pointer"] == "/expires"
        key, forever = Key(farm, "products:read", expires=soon), Key(farm, "products:read")
        expect(key.get("/api/v1/farms/mine/products"), 200)
        clock.advance(days=2)
        expect(key.get("/api/v1/farms/mine/products"), 401)
        expect(forever.get("/api/v1/farms/mine/products"), 200)
    clock.close()


def test_bad_input_names_the_field(shop, farm):
    for body, pointer in (({"name": "", "scopes": ["stock:read"]}, "/name"), ({"name": "x", "scopes": []}, "/scopes"), ({"name": "x", "scopes": ["stock:all"]}, "/scopes/0"),
                          ({"name": "x", "scopes": ["stock:read"], "expires": "tomorrow"}, "/expires")):
        assert expect(farm.post(KEYS, body), 422)["errors"][0]["pointer"] == pointer
    expect(Person(shop).get(KEYS), 403)


def test_a_farm_has_a_bounded_number_of_keys(shop):
    farm = FarmOwner(shop)
    made = [Key(farm, "stock:read") for _ in range(20)]
    expect(farm.post(KEYS, {"name": "One more", "scopes": ["stock:read"]}), 409, "too_many_keys")
    assert farm.call("DELETE", f"{KEYS}/{made[0].id}").status == 204
    Key(farm, "stock:read")


def test_a_closed_account_has_no_keys(shop):
    farm, admin = FarmOwner(shop), Admin(shop)
    key = Key(farm, "products:read")
    me = expect(farm.get("/api/v1/me"), 200)["id"]
    expect(admin.post(f"/api/v1/admin/users/{me}/disable", {"reason": "For a test."}), 200)
    expect(key.get("/api/v1/farms/mine/products"), 401)


def test_what_a_key_does_stands_in_the_audit_trail(shop, farm, admin):
    key = Key(farm, "products:write")
    made = expect(key.post("/api/v1/products", farm.product_body(f"Audited {number()}")), 201)
    entry = eventually(lambda: expect(admin.get(f"/api/v1/admin/audit?actor={key.id}&subject={made['id']}"), 200)["items"])[0]
    assert (entry["api_key"], entry["operation"], entry["role"], entry["farm"]) == (key.id, "createProduct", "farmer", farm.farm["id"])
    own = eventually(lambda: expect(farm.get(f"/api/v1/farms/mine/audit?subject={key.id}"), 200)["items"])[0]
    assert own["operation"] == "createApiKey" and own["after"]["secret_hash"] == "***"


def test_the_example_of_a_farms_own_system(shop, tmp_path):
    farm = FarmOwner(shop)
    key = Key(farm, "farm:read", "products:read", "products:write", "stock:write")
    file = tmp_path / "harvest.csv"

    def run(*rows):
        file.write_text("title,category,unit,price_cents,lot_code,harvested,best_before,quantity\n" + "".join(row + "\n" for row in rows))
        done = subprocess.run([sys.executable, str(TOP / "examples/farm_sync.py"), str(file), "--server", f"http://127.0.0.1:{shop.port}"], capture_output=True, text=True,
                              env={**os.environ, "GREENHARVEST_KEY": key.token}, timeout=60)
        assert done.returncode == 0, done
        return done.stdout.strip()

    leeks, beets = f"Synced leeks,vegetables,each,250,L-1,{day(-1)},{day(20)},12", f"Synced beets,vegetables,each,150,B-1,{day(-1)},{day(20)},30"
    assert run(leeks, beets) == "2 products made, 0 prices changed, 2 lots"
    assert run(leeks, beets) == "0 products made, 0 prices changed, 2 lots", "again: nothing new"
    assert run(leeks.replace("250", "275"), leeks.replace("250", "275").replace("L-1", "L-2")) == "0 products made, 1 prices changed, 2 lots"
    products = {p["title"]: p for p in expect(farm.get("/api/v1/farms/mine/products"), 200)["items"]}
    assert products["Synced leeks"]["variants"][0]["price"]["amount"] == 275
    stock = farm.stock(products["Synced leeks"]["variants"][0]["sku"])
    assert sorted(lot["lot_code"] for lot in stock["lots"]) == ["L-1", "L-2"]


def test_a_farms_system_runs_delivery_coupons_and_bulk_work(shop, farm):
    key = Key(farm, "delivery:read", "delivery:write", "coupons:read", "coupons:write", "products:write", "operations:read")
    zone = {"name": "By system", "postcodes": ["22902"], "fee": {"amount": 500, "currency": "USD"}}
    assert "By system" in [each["name"] for each in expect(key.post("/api/v1/farms/mine/delivery/zones", zone), 201)["zones"]]
    expect(key.get("/api/v1/farms/mine/delivery/windows"), 200)
    coupon = expect(key.post("/api/v1/farms/mine/coupons", {"code": f"key-{number()}", "percent_ppm": 50_000}), 201)
    assert expect(key.get(f"/api/v1/farms/mine/coupons/{coupon['id']}"), 200)["terms"]["funded_by"] == farm.farm["id"]
    started = expect(key.post("/api/v1/products/bulk", {"action": "unpublish", "ids": [farm.product()["id"]]}), 202)
    eventually(lambda: expect(key.get(f"/api/v1/operations/{started['id']}"), 200)["state"] == "done", "the bulk work ends")
    expect(key.post(f"/api/v1/operations/{started['id']}/cancel"), 403, "scope_missing")
    expect(Key(farm, "products:write").get("/api/v1/operations"), 403, "scope_missing")
    expect(key.post("/api/v1/admin/coupons", {"code": f"key-{number()}", "percent_ppm": 1}), 403)
