"""Lots: split, moved, written off, recalled, ended by the clock; what their history proves; keys that make a change once."""
import datetime

import pytest
from http_support import own_server
from stage import FarmOwner, Person, day, eventually, expect, number
from test_notifications import mails, text_of

from support.clock import Clock


@pytest.fixture(scope="module")
def other_farm(shop, admin):
    return FarmOwner(shop, admin)


def lots_by_code(view):
    return {lot["lot_code"]: lot for lot in view["lots"]}


def test_a_lot_is_split_and_moved_and_the_history_sums_up(farm):
    made = farm.product(quantity=10)
    sku, lot = made["sku"], made["lot"]
    view = expect(farm.change(f"{sku}/lots/{lot}/split", {"lot_code": "HALF", "quantity": 4, "location": "cold store", "note": "for the market"}), 200)
    half = lots_by_code(view)["HALF"]
    assert half["on_hand"] == 4 and half["location"] == "cold store" and half["split_from"] == lot and view["on_hand"] == 10
    view = expect(farm.change(f"{sku}/lots/{lot}/move", {"location": "barn"}), 200)
    assert next(each for each in view["lots"] if each["id"] == lot)["location"] == "barn"
    view = expect(farm.change(f"{sku}/lots/{lot}/move", {"location": "stall", "quantity": 1, "lot_code": "STALL"}), 200)
    assert lots_by_code(view)["STALL"]["on_hand"] == 1 and view["on_hand"] == 10
    expect(farm.change(f"{sku}/write-offs", {"lot": half["id"], "quantity": 1.5, "reason": "donated", "note": "to the kitchen"}), 200)

    page = expect(farm.get(f"/api/v1/inventory/{sku}/movements?limit=100"), 200)
    balance = farm.stock(sku)["on_hand"]
    assert balance == 8.5
    for movement in page["items"]:
        assert movement["balance"] == pytest.approx(balance)
        balance -= movement["quantity"]
    assert balance == pytest.approx(0)
    gone = expect(farm.get(f"/api/v1/inventory/{sku}/movements?kind=written_off&lot={half['id']}"), 200)["items"]
    assert [(each["quantity"], each["cause"], each["reason"]) for each in gone] == [(-1.5, "donated", "to the kitchen")]
    tomorrow = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert expect(farm.get(f"/api/v1/inventory/{sku}/movements?from={tomorrow}"), 200)["items"] == []
    proof = expect(farm.get(f"/api/v1/inventory/{sku}/proof"), 200)
    assert proof["proven"] and proof["moved"] == proof["on_hand"] == 8.5 and proof["movements"] == len(page["items"])
    assert all(each["moved"] == each["on_hand"] for each in proof["lots"]) and len(proof["digest"]) == 64


def test_what_is_wrong_with_a_change_is_named(farm, customer):
    made = farm.product(quantity=5)
    sku, lot = made["sku"], made["lot"]
    expect(customer.buy(sku, 3, "pm_card_second_step"), 202)
    for path, body, status, code in (
        ("split", {"lot_code": "A", "quantity": 3}, 409, "stock_is_held"),
        ("split", {"lot_code": "A", "quantity": 9}, 422, "bad_quantity"),
        ("split", {"lot_code": "A", "quantity": 0}, 422, "bad_quantity"),
        ("split", {"lot_code": farm.stock(sku)["lots"][0]["lot_code"], "quantity": 1}, 409, "lot_differs"),
        ("move", {"location": "x" * 61}, 422, "invalid_input"),
        ("move", {"location": "barn", "quantity": 1}, 422, "invalid_input"),
    ):
        expect(farm.change(f"{sku}/lots/{lot}/{path}", body), status, code)
    refused = farm.change(f"{sku}/lots/{lot}/move", {"location": "barn", "quantity": 1}).json()
    assert refused["errors"][0]["pointer"] == "/lot_code"
    refused = farm.change(f"{sku}/write-offs", {"lot": lot, "quantity": 1, "reason": "mice"}).json()
    assert refused["errors"][0]["pointer"] == "/reason"
    expect(farm.post(f"/api/v1/inventory/{sku}/write-offs", {"lot": lot, "quantity": 1, "reason": "lost"}), 400, "idempotency_key_required")
    expect(farm.call("PUT", f"/api/v1/inventory/{sku}/threshold", {"threshold": -1}), 422)
    assert farm.stock(sku)["on_hand"] == 5


def test_the_same_key_is_the_same_change(farm):
    made = farm.product(quantity=10)
    sku, body = made["sku"], {"lot": made["lot"], "change": -2, "reason": "counted"}
    first = expect(farm.change(f"{sku}/adjustments", body, key="count-1"), 200)
    again = expect(farm.change(f"{sku}/adjustments", body, key="count-1"), 200)
    assert first == again and first["on_hand"] == 8
    expect(farm.change(f"{sku}/adjustments", {**body, "change": -3}, key="count-1"), 422, "stock_key_reused")
    expect(farm.change(f"{sku}/write-offs", {"lot": made["lot"], "quantity": 2, "reason": "lost"}, key="count-1"), 422, "stock_key_reused")
    assert farm.stock(sku)["on_hand"] == 8


def test_a_recall_finds_the_orders_of_a_lot_and_back(farm, other_farm, customer):
    made = farm.product(quantity=10)
    sku, lot = made["sku"], made["lot"]
    part = lots_by_code(expect(farm.change(f"{sku}/lots/{lot}/split", {"lot_code": f"P{number()}", "quantity": 2}), 200))
    paid = expect(customer.buy(sku, 2), 201)["id"]
    waiting = expect(customer.buy(sku, 1, "pm_card_second_step"), 202)["id"]
    recalled = expect(farm.post(f"/api/v1/inventory/{sku}/lots/{lot}/recall", {"reason": "listeria in a sample"}), 200)
    assert {each["status"] for each in recalled["lots"]} == {"recalled"} and recalled["available"] == 0 and len(part) == 2
    expect(customer.buy(sku, 1), 409)

    def had():
        listed = [share for each in recalled["lots"]
                  for share in expect(farm.get(f"/api/v1/inventory/{sku}/lots/{each['id']}/orders?limit=50"), 200)["items"]]
        return {(share["order"], share["state"]) for share in listed}

    eventually(lambda: had() == {(paid, "sold"), (waiting, "held")}, "the sale is posted")
    named = {share["lot"] for line in expect(customer.get(f"/api/v1/orders/{paid}"), 200)["lines"] for share in line["lots"]}
    assert named <= {each["id"] for each in recalled["lots"]}
    for path in (f"lots/{lot}/orders", "proof"):
        expect(other_farm.get(f"/api/v1/inventory/{sku}/{path}"), 404)
    for path, body in (("recall", {"reason": "not mine"}), ("split", {"lot_code": "X", "quantity": 1}), ("move", {"location": "mine"})):
        expect(other_farm.change(f"{sku}/lots/{lot}/{path}", body), 404)
    expect(farm.get(f"/api/v1/inventory/{sku}/lots/lot_{'0' * 26}/orders"), 404)
    expect(farm.get(f"/api/v1/inventory/{sku}/lots/{lot}/orders?cursor=nonsense"), 400, "bad_cursor")


def test_the_clock_ends_a_lot():
    clock = Clock()
    with own_server(flags=clock.flags, demo=True) as server:
        farm = FarmOwner(server)
        made = farm.product(quantity=0)
        sku = made["sku"]
        body = {**farm.lot_body(5), "best_before": day(1)}
        lot = expect(farm.post(f"/api/v1/inventory/{sku}/lots", body), 201)["lots"][0]["id"]
        assert farm.stock(sku)["available"] == 5
        clock.advance(days=2)
        farm.refresh()
        view = farm.stock(sku)
        assert view["available"] == 0 and view["lots"][0]["status"] == "expired" and view["on_hand"] == 5
        expect(Person(server).buy(sku, 1), 409)
        moved = eventually(lambda: [m for m in expect(farm.get(f"/api/v1/inventory/{sku}/movements"), 200)["items"] if m["kind"] == "relabelled"], "the task labels it")
        assert moved[0]["lot"] == lot and "actor" not in moved[0]
    clock.close()


def test_a_lot_with_too_little_to_go_is_not_sold(farm, customer):
    made = farm.product(quantity=0)
    sku = made["sku"]
    expect(farm.call("PATCH", f"/api/v1/products/{made['id']}", {"min_remaining_shelf_life_days": 10}), 200)
    expect(farm.post(f"/api/v1/inventory/{sku}/lots", {**farm.lot_body(5, "SHORT"), "best_before": day(9)}), 201)
    assert eventually(lambda: expect(customer.get(f"/api/v1/products/{made['slug']}"), 200))["variants"][0]["available"] == 0
    expect(customer.buy(sku, 1), 409, "cart_changed")
    view = expect(farm.post(f"/api/v1/inventory/{sku}/lots", {**farm.lot_body(2, "LONG"), "best_before": day(10)}), 201)
    eventually(lambda: expect(customer.get(f"/api/v1/products/{made['slug']}"), 200)["variants"][0]["available"] == 2)
    order = expect(customer.buy(sku, 2), 201)
    assert [share["lot"] for share in order["lines"][0]["lots"]] == [lots_by_code(view)["LONG"]["id"]]


def test_the_shop_traces_a_lot_and_recalls_it(shop, admin, farm, customer):
    made = farm.product(quantity=10, title="Recalled squash")
    sku, lot = made["sku"], made["lot"]
    expect(farm.change(f"{sku}/lots/{lot}/split", {"lot_code": f"P{number()}", "quantity": 3}), 200)
    paid = expect(customer.buy(sku, 2), 201)["id"]
    path = f"/api/v1/admin/inventory/{sku}/lots/{lot}"

    def traced():
        trace = expect(admin.get(f"{path}/trace"), 200)
        return trace if [(t["order"], t["state"]) for t in trace["items"]] == [(paid, "sold")] else None

    trace = eventually(traced, "the sale is posted")
    assert trace["farm"] == farm.farm["id"] and len(trace["lots"]) == 2 and {each["status"] for each in trace["lots"]} == {"sellable"}, "a trace changes nothing"
    assert trace["items"][0]["email"] == customer.email and trace["items"][0]["quantity"] == 2 and trace["items"][0]["status"] == "paid"
    assert expect(admin.get(f"{path}/trace?limit=1"), 200)["items"] == trace["items"]
    assert expect(admin.post(f"{path}/recall", {}), 422)["errors"][0]["pointer"] == "/reason"
    for person in (farm, customer):
        expect(person.get(f"{path}/trace"), 403)
        expect(person.post(f"{path}/recall", {"reason": "not mine to say"}), 403)
    recalled = expect(admin.post(f"{path}/recall", {"reason": "Listeria in a sample."}), 200)
    assert {each["status"] for each in recalled["lots"]} == {"recalled"} and recalled["available"] == 0
    expect(customer.buy(sku, 1), 409)
    codes = {each["lot_code"] for each in recalled["lots"]}

    def told():
        found = [text_of(m) for m in mails(shop, farm.email) if any(f"Lot {code} of" in m["Subject"] for code in codes)]
        return found if len(found) == len(codes) else None

    for text in eventually(told, "the farm is told of each lot"):
        assert "Listeria in a sample." in text, text
    eventually(lambda: [n for n in expect(customer.get("/api/v1/me/notices"), 200)["items"] if n["event"] == "inventory.lot_recalled" and paid in n["link"]])
    expect(admin.get(f"/api/v1/admin/inventory/{sku}/lots/lot_{'0' * 26}/trace"), 404)
    expect(admin.get(f"{path}/trace?cursor=nonsense"), 400, "bad_cursor")


def test_a_lot_that_made_room_for_newer_ones_is_traced_and_recalled(admin, farm, customer):
    """An item shows its last 100 lots; what was sold of an older one can still be found and stopped."""
    made = farm.product(quantity=1)
    sku, lot = made["sku"], made["lot"]
    first = farm.stock(sku)["lots"][0]
    paid = expect(customer.buy(sku, 1), 201)["id"]
    eventually(lambda: farm.stock(sku)["on_hand"] == 0, "the sale is posted")
    for each in range(100):
        expect(farm.post(f"/api/v1/inventory/{sku}/lots", farm.lot_body(1, f"NEW{each}")), 201)
    assert lot not in [each["id"] for each in farm.stock(sku)["lots"]]
    again = {key: first[key] for key in ("lot_code", "harvested", "best_before", "field")}
    assert expect(farm.post(f"/api/v1/inventory/{sku}/lots", {**again, "quantity": 1}), 201)["on_hand"] == 100, "received once"
    expect(farm.post(f"/api/v1/inventory/{sku}/lots", {**again, "best_before": day(2), "quantity": 1}), 409, "lot_differs")

    path = f"/api/v1/admin/inventory/{sku}/lots/{lot}"
    trace = expect(admin.get(f"{path}/trace"), 200)
    assert [each["lot_code"] for each in trace["lots"]] == [first["lot_code"]] and [each["order"] for each in trace["items"]] == [paid]
    recalled = expect(admin.post(f"{path}/recall", {"reason": "Glass in a crate."}), 200)
    assert [each["id"] for each in recalled["lots"] if each["status"] == "recalled"] == [lot]
    eventually(lambda: [n for n in expect(customer.get("/api/v1/me/notices"), 200)["items"] if n["event"] == "inventory.lot_recalled" and paid in n["link"]])
    assert expect(farm.get(f"/api/v1/inventory/{sku}/proof"), 200)["proven"]
