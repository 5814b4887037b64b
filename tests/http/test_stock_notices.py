"""What stock makes known: low stock to the farm, what is back to those who wait, a recall to those who ordered."""
import pathlib

from stage import Guest, Person, eventually, expect, number


def told(person, event):
    return [item for item in expect(person.get("/api/v1/me/notices?limit=100"), 200)["items"] if item["event"] == event]


def mail_to(shop, address, subject=""):
    return next((text for file in pathlib.Path(shop.data, "outbox").glob("*.eml")
                 if f"To: {address}" in (text := file.read_text()) and f"Subject: {subject}" in text), None)


def at_rest(admin, *tasks):
    """Whether nothing is due or running of these; what waits for later may."""
    queues = [queue for queue in expect(admin.get("/api/v1/admin/tasks"), 200)["items"] if queue["task"] in tasks]
    return all(queue["ready"] == queue["leased"] == 0 for queue in queues)


def test_a_farm_is_told_once_that_stock_runs_low(farm, admin):
    made = farm.product(quantity=10)
    sku, lot = made["sku"], made["lot"]
    expect(farm.call("PUT", f"/api/v1/inventory/{sku}/threshold", {"threshold": 5}), 200)
    before = len(told(farm, "inventory.low_stock"))
    view = expect(farm.change(f"{sku}/write-offs", {"lot": lot, "quantity": 5, "reason": "spoiled"}), 200)
    assert view["low"]
    eventually(lambda: len(told(farm, "inventory.low_stock")) == before + 1, "the farm is told")
    for _ in range(3):  # up and down around the threshold
        expect(farm.change(f"{sku}/adjustments", {"lot": lot, "change": 1, "reason": "counted"}), 200)
        expect(farm.change(f"{sku}/adjustments", {"lot": lot, "change": -1, "reason": "counted"}), 200)
    # Recovered and low again within the hour: told then, if it is true then.
    expect(farm.change(f"{sku}/adjustments", {"lot": lot, "change": 5, "reason": "counted"}), 200)
    assert expect(farm.change(f"{sku}/adjustments", {"lot": lot, "change": -5, "reason": "counted"}), 200)["low"]
    eventually(lambda: at_rest(admin, "inventory.low_stock", "notifications.tell"), "all that is due was told")
    assert len(told(farm, "inventory.low_stock")) == before + 1


def test_what_is_back_is_told_to_an_account_and_a_guest(farm, shop):
    made = farm.product(quantity=0)
    person, guest, address = Person(shop), Guest(shop), f"waits-{number()}@example.com"
    expect(person.post(f"/api/v1/products/{made['slug']}/back-in-stock", {"sku": made["sku"]}), 201)
    expect(guest.post(f"/api/v1/products/{made['slug']}/back-in-stock", {"sku": made["sku"], "email": address, "locale": "es"}), 201)
    expect(farm.post(f"/api/v1/inventory/{made['sku']}/lots", farm.lot_body(5)), 201)
    eventually(lambda: told(person, "inventory.back_in_stock"), "the account is told")
    assert "vuelve" in eventually(lambda: mail_to(shop, address), "the guest gets a mail")


def test_a_recall_is_told_to_whoever_has_some_of_it(farm, shop):
    made = farm.product(quantity=10)
    has, waits, other = Person(shop), Person(shop), Person(shop)
    expect(has.buy(made["sku"], 2), 201)
    expect(waits.buy(made["sku"], 1, "pm_card_second_step"), 202)
    expect(other.buy(farm.product(quantity=3)["sku"], 1), 201)
    expect(farm.post(f"/api/v1/inventory/{made['sku']}/lots/{made['lot']}/recall", {"reason": "glass in a jar"}), 200)
    for person in (has, waits):
        eventually(lambda person=person: told(person, "inventory.lot_recalled"), "who ordered is told")
        assert "The reason: glass in a jar" in eventually(lambda person=person: mail_to(shop, person.email, "Recall: "), "and by mail")
    assert told(other, "inventory.lot_recalled") == []
