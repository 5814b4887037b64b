"""Farms: applications and decisions, the directory and its import, claims."""
import concurrent.futures
import threading
import time

import pytest
from http_support import FAST
from stage import Admin, FarmOwner, Guest, Person, day, eventually, expect, number
from test_notifications import mail_about, text_of

from support.server import Server

COLUMNS = ["city", "facebook", "name", "state", "street", "tags", "twitter", "type", "website", "x", "y", "zip"]


def csv_row(**values):
    row = {"city": "Troy", "state": "mi", "street": "1 Mill Road", "tags": "honey eggs", "type": "farm", "x": "-83.15", "y": "42.6", "zip": "48083", **values}
    return ",".join('"' + row.get(column, "").replace('"', '""') + '"' for column in COLUMNS)


ROWS = [csv_row(name="Listed Meadow"), csv_row(name="Quoted \"Corner\" Farm", x="-84.15"), csv_row(name=""), csv_row(name="On The Moon", x="999", y="9"),
        csv_row(name="A Market", type="market"), csv_row(name="Listed Meadow"), csv_row(name="Far Away Farm", y="44.9", x="-70.1", state="me", tags="maple-products honey")]


@pytest.fixture(scope="module")
def listed(openapi, tmp_path_factory):
    """A shop of its own with a small directory."""
    file = tmp_path_factory.mktemp("directory") / "farms.csv"
    file.write_text("\n".join([",".join(f'"{column}"' for column in COLUMNS), *ROWS]) + "\n")
    server = Server(flags=FAST, demo=True)
    server.checker = openapi
    server.said = server.admin("import", "farms", str(file)).stdout
    server.again = server.admin("import", "farms", str(file)).stdout
    with server:
        yield server


def test_each_bad_row_is_named_and_the_rest_is_saved(listed):
    refused = {line.split(":")[0] for line in listed.said.splitlines() if ": refused: " in line}
    assert {"line 4", "line 7"} <= refused, listed.said  # no name; the same farm twice
    assert " farms new" in listed.said and "1 rows of other kinds" in listed.said
    assert "0 farms new" in listed.again
    names = {farm["name"] for farm in expect(listed.get("/api/v1/farms?limit=100"), 200)["items"]}
    assert {"Listed Meadow", 'Quoted "Corner" Farm', "Far Away Farm"} <= names and "A Market" not in names


@pytest.mark.parametrize("query, names", [
    ("q=lisetd+medow", ["Listed Meadow"]), ("tag=maple-products", ["Far Away Farm"]), ("tag=honey&q=away", ["Far Away Farm"]),
    ("near=42.6,-83.15&within_km=10", ["Listed Meadow"]), ("near=42.6,-83.15&within_km=200&sort=name", ["Listed Meadow", 'Quoted "Corner" Farm']),
    ("tag=no-such-thing", []), ("near=0,0&within_km=1", [])])
def test_the_search(listed, query, names):
    found = eventually(lambda: [r for r in [expect(listed.get("/api/v1/farms?" + query), 200)] if [f["name"] for f in r["items"]] == names], query)[0]
    assert found["total"] == len(names)
    assert all(("distance_m" in farm) == ("near=" in query) for farm in found["items"])


def test_without_a_search_farms_come_by_name(listed):
    names = [farm["name"] for farm in expect(listed.get("/api/v1/farms?limit=100"), 200)["items"]]
    assert names == sorted(names, key=str.casefold) and len(names) >= 8


def test_a_claim_is_decided(listed):
    admin, person, other = Admin(listed), Person(listed), Person(listed)
    expect(person.post("/api/v1/farms/listed-meadow/claim", {"contact_email": person.email}), 200)
    expect(other.post("/api/v1/farms/listed-meadow/claim", {"contact_email": other.email}), 409, "illegal_farm_transition")
    queue = expect(admin.get("/api/v1/admin/farms?status=claimed"), 200)["items"]
    assert [farm["slug"] for farm in queue] == ["listed-meadow"] and queue[0]["contact_email"] == person.email
    expect(admin.post(f"/api/v1/farms/{queue[0]['id']}/reject", {"reason": "Please send a picture of the gate."}), 200)
    assert expect(listed.get("/api/v1/farms/listed-meadow"), 200)["status"] == "listed", "still in the directory"
    expect(other.post("/api/v1/farms/listed-meadow/claim", {"contact_email": other.email}), 200)
    expect(admin.post(f"/api/v1/farms/{queue[0]['id']}/verify"), 200)
    assert expect(listed.get("/api/v1/farms/listed-meadow"), 200)["status"] == "verified"


def test_private_words_stay_private(shop, farm, admin):
    public = expect(shop.get(f"/api/v1/farms/{farm.farm['slug']}"), 200)
    assert {"contact_email", "owner", "reject_reason"}.isdisjoint(public)
    assert expect(farm.get("/api/v1/farms/mine"), 200)["contact_email"] == farm.email


def test_a_rejected_farm_may_apply_again(shop, admin):
    person = Person(shop)
    application = {"name": f"Second Try {number()}", "contact_email": person.email, "street": "1 Mill Road", "city": "Troy", "state": "MI", "zip": "48083"}
    made = expect(person.post("/api/v1/farms", application), 201)
    expect(person.post("/api/v1/farms", application), 409)
    rejected = expect(admin.post(f"/api/v1/farms/{made['id']}/reject", {"reason": "No address of the field."}), 200)
    assert rejected["status"] == "rejected"
    assert expect(person.get("/api/v1/farms/mine"), 200)["reject_reason"] == "No address of the field."
    problem = expect(admin.post(f"/api/v1/farms/{made['id']}/verify"), 409, "illegal_farm_transition")
    assert problem["current"] == "rejected" and problem["legal"] == ["apply"]
    assert expect(person.post("/api/v1/farms", application), 201)["status"] == "applied"


def test_a_paused_farm_sells_nothing(shop, farm, admin, customer):
    product = farm.product(quantity=5)
    cart = customer.cart((product["sku"], 1))
    expect(admin.post(f"/api/v1/farms/{farm.farm['id']}/pause", {"reason": "A visit is due."}), 200)
    expect(customer.place(cart), 409, "cart_changed")  # from the moment at which the pause was acknowledged
    expect(customer.post("/api/v1/carts", {"lines": [{"sku": product["sku"], "quantity": 1}]}), 422, "not_for_sale")
    eventually(lambda: not expect(shop.get(f"/api/v1/products/{product['slug']}"), 200)["origin"]["farm_is_selling"])
    expect(admin.post(f"/api/v1/farms/{farm.farm['id']}/resume"), 200)
    expect(customer.place(cart), 201)


def test_a_farm_pauses_while_a_hundred_check_out(shop, farm, admin):
    """Each checkout ends cleanly on one side: paid, or told that the farm does not sell. Who begins after the pause was acknowledged is on the other."""
    product = farm.product(quantity=100)
    buyers = [Guest(shop) for _ in range(100)]
    carts = [buyer.cart((product["sku"], 1)) for buyer in buyers]
    paused_at, paused, twenty_answered = [], threading.Event(), threading.Semaphore(0)

    def check_out(n):
        if n >= 80:  # however fast the others are, these come after it
            paused.wait(30)
        begun = time.monotonic()
        answer = buyers[n].place(carts[n])
        twenty_answered.release()
        return begun, answer

    def pause():
        for _ in range(20):
            twenty_answered.acquire()
        expect(admin.post(f"/api/v1/farms/{farm.farm['id']}/pause", {"reason": "A visit is due."}), 200)
        paused_at.append(time.monotonic())
        paused.set()

    with concurrent.futures.ThreadPoolExecutor(40) as pool:
        pausing = pool.submit(pause)
        answers = [done.result() for done in [pool.submit(check_out, n) for n in range(100)]]
        pausing.result()
    for begun, answer in answers:
        if answer.status == 201:
            assert answer.json()["status"] == "paid"
            assert begun < paused_at[0], "sold after the pause was acknowledged"
        else:
            assert [change["reason"] for change in expect(answer, 409, "cart_changed")["changes"]] == ["not_on_sale"]
    sold = sum(answer.status == 201 for _, answer in answers)
    assert 0 < sold < 100, "the pause came in between"
    eventually(lambda: farm.stock(product["sku"])["on_hand"] == 100 - sold and farm.stock(product["sku"])["reserved"] == 0, "stock agrees with what was sold")
    expect(admin.post(f"/api/v1/farms/{farm.farm['id']}/resume"), 200)


def test_the_owner_edits_the_farm(farm):
    changed = expect(farm.call("PATCH", "/api/v1/farms/mine", {"story": "New words.", "tags": ["honey"]}), 200)
    assert (changed["story"], changed["tags"]) == ("New words.", ["honey"])
    expect(farm.call("PATCH", "/api/v1/farms/mine", {"tags": ["plutonium"]}), 422, "unknown_tag")
    more = expect(farm.post("/api/v1/farms/mine/certifications", {**farm.certificate(), "number": "ST-2"}), 201)
    second = next(c for c in more["certifications"] if c["number"] == "ST-2")
    expect(farm.post("/api/v1/farms/mine/certifications", {**farm.certificate(), "number": "ST-2"}), 409, "certification_exists")
    expect(farm.post("/api/v1/farms/mine/certifications", {**farm.certificate(), "number": "ST-3", "valid_to": day(-1)}), 422, "certification_expired")
    left = expect(farm.call("DELETE", f"/api/v1/farms/mine/certifications/{second['id']}"), 200)
    assert "ST-2" not in [c["number"] for c in left["certifications"]]
    expect(farm.call("DELETE", f"/api/v1/farms/mine/certifications/{second['id']}"), 404, "not_found")
    expect(farm.post("/api/v1/farms/mine/fields", {"name": "RIDGE field"}), 409, "field_exists")


def test_a_pause_says_why(shop, admin):
    farm = FarmOwner(shop, admin)
    path = f"/api/v1/farms/{farm.farm['id']}"
    assert expect(admin.post(f"{path}/pause", {}), 422)["errors"][0]["pointer"] == "/reason"
    assert expect(admin.post(f"{path}/pause", {"reason": "The inspection is open."}), 200)["pause_reason"] == "The inspection is open."
    assert expect(farm.get("/api/v1/farms/mine"), 200)["pause_reason"] == "The inspection is open."
    assert "pause_reason" not in expect(shop.get(f"/api/v1/farms/{farm.farm['slug']}"), 200)
    assert "The reason: The inspection is open." in text_of(mail_about(shop, farm.email, "is paused"))
    assert "pause_reason" not in expect(admin.post(f"{path}/resume"), 200)
