"""Zones, windows and cut-offs: what a farm sets up, what buyers are offered, and what the clock ends."""
import datetime

import pytest
from http_support import own_server
from stage import Admin, FarmOwner, Guest, Person, eventually, expect

from support.clock import Clock

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DESK = "/api/v1/farms/mine/delivery"


def money(cents, currency="USD"):
    return {"amount": cents, "currency": currency}


def zone(name="City", postcodes=("22902", "229*"), **more):
    return {"name": name, "postcodes": list(postcodes), "fee": money(500), **more}


def weekday_in(days):
    return DAYS[(datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).weekday()]


def weekly(places=20, day=None, **more):
    return {"method": "delivery", "day": day or weekday_in(3), "from": "09:00", "to": "12:00", "places": places, **more}


def options(person, query):
    return expect(person.get(f"/api/v1/delivery/options?{query}"), 200)["items"]


@pytest.fixture(scope="module")
def grower(shop, admin):
    return FarmOwner(shop, admin)


def test_a_farm_sets_up_its_delivery_and_buyers_are_offered_it(shop, admin, grower, customer):
    fees = zone(by_weight=[{"grams_max": 5000, "fee": money(300)}, {"grams_max": 20000, "fee": money(900)}], by_value=[{"from": money(6000), "fee": money(0)}])
    plan = expect(grower.post(f"{DESK}/zones", fees), 201)
    city = plan["zones"][0]["id"]
    plan = expect(grower.post(f"{DESK}/zones", zone("Far", [], circle={"centre": {"latitude": 39.27, "longitude": -77.63}, "radius_m": 30000})), 201)
    far = plan["zones"][1]["id"]
    plan = expect(grower.post(f"{DESK}/weekly-windows", weekly(zones=[city], note="ring twice")), 201)
    window = plan["weekly"][0]["id"]
    plan = expect(grower.call("PATCH", DESK, {"note": "no dogs", "minimum": money(1500), "weeks_ahead": 2}), 200)
    assert plan["minimum"] == money(1500) and plan["made_through"]
    assert expect(grower.get(DESK), 200) == plan

    product = grower.product(quantity=5)
    cart = customer.cart((product["sku"], 1))
    offer, = options(customer, f"postcode=22902-1234&cart={cart}")
    assert offer["farm"] == grower.farm["id"] and offer["methods"] == ["delivery"] and offer["minimum"] == money(1500) and offer["note"] == "no dogs"
    assert [each["id"] for each in offer["zones"]] == [city] and offer["zones"][0]["fees"]["by_value"][0]["fee"]["amount"] == 0
    assert len(offer["windows"]) == 2
    first = offer["windows"][0]
    assert (first["from"], first["to"], first["places_left"], first["zone"], first["note"]) == ("09:00", "12:00", 20, city, "ring twice")
    assert first["cut_off"] < first["starts"] < first["ends"]
    guest = Guest(shop)
    assert options(guest, f"postcode=99999&farm={grower.farm['id']}")[0]["windows"] == []
    # Without zones a window goes wherever the farm delivers: also into the circle, where the buyer's point is known.
    expect(grower.call("PUT", f"{DESK}/weekly-windows/{window}", weekly()), 200)
    near = options(guest, f"latitude=39.3&longitude=-77.6&farm={grower.farm['id']}")[0]
    assert [each["id"] for each in near["zones"]] == [far] and near["windows"]

    seen = expect(admin.get(f"/api/v1/admin/farms/{grower.farm['id']}/delivery"), 200)
    assert seen["zones"] == expect(grower.get(DESK), 200)["zones"]
    listed = expect(admin.get(f"/api/v1/admin/farms/{grower.farm['id']}/delivery/windows?limit=1"), 200)
    assert listed["items"][0]["taken"] == 0 and listed["next_cursor"]
    expect(customer.get(f"/api/v1/delivery/options?postcode=22902&cart={Person(shop).cart((product['sku'], 1))}"), 404)


def test_windows_are_changed_closed_and_withdrawn(shop, admin):
    farm = FarmOwner(shop, admin)
    expect(farm.post(f"{DESK}/zones", zone()), 201)
    expect(farm.post(f"{DESK}/weekly-windows", weekly()), 201)
    ask = f"postcode=22902&farm={farm.farm['id']}"
    windows = expect(farm.get(f"{DESK}/windows"), 200)["items"]
    assert len(windows) == 4
    changed = expect(farm.call("PATCH", f"{DESK}/windows/{windows[0]['id']}", {"places": 3}), 200)
    assert changed["places_left"] == 3 and changed["by_hand"]
    assert expect(farm.call("PATCH", f"{DESK}/windows/{windows[1]['id']}", {"closed": True}), 200)["state"] == "closed"
    assert [each["places_left"] for each in options(farm, ask)[0]["windows"]] == [3, 20, 20]
    day = windows[2]["day"]
    expect(farm.call("PATCH", DESK, {"blackouts": [{"from": day, "to": day, "reason": "harvest"}]}), 200)
    assert len(options(farm, ask)[0]["windows"]) == 2
    expect(farm.call("PATCH", DESK, {"blackouts": []}), 200)
    assert len(options(farm, ask)[0]["windows"]) == 3
    single = expect(farm.post(f"{DESK}/windows", {"method": "delivery", "day": day, "from": "14:00", "to": "15:00", "places": 1}), 201)
    assert "weekly" not in single and len(options(farm, ask)[0]["windows"]) == 4
    expect(farm.call("DELETE", f"{DESK}/weekly-windows/1"), 200)
    assert [each["id"] for each in options(farm, ask)[0]["windows"]] == [single["id"]]
    expect(farm.call("PUT", f"{DESK}/zones/1", zone(postcodes=["10001"])), 200)
    assert options(farm, ask)[0]["windows"] == []
    assert expect(farm.call("DELETE", f"{DESK}/zones/1"), 200)["zones"] == []


@pytest.mark.parametrize("method, path, body, pointer", [
    ("POST", "/zones", zone(postcodes=["229!"]), "/postcodes/0"),
    ("POST", "/zones", zone(postcodes=[]), "/postcodes"),
    ("POST", "/zones", zone(fee=money(-1)), "/fee"),
    ("POST", "/zones", zone(by_weight=[{"grams_max": 5000, "fee": money(1, "EUR")}]), "/by_weight/0/fee"),
    ("POST", "/zones", zone(by_value=[{"from": money(5), "fee": money(1)}, {"from": money(5), "fee": money(0)}]), "/by_value/1/from"),
    ("POST", "/weekly-windows", weekly(zones=[999]), "/zones/0"),
    ("POST", "/weekly-windows", weekly(to="09:00"), "/to"),
    ("POST", "/weekly-windows", weekly(to="24:30"), "/to"),
    ("POST", "/weekly-windows", weekly(places=-1), "/places"),
    ("POST", "/weekly-windows", weekly(cut_off={"days_before": 0, "at": "10:00"}), "/cut_off"),
    ("POST", "/weekly-windows", weekly(method="pick_up"), "/pickup_point"),
    ("POST", "/weekly-windows", weekly(method="pick_up", pickup_point=77), "/pickup_point"),
    ("POST", "/windows", {"method": "delivery", "day": "2020-02-29", "from": "14:00", "to": "15:00", "places": 1}, "/day"),
    ("PATCH", "", {"minimum": money(-1)}, "/minimum"),
    ("PATCH", "", {"blackouts": [{"from": "2026-05-05", "to": "2026-05-04", "reason": "?"}]}, "/blackouts/0/to"),
])
def test_what_contradicts_itself_is_named(grower, method, path, body, pointer):
    refused = expect(grower.call(method, DESK + path, body), 422)
    assert pointer in [error["pointer"] for error in refused["errors"]], refused


def test_options_are_asked_for_one_cart_or_one_farm(shop, grower, customer):
    guest = Guest(shop)
    for query, pointer in (("postcode=22902", "/cart"), (f"farm={grower.farm['id']}&cart=crt_{'0' * 26}", "/cart"), (f"farm={grower.farm['id']}&postcode=!", "/postcode"),
                           (f"farm={grower.farm['id']}&latitude=1", "/latitude")):
        assert pointer in [error["pointer"] for error in expect(guest.get(f"/api/v1/delivery/options?{query}"), 422)["errors"]]
    expect(guest.get(f"/api/v1/delivery/options?farm=frm_{'0' * 26}"), 404)


def test_other_people_have_no_desk(grower, farm, customer):
    window = expect(grower.get(f"{DESK}/windows"), 200)["items"][0]["id"]
    expect(farm.call("PATCH", f"{DESK}/windows/{window}", {"closed": True}), 404)
    expect(farm.call("PUT", f"{DESK}/zones/1", zone()), 404)
    expect(farm.call("DELETE", f"{DESK}/weekly-windows/1"), 404)
    expect(customer.get(DESK), 404)


def test_the_cut_off_ends_an_offer_and_each_day_makes_windows():
    clock = Clock()
    with own_server(flags=clock.flags, demo=True) as server:
        farm = FarmOwner(server, Admin(server))
        expect(farm.post(f"{DESK}/zones", zone()), 201)
        expect(farm.post(f"{DESK}/weekly-windows", weekly()), 201)
        guest = Guest(server)
        ask = f"postcode=22902&farm={farm.farm['id']}"
        windows = options(guest, ask)[0]["windows"]
        assert len(windows) == 4
        clock.advance_to(datetime.datetime.fromisoformat(windows[0]["cut_off"].replace("Z", "+00:00")))
        assert [each["id"] for each in options(guest, ask)[0]["windows"]] == [each["id"] for each in windows[1:]]
        clock.advance(days=8)
        farm.refresh()
        eventually(lambda: len(options(guest, ask)[0]["windows"]) >= 3, "the task of the day makes windows")
        assert {each["id"] for each in options(guest, ask)[0]["windows"]} - {each["id"] for each in windows}
    clock.close()


ADDRESS = {"name": "Ann Lee", "street": "1 Main Street", "city": "Lovettsville", "state": "VA", "zip": "20180", "country": "US"}


def test_a_circle_counts_at_the_checkout_where_the_address_has_a_point(shop, admin, customer):
    farm = FarmOwner(shop, admin)
    centre = {"latitude": 39.27, "longitude": -77.63}
    expect(farm.post(f"{DESK}/zones", zone("Round the farm", [], circle={"centre": centre, "radius_m": 5000})), 201)
    expect(farm.post(f"{DESK}/weekly-windows", weekly()), 201)
    ask = f"farm={farm.farm['id']}"
    without = options(customer, f"postcode=20180&{ask}")[0]
    assert without["windows"] == [] and without["point_needed"], "it says what is missing"
    window = options(customer, f"latitude=39.27&longitude=-77.62&{ask}")[0]["windows"][0]["id"]
    product = farm.product(quantity=5)
    choice = [{"farm": farm.farm["id"], "window": window}]

    def amiss(**address):
        cart = customer.cart((product["sku"], 1))
        body = {**customer.order_body(cart), "address": {**ADDRESS, **address}, "deliveries": choice}
        return customer.post("/api/v1/orders", body, headers={"Idempotency-Key": f"circle-{len(address)}-{address}".replace(" ", "")[:250]})

    assert expect(amiss(), 409, "cart_changed")["deliveries"][0]["reason"] == "point_needed"
    assert expect(amiss(point={"latitude": 40.5, "longitude": -77.63}), 409, "cart_changed")["deliveries"][0]["reason"] == "not_delivered_here"
    order = expect(amiss(point={"latitude": 39.28, "longitude": -77.63}), 201)
    assert order["parts"][0]["delivery"]["address"]["point"] == {"latitude": 39.28, "longitude": -77.63} and order["totals"]["delivery"] == money(500)
    assert expect(amiss(point={"latitude": 91, "longitude": 0}), 422)["errors"][0]["pointer"] == "/address/point/latitude"


def test_windows_are_forgotten_sixty_days_after_their_end():
    clock = Clock()
    with own_server(flags=clock.flags, demo=True) as server:
        farm = FarmOwner(server)
        expect(farm.post(f"{DESK}/zones", zone()), 201)
        single = {"method": "delivery", "from": "14:00", "to": "15:00", "places": 1}
        first = expect(farm.post(f"{DESK}/windows", {**single, "day": (clock.now() + datetime.timedelta(days=3)).date().isoformat()}), 201)["id"]
        since = "2020-01-01T00:00:00Z"

        def listed():
            return [window["id"] for window in expect(farm.get(f"{DESK}/windows?from={since}&limit=100"), 200)["items"]]

        clock.advance(days=40)
        farm.sign_in()
        second = expect(farm.post(f"{DESK}/windows", {**single, "day": (clock.now() + datetime.timedelta(days=3)).date().isoformat()}), 201)["id"]
        assert listed() == [first, second]
        clock.advance(days=24)
        farm.sign_in()
        third = expect(farm.post(f"{DESK}/windows", {**single, "day": (clock.now() + datetime.timedelta(days=3)).date().isoformat()}), 201)["id"]
        assert listed() == [second, third]
    clock.close()
