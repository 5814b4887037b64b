"""Coupons: what they take off, who may make them, and that no more are used than there are."""
import concurrent.futures

import pytest
from http_support import FAST
from stage import FarmOwner, Guest, Person, eventually, expect, number
from test_pricing import adds_up, cents, order_adds_up, preview, usd

ADMIN, FARM = "/api/v1/admin/coupons", "/api/v1/farms/mine/coupons"


def make(person, path=ADMIN, **terms):
    terms = {"code": f"Code-{number()}", **({} if "amount" in terms or "percent_ppm" in terms else {"percent_ppm": 100_000}), **terms}
    return expect(person.post(path, terms), 201)


def code(coupon):
    return coupon["terms"]["code"]


def put(person, cart, typed):
    return person.call("PUT", f"/api/v1/carts/{cart}/coupons", {"code": typed})


@pytest.fixture(scope="module")
def squash(farm):
    return farm.product(quantity=10_000, cents=1000)


def test_a_code_in_any_case_and_the_order_keeps_it(admin, customer, squash):
    coupon = make(admin, code=f"spring-{number()}")
    cart = customer.cart((squash["sku"], 2))
    seen = expect(put(customer, cart, code(coupon).lower()), 200)
    assert seen["coupons"] == [code(coupon)] and code(coupon) == code(coupon).upper()
    assert adds_up(seen["pricing"]["explanation"]) == 1800
    order = expect(customer.place(cart), 201)
    assert order_adds_up(order) == 1800 and order["totals"]["discounts"] == usd(200)
    assert order["lines"][0]["price"]["coupons"][0] == {"code": code(coupon), "amount": usd(200)}


def test_a_code_taken_off_again(admin, customer, squash):
    coupon, cart = make(admin), customer.cart((squash["sku"], 1))
    expect(put(customer, cart, code(coupon)), 200)
    seen = expect(customer.call("DELETE", f"/api/v1/carts/{cart}/coupons/{code(coupon)}"), 200)
    assert seen["coupons"] == [] and adds_up(seen["pricing"]["explanation"]) == 1000


def test_an_order_that_a_coupon_pays_is_not_charged(shop, admin, farm, squash):
    """No card is asked for, none is charged; everything else is as with every order."""
    coupon, buyer = make(admin, percent_ppm=1_000_000), Person(shop)
    cart = buyer.cart((squash["sku"], 2))
    expect(put(buyer, cart, code(coupon)), 200)
    body = {"cart": cart, "email": buyer.email}
    order = expect(buyer.post("/api/v1/orders", body, headers={"Idempotency-Key": "free"}), 201)
    assert order["status"] == "paid" and order["totals"]["total"] == usd(0) and order["totals"]["discounts"] == usd(2000)
    assert expect(buyer.post("/api/v1/orders", body, headers={"Idempotency-Key": "free"}), 201)["id"] == order["id"]
    for step in ("packed", "delivered"):
        expect(farm.post(f"/api/v1/farms/mine/orders/{order['id']}/{step}", {}), 200)
    paid = buyer.cart((squash["sku"], 1))
    refused = expect(buyer.post("/api/v1/orders", {"cart": paid, "email": buyer.email}, headers={"Idempotency-Key": "not-free"}), 422, "payment_method_invalid")
    assert refused["errors"][0]["pointer"] == "/payment_method"
    cancelled = buyer.cart((squash["sku"], 1))
    expect(put(buyer, cancelled, code(coupon)), 200)
    other = expect(buyer.place(cancelled), 201)
    ended = expect(buyer.post(f"/api/v1/orders/{other['id']}/cancel"), 200)
    assert ended["status"] == "cancelled" and [r["status"] for r in ended["refunds"]] == ["done"]


def test_all_that_is_no_code_is_told_alike(admin, customer, squash):
    paused, ended, early = make(admin), make(admin, to="2020-01-01T00:00:00Z"), make(admin, **{"from": "2099-01-01T00:00:00Z"})
    expect(admin.call("PATCH", f"{ADMIN}/{paused['id']}", {"paused": True}), 200)
    cart = customer.cart((squash["sku"], 1))
    answers = set()
    for typed in ("NO-SUCH-CODE", "x", "ü", code(paused), code(ended), code(early)):
        problem = expect(put(customer, cart, typed), 422, "coupon_not_valid")
        answers.add(str({key: value for key, value in problem.items() if key != "request_id"}))
    assert len(answers) == 1


def test_codes_are_tried_slowly(openapi):
    from support.server import Server
    with Server(flags=[word for word in FAST if "codes" not in word and word != "--set"] and FAST[:-2] + ["--set", "rate_limit.codes_per_minute=5"], demo=True) as server:
        server.checker = openapi
        guest = Guest(server)
        cart = expect(guest.post("/api/v1/carts", {}), 201)["id"]
        statuses = [put(guest, cart, f"GUESS-{i}").status for i in range(12)]
        assert statuses[0] == 422 and statuses[-1] == 429


def test_a_minimum_and_what_is_missing(admin, customer, squash):
    coupon, cart = make(admin, amount=usd(500), minimum=usd(3000)), customer.cart((squash["sku"], 2))
    seen = expect(put(customer, cart, code(coupon)), 200)
    assert seen["coupon_troubles"] == [{"code": code(coupon), "reason": "below_minimum", "missing": usd(1000)}]
    problem = expect(customer.place(cart), 409, "cart_changed")
    assert problem["coupons"][0]["reason"] == "below_minimum"
    expect(customer.call("PUT", f"/api/v1/carts/{cart}/lines/{squash['sku']}", {"quantity": 3}), 200)
    assert order_adds_up(expect(customer.place(cart), 201)) == 2500


def test_only_the_best_of_those_that_stand_alone(admin, customer, squash):
    small, large, cart = make(admin, percent_ppm=50_000), make(admin, percent_ppm=200_000), customer.cart((squash["sku"], 1))
    expect(put(customer, cart, code(small)), 200)
    seen = expect(put(customer, cart, code(large)), 200)
    states = {coupon["code"]: coupon["state"] for coupon in seen["pricing"]["explanation"]["coupons"]}
    assert states == {code(small): "not_combined", code(large): "applied"}
    order = expect(customer.place(cart), 201)
    assert order_adds_up(order) == 800
    # The one that counted for nothing was not used.
    assert expect(admin.get(f"{ADMIN}/{small['id']}"), 200).get("uses", 0) == 0


def test_codes_of_the_order_replace_the_carts(admin, customer, squash):
    first, second, cart = make(admin, percent_ppm=100_000), make(admin, percent_ppm=300_000), customer.cart((squash["sku"], 1))
    expect(put(customer, cart, code(first)), 200)
    body = {**customer.order_body(cart), "coupons": [code(second).lower()]}
    assert order_adds_up(expect(customer.post("/api/v1/orders", body, headers={"Idempotency-Key": f"key-{number()}"}), 201)) == 700


def test_a_coupon_that_was_paused_meanwhile_is_told(admin, customer, squash):
    coupon, cart = make(admin), customer.cart((squash["sku"], 1))
    expect(put(customer, cart, code(coupon)), 200)
    expect(admin.call("PATCH", f"{ADMIN}/{coupon['id']}", {"paused": True}), 200)
    problem = expect(customer.place(cart), 409, "cart_changed")
    assert problem["coupons"] == [{"code": code(coupon), "reason": "unknown"}] and problem["total"] == usd(1000)


# -- uses

def test_ten_uses_and_five_hundred_buyers(shop, admin, farm, squash):
    uses, buyers = 10, 500
    coupon = make(admin, amount=usd(100), uses_max=uses)

    def buy(_):
        guest = Guest(shop)
        cart = guest.cart((squash["sku"], 1))
        reply = put(guest, cart, code(coupon))
        if reply.status != 200:
            return reply
        return guest.place(cart)

    before = farm.stock(squash["sku"])["on_hand"]
    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        replies = list(pool.map(buy, range(buyers)))
    assert sorted({reply.status for reply in replies}) == [201, 409]
    assert sum(reply.status == 201 for reply in replies) == uses
    for reply in replies:
        if reply.status == 409:
            problem = reply.json()
            assert problem["code"] in ("cart_changed", "sold_out")
            assert (problem["code"] == "cart_changed" and problem["coupons"][0]["reason"] == "used_up") or \
                   any(change["reason"] == "coupon_used_up" and change["name"] == code(coupon) for change in problem["changes"])
    assert expect(admin.get(f"{ADMIN}/{coupon['id']}"), 200)["uses"] == uses
    eventually(lambda: farm.stock(squash["sku"])["on_hand"] == before - uses, "only what was ordered left the stock")
    assert farm.stock(squash["sku"])["reserved"] == 0


def test_a_use_comes_back_with_its_order(admin, customer, squash):
    coupon = make(admin, uses_max=1)
    cart = customer.cart((squash["sku"], 1))
    expect(put(customer, cart, code(coupon)), 200)
    expect(customer.place(cart, "pm_card_declined"), 402)
    eventually(lambda: expect(admin.get(f"{ADMIN}/{coupon['id']}"), 200)["uses"] == 0, "a declined order gives its use back")
    order = expect(customer.place(cart), 201)
    other = customer.cart((squash["sku"], 1))
    assert expect(put(customer, other, code(coupon)), 200)["coupon_troubles"][0]["reason"] == "used_up"
    expect(customer.post(f"/api/v1/orders/{order['id']}/cancel"), 200)
    eventually(lambda: expect(admin.get(f"{ADMIN}/{coupon['id']}"), 200)["uses"] == 0, "so does a cancelled one")
    eventually(lambda: customer.place(other).status == 201)


def test_once_per_customer_whoever_writes_how(shop, admin, squash):
    coupon = make(admin, uses_per_customer_max=1)
    first = Guest(shop)
    again = Guest(shop)
    again.email = first.email.upper().replace("@", "+again@")

    def buy(person):
        cart = person.cart((squash["sku"], 1))
        expect(put(person, cart, code(coupon)), 200)
        return person.place(cart)

    expect(buy(first), 201)
    eventually(lambda: buy(again).status == 409)
    problem = expect(buy(again), 409)
    assert problem["code"] in ("cart_changed", "sold_out")
    expect(buy(Guest(shop)), 201)
    person = Person(shop)
    expect(buy(person), 201)
    expect(buy(person), 409)


# -- who makes them

def test_the_shops_desk(admin, customer):
    coupon = make(admin, description="for spring", uses_max=5)
    assert expect(admin.get(f"{ADMIN}/{coupon['id']}"), 200) == coupon and coupon["uses"] == 0
    newest = expect(admin.get(f"{ADMIN}?limit=1"), 200)
    assert newest["items"] == [coupon] and newest["next_cursor"]
    edited = expect(admin.call("PATCH", f"{ADMIN}/{coupon['id']}", {"paused": True, "uses_max": 7}), 200)
    assert (edited["paused"], edited["uses_max"]) == (True, 7)
    expect(admin.post(ADMIN, {"code": code(coupon).lower(), "percent_ppm": 1}), 409, "coupon_code_taken")
    expect(customer.post(ADMIN, {"code": "MINE-ALL-MINE", "percent_ppm": 1}), 403)


def test_a_farms_coupon_is_for_its_own_products(shop, admin, farm, customer, squash):
    other = FarmOwner(shop, admin)
    coupon = make(farm, FARM, percent_ppm=500_000)
    assert coupon["terms"]["funded_by"] == farm.farm["id"]
    theirs = other.product(cents=1000)
    cart = customer.cart((squash["sku"], 1), (theirs["sku"], 1))
    explanation = expect(put(customer, cart, code(coupon)), 200)["pricing"]["explanation"]
    assert adds_up(explanation) == 1500 and explanation["lines"][1]["coupons"] == []
    assert explanation["lines"][0]["coupons"][0]["funded_by"] == farm.farm["id"]
    problem = expect(farm.post(FARM, {"code": f"code-{number()}", "percent_ppm": 1, "scope": "sku", "of": theirs["sku"]}), 422)
    assert problem["errors"][0]["pointer"] == "/of"
    # Another farm's coupon is nobody's.
    expect(other.get(f"{FARM}/{coupon['id']}"), 404)
    expect(other.call("PATCH", f"{FARM}/{coupon['id']}", {"paused": True}), 404)
    assert expect(other.get(FARM), 200)["items"] == []
    assert coupon["id"] in [item["id"] for item in expect(admin.get(ADMIN), 200)["items"]]
    expect(farm.get(f"{FARM}/{coupon['id']}"), 200)
    expect(farm.call("PATCH", f"{FARM}/{coupon['id']}", {"paused": True}), 200)
    expect(customer.get(FARM), 404)


@pytest.mark.parametrize("terms, pointer", [
    ({"code": "abc", "percent_ppm": 1}, "/code"), ({"code": "with space", "percent_ppm": 1}, "/code"), ({"code": "GOOD-CODE"}, "/percent_ppm"),
    ({"code": "GOOD-CODE", "percent_ppm": 1, "amount": usd(1)}, "/percent_ppm"), ({"code": "GOOD-CODE", "percent_ppm": 1_000_001}, "/percent_ppm"),
    ({"code": "GOOD-CODE", "amount": usd(0)}, "/amount"), ({"code": "GOOD-CODE", "percent_ppm": 1, "scope": "sku"}, "/of"),
    ({"code": "GOOD-CODE", "percent_ppm": 1, "from": "2030-01-02T00:00:00Z", "to": "2030-01-01T00:00:00Z"}, "/to"),
    ({"code": "GOOD-CODE", "percent_ppm": 1, "uses_max": 0}, "/uses_max")])
def test_terms_that_contradict_themselves(admin, terms, pointer):
    problem = expect(admin.post(ADMIN, terms), 422)
    assert pointer in [error["pointer"] for error in problem["errors"]], problem
