"""Sessions: who is signed in where, and ending one or all of them."""
from stage import PASSWORD, Person, expect, next_moment


def device(shop, person, name):
    next_moment()
    tokens = expect(shop.post("/api/v1/auth/login", {"email": person.email, "password": PASSWORD}, headers={"User-Agent": name}), 200)
    other = Person.__new__(Person)
    other.server, other.email = shop, person.email
    other._take(tokens)
    return other


def sessions(person):
    return expect(person.get("/api/v1/me/sessions"), 200)["items"]


def test_the_list_says_where_and_when(shop):
    person = Person(shop)
    phone = device(shop, person, "Phone/1 (" + "x" * 300 + ")")
    listed = sessions(phone)
    assert [s["current"] for s in listed] == [True, False], "newest first"
    assert listed[0]["device"].startswith("Phone/1 (") and len(listed[0]["device"]) == 200 and listed[0]["address"] == "127.0.0.1"
    assert listed[0]["created"] <= listed[0]["last_used"] < listed[0]["expires"]
    before = listed[1]["last_used"]
    person.refresh()
    assert [s for s in sessions(phone) if not s["current"]][0]["last_used"] > before
    assert "hash" not in str(listed)


def test_pages(shop):
    person = Person(shop)
    for i in range(4):
        device(shop, person, f"Device {i}")
    first = expect(person.get("/api/v1/me/sessions?limit=3"), 200)
    second = expect(person.get(f"/api/v1/me/sessions?limit=3&cursor={first['next_cursor']}"), 200)
    assert [s["device"] for s in first["items"] + second["items"]][:4] == ["Device 3", "Device 2", "Device 1", "Device 0"]
    assert len(second["items"]) == 2 and "next_cursor" not in second


def test_one_session_is_ended_from_another(shop):
    person = Person(shop)
    phone = device(shop, person, "Phone")
    target = [s for s in sessions(person) if s["device"] == "Phone"][0]["id"]
    stranger = Person(shop)
    expect(stranger.call("DELETE", f"/api/v1/me/sessions/{target}"), 404)
    expect(phone.get("/api/v1/me"), 200)
    assert person.call("DELETE", f"/api/v1/me/sessions/{target}").status == 204
    assert phone.get("/api/v1/me").status == 401, "at once"
    expect(shop.post("/api/v1/auth/refresh", {"refresh_token": phone.refresh_token}), 401)
    assert len(sessions(person)) == 1
    expect(person.call("DELETE", f"/api/v1/me/sessions/{target}"), 404)


def test_log_out_everywhere(shop):
    person = Person(shop)
    everywhere = [person] + [device(shop, person, f"Device {i}") for i in range(3)]
    assert person.call("DELETE", "/api/v1/me/sessions").status == 204
    for one in everywhere:
        assert one.get("/api/v1/me").status == 401
        expect(shop.post("/api/v1/auth/refresh", {"refresh_token": one.refresh_token}), 401, "refresh_refused")
    again = device(shop, person, "Again")
    assert [s["device"] for s in sessions(again)] == ["Again"]
    shop.stop()
    shop.start()
    assert everywhere[1].get("/api/v1/me").status == 401, "the next process knows"
    expect(again.get("/api/v1/me"), 200)
