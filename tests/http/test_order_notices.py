"""Who is told of an order, and in which words: the buyer in their language, the farm once for many orders, shop and farm of a complaint."""
import pytest
from http_support import own_server
from stage import Admin, FarmOwner, Guest, Person, eventually, expect, number
from test_notifications import mail_about, mails, text_of

from support.clock import Clock

OPERATORS = "operators@greenharvest.example"


@pytest.fixture(scope="module")
def product(farm):
    return farm.product(quantity=1_000, cents=450, title="Notice squash")


def spanish(shop):
    buyer = Person(shop)
    expect(buyer.call("PUT", "/api/v1/me/notifications", {"locale": "es", "off": []}), 200)
    return buyer


def step(farm, order, what, body=None):
    return expect(farm.post(f"/api/v1/farms/mine/orders/{order['id']}/{what}", {} if body is None else body), 200)


def test_the_confirmation_is_in_the_buyers_language(shop, farm, product):
    english, guest, other = Person(shop), Guest(shop), spanish(shop)
    for buyer, thanks, amount in ((english, "Thank you for your order", "$9.00"), (guest, "Thank you for your order", "$9.00"), (other, "Gracias por su pedido", "9,00 US$")):
        order = expect(buyer.buy(product["sku"], 2), 201)
        message = mail_about(shop, buyer.email, order["id"])
        text = text_of(message)
        assert thanks in text and f"2 × {order['lines'][0]['title']} ({farm.farm_name}): {amount}" in text and text.count(amount) == 2, text
        assert message["List-Unsubscribe"] is None and message.get_body(("html",)) is not None
    assert "Su pedido" in message["Subject"]


def test_an_order_that_is_not_paid_is_not_confirmed(shop, product):
    buyer = Person(shop)
    expect(buyer.buy(product["sku"], 1, "pm_card_declined"), 402)
    paid = expect(buyer.buy(product["sku"]), 201)
    mail_about(shop, buyer.email, paid["id"])
    assert len(mails(shop, buyer.email)) == 2, "the link that proves the address, and one confirmation"


def test_the_buyer_hears_of_each_step(shop, farm, product):
    for buyer, packed, shipped, delivered in ((Person(shop), "is packed", "on its way", "Delivered"), (spanish(shop), "está preparado", "en camino", "Entregado")):
        order = expect(buyer.buy(product["sku"]), 201)
        for what, words in (("packed", packed), ("shipped", shipped), ("delivered", delivered)):
            step(farm, order, what)
            assert farm.farm_name in text_of(mail_about(shop, buyer.email, words))


def test_farm_and_shop_hear_of_a_complaint(shop, farm, product):
    buyer = Person(shop)
    order = expect(buyer.buy(product["sku"]), 201)
    step(farm, order, "packed")
    step(farm, order, "delivered")
    words = f"Brown inside {number()}."
    body = {"lines": [{"sku": product["sku"], "quantity": 1}], "reason": "spoiled", "text": words}
    expect(buyer.post(f"/api/v1/orders/{order['id']}/complaints", body, headers={"Idempotency-Key": f"key-{number()}"}), 201)
    for to in (farm.email, OPERATORS):
        text = text_of(mail_about(shop, to, f"A complaint about order {order['id']}"))
        assert words in text and "spoiled" in text
    assert not any("complaint" in (m["Subject"] or "") for m in mails(shop, buyer.email))


def test_a_farm_is_told_once_for_many_orders():
    clock = Clock()
    with own_server(flags=clock.flags, demo=True) as server:
        admin = Admin(server)
        farm, other = FarmOwner(server, admin), FarmOwner(server, admin)
        product = farm.product(quantity=20)
        buyers = [Person(server) for _ in range(3)]
        orders = [expect(buyer.buy(product["sku"]), 201) for buyer in buyers]
        for buyer, order in zip(buyers, orders):
            mail_about(server, buyer.email, order["id"])
        clock.advance(minutes=1)
        text = text_of(mail_about(server, farm.email, f"New orders for {farm.farm_name}"))
        assert "wait to be packed now: 3." in text, text
        farm.sign_in()
        page = eventually(lambda: [n for n in expect(farm.get("/api/v1/me/notices"), 200)["items"] if n["event"] == "orders.new_order"])
        told = [m for m in mails(server, farm.email) if "New orders" in m["Subject"]]
        assert 1 <= len(told) <= 2 and len(page) == len(told), "two, where the orders came before and after a turn of the half minute"
        assert not [m for m in mails(server, other.email) if "New orders" in m["Subject"]]
    clock.close()
