"""The second factor: enrolment, codes that are good once, recovery, and admins who must have one."""
import base64
import pathlib

import pytest
from http_support import FAST
from letters import code, told
from stage import PASSWORD, Admin, Person, expect, number

from support import stores
from support.clock import Clock
from support.server import Server


@pytest.fixture(scope="module")
def timed(openapi):
    clock = Clock()
    server = Server(flags=FAST + clock.flags, demo=True)
    server.checker, server.clock = openapi, clock
    server.admin("user", "create", "--email", "boss@example.com", "--name", "Bo Boss", "--role", "admin", stdin=PASSWORD + "\n")
    with server:
        yield server
    clock.close()


def login(server, email, **more):
    return server.post("/api/v1/auth/login", {"email": email, "password": PASSWORD, **more})


def next_code(server, secret, off=0):
    """A code that was not used yet: of the next step."""
    server.clock.advance(seconds=30)
    return code(secret, server.clock.now(), off)


def enrol(server, person):
    begun = expect(person.post("/api/v1/me/second-factor", {"password": PASSWORD}), 200)
    assert begun["uri"].startswith("otpauth://totp/GreenHarvest:") and f"secret={begun['secret']}" in begun["uri"]
    codes = expect(person.post("/api/v1/me/second-factor/confirm", {"code": next_code(server, begun["secret"])}), 200)["recovery_codes"]
    assert len(set(codes)) == 10
    return begun["secret"], codes


def test_signing_in_takes_a_code_that_is_good_once(timed):
    person = Person(timed)
    expect(person.post("/api/v1/me/second-factor", {"password": "not-the-password"}), 403, "wrong_password")
    expect(person.post("/api/v1/me/second-factor/confirm", {"code": "123456"}), 409, "second_factor_off")
    secret, _ = enrol(timed, person)
    assert expect(person.get("/api/v1/me"), 200)["second_factor"] is True
    expect(person.post("/api/v1/me/second-factor", {"password": PASSWORD}), 409, "second_factor_on")
    expect(login(timed, person.email), 401, "second_factor_needed")
    expect(timed.post("/api/v1/auth/login", {"email": person.email, "password": "not-the-password", "code": next_code(timed, secret)}), 401, "wrong_credentials")
    good = next_code(timed, secret)
    expect(login(timed, person.email, code=good), 200)
    expect(login(timed, person.email, code=good), 401, "wrong_code")
    expect(login(timed, person.email, code=code(secret, timed.clock.now(), -1)), 401, "wrong_code")
    expect(login(timed, person.email, code=code(secret, timed.clock.now(), 1)), 200)
    timed.clock.advance(minutes=2)
    for off in (-3, -2, 2, 3):
        expect(login(timed, person.email, code=code(secret, timed.clock.now(), off)), 401, "wrong_code")
    told(timed, "identity.second_factor_on", person.email)


def test_an_unconfirmed_factor_counts_for_nothing(timed):
    person = Person(timed)
    first = expect(person.post("/api/v1/me/second-factor", {"password": PASSWORD}), 200)["secret"]
    second = expect(person.post("/api/v1/me/second-factor", {"password": PASSWORD}), 200)["secret"]
    expect(person.post("/api/v1/me/second-factor/confirm", {"code": code(first, timed.clock.now())}), 401, "wrong_code")
    expect(login(timed, person.email), 200)
    expect(person.post("/api/v1/me/second-factor/confirm", {"code": code(second, timed.clock.now())}), 200)
    expect(login(timed, person.email), 401, "second_factor_needed")


def test_recovery_codes_are_good_once_and_can_be_renewed(timed):
    person = Person(timed)
    secret, codes = enrol(timed, person)
    expect(login(timed, person.email, code=codes[0].upper().replace("-", " ")), 200)
    expect(login(timed, person.email, code=codes[0]), 401, "wrong_code")
    assert "9 are left" in told(timed, "identity.recovery_code_used", person.email)["text"]
    path = "/api/v1/me/second-factor/recovery-codes"
    expect(person.post(path, {"password": "not-the-password", "code": next_code(timed, secret)}), 403, "wrong_password")
    expect(person.post(path, {"password": PASSWORD, "code": "000000"}), 401, "wrong_code")
    renewed = expect(person.post(path, {"password": PASSWORD, "code": next_code(timed, secret)}), 200)["recovery_codes"]
    assert not set(renewed) & set(codes)
    expect(login(timed, person.email, code=codes[1]), 401, "wrong_code")
    expect(login(timed, person.email, code=renewed[1]), 200)
    told(timed, "identity.recovery_codes_renewed", person.email)


def test_it_is_removed_with_password_and_code(timed):
    person = Person(timed)
    secret, _ = enrol(timed, person)
    expect(person.post("/api/v1/me/second-factor/remove", {"password": PASSWORD, "code": "000000"}), 401, "wrong_code")
    assert person.post("/api/v1/me/second-factor/remove", {"password": PASSWORD, "code": next_code(timed, secret)}).status == 204
    expect(login(timed, person.email), 200)
    told(timed, "identity.second_factor_off", person.email)
    expect(person.post("/api/v1/me/second-factor/remove", {"password": PASSWORD, "code": "000000"}), 409, "second_factor_off")


def begin(server, email):
    """The challenge of a sign-in with the right password and no code."""
    asked = expect(login(server, email), 401, "second_factor_needed")
    assert asked["expires_in_s"] == 300
    return asked["challenge"]


def answer(server, challenge, code, **more):
    return server.post("/api/v1/auth/login/second-factor", {"challenge": challenge, "code": code}, **more)


def test_the_second_step_takes_a_challenge_in_place_of_the_password(timed):
    person = Person(timed)
    secret, codes = enrol(timed, person)
    challenge = begin(timed, person.email)
    expect(answer(timed, challenge, "000000"), 401, "wrong_code")
    expect(answer(timed, challenge, next_code(timed, secret)), 200)
    expect(answer(timed, challenge, next_code(timed, secret)), 401, "challenge_refused")
    kept = answer(timed, begin(timed, person.email), codes[0], headers={"Gh-Session": "cookie", "Origin": f"http://127.0.0.1:{timed.port}"})
    assert expect(kept, 200)["account"]["email"] == person.email and "gh_session" in kept.set_cookies()
    for nobodys in ("nonsense", challenge[:-1] + ("A" if challenge[-1] != "A" else "B"), challenge):
        expect(answer(timed, nobodys, next_code(timed, secret)), 401, "challenge_refused")


def test_a_challenge_ends(timed):
    """By time, by a newer one, with the password, with the factor, with the account."""
    person, boss = Person(timed), Admin(timed)
    secret, _ = enrol(timed, person)
    late, older, newer = begin(timed, person.email), None, None
    timed.clock.advance(minutes=5)
    expect(answer(timed, late, next_code(timed, secret)), 401, "challenge_refused")
    older, newer = begin(timed, person.email), begin(timed, person.email)
    expect(answer(timed, older, next_code(timed, secret)), 401, "challenge_refused")
    person._take(expect(answer(timed, newer, next_code(timed, secret)), 200))
    before = begin(timed, person.email)
    person._take(expect(person.post("/api/v1/me/password", {"current_password": PASSWORD, "new_password": PASSWORD + "-2"}), 200))
    expect(answer(timed, before, next_code(timed, secret)), 401, "challenge_refused")
    person._take(expect(person.post("/api/v1/me/password", {"current_password": PASSWORD + "-2", "new_password": PASSWORD}), 200))
    before = begin(timed, person.email)
    assert person.post("/api/v1/me/second-factor/remove", {"password": PASSWORD, "code": next_code(timed, secret)}).status == 204
    expect(answer(timed, before, next_code(timed, secret)), 401, "challenge_refused")
    secret, _ = enrol(timed, person)
    before, me = begin(timed, person.email), expect(person.get("/api/v1/me"), 200)["id"]
    expect(boss.post(f"/api/v1/admin/users/{me}/disable", {"reason": "asked for it"}), 200)
    assert answer(timed, before, next_code(timed, secret)).status in (401, 403)


def test_codes_cannot_be_tried_out_on_a_challenge(timed):
    person = Person(timed)
    secret, _ = enrol(timed, person)
    challenge = begin(timed, person.email)
    tries = [answer(timed, challenge, f"{i:06d}") for i in range(12)]
    assert {reply.status for reply in tries[:10]} == {401} and tries[-1].status == 429
    expect(answer(timed, challenge, code(secret, timed.clock.now())), 429, "too_many_attempts")


def test_codes_cannot_be_tried_out(timed):
    person = Person(timed)
    secret, _ = enrol(timed, person)
    tries = [login(timed, person.email, code=f"{i:06d}") for i in range(12)]
    assert {reply.status for reply in tries[:10]} == {401} and tries[-1].status == 429
    assert int(tries[-1].header("retry-after")) >= 1
    expect(login(timed, person.email, code=code(secret, timed.clock.now())), 429, "too_many_attempts")


def test_an_admin_without_one_can_only_get_one(timed):
    boss = Person.__new__(Person)
    boss.server, boss.email = timed, "boss@example.com"
    tokens = expect(login(timed, boss.email), 200)
    assert tokens["second_factor_required"] is True
    boss._take(tokens)
    assert expect(boss.get("/api/v1/me"), 200)["role"] == "admin"
    for path in ("/api/v1/admin/users", "/api/v1/admin/audit", "/api/v1/orders", "/api/v1/me/sessions"):
        expect(boss.get(path), 403, "second_factor_required")
    expect(boss.call("PATCH", "/api/v1/me", {"name": "B"}), 403, "second_factor_required")
    boss.refresh()
    expect(boss.get("/api/v1/admin/users"), 403, "second_factor_required")
    secret, _ = enrol(timed, boss)
    boss.refresh()
    expect(boss.get("/api/v1/admin/users"), 200)
    tokens = expect(login(timed, boss.email, code=next_code(timed, secret)), 200)
    assert tokens["second_factor_required"] is False
    boss._take(tokens)
    # Somebody else lost the device: removed by an admin, with all sessions.
    person = Person(timed)
    enrol(timed, person)
    me = expect(person.get("/api/v1/me"), 200)["id"]
    assert expect(boss.post(f"/api/v1/admin/users/{me}/reset-second-factor"), 200)["second_factor"] is False
    assert person.get("/api/v1/me").status == 401
    expect(boss.post(f"/api/v1/admin/users/{me}/reset-second-factor"), 409, "second_factor_off")
    expect(login(timed, person.email), 200)


def test_the_demos_admin_is_waived(timed):
    expect(Admin(timed).get("/api/v1/admin/users"), 200)


def test_the_setting_makes_it_optional(openapi):
    server = Server(flags=FAST + ["--set", "auth.admin_second_factor=optional"])
    server.checker = openapi
    email = f"chief-{number()}@example.com"
    server.admin("user", "create", "--email", email, "--name", "Chief", "--role", "admin", stdin=PASSWORD + "\n")
    with server:
        token = expect(login(server, email), 200)["access_token"]
        expect(server.get("/api/v1/admin/users", token=token), 200)


def test_the_secret_stands_nowhere_in_the_data_folder(timed):
    """Neither as it is typed nor as bytes; the key that seals it lies beside the store, for its owner only, or in the configuration."""
    person = Person(timed)
    secret, _ = enrol(timed, person)
    raw = base64.b32decode(secret)
    key = pathlib.Path(timed.data, "second_factor.key")
    if stores.KIND == "sqlite":
        assert key.stat().st_mode & 0o777 == 0o600 and len(key.read_text()) == 43
        sealed_with = key.read_bytes()
    else:
        assert not key.exists()
        sealed_with = timed.env["GREENHARVEST_AUTH_SECOND_FACTOR_KEY"].encode()
    contents = {file: file.read_bytes() for file in pathlib.Path(timed.data).rglob("*") if file.is_file() and file != key} | {"store": stores.stored_bytes(timed.data)}
    assert person.email.encode() in contents["store"], "the store is read where this test looks"
    for place, content in contents.items():
        assert secret.encode() not in content and raw not in content and sealed_with not in content, place
    expect(login(timed, person.email, code=next_code(timed, secret)), 200)


def test_a_factor_goes_on_after_a_restart_and_not_under_another_key():
    clock = Clock()
    server = Server(flags=FAST + clock.flags, demo=True)
    server.clock = clock
    with server:
        person = Person(server)
        secret, codes = enrol(server, person)
        server.stop()
        server.start()
        expect(login(server, person.email, code=next_code(server, secret)), 200)
        server.stop()
        server.env["GREENHARVEST_AUTH_SECOND_FACTOR_KEY"] = "A" * 43
        server.start()
        expect(login(server, person.email, code=next_code(server, secret)), 500)
        expect(login(server, person.email, code=codes[0]), 200)
        server.stop()
        server.env["GREENHARVEST_AUTH_SECOND_FACTOR_KEY"] = "short"
        assert server.admin("doctor", check=False).returncode != 0, "a damaged key is no start"
    clock.close()
