"""Carts, orders and what may come between them."""
import asyncio
import datetime
import http.client
import json
import resource
import threading
import time

import pytest
from http_support import FAST, own_server
from stage import FarmOwner, Guest, Person, eventually, expect, next_moment, number

from support.clock import Clock
from support.server import Server

VISIBLE_WITHIN_S = 1.0


@pytest.fixture(scope="module")
def other_farm(shop, admin):
    return FarmOwner(shop, admin)


@pytest.fixture(scope="module")
def squash(farm):
    """Plenty of it, for tests that only need something to buy."""
    return farm.product(quantity=100_000)


def paid_order(customer, sku, quantity=1):
    next_moment()
    return expect(customer.buy(sku, quantity), 201)


def events(person, order):
    return [event["type"] for event in expect(person.get(f"/api/v1/orders/{order}/events"), 200)["items"]]


# -- the life of an order

def test_from_cart_to_paid_order(farm, customer):
    product = farm.product(quantity=10, cents=333)
    reply = customer.place(customer.cart((product["sku"], 3)))
    order = expect(reply, 201)
    assert reply.header("location") == f"/api/v1/orders/{order['id']}"
    assert order["status"] == "paid"
    assert order["totals"]["total"] == {"amount": 999, "currency": "USD"}
    line = order["lines"][0]
    assert line["lots"] == [{"lot": product["lot"], "quantity": 3}] and line["product"] == product["id"]
    assert line["origin"]["field_name"] == "Ridge Field"
    assert "lot_codes" not in line, "what was placed is answered without asking the stock"
    shown = expect(customer.get(f"/api/v1/orders/{order['id']}"), 200)["lines"][0]
    assert shown["lot_codes"] == [lot["lot_code"] for lot in farm.stock(product["sku"])["lots"]]
    assert events(customer, order["id"]) == ["placed", "paid"]
    eventually(lambda: farm.stock(product["sku"])["on_hand"] == 7, "the hold is posted")
    assert farm.stock(product["sku"])["reserved"] == 0
    sold = [m for m in expect(farm.get(f"/api/v1/inventory/{product['sku']}/movements"), 200)["items"] if m.get("order") == order["id"]]
    assert len(sold) == 1


def test_a_line_is_filled_from_the_lot_that_ends_first(farm, customer):
    product = farm.product(quantity=2)
    late = farm.lot_body(10)
    late["best_before"] = "2099-01-01"
    expect(farm.post(f"/api/v1/inventory/{product['sku']}/lots", late), 201)
    shares = paid_order(customer, product["sku"], 3)["lines"][0]["lots"]
    assert [share["quantity"] for share in shares] == [2, 1] and shares[0]["lot"] == product["lot"]


def test_a_guest_buys_and_sees_it_with_the_address(shop, squash):
    guest = Guest(shop)
    order = expect(guest.buy(squash["sku"]), 201)
    assert expect(guest.get(f"/api/v1/orders/{order['id']}?email={guest.email}"), 200)["status"] == "paid"


@pytest.mark.parametrize("method, rest, key", [("GET", "", "email"), ("GET", "/events", "%65mail"), ("GET", "/invoice", "email"), ("POST", "/cancel", "email")])
def test_addresses_are_tried_slowly(openapi, method, rest, key):
    """Of an order the id is no secret, and the address could be guessed."""
    with Server(flags=FAST + ["--set", "rate_limit.login_per_minute=4"]) as server:
        server.checker = openapi
        guest = Guest(server)
        path = "/api/v1/orders/ord_" + "0" * 26 + rest
        tries = [guest.call(method, f"{path}?{key}=guess-{i}%40example.com").status for i in range(6)]
        assert tries == [404] * 4 + [429] * 2
        assert guest.call(method, f"{path}?secret=made-up").status == 404, "a secret is not guessed"


def test_the_list_has_the_callers_orders_newest_first(shop, squash):
    person = Person(shop)
    placed = [paid_order(person, squash["sku"])["id"] for _ in range(3)]
    first = expect(person.get("/api/v1/orders?limit=2"), 200)
    rest = expect(person.get(f"/api/v1/orders?limit=2&cursor={first['next_cursor']}"), 200)
    assert [item["id"] for item in first["items"] + rest["items"]] == placed[::-1] and "next_cursor" not in rest
    one = expect(person.get(f"/api/v1/orders/{placed[0]}/events?limit=1"), 200)
    two = expect(person.get(f"/api/v1/orders/{placed[0]}/events?limit=1&cursor={one['next_cursor']}"), 200)
    assert two["items"][0]["previous_hash"] == one["items"][0]["hash"]


# -- one intention, one order

async def same_request(port, count, head, body):
    """The answers to `count` connections that all send one request at once."""
    request = head + body
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(count)]

    async def ask(reader, writer):
        writer.write(request)
        await writer.drain()
        said = await reader.readuntil(b"\r\n\r\n")
        fields = dict(line.split(b": ", 1) for line in said.lower().split(b"\r\n")[1:-2])
        answer = await reader.readexactly(int(fields[b"content-length"]))
        writer.close()
        return int(said.split(b" ", 2)[1]), answer

    return await asyncio.gather(*(ask(*connection) for connection in connections))


def test_a_thousand_identical_requests_make_one_order(shop, farm):
    buyer, product = Person(shop), farm.product(quantity=1000)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    body = json.dumps(buyer.order_body(buyer.cart((product["sku"], 1)))).encode()
    head = (f"POST /api/v1/orders HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {buyer.token}\r\nIdempotency-Key: one-intention\r\nX-Request-Id: same\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n").encode()
    answers = asyncio.run(same_request(shop.port, 1000, head, body))
    assert {status for status, _ in answers} == {201}
    assert len({answer for _, answer in answers}) == 1
    assert len(expect(buyer.get("/api/v1/orders?limit=100"), 200)["items"]) == 1
    eventually(lambda: farm.stock(product["sku"])["on_hand"] == 999)
    assert farm.stock(product["sku"])["reserved"] == 0


def test_the_first_answer_whatever_happened_in_between(farm, customer):
    product = farm.product(quantity=5, cents=200)
    cart, key = customer.cart((product["sku"], 1)), f"key-{number()}"
    first = customer.place(cart, key=key)
    order = expect(first, 201)["id"]
    farm.reprice(product, 999)
    expect(customer.post(f"/api/v1/orders/{order}/cancel"), 200)
    again = customer.place(cart, key=key)
    assert (again.status, again.body) == (first.status, first.body)


def test_the_first_answer_also_when_it_was_no(farm, customer, squash):
    cart, key = customer.cart((squash["sku"], 1)), f"key-{number()}"
    first = customer.place(cart, "pm_card_declined", key=key)
    expect(first, 402, "card_declined")
    again = customer.place(cart, "pm_card_declined", key=key)
    assert (again.status, again.body) == (first.status, first.body)


def test_another_body_with_the_same_key(customer, squash):
    key = f"key-{number()}"
    expect(customer.place(customer.cart((squash["sku"], 1)), key=key), 201)
    expect(customer.place(customer.cart((squash["sku"], 2)), key=key), 422, "idempotency_key_reused")


def test_two_buyers_may_use_one_key(shop, squash):
    key = f"key-{number()}"
    orders = {expect(person.place(person.cart((squash["sku"], 1)), key=key), 201)["id"] for person in (Person(shop), Person(shop), Guest(shop), Guest(shop))}
    assert len(orders) == 4


def test_one_cart_makes_one_order(customer, squash):
    cart = customer.cart((squash["sku"], 1))
    expect(customer.place(cart), 201)
    expect(customer.place(cart), 409, "cart_already_ordered")


@pytest.mark.parametrize("key", [None, "", " ", "a b", "ä", "x" * 256], ids=["none", "empty", "blank", "space", "umlaut", "long"])
def test_a_key_is_needed(customer, squash, key):
    cart = customer.cart((squash["sku"], 1))
    headers = {} if key is None else {"Idempotency-Key": key.encode()}
    reply = customer.post("/api/v1/orders", customer.order_body(cart), headers=headers)
    assert reply.status == 400 and reply.json()["code"] in ("idempotency_key_required", "malformed_request"), reply


# -- never more than there is

def test_more_buyers_than_units(shop, farm):
    units, buyers = 5, 40
    product = farm.product(quantity=units)
    people = [Guest(shop) for _ in range(buyers)]
    carts = [person.cart((product["sku"], 1)) for person in people]
    replies, gate = [None] * buyers, threading.Barrier(buyers)

    def buy(at):
        gate.wait()
        replies[at] = people[at].place(carts[at])

    threads = [threading.Thread(target=buy, args=(at,)) for at in range(buyers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reply.status for reply in replies) == [201] * units + [409] * (buyers - units)
    for reply in replies:
        if reply.status == 409:
            problem = reply.json()
            assert problem["code"] in ("sold_out", "cart_changed")
            assert 0 <= problem["changes"][0]["available"] < units
    eventually(lambda: farm.stock(product["sku"])["on_hand"] == 0)
    stock = farm.stock(product["sku"])
    assert (stock["available"], stock["reserved"]) == (0, 0)


def test_plainly_too_many_is_told_before_anything_is_written(farm, customer):
    product = farm.product(quantity=4)
    before = len(expect(customer.get("/api/v1/orders?limit=100"), 200)["items"])
    problem = expect(customer.buy(product["sku"], 5), 409, "cart_changed")
    assert problem["changes"][0]["sku"] == product["sku"] and problem["changes"][0]["available"] == 4
    assert len(expect(customer.get("/api/v1/orders?limit=100"), 200)["items"]) == before


# -- prices

def test_a_changed_price_is_told_and_nothing_ordered(farm, customer):
    product = farm.product(quantity=5, cents=450)
    cart = customer.cart((product["sku"], 2))
    farm.reprice(product, 500)
    problem = expect(customer.place(cart), 409, "cart_changed")
    change = problem["changes"][0]
    assert change["sku"] == product["sku"] and 500 in [v["amount"] for v in change.values() if isinstance(v, dict) and "amount" in v]
    assert problem["total"]["amount"] == 1000
    assert farm.stock(product["sku"])["reserved"] == 0
    # The buyer agrees by putting the line again, and may order the same cart.
    agreed = expect(customer.call("PUT", f"/api/v1/carts/{cart}/lines/{product['sku']}", {"quantity": 2}), 200)
    assert agreed["subtotal"]["amount"] == 1000
    assert expect(customer.place(cart), 201)["totals"]["total"]["amount"] == 1000


def test_a_changed_price_is_on_an_open_connections_list_within_a_second(shop, farm):
    product = farm.product(quantity=5, cents=450)
    connection = http.client.HTTPConnection("127.0.0.1", shop.port, timeout=10)

    def price():
        connection.request("GET", "/api/v1/products?limit=20")
        answer = connection.getresponse()
        listed = {item["id"]: item["price_from"]["amount"] for item in json.loads(answer.read())["items"]}
        return listed.get(product["id"]), answer.headers["X-Cache"]

    eventually(lambda: price() == (450, "HIT"), "the list is kept, once what follows the new product has been told")
    for cents in (460, 470, 480):
        farm.reprice(product, cents)
        changed = time.monotonic()
        eventually(lambda: price()[0] == cents, "the new price is in the list", VISIBLE_WITHIN_S)
        assert time.monotonic() - changed < VISIBLE_WITHIN_S
    connection.close()


def test_the_snapshot_survives_edit_and_archive(farm, customer):
    product = farm.product(quantity=5, cents=450, title=f"Heirloom squash {number()}")
    order = expect(customer.get(f"/api/v1/orders/{paid_order(customer, product['sku'], 2)['id']}"), 200)
    chain = expect(customer.get(f"/api/v1/orders/{order['id']}/events"), 200)
    expect(farm.call("PATCH", f"/api/v1/products/{product['id']}", {"title": "Renamed altogether", "certificate": {"claim": "none_claimed"}}), 200)
    farm.reprice(product, 9999)
    expect(farm.post(f"/api/v1/products/{product['id']}/archive"), 200)
    assert farm.server.get(f"/api/v1/products/{product['slug']}").status == 404
    after = expect(customer.get(f"/api/v1/orders/{order['id']}"), 200)
    assert after["lines"] == order["lines"] and after["totals"] == order["totals"]
    assert product["title"] in after["lines"][0]["title"]
    assert expect(customer.get(f"/api/v1/orders/{order['id']}/events"), 200) == chain
    expect(customer.post("/api/v1/carts", {"lines": [{"sku": product["sku"], "quantity": 1}]}), 422, "not_for_sale")


# -- payment

@pytest.mark.parametrize("method, code", [("pm_card_declined", "card_declined"), ("pm_card_insufficient_funds", "insufficient_funds"),
                                          ("pm_card_expired", "expired_card"), ("pm_nobody_knows", "invalid_payment_method")])
def test_a_decline_charges_nothing_and_frees_the_stock(farm, customer, method, code):
    product = farm.product(quantity=1)
    problem = expect(customer.buy(product["sku"], 1, method), 402, "card_declined")
    assert problem["decline_code"] == code
    order = expect(customer.get(f"/api/v1/orders/{problem['order']}"), 200)
    assert order["status"] == "rejected"
    eventually(lambda: farm.stock(product["sku"])["available"] == 1, "the hold is voided")
    expect(customer.buy(product["sku"], 1), 201)


def test_card_numbers_do_not_come_in(customer, squash):
    cart = customer.cart((squash["sku"], 1))
    expect(customer.place(cart, "4242 4242 4242 4242"), 422, "card_number_refused")
    expect(customer.place(cart, "not-a-token"), 422, "payment_method_invalid")
    expect(customer.place(cart), 201)  # nothing was lost by it


def test_the_second_step(farm, customer):
    product = farm.product(quantity=3)
    order = expect(customer.buy(product["sku"], 2, "pm_card_second_step"), 202)
    assert order["status"] == "pending_payment" and order["payment"]["next_action"] and order["deadline"]
    assert farm.stock(product["sku"])["available"] == 1
    done = expect(customer.post(f"/api/v1/orders/{order['id']}/confirm"), 200)
    assert done["status"] == "paid" and done["lines"][0]["lots"]
    eventually(lambda: farm.stock(product["sku"])["on_hand"] == 1)
    assert customer.post(f"/api/v1/orders/{order['id']}/confirm").status in (200, 409)


def test_an_order_ends_at_its_deadline_and_gives_back_what_it_held():
    clock = Clock()
    with own_server(clock.flags, demo=True) as server:
        farm, buyer = FarmOwner(server), Guest(server)
        product = farm.product(quantity=2)
        order = expect(buyer.buy(product["sku"], 2, "pm_card_second_step"), 202)
        path = f"/api/v1/orders/{order['id']}?email={buyer.email}"
        deadline = datetime.datetime.fromisoformat(order["deadline"].replace("Z", "+00:00"))

        def available():
            return expect(buyer.get(f"/api/v1/products/{product['slug']}"), 200)["variants"][0]["available"]

        clock.advance_to(deadline - datetime.timedelta(seconds=10))
        time.sleep(1.5)  # longer than the sweeper sleeps
        assert expect(buyer.get(path), 200)["status"] == "pending_payment" and available() == 0, "before it nothing ends"
        clock.advance_to(deadline)
        ended = eventually(lambda: (lambda o: o if o["status"] != "pending_payment" else None)(expect(buyer.get(path), 200)), "the sweeper ends it")
        assert ended["status"] == "cancelled" and ended["payment"]["status"] == "canceled", ended
        eventually(lambda: available() == 2, "what it held is free again")
        late = buyer.post(f"/api/v1/orders/{order['id']}/confirm?email={buyer.email}")
        assert late.status in (200, 409) and expect(buyer.get(path), 200)["status"] == "cancelled", late
        expect(buyer.buy(product["sku"], 2), 201)
    clock.close()


def test_a_second_step_that_fails(farm, customer):
    product = farm.product(quantity=1)
    order = expect(customer.buy(product["sku"], 1, "pm_card_second_step_fails"), 202)
    expect(customer.post(f"/api/v1/orders/{order['id']}/confirm"), 402, "card_declined")
    eventually(lambda: farm.stock(product["sku"])["available"] == 1)


@pytest.mark.parametrize("method", ["pm_card_loses_answer", "pm_card_answers_twice", "pm_card_slow"])
def test_a_provider_that_behaves_badly_is_believed_once(farm, customer, method):
    product = farm.product(quantity=1)
    reply = customer.buy(product["sku"], 1, method)
    assert reply.status in (201, 202), reply
    order = reply.json()["id"]
    eventually(lambda: expect(customer.get(f"/api/v1/orders/{order}"), 200)["status"] == "paid", "the order is paid")
    assert events(customer, order).count("paid") == 1


def test_no_answer_is_not_a_no(farm, customer):
    product = farm.product(quantity=1)
    order = expect(customer.buy(product["sku"], 1, "pm_card_timeout"), 202)
    assert order["status"] == "pending_payment"
    eventually(lambda: expect(customer.get(f"/api/v1/orders/{order['id']}"), 200)["status"] == "paid", "the sweeper asks again")
    assert farm.stock(product["sku"])["available"] == 0


# -- cancelling

def test_cancel_frees_stock_once(farm, customer):
    product = farm.product(quantity=3)
    order = paid_order(customer, product["sku"], 2)
    expect(customer.post(f"/api/v1/orders/{order['id']}/cancel"), 200)
    eventually(lambda: farm.stock(product["sku"])["available"] == 3, "the stock is back")
    again = customer.post(f"/api/v1/orders/{order['id']}/cancel")
    assert again.status in (200, 409), again
    assert farm.stock(product["sku"])["available"] == 3
    assert expect(customer.get(f"/api/v1/orders/{order['id']}"), 200)["status"] == "cancelled"
    assert events(customer, order["id"])[:3] == ["placed", "paid", "cancelled"]


def test_cancel_while_the_second_step_is_waited_for(farm, customer):
    product = farm.product(quantity=1)
    order = expect(customer.buy(product["sku"], 1, "pm_card_second_step"), 202)
    expect(customer.post(f"/api/v1/orders/{order['id']}/cancel"), 200)
    eventually(lambda: farm.stock(product["sku"])["available"] == 1)
    reply = customer.post(f"/api/v1/orders/{order['id']}/confirm")
    assert reply.status == 409 and reply.json()["code"] in ("illegal_transition", "order_cancelled"), reply


def test_an_illegal_transition_names_the_legal_ones(customer, squash):
    problem = expect(customer.buy(squash["sku"], 1, "pm_card_declined"), 402)
    problem = expect(customer.post(f"/api/v1/orders/{problem['order']}/cancel"), 409, "illegal_transition")
    assert (problem["status"], problem["current"], problem["legal"]) == (409, "rejected", [])


# -- carts

def test_the_lines_of_a_cart(customer, squash):
    cart = expect(customer.post("/api/v1/carts", {}), 201)
    assert cart["lines"] == [] and "subtotal" not in cart
    path = f"/api/v1/carts/{cart['id']}/lines/{squash['sku']}"
    assert expect(customer.call("PUT", path, {"quantity": 2}), 200)["lines"][0]["quantity"] == 2
    assert expect(customer.call("PUT", path, {"quantity": 5}), 200)["lines"][0]["line_total"]["amount"] == 5 * 450
    assert expect(customer.get(f"/api/v1/carts/{cart['id']}"), 200)["subtotal"]["amount"] == 5 * 450
    assert expect(customer.call("PUT", path, {"quantity": 0}), 200)["lines"] == []
    expect(customer.place(cart["id"]), 422, "cart_empty")


@pytest.mark.parametrize("quantity, status", [(0.5, 422), (1.0001, 422), (-1, 422), (1e30, 422), ("1", 422), (None, 422), (True, 422)])
def test_quantities_that_are_not_sold(customer, squash, quantity, status):
    cart = expect(customer.post("/api/v1/carts", {}), 201)["id"]
    reply = customer.call("PUT", f"/api/v1/carts/{cart}/lines/{squash['sku']}", {"quantity": quantity})
    assert reply.status in (400, status), reply


def test_what_is_not_there_or_not_on_sale(farm, customer):
    draft = expect(farm.post("/api/v1/products", farm.product_body(f"Draft {number()}")), 201)
    missing = draft["variants"][0]["sku"][:-2] + "09"
    for sku in (draft["variants"][0]["sku"], missing):
        reply = customer.post("/api/v1/carts", {"lines": [{"sku": sku, "quantity": 1}]})
        assert reply.status == 422, reply


# -- somebody else's object is not there

def test_foreign_orders_and_carts(shop, customer, squash):
    order, cart = paid_order(customer, squash["sku"])["id"], customer.cart((squash["sku"], 1))
    missing = "ord_" + "0" * 26
    for stranger in (Person(shop), Guest(shop)):
        seen = expect(stranger.get(f"/api/v1/orders/{order}"), 404, "not_found")
        assert seen == expect(stranger.get(f"/api/v1/orders/{missing}"), 404, "not_found"), "a foreign order looks like none"
        expect(stranger.get(f"/api/v1/orders/{order}/events"), 404, "not_found")
        expect(stranger.post(f"/api/v1/orders/{order}/cancel"), 404, "not_found")
        expect(stranger.post(f"/api/v1/orders/{order}/confirm"), 404, "not_found")
        expect(stranger.get(f"/api/v1/carts/{cart}"), 404, "not_found")
        expect(stranger.call("PUT", f"/api/v1/carts/{cart}/lines/{squash['sku']}", {"quantity": 1}), 404, "not_found")
        expect(stranger.place(cart), 404, "not_found")
    expect(customer.place(cart), 201)


def test_foreign_products_and_stock(farm, other_farm):
    product = farm.product(quantity=3)
    sku, lot = product["sku"], product["lot"]
    for method, path, body in (
        ("GET", f"/api/v1/farms/mine/products/{product['id']}", None),
        ("PATCH", f"/api/v1/products/{product['id']}", {"title": "Taken over"}),
        ("POST", f"/api/v1/products/{product['id']}/publish", None),
        ("POST", f"/api/v1/products/{product['id']}/unpublish", None),
        ("POST", f"/api/v1/products/{product['id']}/archive", None),
        ("GET", f"/api/v1/inventory/{sku}", None),
        ("GET", f"/api/v1/inventory/{sku}/movements", None),
        ("POST", f"/api/v1/inventory/{sku}/lots", other_farm.lot_body(5)),
        ("PATCH", f"/api/v1/inventory/{sku}/lots/{lot}", {"status": "quarantined", "reason": "not mine"}),
        ("POST", f"/api/v1/inventory/{sku}/adjustments", {"lot": lot, "change": -1, "reason": "not mine"}),
        ("POST", f"/api/v1/inventory/{sku}/write-offs", {"lot": lot, "quantity": 1, "reason": "lost"}),
        ("PUT", f"/api/v1/inventory/{sku}/threshold", {"threshold": 1}),
    ):
        reply = other_farm.call(method, path, body, headers={"Idempotency-Key": "theirs"})
        assert reply.status == 404, (method, path, reply)
    assert farm.stock(sku)["on_hand"] == 3


# -- the farm's desk, so that every operation is reached

def test_stock_is_counted_blocked_and_written_off(farm):
    product = farm.product(quantity=10)
    sku, lot = product["sku"], product["lot"]
    assert expect(farm.call("PUT", f"/api/v1/inventory/{sku}/threshold", {"threshold": 2}), 200)["available"] == 10
    assert expect(farm.change(f"{sku}/adjustments", {"lot": lot, "change": -1, "reason": "counted again"}), 200)["on_hand"] == 9
    assert expect(farm.change(f"{sku}/write-offs", {"lot": lot, "quantity": 2, "reason": "spoiled", "note": "mice"}), 200)["on_hand"] == 7
    statuses = [s for s in farm.server.checker.document["components"]["schemas"]["LotStatusInput"]["properties"]["status"]["enum"] if s != "sellable"]
    assert expect(farm.call("PATCH", f"/api/v1/inventory/{sku}/lots/{lot}", {"status": statuses[0], "reason": "a doubt"}), 200)["available"] == 0
    assert expect(farm.call("PATCH", f"/api/v1/inventory/{sku}/lots/{lot}", {"status": "sellable", "reason": "no doubt"}), 200)["available"] == 7
    assert sku in [item["sku"] for item in expect(farm.get("/api/v1/inventory?limit=100"), 200)["items"]]
    assert len(expect(farm.get(f"/api/v1/inventory/{sku}/movements"), 200)["items"]) >= 3


def test_more_cannot_be_written_off_than_is_free(farm, customer):
    product = farm.product(quantity=3)
    expect(customer.buy(product["sku"], 2, "pm_card_second_step"), 202)
    expect(farm.change(f"{product['sku']}/write-offs", {"lot": product["lot"], "quantity": 2, "reason": "spoiled"}), 409, "stock_is_held")


def test_a_product_on_and_off_sale(farm):
    product = farm.product(quantity=1)
    assert product["id"] in [item["id"] for item in expect(farm.get("/api/v1/farms/mine/products?limit=100"), 200)["items"]]
    expect(farm.post(f"/api/v1/products/{product['id']}/unpublish"), 200)
    eventually(lambda: farm.server.get(f"/api/v1/products/{product['slug']}").status == 404)
    assert expect(farm.get(f"/api/v1/farms/mine/products/{product['id']}"), 200)["status"] == "draft"
    expect(farm.post(f"/api/v1/products/{product['id']}/publish"), 200)
    assert expect(farm.server.get(f"/api/v1/products/{product['slug']}"), 200)["variants"][0]["available"] == 1


def test_nothing_is_left_lost_doubled_or_stuck(shop):
    shop.stop()
    done = shop.admin("doctor", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
