"""The audit trail: what farms and staff change leaves an entry with before and after; what a customer does with a cart does not."""
import datetime

from stage import FarmOwner, Person, eventually, expect

from support.server import quote


def entries(person, path="/api/v1/admin/audit", **filters):
    query = "&".join(f"{name}={quote(str(value))}" for name, value in filters.items())
    return expect(person.get(f"{path}?limit=100&{query}"), 200)["items"]


def entry(person, path="/api/v1/admin/audit", *, operation, **filters):
    return eventually(lambda: [e for e in entries(person, path, **filters) if e["operation"] == operation], operation)[0]


def test_a_changed_farm_shows_before_and_after(shop, admin):
    farm = FarmOwner(shop, admin)
    before = expect(farm.get("/api/v1/farms/mine"), 200)
    expect(farm.call("PATCH", "/api/v1/farms/mine", {"story": "We grow what we like."}, headers={"X-Request-Id": "change-of-story"}), 200)
    found = entry(admin, subject=before["id"], operation="changeMyFarm")
    assert (found["before"].get("story", ""), found["after"]["story"]) == (before.get("story", ""), "We grow what we like.")
    assert "name" not in found["before"] and "name" not in found["after"], "only what changed"
    assert found["user"] == expect(farm.get("/api/v1/me"), 200)["id"] and found["role"] == "farmer"
    assert (found["farm"], found["collection"], found["action"]) == (before["id"], "farms", "changed")
    assert found["request_id"] == "change-of-story" and found["address"] == "127.0.0.1"
    verified = entry(admin, farm=before["id"], operation="verifyFarm")
    assert (verified["before"]["status"], verified["after"]["status"], verified["role"]) == ("applied", "verified", "admin")


def test_a_changed_product_is_the_farms_and_nobody_elses(shop, admin):
    farm, other = FarmOwner(shop, admin), FarmOwner(shop, admin)
    product = farm.product()
    farm.reprice(product, 999)
    found = entry(farm, "/api/v1/farms/mine/audit", subject=product["id"], operation="changeProduct")
    assert found["after"]["variants"][0]["price"]["amount"] == 999 and found["before"]["variants"][0]["price"]["amount"] == 450
    mine, theirs = entries(farm, "/api/v1/farms/mine/audit"), entries(other, "/api/v1/farms/mine/audit")
    assert {e["farm"] for e in mine} == {farm.farm["id"]} and {e["farm"] for e in theirs} == {other.farm["id"]}
    assert all("address" not in e or e["role"] != "admin" or e["address"] == "" for e in mine), "where staff works is not told"
    expect(Person(shop).get("/api/v1/farms/mine/audit"), 404)
    expect(farm.get("/api/v1/admin/audit"), 403)


def test_a_customers_cart_leaves_nothing(shop, admin, farm):
    customer = Person(shop)
    cart = customer.cart((farm.product()["sku"], 1))
    marker = farm.product()  # later than the cart
    entry(admin, subject=marker["id"], operation="createProduct")
    assert entries(admin, subject=cart) == [] and entries(admin, actor=expect(customer.get("/api/v1/me"), 200)["id"]) == []


def test_filters_and_pages(shop, admin):
    farm = FarmOwner(shop, admin)
    for i in range(5):
        expect(farm.call("PATCH", "/api/v1/farms/mine", {"story": f"Story {i}."}), 200)
    me = expect(farm.get("/api/v1/me"), 200)["id"]
    mine = eventually(lambda: [found for found in [entries(admin, actor=me, collection="farms")] if sum(e["operation"] == "changeMyFarm" for e in found) == 5])[0]
    moments = [e["at"] for e in mine]
    assert moments == sorted(moments, reverse=True)
    walked, cursor = [], ""
    while True:
        page = expect(admin.get(f"/api/v1/admin/audit?limit=2&actor={me}&collection=farms&cursor={cursor}"), 200)
        walked += page["items"]
        cursor = page.get("next_cursor")
        if not cursor:
            break
    assert walked == mine
    before = [e for e in mine if e["at"] < moments[0]]  # several changes may be of one millisecond
    assert before and entries(admin, actor=me, collection="farms", until=moments[0]) == before
    assert entries(admin, actor=me, collection="farms", **{"from": moments[0]}) == [e for e in mine if e["at"] == moments[0]]
    assert entries(admin, actor=me, collection="products") == []
    tomorrow = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert entries(admin, actor=me, **{"from": tomorrow}) == []
    expect(admin.get("/api/v1/admin/audit?cursor=AAAA"), 400, "bad_cursor")
    expect(admin.get("/api/v1/admin/audit?from=yesterday"), 422)


def test_the_trail_has_no_door_for_writing(openapi):
    paths = {template: set() for _, template, _ in openapi.operations() if "audit" in template}
    for method, template, _ in openapi.operations():
        if template in paths:
            paths[template].add(method)
    assert paths == {"/api/v1/admin/audit": {"GET"}, "/api/v1/farms/mine/audit": {"GET"}}


def test_a_role_that_a_task_gave_stands_in_the_trail(shop, admin):
    farm = FarmOwner(shop, admin)
    me = expect(farm.get("/api/v1/me"), 200)["id"]
    entry = eventually(lambda: next((e for e in expect(admin.get(f"/api/v1/admin/audit?subject={me}"), 200)["items"] if e["role"] == "shop"), None), "an entry of the shop's own")
    assert entry["operation"] == "farmers.person_changed" and entry["before"]["role"] == "customer" and entry["after"]["role"] == "farmer" and "user" not in entry
