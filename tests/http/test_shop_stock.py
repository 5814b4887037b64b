"""What the shop sees of all farms' stock, and lots found by the code on the crate."""
import pytest
from stage import FarmOwner, eventually, expect, number


@pytest.fixture(scope="module")
def other_farm(shop, admin):
    return FarmOwner(shop, admin)


def found(admin, code):
    return expect(admin.get(f"/api/v1/admin/lots?code={code}"), 200)["items"]


def walked(admin, query):
    items, cursor = [], ""
    for _ in range(200):
        page = expect(admin.get(f"/api/v1/admin/inventory?{query}{cursor}"), 200)
        items += page["items"]
        if not page.get("next_cursor"):
            return items
        cursor = f"&cursor={page['next_cursor']}"
    raise AssertionError("the list has no end")


def test_a_lot_is_found_by_the_code_on_its_crate(admin, farm, other_farm, customer):
    mark = f"CR-{number()}-{number()}"
    mine, theirs = farm.product(quantity=0, title="Crated kale"), other_farm.product(quantity=0, title="Crated beets")
    lot = expect(farm.post(f"/api/v1/inventory/{mine['sku']}/lots", farm.lot_body(3, f"{mark}/A")), 201)["lots"][0]
    expect(other_farm.post(f"/api/v1/inventory/{theirs['sku']}/lots", other_farm.lot_body(2, f"{mark}/B")), 201)
    both = found(admin, mark)
    assert [(each["lot"]["lot_code"], each["sku"], each["farm"]) for each in both] == [
        (f"{mark}/A", mine["sku"], farm.farm["id"]), (f"{mark}/B", theirs["sku"], other_farm.farm["id"])]
    assert both[0]["product"]["title"] == "Crated kale" and both[0]["product"]["farm_name"] == farm.farm["name"]
    as_read = mark.lower().replace("-", "%20") + "a"
    assert [each["lot"]["id"] for each in found(admin, as_read)] == [lot["id"]], "as it is read off, without marks and in small letters"
    assert found(admin, f"{mark}/C") == [] and found(admin, "--") == []
    first = expect(admin.get(f"/api/v1/admin/lots?code={mark}&limit=1"), 200)
    second = expect(admin.get(f"/api/v1/admin/lots?code={mark}&limit=1&cursor={first['next_cursor']}"), 200)
    assert [page["items"][0]["lot"]["lot_code"] for page in (first, second)] == [f"{mark}/A", f"{mark}/B"]

    # What was split off has a code of its own; sold out, taken off sale, recalled: it is found all the same.
    expect(farm.change(f"{mine['sku']}/lots/{lot['id']}/split", {"lot_code": f"{mark}/A2", "quantity": 1}), 200)
    expect(customer.buy(mine["sku"], 3), 201)
    eventually(lambda: [each["lot"]["on_hand"] for each in found(admin, f"{mark}/A")] == [0, 0], "the sale is posted")
    expect(farm.post(f"/api/v1/products/{mine['id']}/archive"), 200)
    expect(farm.post(f"/api/v1/inventory/{mine['sku']}/lots/{lot['id']}/recall", {"reason": "glass"}), 200)
    gone = found(admin, f"{mark}/A")
    assert [(each["lot"]["lot_code"], each["lot"]["status"]) for each in gone] == [(f"{mark}/A", "recalled"), (f"{mark}/A2", "recalled")]
    assert gone[0]["product"]["status"] == "archived"


def test_a_lot_that_was_refused_is_not_found(admin, farm):
    made, code = farm.product(quantity=0), f"NO-{number()}"
    expect(farm.post(f"/api/v1/inventory/{made['sku']}/lots", {**farm.lot_body(1, code), "best_before": "2020-01-01"}), 422)
    assert found(admin, code) == []
    expect(farm.post(f"/api/v1/inventory/{made['sku']}/lots", farm.lot_body(1, code)), 201)
    assert len(found(admin, code)) == 1


def test_the_stock_of_all_farms(admin, farm, other_farm, customer):
    mine = [farm.product(quantity=2, title=f"Listed {each}") for each in range(3)]
    theirs = other_farm.product(quantity=5, title="Listed elsewhere")
    everything = {each["sku"]: each for each in walked(admin, "limit=2")}
    assert {made["sku"] for made in (*mine, theirs)} <= set(everything)
    shown = everything[theirs["sku"]]
    assert shown["available"] == 5 and shown["product"]["title"] == "Listed elsewhere" and shown["product"]["variant"] == "one"
    assert shown["lots"][0]["id"] == theirs["lot"] and shown["farm"] == other_farm.farm["id"]
    of_mine = {each["sku"] for each in walked(admin, f"farm={farm.farm['id']}&limit=100")}
    assert {made["sku"] for made in mine} <= of_mine and theirs["sku"] not in of_mine

    expect(customer.buy(mine[0]["sku"], 2), 201)
    expect(farm.call("PUT", f"/api/v1/inventory/{mine[1]['sku']}/threshold", {"threshold": 5}), 200)
    here = f"farm={farm.farm['id']}&limit=1"

    def state(name):
        return {each["sku"] for each in walked(admin, f"{here}&state={name}")} & {made["sku"] for made in mine}

    eventually(lambda: state("sold_out") == {mine[0]["sku"]}, "the sale is posted")
    assert state("low") == {mine[1]["sku"]} and state("any") == {made["sku"] for made in mine}


def test_what_is_wrong_with_a_question_is_named(admin, farm, customer):
    for person in (farm, customer):
        expect(person.get("/api/v1/admin/inventory"), 403)
        expect(person.get("/api/v1/admin/lots?code=A"), 403)
    assert expect(admin.get("/api/v1/admin/lots"), 422)["errors"][0]["pointer"] == "?code"
    assert expect(admin.get("/api/v1/admin/inventory?state=empty"), 422)["errors"][0]["pointer"] == "?state"
    for path in ("lots?code=A", "inventory?limit=1"):
        expect(admin.get(f"/api/v1/admin/{path}&cursor=nonsense"), 400, "bad_cursor")
