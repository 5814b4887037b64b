"""Invoice numbers: one series for each farm, without a gap, also when many are packed at once; what stands in an invoice."""
import threading

import pytest
from stage import FarmOwner, Person, eventually, expect, number


@pytest.fixture(scope="module")
def seller(shop, admin):
    """A farm with books of its own."""
    return FarmOwner(shop, admin)


def packed(farm, order, lines=None):
    expect(farm.post(f"/api/v1/farms/mine/orders/{order['id']}/packed", {} if lines is None else {"lines": lines}), 200)
    return order


def papers(person, order, count=1):
    return eventually(lambda: (lambda items: items if len(items) >= count else None)(
        expect(person.get(f"/api/v1/orders/{order['id']}/invoice"), 200)["items"]), f"{count} papers")


def test_an_invoice_is_complete(seller, customer):
    product = seller.product(quantity=10, cents=333, title="Invoice squash")
    order = expect(customer.buy(product["sku"], 4), 201)
    assert expect(customer.get(f"/api/v1/orders/{order['id']}/invoice"), 200)["items"] == []
    packed(seller, order, [{"sku": product["sku"], "quantity": 3}])  # what was missing is in no paper
    invoice = papers(customer, order)[0]
    assert invoice["kind"] == "invoice" and invoice["number"].startswith("INV-") and invoice["order"] == order["id"]
    assert invoice["seller"] == {"name": seller.farm_name, "street": "1 Ridge Road", "city": "Lovettsville", "state": "VA", "zip": "20180"}
    assert invoice["buyer"]["email"] == customer.email
    assert [(line["title"].split(",")[0], line["quantity"], line["amount"]["amount"]) for line in invoice["lines"]] == [("Invoice squash", 3, 999)]
    assert invoice["total"]["amount"] == 999


def test_numbers_have_no_gap_when_many_are_packed_at_once(shop, admin):
    seller = FarmOwner(shop, admin)
    product = seller.product(quantity=100)
    people = [Person(shop) for _ in range(12)]
    orders = [None] * len(people)

    def buy(at):
        orders[at] = packed(seller, expect(people[at].buy(product["sku"], 2), 201))

    threads = [threading.Thread(target=buy, args=(at,)) for at in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(papers(person, order)[0]["number"] for person, order in zip(people, orders))
    assert [int(each.rsplit("-", 1)[1]) for each in numbers] == list(range(1, len(people) + 1))
    assert len({each.rsplit("-", 1)[0] for each in numbers}) == 1


def test_each_refund_has_a_credit_note_that_names_the_invoice(shop, admin, customer):
    seller = FarmOwner(shop, admin)
    product = seller.product(quantity=20, cents=250)
    order = packed(seller, expect(customer.buy(product["sku"], 4), 201))
    papers(customer, order)
    for key in ("one", "two"):
        body = {"lines": [{"sku": product["sku"], "quantity": 1}], "reason": "dropped"}
        expect(seller.post(f"/api/v1/farms/mine/orders/{order['id']}/cancel", body, headers={"Idempotency-Key": key}), 200)
    invoice, *notes = papers(customer, order, 3)
    assert [note["amends"] for note in notes] == [invoice["number"]] * 2
    assert [int(note["number"].rsplit("-", 1)[1]) for note in notes] == [1, 2]
    assert [note["total"]["amount"] for note in notes] == [250, 250] and invoice["total"]["amount"] == 1000


def adds_up(paper):
    assert sum(row["net"]["amount"] + row["tax"]["amount"] for row in paper["taxes"]) == paper["total"]["amount"], paper
    assert sum(row["tax"]["amount"] for row in paper["taxes"]) >= sum(line["tax"]["amount"] for line in paper["lines"])
    return {row["rate_ppm"]: (row["name"], row["net"]["amount"], row["tax"]["amount"]) for row in paper["taxes"]}


def test_the_tax_stands_by_rate_to_the_last_cent(shop, admin, customer):
    """Two rates on top of the prices; what is given back pack by pack takes its tax along, so that invoice and notes agree in each cent."""
    seller = FarmOwner(shop, admin)
    squash, plant = seller.product(quantity=20, cents=333), seller.product(quantity=20, cents=777)
    expect(seller.call("PATCH", f"/api/v1/products/{plant['id']}", {"tax_category": "plant_or_flower"}), 200)
    cart = customer.cart((squash["sku"], 3), (plant["sku"], 1))
    body = {**customer.order_body(cart), "address": {"name": "Ann", "street": "1 Weg", "city": "Graz", "zip": "8010", "country": "AT"}}
    order = packed(seller, expect(customer.post("/api/v1/orders", body, headers={"Idempotency-Key": f"key-{number()}"}), 201))
    papers(customer, order)
    for key in ("one", "two", "three"):
        back = {"lines": [{"sku": squash["sku"], "quantity": 1}], "reason": "dropped"}
        expect(seller.post(f"/api/v1/farms/mine/orders/{order['id']}/cancel", back, headers={"Idempotency-Key": key}), 200)
    invoice, *notes = papers(customer, order, 4)
    assert adds_up(invoice) == {130_000: ("USt. 13 %", 777, 101), 100_000: ("USt. 10 %", 999, 100)}
    assert [row["rate_ppm"] for row in invoice["taxes"]] == [130_000, 100_000]
    assert sum(adds_up(note)[100_000][2] for note in notes) == 100 and sum(adds_up(note)[100_000][1] for note in notes) == 999
    assert [(line["rate_ppm"], line["tax"]["amount"]) for line in invoice["lines"]] == [(100_000, 100), (130_000, 101)]


def test_an_invoice_without_tax_says_so(shop, admin, customer):
    seller = FarmOwner(shop, admin)
    order = packed(seller, expect(customer.buy(seller.product(quantity=5, cents=450)["sku"], 2), 201))
    assert adds_up(papers(customer, order)[0]) == {0: (papers(customer, order)[0]["taxes"][0]["name"], 900, 0)}


def test_one_invoice_of_each_farm(seller, farm, customer):
    mine, theirs = farm.product(quantity=5, cents=100), seller.product(quantity=5, cents=200)
    order = expect(customer.place(customer.cart((mine["sku"], 1), (theirs["sku"], 1))), 201)
    packed(farm, order)
    packed(seller, order)
    assert {(paper["seller"]["name"], paper["total"]["amount"]) for paper in papers(customer, order, 2)} == {(farm.farm_name, 100), (seller.farm_name, 200)}


def test_whose_invoice(seller, customer, shop):
    product = seller.product(quantity=5)
    order = expect(customer.buy(product["sku"]), 201)
    expect(Person(shop).get(f"/api/v1/orders/{order['id']}/invoice"), 404, "not_found")
    unpaid = expect(customer.buy(product["sku"], 1, "pm_card_second_step"), 202)
    assert expect(customer.get(f"/api/v1/orders/{unpaid['id']}/invoice"), 200)["items"] == []
