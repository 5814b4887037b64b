"""Lines and parts that are taken back: the money to the cent, the stock to the unit, each intention once."""
import pytest
from stage import FarmOwner, Person, eventually, expect, number


@pytest.fixture(scope="module")
def other_farm(shop, admin):
    return FarmOwner(shop, admin)


def bought(person, *lines):
    return expect(person.place(person.cart(*lines)), 201)


def look(person, order):
    return expect(person.get(f"/api/v1/orders/{order['id']}"), 200)


def cancel_lines(person, order, sku, quantity, key=None, status=200, code=None):
    body = {"lines": [{"sku": sku, "quantity": quantity}]}
    return expect(person.post(f"/api/v1/orders/{order['id']}/lines/cancel", body, headers={"Idempotency-Key": key or f"key-{number()}"}), status, code)


def farm_post(farm, order, what, body, key=None, status=200, code=None):
    return expect(farm.post(f"/api/v1/farms/mine/orders/{order['id']}/{what}", body, headers={"Idempotency-Key": key or f"key-{number()}"}), status, code)


def settled(person, order, status):
    return eventually(lambda: (lambda shown: shown if shown["payment"]["status"] == status else None)(look(person, order)), f"payment {status}")


def test_packs_one_after_the_other_to_the_last_cent(farm, customer):
    product = farm.product(quantity=10, cents=333)
    order = bought(customer, (product["sku"], 3))
    for left in (2, 1):
        assert cancel_lines(customer, order, product["sku"], 1)["lines"][0]["left"] == left
    shown = settled(customer, order, "partially_refunded")
    assert [refund["amount"]["amount"] for refund in shown["refunds"]] == [333, 333] and shown["status"] == "paid"
    eventually(lambda: farm.stock(product["sku"])["on_hand"] == 9, "what was taken back is on stock")
    problem = cancel_lines(customer, order, product["sku"], 2, status=422, code="not_left")
    assert problem["errors"][0]["pointer"] == "/lines/0/quantity" and problem["left"] == 1
    cancel_lines(customer, order, product["sku"], 1)
    shown = settled(customer, order, "refunded")
    assert shown["status"] == "cancelled" and sum(refund["amount"]["amount"] for refund in shown["refunds"]) == 999
    eventually(lambda: farm.stock(product["sku"])["on_hand"] == 10)


def test_one_intention_is_one_refund(farm, customer):
    product = farm.product(quantity=10, cents=100)
    order = bought(customer, (product["sku"], 5))
    for _ in range(3):
        cancel_lines(customer, order, product["sku"], 1, key="the-same")
    assert len(look(customer, order)["refunds"]) == 1
    expect(customer.post(f"/api/v1/orders/{order['id']}/lines/cancel", {"lines": [{"sku": product["sku"], "quantity": 1}]}), 400, "idempotency_key_required")


def test_the_buyer_may_until_the_farm_has_begun(farm, other_farm, customer):
    squash, beans = farm.product(quantity=10), other_farm.product(quantity=10, cents=200)
    order = bought(customer, (squash["sku"], 2), (beans["sku"], 2))
    expect(farm.post(f"/api/v1/farms/mine/orders/{order['id']}/packing"), 200)
    problem = cancel_lines(customer, order, squash["sku"], 1, status=409, code="illegal_transition")
    assert problem["current"] == "packing"
    expect(customer.post(f"/api/v1/orders/{order['id']}/cancel"), 409, "illegal_transition")
    cancel_lines(customer, order, beans["sku"], 2)
    shown = settled(customer, order, "partially_refunded")
    assert [part["status"] for part in shown["parts"]] == ["packing", "cancelled"] and shown["status"] == "packing"
    eventually(lambda: other_farm.stock(beans["sku"])["on_hand"] == 10)


def test_the_farm_may_with_a_reason_until_it_is_delivered(farm, customer):
    product = farm.product(quantity=10, cents=250)
    order = bought(customer, (product["sku"], 4))
    expect(farm.post(f"/api/v1/farms/mine/orders/{order['id']}/packed", {}), 200)
    farm_post(farm, order, "cancel", {"reason": ""}, status=422)
    farm_post(farm, order, "cancel", {"lines": [{"sku": product["sku"], "quantity": 1}], "restock": False, "reason": "a crate was dropped"})
    farm_post(farm, order, "cancel", {"reason": "the van broke down"})
    shown = settled(customer, order, "refunded")
    assert shown["status"] == "cancelled"
    assert [(r["reason"], r["text"], r["amount"]["amount"]) for r in shown["refunds"]] == [
        ("cancelled_by_farm", "a crate was dropped", 250), ("cancelled_by_farm", "the van broke down", 750)]
    eventually(lambda: farm.stock(product["sku"])["on_hand"] == 9, "all but what was dropped")


def test_the_shop_may_too(farm, customer, admin):
    product = farm.product(quantity=10)
    order = bought(customer, (product["sku"], 2))
    body = {"farm": farm.farm["id"], "reason": "the customer called"}
    path = f"/api/v1/admin/orders/{order['id']}/cancel"
    assert expect(admin.post(path, body, headers={"Idempotency-Key": "shop"}), 200)["status"] == "cancelled"
    assert settled(customer, order, "refunded")["refunds"][0]["reason"] == "cancelled_by_shop"
    expect(customer.post(path, body, headers={"Idempotency-Key": "shop"}), 403, "forbidden")


def test_what_comes_back_after_the_delivery(farm, customer):
    product = farm.product(quantity=10, cents=300)
    order = bought(customer, (product["sku"], 3))
    back = {"lines": [{"sku": product["sku"], "quantity": 1}], "reason": "not liked", "restock": True}
    assert farm_post(farm, order, "returned", back, status=409, code="illegal_transition")["current"] == "paid"
    expect(farm.post(f"/api/v1/farms/mine/orders/{order['id']}/packed", {}), 200)
    expect(farm.post(f"/api/v1/farms/mine/orders/{order['id']}/delivered", {}), 200)
    farm_post(farm, order, "cancel", {"reason": "too late"}, status=409, code="illegal_transition")
    farm_post(farm, order, "returned", back)
    assert settled(customer, order, "partially_refunded")["status"] == "partially_refunded"
    eventually(lambda: farm.stock(product["sku"])["on_hand"] == 8)
    farm_post(farm, order, "returned", {"reason": "the rest, too"})
    shown = settled(customer, order, "refunded")
    assert shown["status"] == "refunded" and shown["parts"][0]["status"] == "returned"
    assert farm.stock(product["sku"])["on_hand"] == 8, "what went out and is not said to be good stays off the stock"


def test_somebody_elses_lines(farm, other_farm, customer, shop):
    squash, beans = farm.product(quantity=10), other_farm.product(quantity=10)
    order = bought(customer, (squash["sku"], 1), (beans["sku"], 1))
    problem = farm_post(farm, order, "cancel", {"lines": [{"sku": beans["sku"], "quantity": 1}], "reason": "not mine"}, status=422, code="line_unknown")
    assert problem["errors"][0]["pointer"] == "/lines/0/sku"
    cancel_lines(Person(shop), order, squash["sku"], 1, status=404, code="not_found")
    cancel_lines(customer, order, "sku_" + "0" * 26 + "_01", 1, status=422, code="line_unknown")
    assert look(customer, order)["refunds"] == []


def test_unpaid_orders_have_no_lines_to_take_back(farm, customer):
    product = farm.product(quantity=10)
    order = expect(customer.buy(product["sku"], 1, "pm_card_second_step"), 202)
    assert cancel_lines(customer, order, product["sku"], 1, status=409, code="illegal_transition")["current"] == "pending_payment"
    expect(farm.get(f"/api/v1/farms/mine/orders/{order['id']}"), 404, "not_found")


def test_a_reorder_says_what_cannot_be_bought_again(farm, customer):
    gone, few, fine = farm.product(quantity=5), farm.product(quantity=5), farm.product(quantity=50)
    order = bought(customer, (gone["sku"], 1), (few["sku"], 3), (fine["sku"], 2))
    expect(farm.post(f"/api/v1/products/{gone['id']}/unpublish"), 200)
    farm.reprice(fine, 999)
    again = eventually(lambda: (lambda r: r if len(r["left_out"]) == 2 else None)(
        expect(customer.post(f"/api/v1/orders/{order['id']}/reorder"), 201)))
    assert {(left["sku"], left["reason"], left["put"]) for left in again["left_out"]} == {(gone["sku"], "not_for_sale", 0), (few["sku"], "fewer_left", 2)}
    cart = expect(customer.get(f"/api/v1/carts/{again['cart']}"), 200)
    assert {(line["sku"], line["quantity"], line["unit_price"]["amount"]) for line in cart["lines"]} == {(few["sku"], 2, 450), (fine["sku"], 2, 999)}


def test_a_reorder_of_nothing_leaves_the_box_of_the_account(farm, customer):
    gone, other = farm.product(quantity=5), farm.product(quantity=5)
    order = bought(customer, (gone["sku"], 5))
    mine = customer.cart((other["sku"], 1))
    again = expect(customer.post(f"/api/v1/orders/{order['id']}/reorder"), 201)
    assert again["lines"] == [] and [left["reason"] for left in again["left_out"]] == ["sold_out"]
    assert expect(customer.get("/api/v1/carts/current"), 200)["id"] == mine
