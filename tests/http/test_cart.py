"""Carts: one current one per account, a guest's that is taken along, lines that come back, choices per farm."""
from concurrent.futures import ThreadPoolExecutor

import pytest
from stage import FarmOwner, Guest, Person, expect, next_moment
from test_pricing import ADDRESS, usd


@pytest.fixture(scope="module")
def squash(farm):
    return farm.product(quantity=1000, cents=300)


@pytest.fixture(scope="module")
def kale(farm):
    return farm.product(quantity=1000, cents=200)


def lines(cart):
    return {line["sku"]: line["quantity"] for line in cart["lines"]}


def test_the_newest_cart_that_is_not_ordered_is_the_current_one(shop, squash):
    person = Person(shop)
    expect(person.get("/api/v1/carts/current"), 404)
    first = person.cart((squash["sku"], 1))
    next_moment()
    second = person.cart((squash["sku"], 2))
    assert expect(person.get("/api/v1/carts/current"), 200)["id"] == second
    expect(person.place(second), 201)
    assert expect(person.get("/api/v1/carts/current"), 200)["id"] == first
    expect(Guest(shop).get("/api/v1/carts/current"), 401)


def test_a_guests_cart_is_taken_along_at_login(shop, admin, farm, squash, kale):
    guest, person = Guest(shop), Person(shop)
    cart = guest.cart((squash["sku"], 2))
    claimed = expect(person.post(f"/api/v1/carts/{cart}/claim"), 200)
    assert claimed["id"] == cart and claimed["pricing"]["explanation"]["totals"]["total"] == usd(600)
    expect(guest.get(f"/api/v1/carts/{cart}"), 404)  # it is the account's now
    more = guest.cart((squash["sku"], 3), (kale["sku"], 1))
    for _ in range(2):  # a retry adds nothing
        merged = expect(person.post(f"/api/v1/carts/{more}/claim"), 200)
        assert merged["id"] == cart and lines(merged) == {squash["sku"]: 5, kale["sku"]: 1}
    expect(guest.get(f"/api/v1/carts/{more}"), 404)
    expect(Person(shop).post(f"/api/v1/carts/{cart}/claim"), 404)  # somebody else's
    expect(person.post("/api/v1/carts/crt_" + "0" * 26 + "/claim"), 404)


def test_a_removed_line_can_be_put_back(customer, squash, kale):
    cart = customer.cart((squash["sku"], 2), (kale["sku"], 1))
    left = expect(customer.call("DELETE", f"/api/v1/carts/{cart}/lines/{squash['sku']}"), 200)
    assert lines(left) == {kale["sku"]: 1}
    removed = left["removed"][0]
    assert (removed["sku"], removed["quantity"]) == (squash["sku"], 2)
    back = expect(customer.call("PUT", f"/api/v1/carts/{cart}/lines/{removed['sku']}", {"quantity": removed["quantity"]}), 200)
    assert lines(back) == {kale["sku"]: 1, squash["sku"]: 2} and back["removed"] == []


def add(person, cart, sku, quantity, key):
    return person.post(f"/api/v1/carts/{cart}/lines", {"sku": sku, "quantity": quantity}, headers={"Idempotency-Key": key})


def test_packs_are_added_once_for_a_key(customer, squash, kale):
    cart = customer.cart((squash["sku"], 2))
    for _ in range(2):  # a retry adds nothing
        assert lines(expect(add(customer, cart, squash["sku"], 3, "first"), 200)) == {squash["sku"]: 5}
    assert lines(expect(add(customer, cart, kale["sku"], 1, "second"), 200)) == {squash["sku"]: 5, kale["sku"]: 1}
    expect(add(customer, cart, squash["sku"], 1, "first"), 422, "idempotency_key_reused")
    expect(add(customer, cart, squash["sku"], 0, "third"), 422, "quantity_not_sold")
    expect(customer.post(f"/api/v1/carts/{cart}/lines", {"sku": squash["sku"], "quantity": 1}), 400, "idempotency_key_required")
    expect(add(customer, "crt_" + "0" * 26, squash["sku"], 1, "fourth"), 404)
    assert lines(expect(customer.get(f"/api/v1/carts/{cart}"), 200)) == {squash["sku"]: 5, kale["sku"]: 1}


def test_of_several_additions_at_once_each_counts(shop, squash):
    guest = Guest(shop)
    cart = guest.cart((squash["sku"], 1))
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda i: add(guest, cart, squash["sku"], 1, f"key-{i}"), range(4)))
    assert [reply.status for reply in replies] == [200] * 4, replies
    assert lines(expect(guest.get(f"/api/v1/carts/{cart}"), 200)) == {squash["sku"]: 5}


def test_nobody_adds_to_the_cart_of_somebody_else(shop, customer, squash):
    cart = customer.cart((squash["sku"], 1))
    expect(add(Guest(shop), cart, squash["sku"], 1, "mine"), 404)


def test_a_line_leads_to_its_product(customer, squash):
    cart = expect(customer.get(f"/api/v1/carts/{customer.cart((squash['sku'], 1))}"), 200)
    order = expect(customer.place(cart["id"]), 201)
    for line in (cart["lines"][0], order["lines"][0]):
        assert (line["slug"], line["category"]) == (squash["slug"], "vegetables")


def test_least_and_step(farm, customer):
    product = farm.product(quantity=50, step=0.5, min_quantity=2)
    for quantity in (1, 1.5, 2.25):
        problem = expect(customer.post("/api/v1/carts", {"lines": [{"sku": product["sku"], "quantity": quantity}]}), 422, "quantity_not_sold")
        assert "at least 2" in problem["detail"]
    assert expect(customer.place(customer.cart((product["sku"], 2.5))), 201)["status"] == "paid"


def test_lines_stand_by_farm_with_a_choice_for_each(shop, admin, farm, customer, squash, kale):
    other = FarmOwner(shop, admin)
    theirs = other.product()
    cart = customer.cart((squash["sku"], 1), (theirs["sku"], 1), (kale["sku"], 1))
    choices = [{"farm": farm.farm["id"], "note": "Ring twice"}, {"farm": other.farm["id"], "method": "pick_up"}]
    seen = expect(customer.call("PUT", f"/api/v1/carts/{cart}/delivery", {"address": ADDRESS, "deliveries": choices}), 200)
    assert [entry["skus"] for entry in seen["farms"]] == [[squash["sku"], kale["sku"]], [theirs["sku"]]]
    assert [(choice["method"], choice["note"]) for choice in seen["deliveries"]] == [("delivery", "Ring twice"), ("pick_up", "")]
    kept = expect(customer.call("PUT", f"/api/v1/carts/{cart}/delivery", {}), 200)  # what is left out stays
    assert kept["deliveries"] == seen["deliveries"] and kept["address"] == ADDRESS
    expect(customer.place(cart), 201)


def test_a_choice_for_a_farm_that_is_not_there(farm, customer, squash):
    cart = customer.cart((squash["sku"], 1))
    for choices, pointer in (([{"farm": "frm_" + "0" * 26}], "/deliveries/0/farm"), ([{"farm": farm.farm["id"]}] * 2, "/deliveries/0/farm")):
        problem = expect(customer.call("PUT", f"/api/v1/carts/{cart}/delivery", {"deliveries": choices}), 422)
        assert problem["errors"][0]["pointer"] == pointer


def test_what_has_changed_is_told_where_the_cart_is_looked_at(farm, customer):
    product, gone = farm.product(quantity=5, cents=450), farm.product(quantity=5, cents=100)
    cart = customer.cart((product["sku"], 2), (gone["sku"], 1))
    farm.reprice(product, 500)
    expect(farm.post(f"/api/v1/products/{gone['id']}/archive"), 200)
    seen = expect(customer.get(f"/api/v1/carts/{cart}"), 200)
    assert {change["sku"]: change["reason"] for change in seen["changes"]} == {product["sku"]: "price_changed", gone["sku"]: "not_on_sale"}
    assert seen["pricing"]["explanation"]["totals"]["total"] == usd(1000)


def test_somebody_elses_cart(shop, customer, squash):
    cart, stranger = customer.cart((squash["sku"], 1)), Person(shop)
    expect(stranger.get(f"/api/v1/carts/{cart}"), 404)
    expect(stranger.call("PUT", f"/api/v1/carts/{cart}/coupons", {"code": "WHATEVER"}), 422)  # nothing is told of the cart
    expect(stranger.call("DELETE", f"/api/v1/carts/{cart}/coupons/WHATEVER"), 404)
    expect(stranger.call("PUT", f"/api/v1/carts/{cart}/delivery", {}), 404)
    expect(stranger.call("DELETE", f"/api/v1/carts/{cart}/lines/{squash['sku']}"), 404)
