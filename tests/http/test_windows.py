"""Delivery windows in carts and orders: fees by zone, places that are never given out twice."""
import concurrent.futures

import pytest
from stage import FarmOwner, Guest, Person, eventually, expect, number
from test_delivery import DESK, money, options, weekly, zone
from test_pricing import ADDRESS, adds_up, order_adds_up, preview, usd

PLACES, BUYERS = 20, 500
CITY = {**ADDRESS, "state": "CA", "zip": "22902"}  # no tax on food


@pytest.fixture(scope="module")
def grower(shop, admin):
    """A farm with fees by weight and value, and a window of 20 places."""
    farm = FarmOwner(shop, admin)
    fees = zone(by_weight=[{"grams_max": 5000, "fee": money(300)}, {"grams_max": 20000, "fee": money(900)}], by_value=[{"from": money(6000), "fee": money(0)}])
    expect(farm.post(f"{DESK}/zones", fees), 201)
    expect(farm.post(f"{DESK}/weekly-windows", weekly(places=PLACES)), 201)
    return farm


@pytest.fixture(scope="module")
def flour(grower):
    return grower.product(quantity=10_000, cents=1000, unit="kg")


def windows(person, grower):
    return options(person, f"postcode=22902&farm={grower.farm['id']}")[0]["windows"]


def choose(person, cart, grower, window, address=CITY):
    body = {"address": address, "deliveries": [{"farm": grower.farm["id"], "window": window}]}
    return expect(person.call("PUT", f"/api/v1/carts/{cart}/delivery", body), 200)


def test_the_fee_is_explained_and_charged(grower, flour, customer):
    window = windows(customer, grower)[1]["id"]
    cart = customer.cart((flour["sku"], 4))
    seen = choose(customer, cart, grower, window)
    explanation = seen["pricing"]["explanation"]
    assert seen["delivery_troubles"] == [] and adds_up(explanation) == 4300
    fee = explanation["farms"][0]["delivery"]
    assert (fee["reason"], fee["grams"], fee["fee"]) == ("zone City, 4 kg", 4000, usd(300))
    expect(customer.call("PUT", f"/api/v1/carts/{cart}/lines/{flour['sku']}", {"quantity": 6}), 200)
    explanation = preview(customer, cart)["pricing"]["explanation"]
    assert adds_up(explanation) == 6000 and explanation["farms"][0]["delivery"]["reason"] == "zone City, 6 kg, free from 60.00 USD"
    expect(customer.call("PUT", f"/api/v1/carts/{cart}/lines/{flour['sku']}", {"quantity": 4}), 200)
    order = expect(customer.place(cart), 201)
    assert order_adds_up(order) == 4300 and order["totals"]["delivery"] == usd(300)
    part, = order["parts"]
    assert part["delivery_fee"] == usd(300) and part["delivery"]["window"]["from"] == "09:00" and part["delivery"]["address"]["zip"] == "22902"


def test_what_cannot_be_kept_is_told_and_nothing_ordered(grower, flour, customer):
    window, cart = windows(customer, grower)[1]["id"], customer.cart((flour["sku"], 1))
    for choice, address, reason in ((window, {**CITY, "zip": "99999"}, "not_delivered_here"), ("win_" + "0" * 26, CITY, "not_found")):
        seen = choose(customer, cart, grower, choice, address)
        assert [(each["window"], each["reason"]) for each in seen["delivery_troubles"]] == [(choice, reason)]
        problem = expect(customer.place(cart), 409, "cart_changed")
        assert problem["deliveries"][0]["reason"] == reason


def test_twenty_places_and_five_hundred_buyers(shop, grower, flour):
    guest = Guest(shop)
    window = windows(guest, grower)[0]
    assert window["places_left"] == PLACES

    def buy(_):
        person = Guest(shop)
        cart = person.cart((flour["sku"], 1))
        choose(person, cart, grower, window["id"])
        return person.place(cart)

    before = grower.stock(flour["sku"])["on_hand"]
    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        replies = list(pool.map(buy, range(BUYERS)))
    assert sum(reply.status == 201 for reply in replies) == PLACES
    for reply in replies:
        if reply.status == 201:
            continue
        problem = expect(reply, 409)
        full = [each["reason"] for each in problem.get("deliveries", [])] + [each["reason"] for each in problem["changes"]]
        assert "window_full" in full, problem
    assert windows(guest, grower)[0]["places_left"] == 0
    eventually(lambda: grower.stock(flour["sku"])["on_hand"] == before - PLACES, "only what was ordered left the stock")
    assert grower.stock(flour["sku"])["reserved"] == 0


def test_a_place_comes_back_with_its_order(grower, flour, customer):
    window, cart = windows(customer, grower)[2], customer.cart((flour["sku"], 1))
    choose(customer, cart, grower, window["id"])
    order = expect(customer.place(cart), 201)
    left = lambda: windows(customer, grower)[2]["places_left"]
    eventually(lambda: left() == PLACES - 1)
    expect(customer.post(f"/api/v1/orders/{order['id']}/cancel"), 200)
    eventually(lambda: left() == PLACES, "the place of a cancelled order is free again")
