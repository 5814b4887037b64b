"""A farm counts what it has, while the shop sells."""
import threading

from stage import FarmOwner, Person, eventually, expect


def counts(take, figures):
    return {"counts": [{"sku": line["sku"], "lot": line["lot"], "counted": figures[line["sku"]]} for line in take["lines"] if line["sku"] in figures]}


def test_a_take_from_opening_to_report(shop, admin):
    farm = FarmOwner(shop, admin)
    more, same, left = (farm.product(quantity=n) for n in (10, 5, 3))
    take = expect(farm.post("/api/v1/stock-takes", {"note": "end of month"}), 201)
    assert take["status"] == "open" and len(take["lines"]) == 3
    expect(farm.post("/api/v1/stock-takes", {}), 409, "stock_take_state")
    path = f"/api/v1/stock-takes/{take['id']}"

    counted = expect(farm.call("PUT", f"{path}/counts", counts(take, {more["sku"]: 12, same["sku"]: 5})), 200)
    assert sum("counted" in line for line in counted["lines"]) == 2
    shown = {line["sku"]: line for line in expect(farm.get(f"{path}/differences"), 200)["lines"]}
    assert shown[more["sku"]]["difference"] == 2 and shown[more["sku"]]["result"] == "differs"
    assert shown[same["sku"]]["result"] == "same" and shown[left["sku"]]["result"] == "not_counted"
    assert farm.stock(more["sku"])["on_hand"] == 10, "a preview changes nothing"

    # Sold after the count, before it is applied.
    order = expect(Person(shop).buy(more["sku"], 3), 201)
    assert order["status"] == "paid"
    eventually(lambda: farm.stock(more["sku"])["on_hand"] == 7, "the sale is posted")
    applied = expect(farm.post(f"{path}/apply"), 200)
    assert applied["status"] == "applied" and {line["sku"]: line["result"] for line in applied["lines"]}[more["sku"]] == "applied"
    assert farm.stock(more["sku"])["on_hand"] == 9 and farm.stock(left["sku"])["on_hand"] == 3
    assert expect(farm.post(f"{path}/apply"), 200)["status"] == "applied" and farm.stock(more["sku"])["on_hand"] == 9
    newest = expect(farm.get(f"/api/v1/inventory/{more['sku']}/movements?limit=1"), 200)["items"][0]
    assert newest["cause"] == "stock_take" and newest["quantity"] == 2 and take["id"] in newest["reason"]
    expect(farm.call("PUT", f"{path}/counts", counts(take, {same["sku"]: 1})), 409, "stock_take_state")
    listed = expect(farm.get("/api/v1/stock-takes"), 200)["items"]
    assert [(each["id"], each["lines"], each["counted"], each["differing"]) for each in listed] == [(take["id"], 3, 2, 1)]
    assert expect(farm.get(path), 200)["lines"] == applied["lines"]


def test_bad_counts_and_foreign_takes(shop, admin, farm):
    owner = FarmOwner(shop, admin)
    made = owner.product(quantity=2)
    take = expect(owner.post("/api/v1/stock-takes", {"skus": [made["sku"]]}), 201)
    path, line = f"/api/v1/stock-takes/{take['id']}", take["lines"][0]
    for change, pointer in (({"counted": -1}, "/counts/0/counted"), ({"lot": "lot_" + "0" * 26}, "/counts/0/lot"),
                            ({"counted_at": "2020-01-01T00:00:00Z"}, "/counts/0/counted_at"), ({"counted_at": "2999-01-01T00:00:00Z"}, "/counts/0/counted_at")):
        refused = expect(owner.call("PUT", f"{path}/counts", {"counts": [{"sku": line["sku"], "lot": line["lot"], "counted": 1, **change}]}), 422)
        assert pointer in [error["pointer"] for error in refused["errors"]], refused
    for method, suffix, body in (("GET", "", None), ("GET", "/differences", None), ("POST", "/apply", None), ("POST", "/cancel", None),
                                 ("PUT", "/counts", {"counts": [{"sku": line["sku"], "lot": line["lot"], "counted": 1}]})):
        expect(farm.call(method, path + suffix, body), 404)
    expect(owner.post("/api/v1/stock-takes", {"skus": [farm.product(quantity=1)["sku"]]}), 404)
    assert expect(owner.post(f"{path}/cancel"), 200)["status"] == "cancelled"
    expect(owner.post(f"{path}/apply"), 409, "stock_take_state")


def test_counting_while_the_shop_sells(shop, admin):
    """Whatever is sold meanwhile: the stock ends at what was counted, less what was sold after the count."""
    farm = FarmOwner(shop, admin)
    made = farm.product(quantity=60)
    take = expect(farm.post("/api/v1/stock-takes", {}), 201)
    path, line = f"/api/v1/stock-takes/{take['id']}", take["lines"][0]
    paid = []

    def buy(buyer):
        for _ in range(5):
            reply = buyer.buy(made["sku"], 1)
            if reply.status == 201:
                paid.append(reply.json()["id"])

    expect(farm.call("PUT", f"{path}/counts", {"counts": [{"sku": line["sku"], "lot": line["lot"], "counted": 57}]}), 200)
    buyers = [threading.Thread(target=buy, args=(Person(shop),)) for _ in range(6)]
    for thread in buyers:
        thread.start()
    applied = expect(farm.post(f"{path}/apply"), 200)
    for thread in buyers:
        thread.join()
    assert applied["lines"][0]["difference"] == -3 and applied["lines"][0]["result"] == "applied"
    assert len(paid) == 30
    eventually(lambda: farm.stock(made["sku"])["on_hand"] == 57 - len(paid), "all sales are posted")
    assert expect(farm.get(f"/api/v1/inventory/{made['sku']}/proof"), 200)["proven"]
