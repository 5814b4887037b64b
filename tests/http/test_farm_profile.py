"""A farm's page, and the way of an application."""
import pytest
from stage import Person, expect, number

OPENING = {"weekdays": [{"day": "saturday", "opens": "13:00", "closes": "17:00"}, {"day": "saturday", "opens": "08:00", "closes": "12:30"}],
           "exceptions": [{"date": "2027-12-25", "intervals": [], "note": "Christmas"}]}
POINT = {"name": "The barn", "street": "1 Ridge Road", "city": "Lovettsville", "state": "VA", "zip": "20180", "place": {"latitude": 39.27, "longitude": -77.63},
         "opening_times": OPENING, "note": "Ring twice."}
PROFILE = {"story": "Three generations.", "time_zone": "America/New_York", "phone": "+1 540 555 0100", "pictures": [{"url": "https://img.example/gate.jpg", "alt": "The gate"}],
           "delivery_area": {"text": "Loudoun County", "radius_km": 40}, "opening_times": OPENING, "pickup_points": [POINT]}


@pytest.fixture
def applicant(shop):
    person = Person(shop)
    form = {"name": f"Applied {number()}", "contact_email": person.email, "street": "1 Mill Road", "city": "Troy", "state": "MI", "zip": "48083"}
    person.farm = expect(person.post("/api/v1/farms", form), 201)
    person.form = form
    return person


def change(person, **members):
    return person.call("PATCH", "/api/v1/farms/mine", members)


def test_the_page_shows_what_is_public(shop, farm):
    mine = expect(change(farm, **PROFILE), 200)
    page = expect(shop.get(f"/api/v1/farms/{farm.farm['slug']}"), 200)
    for seen in (mine, page):
        assert seen["time_zone"] == "America/New_York" and seen["pictures"] == PROFILE["pictures"] and seen["delivery_area"] == PROFILE["delivery_area"]
        assert [day["opens"] for day in seen["opening_times"]["weekdays"]] == ["08:00", "13:00"], "by time"
        assert seen["opening_times"]["exceptions"] == OPENING["exceptions"]
        assert seen["pickup_points"][0]["note"] == "Ring twice." and seen["pickup_points"][0]["id"]
    assert mine["phone"] == PROFILE["phone"] and "phone" not in page, "not public unless wanted"
    expect(change(farm, phone_public=True), 200)
    assert expect(shop.get(f"/api/v1/farms/{farm.farm['slug']}"), 200)["phone"] == PROFILE["phone"]
    listed = next(f for f in expect(shop.get("/api/v1/farms?limit=100"), 200)["items"] if f["slug"] == farm.farm["slug"])
    assert "pickup_points" not in listed, "lists stay short"
    product = farm.product()
    assert expect(shop.get(f"/api/v1/products/{product['slug']}"), 200)["origin"]["time_zone"] == "America/New_York", "the days of its sales are of it"


@pytest.mark.parametrize("members, status, code, pointer", [
    ({"time_zone": "America/Nowhere"}, 422, "invalid_input", "/time_zone"),
    ({"time_zone": "../../etc/passwd"}, 422, "invalid_input", "/time_zone"),
    ({"pictures": [{"url": "https://img.example/x.jpg"}] * 13}, 422, "invalid_input", "/pictures"),
    ({"pictures": [{"url": "javascript:alert(1)"}]}, 422, "invalid_input", "/pictures/0/url"),
    ({"delivery_area": {"text": "Far", "radius_km": 1001}}, 422, "invalid_input", "/delivery_area/radius_km"),
    ({"opening_times": {"weekdays": [{"day": "monday", "opens": "17:00", "closes": "09:00"}]}}, 422, "opening_times", "/opening_times/weekdays/0/closes"),
    ({"opening_times": {"weekdays": [{"day": "monday", "opens": "8:00", "closes": "09:00"}]}}, 422, "invalid_input", "/opening_times/weekdays/0/opens"),
    ({"pickup_points": [{**POINT, "id": 4711}]}, 422, "invalid_input", "/pickup_points/0/id"),
    ({"pickup_points": [{**POINT, "opening_times": {"weekdays": [{"day": "monday", "opens": "08:00", "closes": "10:00"}] * 2}}]}, 422, "opening_times",
     "/pickup_points/0/opening_times/weekdays"),
])
def test_a_profile_that_is_wrong(farm, members, status, code, pointer):
    problem = expect(change(farm, **members), status, code)
    assert [e["pointer"] for e in problem["errors"]] == [pointer]


def test_a_pickup_point_keeps_its_number(farm):
    first = expect(change(farm, pickup_points=[POINT]), 200)["pickup_points"][0]["id"]
    kept = expect(change(farm, pickup_points=[{**POINT, "name": "New name", "id": first}, POINT]), 200)["pickup_points"]
    assert kept[0]["id"] == first and kept[0]["name"] == "New name" and kept[1]["id"] > first


def test_the_checklist_says_what_is_missing(applicant, admin):
    missing = {gap["name"]: gap for gap in applicant.farm["missing"]}
    assert {"story", "picture", "time_zone", "land_document"} <= set(missing) and not any(gap["required"] for gap in missing.values())
    made = expect(applicant.post("/api/v1/farms/mine/documents", {"kind": "land", "name": "Lease", "url": "https://docs.example/lease.pdf"}), 201)
    assert "land_document" not in {gap["name"] for gap in made["missing"]}
    seen = next(f for f in expect(admin.get("/api/v1/admin/farms?status=applied&limit=100"), 200)["items"] if f["id"] == applicant.farm["id"])
    assert seen["documents"][0]["name"] == "Lease", "the admin decides by the documents"
    document = made["documents"][0]["id"]
    assert expect(applicant.call("DELETE", f"/api/v1/farms/mine/documents/{document}"), 200)["documents"] == []
    expect(applicant.call("DELETE", f"/api/v1/farms/mine/documents/{document}"), 404, "not_found")


def test_an_admin_asks_for_more(applicant, admin):
    asked = expect(admin.post(f"/api/v1/farms/{applicant.farm['id']}/ask", {"question": "Whose land is it?"}), 200)
    assert asked["status"] == "needs_information"
    assert expect(applicant.get("/api/v1/farms/mine"), 200)["question"] == "Whose land is it?"
    assert expect(applicant.post("/api/v1/farms/mine/submit"), 200)["status"] == "applied"
    expect(applicant.post("/api/v1/farms/mine/submit"), 409, "illegal_farm_transition")
    expect(admin.post(f"/api/v1/farms/{applicant.farm['id']}/ask", {"question": "And the water?"}), 200)
    assert expect(applicant.post("/api/v1/farms", {**applicant.form, "story": "By the river."}), 201)["story"] == "By the river."
    verified = expect(admin.post(f"/api/v1/farms/{applicant.farm['id']}/verify"), 200)
    assert verified["status"] == "verified" and "question" not in verified


def test_documents_and_questions_are_nobody_elses(shop, applicant, customer):
    assert shop.get(f"/api/v1/farms/{applicant.farm['slug']}").status == 404
    expect(customer.get("/api/v1/farms/mine"), 404, "not_found")
    expect(customer.post("/api/v1/farms/mine/documents", {"kind": "land", "name": "Lease", "url": "https://docs.example/lease.pdf"}), 404, "not_found")
