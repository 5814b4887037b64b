"""The session of a browser: one opaque cookie, ended from everywhere, and good only for pages of the same origin (docs/adr/0006)."""

import pytest
from http_support import FAST
from letters import code, told
from stage import ADMIN, PASSWORD, Browser, Guest, Person, eventually, expect, next_moment

from support import stores
from support.clock import Clock
from support.server import Server

NAME = "gh_session"
KEPT_S = str(90 * 24 * 60 * 60)


@pytest.fixture(scope="module")
def timed(openapi):
    clock = Clock()
    server = Server(flags=FAST + clock.flags, demo=True)
    server.checker, server.clock = openapi, clock
    server.admin("user", "create", "--email", "boss@example.com", "--name", "Bo Boss", "--role", "admin", stdin=PASSWORD + "\n")
    with server:
        yield server
    clock.close()


def is_signed_in(browser):
    reply = browser.get("/api/v1/me")
    assert reply.status in (200, 401), reply
    return reply.status == 200


def copy_of(browser):
    """The same cookies, as somebody who took them away."""
    other = Browser.__new__(Browser)
    other.server, other.email, other.password, other.cookies = browser.server, browser.email, browser.password, dict(browser.cookies)
    return other


def test_a_sign_in_leaves_a_cookie_and_no_token(shop):
    reply = shop.post("/api/v1/auth/register", {"email": "cookie@example.com", "password": PASSWORD, "name": "Bo"}, headers={"Gh-Session": "cookie"})
    body = expect(reply, 201)
    assert set(body) == {"second_factor_required", "account"} and body["account"]["email"] == "cookie@example.com"
    cookies = reply.set_cookies()
    assert set(cookies) == {NAME, "gh_signed_in"}
    secret, attributes = cookies[NAME]
    assert attributes == ["HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={KEPT_S}"]
    assert len(secret.split(".")[1]) == 43, "256 bits"
    assert cookies["gh_signed_in"] == ("1", ["SameSite=Lax", "Path=/", f"Max-Age={KEPT_S}"]), "for scripts to read"
    assert expect(shop.get("/api/v1/me", headers={"Cookie": f"a=b; {NAME}={secret};c=d"}), 200)["email"] == "cookie@example.com"
    signed_in = shop.post("/api/v1/auth/login", {"email": "cookie@example.com", "password": PASSWORD}, headers={"Gh-Session": "cookie"})
    assert set(expect(signed_in, 200)) == {"second_factor_required", "account"} and signed_in.set_cookies()[NAME][0] != secret
    tokens = shop.post("/api/v1/auth/login", {"email": "cookie@example.com", "password": PASSWORD})
    assert {"access_token", "refresh_token"} <= set(expect(tokens, 200)) and tokens.set_cookies() == {}, "who asks for none gets none"


def test_the_store_has_only_its_hash(shop):
    session, secret = Browser(shop).cookies[NAME].split(".")
    stored = stores.stored_bytes(shop.data)
    assert session.encode() in stored, "the session is stored where this test looks"
    assert secret.encode() not in stored
    assert secret not in shop.log.read_text()


def test_another_word_is_refused(shop):
    expect(shop.post("/api/v1/auth/login", {"email": ADMIN[0], "password": ADMIN[1]}, headers={"Gh-Session": "token"}), 400, "bad_request")


@pytest.mark.parametrize("value", ["", "x", "ses_00000000000000000000000000", "ses_00000000000000000000000000." + "A" * 43, "." * 200, "é", "a\tb"])
def test_what_is_no_cookie_leaves_a_guest(shop, value):
    guest = Guest(shop)
    headers = {"Cookie": f"{NAME}={value}".encode()}
    assert guest.get("/api/v1/products?limit=1&q=made-up-" + str(abs(hash(value))), headers=headers).status == 200
    reply = guest.get("/api/v1/me", headers=headers)
    expect(reply, 401, "unauthenticated")
    assert reply.set_cookies()[NAME] == ("", ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=0"]), "and is taken back"


def test_a_secret_of_another_session_is_none(shop):
    one, other = Browser(shop), Browser(shop)
    one.cookies[NAME] = one.cookies[NAME].split(".")[0] + "." + other.cookies[NAME].split(".")[1]
    reply = one.get("/api/v1/me")
    assert reply.status == 401 and reply.set_cookies() == {}
    assert is_signed_in(other)


# What a browser sends with a request: who may change something with the cookie.
@pytest.mark.parametrize("headers, good", [
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, True),
    ({"Origin": "http://{host}"}, True),
    ({"Origin": "https://{host}"}, True),  # somebody else ends TLS before this program
    ({}, False),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://{host}"}, False),
    ({"Sec-Fetch-Site": "none"}, False),
    ({"Origin": "null"}, False),
    ({"Origin": ""}, False),
    ({"Origin": "http://evil.example"}, False),
    ({"Origin": "http://{host}.evil.example"}, False),
    ({"Origin": "http://127.0.0.1"}, False),  # another port is another origin
    ({"Origin": "{host}"}, False),
    ({"Origin": "ftp://{host}"}, False),
    ({"Origin": "https://shop.example"}, False),  # may read with a token (http.cors_origins), not act with a cookie
    ({"Referer": "http://{host}/"}, False),
])
def test_only_pages_of_the_same_origin_change_something(shop, headers, good):
    browser = Browser(shop)
    sent = {"Origin": None} | {k: v.format(host=f"127.0.0.1:{shop.port}") for k, v in headers.items()}
    assert browser.get("/api/v1/me", headers=sent).status == 200, "reading is no change"
    for method, path, body in (("PATCH", "/api/v1/me", {"name": "Evil"}), ("POST", "/api/v1/carts", {"lines": []}), ("DELETE", "/api/v1/me/sessions", None)):
        reply = browser.call(method, path, body, headers=sent)
        if good:
            assert reply.status < 400, reply
        else:
            expect(reply, 403, "cross_site_request")
    assert is_signed_in(browser) != good, "the last one would have signed out"


def test_no_page_of_another_origin_opens_one(shop):
    asked = {"Origin": "https://shop.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "gh-session"}
    allowed = shop.call("OPTIONS", "/api/v1/auth/login", headers=asked).header("access-control-allow-headers").lower()
    assert "authorization" in allowed and "gh-session" not in allowed
    assert shop.get("/api/v1/products", headers=asked).header("access-control-allow-credentials") is None


def test_a_token_goes_before_the_cookie(shop):
    person, browser = Person(shop), Browser(shop)
    both = {"Authorization": f"Bearer {person.token}", "Origin": "https://evil.example"}
    assert expect(browser.get("/api/v1/me", headers=both), 200)["email"] == person.email
    assert browser.call("PATCH", "/api/v1/me", {"name": "New"}, headers=both).status == 200, "a token comes with nothing by itself"
    assert browser.get("/api/v1/me", headers={"Authorization": "Bearer nonsense"}).status == 401, "a token that is sent must be good"


def test_logout_ends_it(shop):
    browser, other = Browser(shop), Person(shop)
    taken = copy_of(browser)
    reply = browser.post("/api/v1/auth/logout")
    assert reply.status == 204 and browser.cookies == {}, "both cookies are taken back"
    dead = taken.get("/api/v1/me")
    expect(dead, 401, "unauthenticated")
    assert set(dead.set_cookies()) == {NAME, "gh_signed_in"} and taken.cookies == {}
    assert other.post("/api/v1/auth/logout").set_cookies() == {}, "who came with a token has no cookie to lose"


def test_it_is_listed_and_ended_like_any_session(shop):
    browser = Browser(shop)
    next_moment()
    phone = Browser(shop, browser.email)
    listed = expect(browser.get("/api/v1/me/sessions"), 200)["items"]
    assert [s["current"] for s in listed] == [False, True]
    assert browser.call("DELETE", f"/api/v1/me/sessions/{listed[0]['id']}").set_cookies() == {}, "another one's end leaves this browser alone"
    assert not is_signed_in(phone) and is_signed_in(browser)
    assert browser.call("DELETE", f"/api/v1/me/sessions/{listed[1]['id']}").status == 204 and browser.cookies == {}


def test_log_out_everywhere(shop):
    browser = Browser(shop)
    others = [Browser(shop, browser.email) for _ in range(2)]
    assert browser.call("DELETE", "/api/v1/me/sessions").status == 204 and browser.cookies == {}
    assert [is_signed_in(other) for other in others] == [False, False]


def test_a_changed_password_renews_the_cookie_and_ends_the_others(shop):
    browser = Browser(shop)
    stolen, phone = copy_of(browser), Browser(shop, browser.email)
    before = browser.cookies[NAME]
    body = expect(browser.post("/api/v1/me/password", {"current_password": PASSWORD, "new_password": "another-good-password"}), 200)
    assert set(body) == {"second_factor_required", "account"} and browser.cookies[NAME] != before
    assert is_signed_in(browser) and not is_signed_in(phone)
    late = stolen.get("/api/v1/me")
    assert late.status == 401 and late.set_cookies() == {}, "an answer that comes late does not take the new cookie away"


def test_a_reset_password_ends_it(shop):
    browser = Browser(shop)
    expect(shop.post("/api/v1/auth/forgot-password", {"email": browser.email}), 202)
    token = told(shop, "identity.password_reset", browser.email)["token"]
    assert is_signed_in(browser)
    expect(shop.post("/api/v1/auth/reset-password", {"token": token, "password": "another-good-password"}), 204)
    assert not is_signed_in(browser)


def test_a_closed_account_and_a_new_role_count_at_once(shop, admin):
    browser = Browser(shop)
    user = browser.signed_in["account"]["id"]
    assert browser.get("/api/v1/admin/users").status == 403
    expect(admin.post(f"/api/v1/admin/users/{user}/role", {"role": "admin"}), 200)
    reply = browser.get("/api/v1/admin/users")
    expect(reply, 403, "second_factor_required")
    expect(admin.post(f"/api/v1/admin/users/{user}/role", {"role": "customer"}), 200)
    assert is_signed_in(browser)
    expect(admin.post(f"/api/v1/admin/users/{user}/disable", {"reason": "for the test"}), 200)
    assert not is_signed_in(browser)


def test_the_next_process_knows_it(openapi):
    with Server(flags=FAST) as server:
        browser, gone = Browser(server), Browser(server)
        taken = copy_of(gone)
        assert gone.post("/api/v1/auth/logout").status == 204
        server.stop()
        server.start()
        assert is_signed_in(browser) and not is_signed_in(taken)


def test_it_is_no_refresh_token(shop):
    browser = Browser(shop)
    expect(shop.post("/api/v1/auth/refresh", {"refresh_token": browser.cookies[NAME]}), 401, "refresh_refused")
    assert is_signed_in(browser), "and is not ended by somebody who tries"
    person = Person(shop)
    expect(shop.get("/api/v1/me", headers={"Cookie": f"{NAME}={person.refresh_token}"}), 401)
    person.refresh()


def test_the_second_factor_comes_with_the_sign_in(timed):
    browser = Browser(timed)
    begun = expect(browser.post("/api/v1/me/second-factor", {"password": PASSWORD}), 200)
    timed.clock.advance(seconds=30)
    expect(browser.post("/api/v1/me/second-factor/confirm", {"code": code(begun["secret"], timed.clock.now())}), 200)
    without = timed.post("/api/v1/auth/login", {"email": browser.email, "password": PASSWORD}, headers={"Gh-Session": "cookie"})
    expect(without, 401, "second_factor_needed")
    assert without.set_cookies() == {}
    timed.clock.advance(seconds=30)
    assert is_signed_in(Browser(timed, browser.email, code=code(begun["secret"], timed.clock.now())))


def test_an_admin_who_enrols_goes_on_with_the_same_cookie(timed):
    boss = Browser(timed, "boss@example.com")
    assert boss.signed_in["second_factor_required"] is True
    expect(boss.get("/api/v1/admin/users"), 403, "second_factor_required")
    begun = expect(boss.post("/api/v1/me/second-factor", {"password": PASSWORD}), 200)
    timed.clock.advance(seconds=30)
    expect(boss.post("/api/v1/me/second-factor/confirm", {"code": code(begun["secret"], timed.clock.now())}), 200)
    expect(boss.get("/api/v1/admin/users"), 200)


def test_use_keeps_it_alive_for_thirty_days_more(timed):
    idle, used = Browser(timed), Browser(timed)
    for _ in range(3):
        timed.clock.advance(days=29)
        assert is_signed_in(used)
    assert not is_signed_in(idle), "30 days unused"
    timed.clock.advance(days=4)
    assert not is_signed_in(used), "90 days old"


def test_a_use_is_noted_once_an_hour(timed):
    browser = Browser(timed)
    last_used = lambda: expect(browser.get("/api/v1/me/sessions"), 200)["items"][0]["last_used"]
    first = last_used()
    timed.clock.advance(minutes=50)
    assert last_used() == first
    timed.clock.advance(minutes=20)
    eventually(lambda: last_used() != first)


def test_over_tls_the_name_is_locked_to_the_host(openapi):
    with Server(flags=FAST + ["--set", "shop.url=https://shop.example"]) as server:
        browser = Browser(server)
        assert set(browser.cookies) == {"__Host-gh_session", "gh_signed_in"}
        reply = server.post("/api/v1/auth/login", {"email": browser.email, "password": PASSWORD}, headers={"Gh-Session": "cookie"})
        assert reply.set_cookies()["__Host-gh_session"][1] == ["HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={KEPT_S}", "Secure"]
        assert is_signed_in(browser)
        assert server.get("/api/v1/me", headers={"Cookie": f"{NAME}={browser.cookies['__Host-gh_session']}"}).status == 401, "a name that a neighbour could set"
