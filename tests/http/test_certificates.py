"""Certificates through time: what counts, when a label goes and returns, what the farm is told."""
import datetime
import zoneinfo

import pytest
from http_support import FAST
from mailbox import mails
from stage import Admin, FarmOwner, Person, eventually, expect, number

from support.clock import Clock
from support.server import Server

ZONE = zoneinfo.ZoneInfo("America/New_York")


@pytest.fixture(scope="module")
def clock():
    clock = Clock()
    yield clock
    clock.close()


@pytest.fixture(scope="module")
def house(openapi, clock):
    server = Server(flags=[*FAST, *clock.flags], demo=True)
    server.checker = openapi
    with server:
        yield server


@pytest.fixture
def grower(house):
    """A farm in New York's time; its certificates are each test's own."""
    farm = FarmOwner(house)
    expect(farm.call("PATCH", "/api/v1/farms/mine", {"time_zone": "America/New_York"}), 200)
    return farm


def local_day(clock, days=0):
    return clock.now().astimezone(ZONE).date() + datetime.timedelta(days=days)


def midnight_after(day):
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), ZONE)


def eu(clock, last, name=None):
    return {"scheme": "eu", "certifier": "DE-ÖKO-001", "number": name or f"EU-{number()}", "valid_from": (last - datetime.timedelta(days=300)).isoformat(), "valid_to": last.isoformat(),
            "scopes": ["crops", "handling"], "document": {"url": "https://docs.example/eu.pdf", "name": "Certificate"}}


def sign_in(*people):
    """After a jump of the clock every access token has run out, and after a long one the session."""
    for person in people:
        person._take(expect(person.server.post("/api/v1/auth/login", {"email": person.email, "password": "walk-the-whole-journey" if person.email != "admin@example.com" else "check-the-carrots"}), 200))


def claimed(farm, certificate_number, quantity=50):
    body = {**farm.product_body(f"Claimed {number()}"), "certificate": {"claim": "certified", **({"number": certificate_number} if certificate_number else {})}}
    made = expect(farm.post("/api/v1/products", body), 201)
    made["sku"] = made["variants"][0]["sku"]
    lot = {**farm.lot_body(quantity), "harvested": "2026-01-01", "best_before": "2099-01-01"}
    expect(farm.post(f"/api/v1/inventory/{made['sku']}/lots", lot), 201)
    expect(farm.post(f"/api/v1/products/{made['id']}/publish"), 200)
    return made


def page(house, product):
    return house.get(f"/api/v1/products/{product['slug']}")


def listed(house, farm, product):
    return product["id"] in [p["id"] for p in expect(house.get(f"/api/v1/products?farm={farm.farm['slug']}"), 200)["items"]]


def found(house, product):
    return product["id"] in [p["id"] for p in expect(house.get(f"/api/v1/products?q={product['title'].replace(' ', '+')}"), 200)["items"]]


def labels(house, product):
    return [label["number"] for label in expect(page(house, product), 200)["labels"]]


# -- what counts

@pytest.mark.parametrize("change, code, pointer", [
    ({"valid_to": None}, "certification_dates", "/valid_to"), ({"anniversary": "2030-01-01"}, "certification_dates", "/anniversary"),
    ({"valid_from": "2030-01-01", "valid_to": "2029-01-01"}, "certification_dates", "/valid_to"), ({"issued": "2099-01-01"}, "certification_dates", "/issued"),
    ({"valid_from": "2020-01-01", "valid_to": "2021-01-01"}, "certification_expired", "/valid_to"),
    ({"scheme": "usda_nop", "valid_to": None}, "certification_dates", "/anniversary"),
    ({"scopes": []}, "invalid_input", "/scopes"), ({"scheme": "bio"}, "invalid_input", "/scheme")])
def test_a_certificate_that_is_wrong(grower, clock, change, code, pointer):
    body = {name: value for name, value in {**eu(clock, local_day(clock, 100)), **change}.items() if value is not None}
    problem = expect(grower.post("/api/v1/farms/mine/certifications", body), 422, code)
    assert pointer in [e["pointer"] for e in problem["errors"]]


def test_only_a_certificate_that_an_admin_has_verified_counts(house, grower, clock):
    admin = Admin(house)
    body = eu(clock, local_day(clock, 100))
    made = expect(grower.post("/api/v1/farms/mine/certifications", body), 201)["certifications"][-1]
    assert made["status"] == "unverified" and made["scopes"] == ["crops", "handling"]
    waiting = lambda: [f["id"] for f in expect(admin.get("/api/v1/admin/farms/certifications?limit=100"), 200)["items"]]
    assert grower.farm["id"] in waiting()
    draft = expect(grower.post("/api/v1/products", {**grower.product_body("Hopeful"), "certificate": {"claim": "certified", "number": body["number"]}}), 201)
    problem = expect(grower.post(f"/api/v1/products/{draft['id']}/publish"), 422, "provenance_required")
    assert "certification" in problem["missing"]
    at = f"/api/v1/farms/{grower.farm['id']}/certifications/{made['id']}"
    refused = expect(admin.post(at + "/refuse", {"reason": "The scan cannot be read."}), 200)["certifications"][-1]
    assert refused["status"] == "refused" and refused["refusal"] == "The scan cannot be read."
    assert grower.farm["id"] not in waiting()
    problem = expect(admin.post(at + "/suspend", {"reason": "x"}), 409, "certification_state")
    assert problem["legal"] == ["verify", "refuse"]
    public = lambda: [c["number"] for c in expect(house.get(f"/api/v1/farms/{grower.farm['slug']}"), 200)["certifications"]]
    assert body["number"] not in public()
    expect(admin.post(at + "/verify"), 200)
    assert body["number"] in public()
    draft["lot"] = expect(grower.post(f"/api/v1/inventory/{draft['variants'][0]['sku']}/lots", grower.lot_body(5)), 201)
    expect(grower.post(f"/api/v1/products/{draft['id']}/publish"), 200)
    assert labels(house, draft) == [body["number"]]
    expect(admin.post(f"/api/v1/farms/{grower.farm['id']}/certifications/999/verify"), 404, "not_found")


def test_a_usda_certificate_continues(house, grower, clock):
    admin = Admin(house)
    body = {"scheme": "usda_nop", "certifier": "CCOF", "number": f"US-{number()}", "valid_from": "2020-01-01", "anniversary": local_day(clock, 20).isoformat()}
    made = grower.certify(admin, body)
    product = claimed(grower, body["number"])
    clock.advance(days=15)
    eventually(lambda: [m for m in mails(house, grower.email) if body["number"] in m[0] + m[1] and "pdate" in m[0] + m[1]], "the reminder of the yearly update")
    clock.advance(days=25)
    sign_in(grower, admin)
    mine = next(c for c in expect(grower.get("/api/v1/farms/mine"), 200)["certifications"] if c["id"] == made)
    assert mine["status"] == "valid" and mine["update_overdue"]
    assert labels(house, product) == [body["number"]]
    expect(grower.post(f"/api/v1/farms/mine/certifications/{made}/renew", {"anniversary": local_day(clock, 300).isoformat()}), 200)
    renewed = expect(admin.post(f"/api/v1/farms/{grower.farm['id']}/certifications/{made}/verify"), 200)
    assert not next(c for c in renewed["certifications"] if c["id"] == made)["update_overdue"]


# -- the end

def test_a_label_is_gone_at_the_second_and_returns_with_the_renewal(house, grower, clock):
    admin, buyer = Admin(house), Person(house)
    last = local_day(clock, 10)
    body = eu(clock, last)
    certificate = grower.certify(admin, body)
    product, other = claimed(grower, body["number"]), grower.product()
    cart = buyer.cart((product["sku"], 1))
    end = midnight_after(last)
    clock.advance_to(end - datetime.timedelta(seconds=20))
    assert labels(house, product) == [body["number"]] and listed(house, grower, product)
    assert expect(page(house, product), 200)["labels"][0]["valid_to"] == last.isoformat()
    clock.advance_to(end)
    assert page(house, product).status == 404, "its only claim: not a second longer, kept bytes or not"
    assert not listed(house, grower, product) and listed(house, grower, other)
    assert body["number"] not in [c["number"] for c in expect(house.get(f"/api/v1/farms/{grower.farm['slug']}"), 200)["certifications"]]
    sign_in(buyer, grower, admin)
    problem = expect(buyer.place(cart), 409, "cart_changed")
    assert [change["reason"] for change in problem["changes"]] == ["not_on_sale"]
    expect(buyer.post("/api/v1/carts", {"lines": [{"sku": product["sku"], "quantity": 1}]}), 422, "not_for_sale")
    desk = lambda: expect(grower.get(f"/api/v1/farms/mine/products/{product['id']}"), 200)
    eventually(lambda: desk()["lapsed"], "the product's own state follows")
    assert desk()["status"] == "published", "it was not taken off sale by the farm"
    eventually(lambda: not found(house, product), "the search follows")
    expect(grower.call("PATCH", f"/api/v1/products/{product['id']}", {"description": "Still edited."}), 200)

    expect(grower.post(f"/api/v1/farms/mine/certifications/{certificate}/renew", {"valid_to": (last + datetime.timedelta(days=365)).isoformat()}), 200)
    assert page(house, product).status == 404, "sent in is not verified"
    expect(admin.post(f"/api/v1/farms/{grower.farm['id']}/certifications/{certificate}/verify"), 200)
    eventually(lambda: page(house, product).status == 200, "it is back")
    assert labels(house, product) == [body["number"]] and not desk()["lapsed"]
    eventually(lambda: listed(house, grower, product) and found(house, product), "in the lists, too")
    expect(buyer.place(cart), 201)


def test_who_has_another_certificate_keeps_the_listing(house, grower, clock):
    admin = Admin(house)
    first, second = eu(clock, local_day(clock, 3)), eu(clock, local_day(clock, 200))
    for body in (first, second):
        grower.certify(admin, body)
    product = claimed(grower, None)
    assert {first["number"], second["number"]} <= set(labels(house, product))
    clock.advance_to(midnight_after(local_day(clock, 3)))
    assert first["number"] not in labels(house, product) and second["number"] in labels(house, product)
    assert listed(house, grower, product)


@pytest.mark.parametrize("year, month, day", [(2028, 2, 29), (2027, 3, 14), (2027, 11, 7)], ids=["leap day", "clocks forward", "clocks back"])
def test_the_last_day_is_the_farms(house, openapi, year, month, day):
    """On a leap day and on the days on which New York turns its clocks, the certificate holds to local midnight and not an hour more or less."""
    clock = Clock()
    server = Server(flags=[*FAST, *clock.flags], demo=True)
    server.checker = openapi
    last = datetime.date(year, month, day)
    clock.advance_to(datetime.datetime.combine(last - datetime.timedelta(days=3), datetime.time(12), ZONE))
    with server:
        farm = FarmOwner.__new__(FarmOwner)
        Person.__init__(farm, server)
        farm.farm = expect(farm.apply(), 201)
        admin = Admin(server)
        expect(admin.post(f"/api/v1/farms/{farm.farm['id']}/verify"), 200)
        eventually(farm._is_farmer)
        expect(farm.call("PATCH", "/api/v1/farms/mine", {"time_zone": "America/New_York"}), 200)
        farm.farm = expect(farm.post("/api/v1/farms/mine/fields", {"name": "Ridge Field"}), 201)
        farm.field = farm.farm["fields"][0]["id"]
        body = eu(clock, last)
        farm.certify(admin, body)
        product = claimed(farm, body["number"])
        clock.advance_to(midnight_after(last) - datetime.timedelta(seconds=5))
        assert labels(server, product) == [body["number"]]
        clock.advance_to(midnight_after(last))
        assert page(server, product).status == 404
    clock.close()


def test_the_farm_is_reminded_until_it_renews(house, grower, clock):
    admin = Admin(house)
    last = local_day(clock, 70)
    kept, renewed = eu(clock, last), eu(clock, last)
    grower.certify(admin, kept)
    second = grower.certify(admin, renewed)
    reminders = lambda body: [text for subject, text in mails(house, grower.email) if subject.startswith(f"Certificate {body['number']} ends on ")]
    morning = lambda days: datetime.datetime.combine(last - datetime.timedelta(days=days), datetime.time(8), ZONE)
    clock.advance_to(morning(60) - datetime.timedelta(seconds=30))
    eventually(lambda: any("is verified" in subject for subject, _ in mails(house, grower.email)), "what came before is written")
    assert reminders(kept) == [], "not a day too early"
    clock.advance_to(morning(60))
    eventually(lambda: len(reminders(kept)) == 1 and len(reminders(renewed)) == 1, "sixty days before")
    assert "in 60 days" in reminders(kept)[0]
    sign_in(grower, admin)
    expect(grower.post(f"/api/v1/farms/mine/certifications/{second}/renew", {"valid_to": (last + datetime.timedelta(days=365)).isoformat()}), 200)
    expect(admin.post(f"/api/v1/farms/{grower.farm['id']}/certifications/{second}/verify"), 200)
    for count, days in ((2, 30), (3, 7)):
        clock.advance_to(morning(days))
        eventually(lambda: len(reminders(kept)) == count, f"{days} days before")
    assert len(reminders(renewed)) == 1, "a renewed certificate reminds of nothing"


# -- what a certifier does

def test_a_suspension_takes_the_label_at_once(house, grower, clock):
    admin, buyer = Admin(house), Person(house)
    body = eu(clock, local_day(clock, 200))
    certificate = grower.certify(admin, body)
    product = claimed(grower, body["number"])
    cart = buyer.cart((product["sku"], 1))
    at = f"/api/v1/farms/{grower.farm['id']}/certifications/{certificate}"
    suspended = expect(admin.post(at + "/suspend", {"reason": "A residue was found."}), 200)
    assert next(c for c in suspended["certifications"] if c["id"] == certificate)["status"] == "suspended"
    expect(buyer.place(cart), 409, "cart_changed")
    eventually(lambda: page(house, product).status == 404)
    expect(grower.post(f"/api/v1/farms/mine/certifications/{certificate}/renew", {"valid_to": local_day(clock, 400).isoformat()}), 200)
    expect(admin.post(at + "/reinstate"), 200)
    eventually(lambda: page(house, product).status == 200)
    expect(buyer.place(cart), 201)
    expect(admin.post(at + "/revoke", {"reason": "It was no mistake."}), 200)
    eventually(lambda: page(house, product).status == 404)
    problem = expect(admin.post(at + "/reinstate"), 409, "certification_state")
    assert problem["current"] == "revoked" and problem["legal"] == []


def test_a_farm_gives_its_certificate_back(house, grower, clock):
    admin = Admin(house)
    first, second = grower.certify(admin, eu(clock, local_day(clock, 200))), grower.certify(admin, eu(clock, local_day(clock, 200)))
    given = expect(grower.post(f"/api/v1/farms/mine/certifications/{first}/surrender", {"reason": "We stop."}), 200)
    assert next(c for c in given["certifications"] if c["id"] == first)["status"] == "surrendered"
    expect(grower.post(f"/api/v1/farms/mine/certifications/{first}/renew", {"valid_to": "2099-01-01"}), 409, "certification_state")
    left = expect(grower.call("DELETE", f"/api/v1/farms/mine/certifications/{second}"), 200)
    assert second not in [c["id"] for c in left["certifications"]]
    expect(grower.call("DELETE", f"/api/v1/farms/mine/certifications/{second}"), 404, "not_found")


def test_a_certificate_counts_for_what_it_is_for(shop, admin):
    """Crops alone certify no eggs; with livestock in it they do. Held where a product is published, and named there."""
    farm = FarmOwner(shop, admin)
    eggs = {**farm.product_body(f"Scope eggs {number()}"), "category": "chicken-eggs", "storage_class": "eggs"}
    made = expect(farm.post("/api/v1/products", eggs), 201)
    refused = expect(farm.post(f"/api/v1/products/{made['id']}/publish"), 422, "provenance_required")
    assert refused["missing"] == ["certificate_scope"] and refused["errors"][0]["pointer"] == "/certificate"
    farm.certify(admin, {**farm.certificate(), "number": "ST-2", "scopes": ["livestock"]})
    expect(farm.post(f"/api/v1/products/{made['id']}/publish"), 422, "provenance_required")  # it still names the other one
    claimed = {"certificate": {"claim": "certified", "number": "ST-2"}}
    expect(farm.call("PATCH", f"/api/v1/products/{made['id']}", claimed), 200)
    assert expect(farm.post(f"/api/v1/products/{made['id']}/publish"), 200)["status"] == "published"
    squash = farm.product()
    assert expect(farm.call("PATCH", f"/api/v1/products/{squash['id']}", claimed), 422, "provenance_required")["missing"] == ["certificate_scope"]


def test_what_a_category_asks_of_certificates_is_the_shops(shop, admin):
    farm = FarmOwner(shop, admin)
    slug = f"scope-category-{number()}"
    made = expect(admin.post("/api/v1/admin/categories", {"slug": slug, "name": "Scopes", "parent": "pantry"}), 201)
    assert made["certificate_scopes"] == ["handling"], "of the category above"
    product = expect(farm.post("/api/v1/products", {**farm.product_body(f"Scope jam {number()}"), "category": slug, "allergens": []}), 201)
    assert expect(farm.post(f"/api/v1/products/{product['id']}/publish"), 422)["missing"] == ["certificate_scope"]
    changed = expect(admin.call("PATCH", f"/api/v1/admin/categories/{slug}", {"certificate_scopes": ["crops", "handling"]}), 200)
    assert changed["certificate_scopes"] == ["crops", "handling"]
    eventually(lambda: farm.post(f"/api/v1/products/{product['id']}/publish").status == 200, "the tree is the new one")
