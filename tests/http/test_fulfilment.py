"""What a farm does with its part of an order, and what it sees of it."""
import pytest
from stage import FarmOwner, Guest, Person, day, eventually, expect, next_moment


@pytest.fixture(scope="module")
def other_farm(shop, admin):
    return FarmOwner(shop, admin)


@pytest.fixture(scope="module")
def squash(farm):
    return farm.product(quantity=10_000, cents=450)


@pytest.fixture(scope="module")
def beans(other_farm):
    return other_farm.product(quantity=10_000, cents=200)


def bought(person, *lines):
    next_moment()
    return expect(person.place(person.cart(*lines)), 201)


def part(farm, order):
    return expect(farm.get(f"/api/v1/farms/mine/orders/{order['id']}"), 200)


def step(farm, order, what, body=None, status=200, code=None):
    path = f"/api/v1/farms/mine/orders/{order['id']}/{what}"
    return expect(farm.post(path, body if body is not None or what == "packing" else {}), status, code)


def statuses(person, order):
    shown = expect(person.get(f"/api/v1/orders/{order['id']}"), 200)
    return shown["status"], [p["status"] for p in shown["parts"]]


def test_two_farms_each_do_their_part(farm, other_farm, squash, beans, customer):
    order = bought(customer, (squash["sku"], 2), (beans["sku"], 1))
    assert statuses(customer, order) == ("paid", ["paid", "paid"])
    step(farm, order, "packing")
    assert statuses(customer, order) == ("packing", ["packing", "paid"])
    step(farm, order, "packed")
    step(farm, order, "shipped", {"carrier": "Blue Van", "tracking": "BV-1"})
    assert statuses(customer, order) == ("packing", ["shipped", "paid"])
    step(other_farm, order, "packed")
    step(other_farm, order, "delivered", {"handed_to": "the neighbour", "note": "porch"})
    assert statuses(customer, order) == ("shipped", ["shipped", "delivered"])
    step(farm, order, "delivered")
    shown = expect(customer.get(f"/api/v1/orders/{order['id']}"), 200)
    assert shown["status"] == "delivered"
    assert shown["parts"][0]["shipment"]["tracking"] == "BV-1" and shown["parts"][1]["handover"]["to"] == "the neighbour"
    events = expect(customer.get(f"/api/v1/orders/{order['id']}/events?limit=100"), 200)["items"]
    steps = [(event["type"], event["data"]["farm"]) for event in events if "farm" in event["data"] and event["type"] != "invoiced"]
    mine, theirs = farm.farm["id"], other_farm.farm["id"]
    assert steps == [("packing_started", mine), ("packed", mine), ("shipped", mine), ("packed", theirs), ("delivered", theirs), ("delivered", mine)]
    assert all(event["at"] and event["actor"] for event in events)


def test_a_farm_sees_its_own_part_and_nothing_else(farm, other_farm, squash, beans, customer, shop, admin):
    order = bought(customer, (squash["sku"], 2), (beans["sku"], 1))
    text = farm.get(f"/api/v1/farms/mine/orders/{order['id']}").body.decode()
    for secret in (customer.email, beans["sku"], other_farm.farm["id"], order["payment"]["intent"], order["cart"]):
        assert secret not in text
    shown = part(farm, order)
    assert [(line["sku"], line["left"]) for line in shown["lines"]] == [(squash["sku"], 2)]
    assert shown["lines"][0]["lots"] == [{"lot": squash["lot"], "quantity": 2}]
    alone = bought(customer, (beans["sku"], 1))
    expect(farm.get(f"/api/v1/farms/mine/orders/{alone['id']}"), 404, "not_found")
    for what, body in [("packing", None), ("packed", {}), ("shipped", {}), ("delivered", {}), ("notes", {"audience": "internal", "text": "hello"})]:
        step(farm, alone, what, body, 404, "not_found")
    expect(farm.get(f"/api/v1/orders/{order['id']}"), 404, "not_found")


def test_the_list_by_status_and_day(shop, admin, customer):
    farm = FarmOwner(shop, admin)
    product = farm.product(quantity=100)
    orders = [bought(customer, (product["sku"], 1)) for _ in range(5)]
    step(farm, orders[0], "packed")

    def listed(query):
        found, cursor = [], ""
        while True:
            page = expect(farm.get(f"/api/v1/farms/mine/orders?limit=2&{query}{cursor}"), 200)
            found += [item["order"] for item in page["items"]]
            if "next_cursor" not in page:
                return found
            cursor = "&cursor=" + page["next_cursor"]

    ids = [order["id"] for order in orders]
    assert listed("status=paid") == ids[1:]
    assert listed("status=packed") == ids[:1]
    assert listed(f"from={day(0)}&to={day(0)}") == ids[:1] + ids[1:]
    assert listed("to=2020-01-01") == []
    expect(farm.get("/api/v1/farms/mine/orders?cursor=abc"), 400, "bad_cursor")
    expect(farm.get("/api/v1/farms/mine/orders?status=lost"), 422)


def test_what_is_missing_is_refunded_and_not_put_on_stock(farm, customer):
    product = farm.product(quantity=10, cents=333)
    order = bought(customer, (product["sku"], 3))
    eventually(lambda: farm.stock(product["sku"])["on_hand"] == 7)
    problem = step(farm, order, "packed", {"lines": [{"sku": product["sku"], "quantity": 4}]}, 422, "not_left")
    assert problem["errors"][0]["pointer"] == "/lines/0/quantity"
    step(farm, order, "packed", {"lines": [{"sku": product["sku"], "quantity": 2}]})
    shown = eventually(lambda: refunded(customer, order, "partially_refunded"))
    refund = shown["refunds"][0]
    assert (refund["reason"], refund["amount"]["amount"], refund["lines"][0]["quantity"]) == ("short_packed", 333, 1)
    assert shown["status"] == "packed" and shown["lines"][0]["left"] == 2
    assert farm.stock(product["sku"])["on_hand"] == 7
    step(farm, order, "packed", {"lines": [{"sku": product["sku"], "quantity": 2}]})  # again changes nothing
    assert len(expect(customer.get(f"/api/v1/orders/{order['id']}"), 200)["refunds"]) == 1


def refunded(person, order, status):
    shown = expect(person.get(f"/api/v1/orders/{order['id']}"), 200)
    return shown if shown["payment"]["status"] == status else None


def test_the_farm_sees_what_its_part_comes_to(farm, other_farm, squash, beans, customer):
    order = bought(customer, (squash["sku"], 3), (beans["sku"], 1))
    shown = part(farm, order)
    assert (shown["lines"][0]["unit_price"]["amount"], shown["lines"][0]["line_total"]["amount"]) == (450, 1350)
    assert {name: money["amount"] for name, money in shown["money"].items()} == {"goods": 1350, "delivery_fee": 0, "refunded": 0, "total": 1350}
    step(farm, order, "packed", {"lines": [{"sku": squash["sku"], "quantity": 2}]})
    assert {name: money["amount"] for name, money in part(farm, order)["money"].items()} == {"goods": 1350, "delivery_fee": 0, "refunded": 450, "total": 900}
    assert part(other_farm, order)["money"]["total"]["amount"] == 200


def test_nothing_packed_at_all_cancels_the_part(farm, customer, squash):
    order = bought(customer, (squash["sku"], 2))
    shown = step(farm, order, "packed", {"lines": [{"sku": squash["sku"], "quantity": 0}]})
    assert shown["status"] == "cancelled"
    assert eventually(lambda: refunded(customer, order, "refunded"))["status"] == "cancelled"


@pytest.mark.parametrize("path, what, current, legal", [
    ([], "shipped", "paid", ["packing", "packed", "cancelled"]),
    ([], "delivered", "paid", ["packing", "packed", "cancelled"]),
    (["packed"], "packing", "packed", ["shipped", "delivered", "cancelled"]),
    (["packed", "shipped"], "packed", "shipped", ["delivered", "cancelled"]),
    (["packed", "delivered"], "shipped", "delivered", ["returned"]),
], ids=["ship unpacked", "deliver unpacked", "pack again", "unship", "ship delivered"])
def test_illegal_steps_name_the_legal_ones(farm, customer, squash, path, what, current, legal):
    order = bought(customer, (squash["sku"], 1))
    for each in path:
        step(farm, order, each)
    problem = step(farm, order, what, None, 409, "illegal_transition")
    assert (problem["current"], problem["legal"]) == (current, legal)


def test_many_at_once_with_a_row_for_each(farm, other_farm, customer, squash, beans):
    mine = [bought(customer, (squash["sku"], 1))["id"] for _ in range(3)]
    theirs = bought(customer, (beans["sku"], 1))["id"]
    expect(customer.post(f"/api/v1/orders/{mine[2]}/cancel"), 200)
    rows = expect(farm.post("/api/v1/farms/mine/orders/bulk", {"orders": mine + [theirs], "to": "packed"}), 200)["items"]
    assert [(row["order"], row.get("status"), row.get("code")) for row in rows] == [
        (mine[0], "packed", None), (mine[1], "packed", None), (mine[2], None, "illegal_transition"), (theirs, None, "not_found")]
    rows = expect(farm.post("/api/v1/farms/mine/orders/bulk", {"orders": mine[:2], "to": "shipped", "shipped": {"tour": "North"}}), 200)["items"]
    assert [row["status"] for row in rows] == ["shipped", "shipped"]
    assert part(farm, {"id": mine[0]})["shipment"]["tour"] == "North"
    expect(farm.post("/api/v1/farms/mine/orders/bulk", {"orders": mine * 40, "to": "packed"}), 422)
    expect(farm.post("/api/v1/farms/mine/orders/bulk", {"orders": [], "to": "packed"}), 422)


def test_packing_and_delivery_list_of_a_day(shop, admin, customer):
    farm = FarmOwner(shop, admin)
    kale, eggs = farm.product(quantity=50, title="Kale"), farm.product(quantity=50, title="Eggs")
    expect(farm.call("PATCH", f"/api/v1/products/{eggs['id']}", {"storage_class": "eggs"}), 200)
    first = bought(customer, (kale["sku"], 2), (eggs["sku"], 1))
    second = bought(customer, (kale["sku"], 3))
    expect(customer.post(f"/api/v1/orders/{second['id']}/lines/cancel", {"lines": [{"sku": kale["sku"], "quantity": 1}]}, headers={"Idempotency-Key": "one-less"}), 200)
    packing = expect(farm.get(f"/api/v1/farms/mine/packing-list?day={day(0)}"), 200)
    items = {item["title"].split(",")[0]: item for group in packing["groups"] for item in group["items"]}
    assert items["Kale"]["quantity"] == 4 and items["Kale"]["lots"] == [{"lot": kale["lot"], "quantity": 4}]
    assert [(o["order"], o["quantity"]) for o in items["Kale"]["orders"]] == [(first["id"], 2), (second["id"], 2)]
    assert [(group["box"], group["keep"]) for group in packing["groups"]] == [("ambient", "dry, out of the sun"), ("chilled", "at most 5 °C, with ice packs")]
    assert items["Eggs"]["storage"] == "eggs", "eggs go with what is chilled"
    assert packing["csv"].startswith("box,storage,title,sku") and packing["csv"].count("\r\n") == 4
    step(farm, first, "packed")
    delivery = expect(farm.get(f"/api/v1/farms/mine/delivery-list?day={day(0)}"), 200)
    assert [stop["order"] for stop in delivery["stops"]] == [first["id"]] and delivery["csv"].count("\r\n") == 2
    expect(farm.get("/api/v1/farms/mine/packing-list"), 422)
    assert expect(farm.get("/api/v1/farms/mine/packing-list?day=2030-01-01"), 200)["groups"] == []


def test_notes_for_whom_they_are_meant(farm, other_farm, squash, beans, customer, admin):
    order = bought(customer, (squash["sku"], 1), (beans["sku"], 1))
    step(farm, order, "notes", {"audience": "internal", "text": "the box with the dent"})
    step(farm, order, "notes", {"audience": "customer", "text": "a few leaves are small"})
    expect(admin.post(f"/api/v1/admin/orders/{order['id']}/notes", {"audience": "internal", "text": "called them"}), 200)
    seen = expect(customer.get(f"/api/v1/orders/{order['id']}"), 200)["notes"]
    assert [note["text"] for note in seen] == ["a few leaves are small"]
    assert [note["text"] for note in part(farm, order)["notes"]] == ["the box with the dent", "a few leaves are small"]
    assert part(other_farm, order)["notes"] == []
    assert len(expect(admin.get(f"/api/v1/orders/{order['id']}"), 200)["notes"]) == 3


def test_the_shop_finds_orders(shop, admin, farm, other_farm, squash, beans):
    person = Person(shop)
    mine = [bought(person, (squash["sku"], 1))["id"] for _ in range(3)] + [bought(person, (beans["sku"], 1))["id"]]
    step(farm, {"id": mine[0]}, "packed")

    def found(query):
        return [order["id"] for order in expect(admin.get(f"/api/v1/admin/orders?{query}"), 200)["items"]]

    assert found(f"email={person.email}") == mine[::-1]
    assert found(f"email={person.email}&status=packed") == mine[:1]
    assert found(f"email={person.email}&farm={other_farm.farm['id']}") == mine[3:]
    assert found(f"email={person.email}&to=2020-01-01T00:00:00Z") == []
    assert found(f"id={mine[2]}") == [mine[2]] and found("id=ord_" + "0" * 26) == []
    page = expect(admin.get(f"/api/v1/admin/orders?email={person.email}&limit=3"), 200)
    rest = expect(admin.get(f"/api/v1/admin/orders?email={person.email}&limit=3&cursor={page['next_cursor']}"), 200)
    assert [o["id"] for o in page["items"] + rest["items"]] == mine[::-1]
    assert found("limit=1")[0] == mine[3]


def test_a_guest_needs_the_address_or_the_secret(shop, farm, squash):
    guest = Guest(shop)
    order = expect(guest.buy(squash["sku"]), 201)
    path = f"/api/v1/orders/{order['id']}"
    expect(guest.get(path), 404, "not_found")
    expect(guest.get(path + "?email=somebody@example.com"), 404, "not_found")
    expect(guest.get(path + "?secret=" + "A" * 43), 404, "not_found")
    for key in (f"?email={guest.email}", f"?secret={order['secret']}"):
        assert expect(guest.get(path + key), 200)["status"] == "paid"
        expect(guest.get(path + "/events" + key), 200)
    expect(guest.post(path + "/cancel"), 404, "not_found")
    expect(guest.post(path + f"/cancel?secret={order['secret']}"), 200)
