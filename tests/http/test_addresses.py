"""The address book of an account: one default, a bound, nobody else's; orders keep where they went."""
from stage import FarmOwner, Person, eventually, expect

BOOK = "/api/v1/me/addresses"
HOME = {"label": "Home", "name": "Ada Lindqvist", "street": "1123 Jenifer Street", "city": "Madison", "state": "WI", "zip": "53703", "country": "us", "phone": "608 555 0142"}


def add(person, **more):
    return expect(person.post(BOOK, {**HOME, **more}), 201)


def listed(person):
    return expect(person.get(BOOK), 200)["items"]


def defaults(person):
    return [each["label"] for each in listed(person) if each["is_default"]]


def test_what_is_kept_is_what_was_said(shop):
    person = Person(shop)
    assert listed(person) == []
    made = add(person)
    assert made == {**HOME, "country": "US", "id": made["id"], "is_default": True}
    assert listed(person) == [made]
    least = expect(person.post(BOOK, {"name": "A", "street": "1 Road", "city": "Bonn", "zip": "53111", "country": "DE"}), 201)
    assert (least["label"], least["state"], least["phone"], least["is_default"]) == ("", "", "", False)
    for wrong, pointer in (({"country": "USA"}, "/country"), ({"country": "1A"}, "/country"), ({"zip": ""}, "/zip"), ({"name": "x" * 101}, "/name"), ({"label": "x" * 41}, "/label")):
        assert expect(person.post(BOOK, {**HOME, **wrong}), 422)["errors"][0]["pointer"] == pointer
    assert len(listed(person)) == 2


def test_one_of_them_is_the_default(shop):
    person = Person(shop)
    home, work = add(person), add(person, label="Work", street="2 Office Road")
    assert (home["is_default"], work["is_default"]) == (True, False)
    add(person, label="Farm", street="3 Barn Lane", is_default=True)
    assert defaults(person) == ["Farm"] and [each["label"] for each in listed(person)] == ["Farm", "Home", "Work"]
    changed = expect(person.call("PUT", f"{BOOK}/{work['id']}", {**HOME, "label": "Office", "street": "4 Office Road", "is_default": True}), 200)
    assert changed["id"] == work["id"] and changed["street"] == "4 Office Road" and defaults(person) == ["Office"]
    expect(person.call("PUT", f"{BOOK}/{work['id']}", {**HOME, "label": "Office", "is_default": False}), 200)
    assert defaults(person) == ["Office"], "it stays the default until another one is"
    assert person.call("DELETE", f"{BOOK}/{work['id']}").status == 204
    assert defaults(person) == ["Home"], "the oldest of the rest"
    for each in listed(person):
        assert person.call("DELETE", f"{BOOK}/{each['id']}").status == 204
    assert listed(person) == [] and person.call("DELETE", f"{BOOK}/{home['id']}").status == 404


def test_the_same_again_is_the_one_that_is_there(shop):
    person = Person(shop)
    first = add(person)
    assert add(person, label="Again")["id"] == first["id"]
    assert add(person, street="5 Other Street")["id"] != first["id"]
    assert len(listed(person)) == 2


def test_there_is_a_bound(shop):
    person = Person(shop)
    for i in range(20):
        add(person, street=f"{i} Long Road")
    expect(person.post(BOOK, {**HOME, "street": "21 Long Road"}), 409, "too_many_addresses")
    add(person, street="7 Long Road")  # is there
    assert len(listed(person)) == 20 and defaults(person) == ["Home"]


def test_another_ones_address_is_nobodys(shop):
    one, other = Person(shop), Person(shop)
    made = add(one)
    for has_some in (False, True):
        if has_some:
            add(other)
        expect(other.call("PUT", f"{BOOK}/{made['id']}", HOME), 404, "not_found")
        expect(other.call("DELETE", f"{BOOK}/{made['id']}"), 404, "not_found")
    assert listed(one) == [made]
    expect(shop.call("GET", BOOK), 401)


def test_the_trail_of_a_farmer_says_that_and_not_where(shop, admin):
    farmer = FarmOwner(shop, admin)
    add(farmer, street="8 Secret Hollow")
    me = expect(farmer.get("/api/v1/me"), 200)["id"]
    entries = eventually(lambda: [e for e in expect(admin.get(f"/api/v1/admin/audit?limit=100&subject={me}"), 200)["items"] if e["operation"] == "addAddress"])
    assert any("addresses" in e["after"] for e in entries) and "Secret Hollow" not in str(entries)
