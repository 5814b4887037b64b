"""Who waits for something is told once when it can be bought again, the oldest first."""
from stage import Guest, Person, eventually, expect, number


def wait(person, made, **more):
    return person.post(f"/api/v1/products/{made['slug']}/back-in-stock", {"sku": made["sku"], **more})


def mine(person):
    return [each["sku"] for each in expect(person.get("/api/v1/back-in-stock"), 200)["items"]]


def test_people_wait_and_are_told_in_waves(farm, shop):
    made = farm.product(quantity=0)
    people = [Person(shop) for _ in range(5)]
    for person in people:
        first = expect(wait(person, made), 201)
        assert expect(wait(person, made), 201)["id"] == first["id"], "the same wish again is the same"
    assert mine(people[0]) == [made["sku"]]
    expect(farm.post(f"/api/v1/inventory/{made['sku']}/lots", farm.lot_body(1)), 201)
    # One unit: three are told, the others go on waiting.
    eventually(lambda: [bool(mine(person)) for person in people] == [False, False, False, True, True], "the oldest three are told")
    expect(people[4].call("DELETE", f"/api/v1/back-in-stock/{expect(people[4].get('/api/v1/back-in-stock'), 200)['items'][0]['id']}"), 204)
    assert mine(people[4]) == []


def test_a_guest_waits_by_address(farm, shop, customer):
    made = farm.product(quantity=0)
    guest = Guest(shop)
    refused = expect(wait(guest, made), 422)
    assert refused["errors"][0]["pointer"] == "/email"
    assert expect(wait(customer, made, email="somebody@example.com"), 422)["errors"][0]["pointer"] == "/email"
    watch = expect(wait(guest, made, email=f"guest-{number()}@example.com", locale="es"), 201)
    assert set(watch) == {"id", "sku", "since"}, "the address is not shown"
    expect(guest.call("DELETE", f"/api/v1/back-in-stock/{watch['id']}"), 204)
    expect(guest.call("DELETE", f"/api/v1/back-in-stock/{watch['id']}"), 404)


def test_what_cannot_be_waited_for(farm, shop, customer):
    made, other = farm.product(quantity=0), farm.product(quantity=0)
    expect(customer.post("/api/v1/products/nobody-has-this-slug/back-in-stock", {"sku": made["sku"]}), 404)
    refused = expect(customer.post(f"/api/v1/products/{made['slug']}/back-in-stock", {"sku": other["sku"]}), 422)
    assert refused["errors"][0]["pointer"] == "/sku"
    watch = expect(wait(customer, made), 201)
    shown = lambda: next(each for each in expect(customer.get("/api/v1/back-in-stock"), 200)["items"] if each["id"] == watch["id"])
    assert shown()["product"] == {"slug": made["slug"], "title": made["title"], "category": "vegetables", "farm_name": farm.farm["name"]}
    expect(farm.post(f"/api/v1/products/{made['id']}/unpublish"), 200)
    assert "product" not in shown(), "off the shop it has no page"
    expect(Person(shop).call("DELETE", f"/api/v1/back-in-stock/{watch['id']}"), 404)
    expect(Guest(shop).call("DELETE", f"/api/v1/back-in-stock/{watch['id']}"), 404)
    expect(customer.call("DELETE", f"/api/v1/back-in-stock/{watch['id']}"), 204)
