"""What a cart costs: sales, volume prices, taxes, minimum orders; the same in preview and order, to the cent."""
import datetime

import pytest
from http_support import own_server
from stage import FarmOwner, Guest, Person, expect, number

from support.clock import Clock


def usd(cents):
    return {"amount": cents, "currency": "USD"}


def preview(person, cart):
    return expect(person.get(f"/api/v1/carts/{cart}"), 200)


def cents(money):
    return money["amount"]


def adds_up(explanation):
    """Every cent of the total has its place."""
    totals = {name: cents(value) for name, value in explanation["totals"].items()}
    on_top = 0 if explanation["tax_included"] else totals["tax"]
    assert totals["total"] == totals["subtotal"] - totals["discounts"] + totals["delivery"] + on_top
    fees = [farm["delivery"] for farm in explanation["farms"] if "delivery" in farm]
    assert totals["total"] == sum(cents(part["total"]) for part in explanation["lines"] + fees)
    for line in explanation["lines"]:
        tax = 0 if line["tax"]["included"] else cents(line["tax"]["amount"])
        assert cents(line["total"]) == cents(line["amount"]) - sum(cents(share["amount"]) for share in line["coupons"]) + tax
    return totals["total"]


def order_adds_up(order):
    totals = {name: cents(value) for name, value in order["totals"].items()}
    parts = order.get("parts", [])
    assert totals["total"] == sum(cents(line["line_total"]) for line in order["lines"]) + sum(cents(part["delivery_fee"]) for part in parts)
    return totals["total"]


def test_the_explanation_of_a_plain_cart(farm, customer):
    one, two = farm.product(cents=333), farm.product(cents=450)
    cart = customer.cart((one["sku"], 3), (two["sku"], 1))
    seen = preview(customer, cart)
    assert adds_up(seen["pricing"]["explanation"]) == 1449
    assert seen["changes"] == [] and seen["coupon_troubles"] == []
    assert seen["farms"] == [{"farm": farm.farm["id"], "farm_name": farm.farm_name, "skus": [one["sku"], two["sku"]]}]
    order = expect(customer.place(cart), 201)
    assert order_adds_up(order) == 1449
    assert [line["price"]["reason"] for line in order["lines"]] == ["regular", "regular"]


def test_a_volume_price_counts_for_all_packs(farm, customer):
    product = farm.product(quantity=50, cents=500, breaks=[{"from_quantity": 5, "price": usd(450)}, {"from_quantity": 10, "price": usd(400)}])
    cart = customer.cart((product["sku"], 4))
    assert adds_up(preview(customer, cart)["pricing"]["explanation"]) == 2000
    line = expect(customer.call("PUT", f"/api/v1/carts/{cart}/lines/{product['sku']}", {"quantity": 10}), 200)["lines"][0]
    assert line["unit_price"] == usd(400)
    seen = preview(customer, cart)
    assert seen["pricing"]["explanation"]["lines"][0]["reason"] == "volume" and seen["changes"] == []
    order = expect(customer.place(cart), 201)
    assert order_adds_up(order) == 4000 and order["lines"][0]["price"]["regular_unit_price"] == usd(500)


def test_what_the_buyer_saw_is_what_is_charged(farm, customer):
    product = farm.product(cents=450)
    cart = customer.cart((product["sku"], 2))
    seen = preview(customer, cart)["pricing"]
    body = customer.order_body(cart)
    place = lambda said: customer.post("/api/v1/orders", {**body, "seen": said}, headers={"Idempotency-Key": f"key-{number()}"})
    problem = expect(place({"total": usd(899)}), 409, "cart_changed")
    assert problem["explanation_hash"] == seen["explanation_hash"] and problem["total"] == usd(900) and problem["explanation"] == seen["explanation"]
    expect(place({"explanation_hash": "something else"}), 409, "cart_changed")
    assert order_adds_up(expect(place({"total": usd(900), "explanation_hash": seen["explanation_hash"]}), 201)) == 900


def test_a_minimum_order(shop, farm, customer):
    product = farm.product(cents=450)
    path = "/api/v1/farms/mine/minimum-order"
    assert expect(farm.call("PUT", path, {"minimum_order": usd(1000)}), 200) == {"minimum_order": usd(1000)}
    try:
        assert expect(farm.get(path), 200) == {"minimum_order": usd(1000)}
        cart = customer.cart((product["sku"], 2))
        assert preview(customer, cart)["pricing"]["explanation"]["farms"][0]["missing"] == usd(100)
        problem = expect(customer.place(cart), 422, "below_minimum_order")
        assert problem["farms"][0]["farm"] == farm.farm["id"] and problem["farms"][0]["missing"] == usd(100)
        expect(customer.call("PUT", f"/api/v1/carts/{cart}/lines/{product['sku']}", {"quantity": 3}), 200)
        expect(customer.place(cart), 201)
        expect(farm.call("PUT", path, {"minimum_order": usd(-1)}), 422)
        expect(customer.get(path), 404)  # no farm
    finally:
        expect(farm.call("PUT", path, {}), 200)


@pytest.fixture(scope="module")
def moved(openapi):
    clock = Clock()
    with own_server(clock.flags, demo=True) as server:
        server.checker = openapi
        yield server, clock
    clock.close()


def test_a_sale_begins_and_ends_to_the_second(moved):
    server, clock = moved
    farm, buyer = FarmOwner(server), Guest(server)  # whose access does not end with the hour
    begin = clock.now() + datetime.timedelta(hours=1)
    end = begin + datetime.timedelta(hours=1)
    iso = lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
    product = farm.product(quantity=50, cents=500, sale={"price": usd(400), "from": iso(begin), "to": iso(end)})
    cart = buyer.cart((product["sku"], 1))

    def now():
        return adds_up(preview(buyer, cart)["pricing"]["explanation"])

    def listed():
        items = expect(buyer.get(f"/api/v1/products?farm={farm.farm['id']}"), 200)["items"]
        return {item["id"]: cents(item["price_from"]) for item in items}.get(product["id"])

    def shown():
        return cents(expect(buyer.get(f"/api/v1/products/{product['slug']}"), 200)["variants"][0]["price_now"])

    assert now() == 500 and listed() == 500 and shown() == 500
    clock.advance_to(begin - datetime.timedelta(seconds=3))
    assert now() == 500
    clock.advance_to(begin + datetime.timedelta(milliseconds=1))
    assert now() == 400
    assert listed() == 400 and shown() == 400
    change = expect(buyer.place(cart), 409, "cart_changed")["changes"][0]
    assert change["reason"] == "price_changed" and change["unit_price"] == usd(400)
    expect(buyer.call("PUT", f"/api/v1/carts/{cart}/lines/{product['sku']}", {"quantity": 1}), 200)
    assert order_adds_up(expect(buyer.place(cart), 201)) == 400
    cart = buyer.cart((product["sku"], 1))
    clock.advance_to(end + datetime.timedelta(milliseconds=1))
    assert now() == 500 and listed() == 500 and shown() == 500
    expect(buyer.place(cart), 409, "cart_changed")


# -- taxes

ADDRESS = {"name": "Ann Lee", "street": "1 Main Street", "city": "Lovettsville", "state": "VA", "zip": "20180", "country": "US", "phone": "+1 540 555 0100"}


def test_the_tax_goes_by_where_the_goods_go(farm, customer):
    product = farm.product(cents=1000)
    cart = customer.cart((product["sku"], 1))
    assert cents(preview(customer, cart)["pricing"]["explanation"]["totals"]["tax"]) == 0
    seen = expect(customer.call("PUT", f"/api/v1/carts/{cart}/delivery", {"address": ADDRESS}), 200)
    assert seen["address"] == ADDRESS
    explanation = seen["pricing"]["explanation"]
    assert adds_up(explanation) == 1010
    assert explanation["lines"][0]["tax"] == {"name": "Virginia grocery tax", "rate_ppm": 10000, "included": False, "amount": usd(10)}
    order = expect(customer.place(cart), 201)
    assert order_adds_up(order) == 1010 and order["totals"]["tax"] == usd(10)


def test_an_address_in_the_order_replaces_the_carts(farm, customer):
    product = farm.product(cents=1000)
    cart = customer.cart((product["sku"], 1))
    body = {**customer.order_body(cart), "address": {**ADDRESS, "state": "TN"}, "deliveries": [{"farm": farm.farm["id"], "note": "Blue door"}]}
    order = expect(customer.post("/api/v1/orders", body, headers={"Idempotency-Key": f"key-{number()}"}), 201)
    assert order_adds_up(order) == 1040


@pytest.mark.parametrize("change, pointer", [({"country": "U1"}, "/address/country"), ({"country": "USA"}, "/address/country"), ({"name": ""}, "/address/name"),
                                             ({"zip": ""}, "/address/zip")])
def test_an_address_that_is_none(farm, customer, change, pointer):
    cart = customer.cart((farm.product()["sku"], 1))
    problem = expect(customer.call("PUT", f"/api/v1/carts/{cart}/delivery", {"address": {**ADDRESS, **change}}), 422)
    assert problem["errors"][0]["pointer"] == pointer


def test_prices_that_include_the_tax(openapi):
    flags = ["--set", "pricing.tax_included=true", "--set", "pricing.country=DE"]
    with own_server(flags, demo=True) as server:
        server.checker = openapi
        farm, buyer = FarmOwner(server), Person(server)
        cart = buyer.cart((farm.product(cents=1070)["sku"], 1))
        explanation = preview(buyer, cart)["pricing"]["explanation"]
        assert adds_up(explanation) == 1070 and explanation["totals"]["tax"] == usd(70)
        order = expect(buyer.place(cart), 201)
        assert order_adds_up(order) == 1070 and order["totals"]["tax"] == usd(70)


def test_a_shops_own_rates(openapi):
    with own_server(["--set", "pricing.tax_rates=US VA 20180 food 25000 Loudoun food tax"], demo=True) as server:
        server.checker = openapi
        farm, buyer = FarmOwner(server), Person(server)
        cart = buyer.cart((farm.product(cents=1000)["sku"], 1))
        seen = expect(buyer.call("PUT", f"/api/v1/carts/{cart}/delivery", {"address": ADDRESS}), 200)
        assert adds_up(seen["pricing"]["explanation"]) == 1025
        seen = expect(buyer.call("PUT", f"/api/v1/carts/{cart}/delivery", {"address": {**ADDRESS, "zip": "22902"}}), 200)
        assert adds_up(seen["pricing"]["explanation"]) == 1000
