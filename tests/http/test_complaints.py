"""Complaints: opened by the buyer, answered by the farm, decided by the shop."""
import pytest
from http_support import own_server
from stage import Admin, FarmOwner, Person, eventually, expect, number
from test_notifications import mail_about, text_of

from support.clock import Clock


@pytest.fixture(scope="module")
def product(farm):
    return farm.product(quantity=1_000, cents=500)


def delivered(farm, customer, product, quantity=4):
    order = expect(customer.buy(product["sku"], quantity), 201)
    expect(farm.post(f"/api/v1/farms/mine/orders/{order['id']}/packed", {}), 200)
    expect(farm.post(f"/api/v1/farms/mine/orders/{order['id']}/delivered", {}), 200)
    return order


def complain(person, order, product, quantity=1, status=201, code=None, key=None, **more):
    body = {"lines": [{"sku": product["sku"], "quantity": quantity}], "reason": "spoiled", "text": "Brown inside.",
            "pictures": ["https://pictures.example/brown.jpg"]} | more
    return expect(person.post(f"/api/v1/orders/{order['id']}/complaints", body, headers={"Idempotency-Key": key or f"key-{number()}"}), status, code)


def decide(admin, order, complaint, status=200, code=None, **decision):
    return expect(admin.post(f"/api/v1/admin/orders/{order['id']}/complaints/{complaint}/decision", {"text": "We are sorry."} | decision), status, code)


def test_from_complaint_to_money(farm, customer, admin, product):
    order = delivered(farm, customer, product)
    complaint = complain(customer, order, product, 2)["complaints"][0]
    assert complaint["status"] == "open" and complaint["pictures"] == ["https://pictures.example/brown.jpg"]
    answer = f"/api/v1/farms/mine/orders/{order['id']}/complaints/{complaint['id']}/answer"
    assert expect(farm.post(answer, {"text": "One of them, yes."}), 200)["complaints"][0]["answer"]["text"] == "One of them, yes."
    assert expect(farm.post(answer, {"text": "Again."}), 409, "illegal_complaint")["legal"] == ["resolved"]
    before = farm.stock(product["sku"])["on_hand"]
    decide(admin, order, complaint["id"], resolution="refund", lines=[{"sku": product["sku"], "quantity": 1}])
    shown = eventually(lambda: (lambda o: o if o["payment"]["status"] == "partially_refunded" else None)(expect(customer.get(f"/api/v1/orders/{order['id']}"), 200)))
    assert shown["status"] == "partially_refunded" and shown["refunds"][0]["amount"]["amount"] == 500
    resolved = shown["complaints"][0]
    assert (resolved["status"], resolved["decision"]["refund"]) == ("resolved", shown["refunds"][0]["id"])
    assert farm.stock(product["sku"])["on_hand"] == before
    decide(admin, order, complaint["id"], resolution="none", status=409, code="illegal_complaint")


def test_the_shop_lists_what_is_complained_about(farm, customer, admin, product):
    order, quiet = delivered(farm, customer, product), delivered(farm, customer, product)

    def listed(state):
        orders, cursor = [], ""
        while True:
            page = expect(admin.get(f"/api/v1/admin/orders?complaints={state}&limit=2{cursor}"), 200)
            orders += [each["id"] for each in page["items"]]
            if not page.get("next_cursor"):
                return {each for each in orders if each in (order["id"], quiet["id"])}
            cursor = f"&cursor={page['next_cursor']}"

    first, second = (complain(customer, order, product)["complaints"][at]["id"] for at in (0, 1))
    assert listed("unresolved") == {order["id"]} and listed("resolved") == set()
    decide(admin, order, first, resolution="none")
    assert listed("unresolved") == {order["id"]} and listed("resolved") == set(), "the other one waits"
    decide(admin, order, second, resolution="none")
    assert listed("unresolved") == set() and listed("resolved") == {order["id"]}
    with_address = expect(admin.get(f"/api/v1/admin/orders?complaints=resolved&email={customer.email}&limit=100"), 200)["items"]
    assert {each["id"] for each in with_address} >= {order["id"]} and quiet["id"] not in [each["id"] for each in with_address]
    assert expect(admin.get("/api/v1/admin/orders?complaints=many"), 422)["errors"][0]["pointer"] == "?complaints"


def test_words_cost_nothing(farm, customer, admin, product):
    order = delivered(farm, customer, product)
    complaint = complain(customer, order, product)["complaints"][-1]["id"]
    shown = decide(admin, order, complaint, resolution="none")
    assert shown["complaints"][-1]["decision"]["resolution"] == "none" and shown["refunds"] == [] and shown["status"] == "delivered"


def test_a_replacement_is_an_order_that_costs_nothing(farm, customer, admin, product, shop):
    order = delivered(farm, customer, product)
    complaint = complain(customer, order, product, 3)["complaints"][0]["id"]
    before = farm.stock(product["sku"])["available"]
    decision = decide(admin, order, complaint, resolution="replacement", lines=[{"sku": product["sku"], "quantity": 2}])["complaints"][0]["decision"]
    assert decision["resolution"] == "replacement" and decision["lines"] == [{"sku": product["sku"], "quantity": 2}]
    sent = expect(customer.get(f"/api/v1/orders/{decision['replacement']}"), 200)
    assert sent["status"] == "paid" and sent["replaces"] == {"order": order["id"], "complaint": complaint}
    assert sent["totals"]["total"]["amount"] == 0 and sent["lines"][0]["quantity"] == 2 and sum(share["quantity"] for share in sent["lines"][0]["lots"]) == 2
    assert farm.stock(product["sku"])["available"] == before - 2, "held from stock"
    assert sent["id"] in [o["id"] for o in expect(customer.get("/api/v1/orders"), 200)["items"]]
    expect(Person(shop).get(f"/api/v1/orders/{sent['id']}"), 404)
    assert "nothing to pay" in text_of(mail_about(shop, customer.email, f"A replacement is on its way: {sent['id']}"))
    for step in ("packed", "delivered"):
        expect(farm.post(f"/api/v1/farms/mine/orders/{sent['id']}/{step}", {}), 200)
    assert expect(customer.get(f"/api/v1/orders/{sent['id']}"), 200)["status"] == "delivered"
    assert expect(customer.get(f"/api/v1/orders/{sent['id']}/invoice"), 200)["items"] == [], "nothing was supplied for money"
    def trail():
        return expect(admin.get(f"/api/v1/admin/audit?subject={sent['id']}&limit=100"), 200)["items"]

    eventually(lambda: len(trail()) >= 3, "entries in the trail")
    assert "decideComplaint" in {entry["operation"] for entry in trail()}, trail()
    decide(admin, order, complaint, resolution="replacement", status=409, code="illegal_complaint")


def test_what_is_sold_out_is_not_replaced(farm, customer, admin, shop):
    product = farm.product(quantity=4, cents=300)
    order = delivered(farm, customer, product, 4)
    complaint = complain(customer, order, product, 2)["complaints"][0]["id"]
    short = decide(admin, order, complaint, resolution="replacement", status=409, code="sold_out")
    assert short["available"] == [{"sku": product["sku"], "wanted": 2, "available": 0}]
    shown = expect(customer.get(f"/api/v1/orders/{order['id']}"), 200)["complaints"][0]
    assert shown["status"] == "open" and "decision" not in shown and shown["replacements"] == 1
    mail_about(shop, "operators@greenharvest.example", f"No replacement for order {order['id']}")
    expect(farm.post(f"/api/v1/inventory/{product['sku']}/lots", farm.lot_body(5)), 201)
    again = decide(admin, order, complaint, resolution="replacement")["complaints"][0]
    assert again["status"] == "resolved" and again["replacements"] == 2
    assert expect(customer.get(f"/api/v1/orders/{again['decision']['replacement']}"), 200)["lines"][0]["quantity"] == 2


def test_who_may_and_about_what(farm, customer, admin, product, shop):
    order = expect(customer.buy(product["sku"], 2), 201)
    assert complain(customer, order, product, status=409, code="illegal_transition")["current"] == "paid"
    order = delivered(farm, customer, product, 2)
    complain(Person(shop), order, product, status=404, code="not_found")
    assert complain(customer, order, product, 3, status=422, code="not_left")["errors"][0]["pointer"] == "/lines/0/quantity"
    complain(customer, order, {"sku": "sku_" + "0" * 26 + "_01"}, status=422, code="line_unknown")
    assert complain(customer, order, product, status=422, pictures=["ftp://a"])["errors"][0]["pointer"] == "/pictures/0"
    assert complain(customer, order, product, status=422, reason="bored")["errors"][0]["pointer"] == "/reason"
    first = complain(customer, order, product, key="once")
    assert len(complain(customer, order, product, key="once")["complaints"]) == len(first["complaints"]) == 1
    other = FarmOwner(shop, admin)
    complaint = first["complaints"][0]["id"]
    expect(other.post(f"/api/v1/farms/mine/orders/{order['id']}/complaints/{complaint}/answer", {"text": "Not ours."}), 404, "not_found")
    decide(admin, order, "cpl_" + "0" * 26, resolution="none", status=404, code="not_found")
    decide(admin, order, complaint, resolution="refund", lines=[{"sku": product["sku"], "quantity": 9}], status=422, code="not_left")


def test_the_window_closes():
    clock = Clock()
    with own_server(flags=clock.flags, demo=True) as server:
        admin = Admin(server)
        farm, customer = FarmOwner(server, admin), Person(server)
        product = farm.product(quantity=10)
        order = delivered(farm, customer, product)
        clock.advance(days=6, hours=23)
        customer.refresh()
        complain(customer, order, product)
        clock.advance(hours=2)
        customer.refresh()
        assert "until" in complain(customer, order, product, status=409, code="complaint_too_late")
    clock.close()

