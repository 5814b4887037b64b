"""Accounts, sessions and tokens."""
import base64
import json
import threading

import pytest
from stage import PASSWORD, Guest, Person, claims, eventually, expect, number


@pytest.fixture
def person(shop):
    return Person(shop)


def login(shop, email, password=PASSWORD, **more):
    return shop.post("/api/v1/auth/login", {"email": email, "password": password}, **more)


def test_register_signs_in(shop):
    email = f"new-{number()}@example.com"
    reply = shop.post("/api/v1/auth/register", {"email": email, "password": PASSWORD, "name": "Nora New"})
    tokens = expect(reply, 201)
    assert tokens["token_type"] == "Bearer" and 0 < tokens["expires_in_s"] <= 900 and claims(tokens["access_token"])["sub"] == tokens["account"]["id"]
    assert reply.header("cache-control") == "no-store"
    me = expect(shop.get("/api/v1/me", token=tokens["access_token"]), 200)
    assert (me["email"], me["role"]) == (email, "customer")
    assert "password" not in json.dumps(me)


def test_an_address_has_one_account(shop, person):
    for email in (person.email, person.email.upper()):
        expect(shop.post("/api/v1/auth/register", {"email": email, "password": PASSWORD, "name": "Another"}), 409, "email_taken")


def test_an_unknown_address_and_a_wrong_password_look_the_same(shop, person):
    wrong = login(shop, person.email, "not-the-password")
    unknown = login(shop, f"nobody-{number()}@example.com", "not-the-password")
    assert expect(wrong, 401, "wrong_credentials") == expect(unknown, 401, "wrong_credentials")


def test_failures_have_to_wait(shop, person):
    replies = [login(shop, person.email, "not-the-password") for _ in range(12)]
    refused = [reply for reply in replies if reply.status == 429]
    assert refused and replies[-1].status == 429, [reply.status for reply in replies]
    assert refused[0].json()["code"] == "too_many_attempts" and int(refused[0].header("retry-after")) >= 1


def test_the_access_token_says_who_until_when_and_by_which_key(shop, person):
    head = json.loads(base64.urlsafe_b64decode(person.token.split(".")[0] + "=="))
    said = claims(person.token)
    assert head["alg"] in ("EdDSA", "HS256") and head["kid"]
    assert said["sub"].startswith("usr_") and 0 < said["exp"] - said["iat"] <= 900
    assert person.email not in json.dumps(said)


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).rstrip(b"=").decode()


def changed(token, at):
    """The token with another character at this place of its last part."""
    signature = token.rsplit(".", 1)[1]
    other = "A" if signature[at] != "A" else "B"
    return token.rsplit(".", 1)[0] + "." + signature[:at] + other + signature[at + 1:]


FORGERIES = {
    "another_signature": lambda t: changed(t, 3),
    "no_signature": lambda t: t.rsplit(".", 1)[0] + ".",
    "two_parts": lambda t: t.rsplit(".", 1)[0],
    "four_parts": lambda t: t + ".AAAA",
    "algorithm_none": lambda t: part({"alg": "none", "typ": "JWT"}) + "." + t.split(".")[1] + ".",
    "algorithm_of_my_choice": lambda t: part({"alg": "HS512", "typ": "JWT", "kid": "x"}) + "." + ".".join(t.split(".")[1:]),
    "other_role": lambda t: t.split(".")[0] + "." + part({**claims(t), "role": "admin"}) + "." + t.split(".")[2],
    "later_end": lambda t: t.split(".")[0] + "." + part({**claims(t), "exp": claims(t)["exp"] + 1000}) + "." + t.split(".")[2],
    "padded": lambda t: t + "=",
    "empty": lambda t: "",
    "spaces": lambda t: "a b c",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forged_tokens_are_refused_everywhere(shop, person, name):
    forged = {"Authorization": "Bearer " + FORGERIES[name](person.token)}
    for path in ("/api/v1/me", "/api/v1/orders"):
        reply = shop.get(path, headers=forged)
        assert reply.status == 401 and "bearer" in reply.header("www-authenticate").lower(), reply
    # Also where a guest may come in: a token that is sent must be good.
    assert shop.post("/api/v1/carts", {}, headers=forged).status == 401


@pytest.mark.parametrize("value", ["Basic dXNlcjpwYXNz", "Bearer", "bearer ", "Token x"])
def test_other_schemes_are_refused(shop, value):
    assert shop.get("/api/v1/me", headers={"Authorization": value}).status == 401


def test_the_scheme_has_no_case(shop, person):
    assert shop.get("/api/v1/me", headers={"Authorization": "bEARER " + person.token}).status == 200


def test_refresh_rotates_and_reuse_ends_the_family(shop, person):
    first = person.refresh_token
    person.refresh()
    assert person.refresh_token != first
    expect(person.get("/api/v1/me"), 200)
    expect(shop.post("/api/v1/auth/refresh", {"refresh_token": first}), 401, "refresh_refused")
    # The thief's or the owner's, nobody can tell: both are out, also with the access token.
    expect(shop.post("/api/v1/auth/refresh", {"refresh_token": person.refresh_token}), 401, "refresh_refused")
    assert person.get("/api/v1/me").status == 401


def test_two_refreshes_at_once_make_one_pair(shop, person):
    statuses = []
    lock = threading.Barrier(8)

    def refresh():
        lock.wait()
        statuses.append(shop.post("/api/v1/auth/refresh", {"refresh_token": person.refresh_token}).status)

    threads = [threading.Thread(target=refresh) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [401] * 7


def test_logout_ends_this_session_only(shop, person):
    second = expect(login(shop, person.email), 200)
    assert person.post("/api/v1/auth/logout").status == 204
    assert person.get("/api/v1/me").status == 401
    expect(shop.post("/api/v1/auth/refresh", {"refresh_token": person.refresh_token}), 401)
    expect(shop.get("/api/v1/me", token=second["access_token"]), 200)


def test_a_logout_is_remembered_by_the_next_process(shop, person):
    from http_support import FAST
    from support.server import Server
    stays = Person(shop)
    assert person.post("/api/v1/auth/logout").status == 204
    shop.stop()
    shop.start()
    assert person.get("/api/v1/me").status == 401
    assert stays.get("/api/v1/me").status == 200


def test_tokens_of_another_shop_are_refused(shop, person, openapi):
    from http_support import own_server
    with own_server() as other:
        foreign = Person(other)
        expect(foreign.get("/api/v1/me"), 200)
        assert shop.get("/api/v1/me", token=foreign.token).status == 401


def test_a_guest_is_told_to_sign_in(shop):
    guest = Guest(shop)
    expect(guest.get("/api/v1/me"), 401, "unauthenticated")
    expect(guest.post("/api/v1/auth/logout"), 401, "unauthenticated")
