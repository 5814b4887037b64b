"""Bulk work: an operation with progress, counts, an error per row, cancel; who sees which."""
import pytest
from stage import FarmOwner, Person, eventually, expect, number

NOBODYS = "prd_" + "0" * 26


def finished(person, operation):
    ended = ("done", "failed", "cancelled")
    return eventually(lambda: (now := expect(person.get(f"/api/v1/operations/{operation['id']}"), 200))["state"] in ended and now, "the end of an operation")


def bulk(person, body, status=202, path="/api/v1/products/bulk"):
    reply = person.post(path, body)
    expect(reply, status)
    if status == 202:
        assert reply.header("location") == f"/api/v1/operations/{reply.json()['id']}"
    return reply.json()


def price(server, product):
    return expect(server.get(f"/api/v1/products/{product['slug']}"), 200)["variants"][0]["price"]["amount"]


def test_rows_that_cannot_be_done_are_told_and_the_others_are_done(farm):
    products = [farm.product() for _ in range(3)]
    started = bulk(farm, {"action": "unpublish", "ids": [products[0]["id"], NOBODYS, products[1]["id"]]})
    assert (started["kind"], started["total"], started["farm"]) == ("products.unpublish", 3, farm.farm["id"])
    done = finished(farm, started)
    assert (done["state"], done["done"], done["errors"], done["counts"]) == ("done", 3, 1, {"unpublished": 2, "failed": 1})
    assert done["started"] and done["finished"]
    errors = expect(farm.get(f"/api/v1/operations/{done['id']}/errors"), 200)
    assert [(e["line"], e["code"]) for e in errors["items"]] == [(2, "not_found")]
    statuses = [expect(farm.get(f"/api/v1/farms/mine/products/{p['id']}"), 200)["status"] for p in products]
    assert statuses == ["draft", "draft", "published"]
    again = finished(farm, bulk(farm, {"action": "unpublish", "ids": [products[0]["id"], products[1]["id"]]}))
    assert again["counts"] == {"unchanged": 2}


def test_prices_by_a_percentage(shop, farm):
    products = [farm.product(cents=450), farm.product(cents=333)]
    ids = [p["id"] for p in products]
    done = finished(farm, bulk(farm, {"action": "change_price", "ids": ids, "percent": 10}))
    assert done["counts"] == {"changed": 2} and done["parameters"]["percent"] == "10"
    assert eventually(lambda: [price(shop, p) for p in products] == [495, 366], "the new prices")
    finished(farm, bulk(farm, {"action": "change_price", "ids": ids, "percent": -2.5}))
    assert eventually(lambda: [price(shop, p) for p in products] == [483, 357], "482.625 and 356.85, rounded half-even")
    bad = bulk(farm, {"action": "change_price", "ids": ids}, 422)
    assert bad["errors"][0]["pointer"] == "/percent"
    assert bulk(farm, {"action": "change_price", "ids": ids, "percent": -95}, 422)["errors"][0]["pointer"] == "/percent"
    assert bulk(farm, {"action": "publish", "ids": ids, "percent": 5}, 422)["errors"][0]["pointer"] == "/percent"
    assert bulk(farm, {"action": "paint", "ids": ids}, 422)["errors"][0]["pointer"] == "/action"


def test_all_products_of_a_farm(shop, admin):
    owner = FarmOwner(shop, admin)
    for _ in range(3):
        owner.product()
    assert finished(owner, bulk(owner, {"action": "unpublish"}))["counts"] == {"unpublished": 3}
    assert finished(admin, bulk(admin, {"action": "publish", "farm": owner.farm["id"]}))["counts"] == {"published": 3}
    assert bulk(admin, {"action": "publish"}, 422)["errors"][0]["pointer"] == "/ids"


def test_another_farms_products_and_operations_are_not_there(shop, admin, farm):
    other = FarmOwner(shop, admin)
    product = farm.product()
    done = finished(other, bulk(other, {"action": "archive", "ids": [product["id"]]}))
    assert done["counts"] == {"failed": 1} and price(shop, product) == 450
    expect(other.post("/api/v1/products/bulk", {"action": "archive", "farm": farm.farm["id"]}), 404)
    for path in ("", "/errors"):
        expect(farm.get(f"/api/v1/operations/{done['id']}{path}"), 404)
        expect(admin.get(f"/api/v1/operations/{done['id']}{path}"), 200)
    expect(farm.post(f"/api/v1/operations/{done['id']}/cancel"), 404)
    mine = {o["farm"] for o in expect(farm.get("/api/v1/operations?limit=100"), 200)["items"]}
    assert mine == {farm.farm["id"]}
    assert expect(Person(shop).get("/api/v1/operations"), 403)["code"] == "forbidden"


def test_cancel(farm):
    product = farm.product()
    started = bulk(farm, {"action": "publish", "ids": [product["id"]] * 2000})
    asked = farm.post(f"/api/v1/operations/{started['id']}/cancel")
    assert asked.status in (200, 409), asked
    ended = finished(farm, started)
    assert ended["state"] == ("cancelled" if asked.status == 200 else "done"), ended
    expect(farm.post(f"/api/v1/operations/{started['id']}/cancel"), 409, "operation_ended")


def test_many_farms(shop, admin):
    owners = [Person(shop) for _ in range(3)]
    farms = [expect(FarmOwner.apply(owner), 201)["id"] for owner in owners]
    done = finished(admin, bulk(admin, {"action": "verify", "ids": farms}, path="/api/v1/admin/farms/bulk"))
    assert done["counts"] == {"verified": 3} and "farm" not in done
    done = finished(admin, bulk(admin, {"action": "pause", "ids": farms + ["frm_" + "0" * 26], "reason": "A visit is due."}, path="/api/v1/admin/farms/bulk"))
    assert done["counts"] == {"paused": 3, "failed": 1}
    for action in ("reject", "pause"):
        assert bulk(admin, {"action": action, "ids": farms}, 422, "/api/v1/admin/farms/bulk")["errors"][0]["pointer"] == "/reason"


def test_many_users(shop, admin):
    people = [Person(shop) for _ in range(2)]
    ids = [expect(p.get("/api/v1/me"), 200)["id"] for p in people]
    path = "/api/v1/admin/users/bulk"
    done = finished(admin, bulk(admin, {"action": "disable", "ids": ids + ["usr_" + "0" * 26], "reason": "They asked for it."}, path=path))
    assert done["counts"] == {"disabled": 2, "failed": 1}
    eventually(lambda: people[0].get("/api/v1/me").status == 401, "a disabled account is shut out")
    assert finished(admin, bulk(admin, {"action": "enable", "ids": ids}, path=path))["counts"] == {"enabled": 2}
    assert bulk(admin, {"action": "enable", "ids": ids, "reason": "x"}, 422, path)["errors"][0]["pointer"] == "/reason"


def test_many_coupons(admin):
    path = "/api/v1/admin/coupons"
    ids = [expect(admin.post(path, {"code": f"BULK{n}-{number()}", "percent_ppm": 100000}), 201)["id"] for n in range(2)]
    assert finished(admin, bulk(admin, {"action": "pause", "ids": ids}, path=f"{path}/bulk"))["counts"] == {"paused": 2}
    assert expect(admin.get(f"{path}/{ids[0]}"), 200)["paused"]
    assert finished(admin, bulk(admin, {"action": "resume", "ids": ids + ["cpn_" + "0" * 26]}, path=f"{path}/bulk"))["counts"] == {"resumed": 2, "failed": 1}


def test_many_orders(shop, admin, farm):
    buyer = Person(shop)
    orders = [expect(buyer.buy(farm.product()["sku"]), 201)["id"] for _ in range(2)]
    done = finished(admin, bulk(admin, {"ids": orders}, path="/api/v1/admin/orders/cancel"))
    assert done["counts"] == {"cancelled": 2}
    assert {expect(buyer.get(f"/api/v1/orders/{order}"), 200)["status"] for order in orders} <= {"cancelled", "refunded"}


def test_it_goes_on_after_a_crash():
    from http_support import own_server
    from stage import Admin
    with own_server(demo=True) as server:
        admin = Admin(server)
        farm = FarmOwner(server, admin)
        product = farm.product()
        started = bulk(farm, {"action": "publish", "ids": [product["id"]] * 3000})
        server.kill()
        server.start()
        done = finished(farm, started)
        assert (done["state"], done["done"], done["counts"]) == ("done", 3000, {"unchanged": 3000})


def test_whoever_started_it_is_told(farm):
    started = bulk(farm, {"action": "publish", "ids": [NOBODYS]})
    finished(farm, started)
    notice = eventually(lambda: next((n for n in expect(farm.get("/api/v1/me/notices"), 200)["items"] if n["link"].endswith(started["id"])), None))
    assert notice["event"] == "operations.ended" and "products.publish" in notice["title"]


@pytest.mark.parametrize("cursor", ["x", "1", "9999999999999999999.1"])
def test_a_bad_cursor_of_the_errors(farm, cursor):
    started = bulk(farm, {"action": "publish", "ids": [NOBODYS]})
    expect(farm.get(f"/api/v1/operations/{started['id']}/errors?cursor={cursor}"), 400, "bad_cursor")
