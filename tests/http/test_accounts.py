"""What people do with their own accounts: prove the address, change and forget passwords; and what admins do with them."""
import pytest
from http_support import FAST
from letters import notices, told
from stage import PASSWORD, Admin, FarmOwner, Guest, Person, eventually, expect, next_moment, number

from support.clock import Clock
from support.server import Server, quote

NEW = "another-fine-password"


def login(server, email, password=PASSWORD, **more):
    return server.post("/api/v1/auth/login", {"email": email, "password": password, **more})


@pytest.fixture(scope="module")
def strict(openapi):
    """A shop where an address must be proved, on a clock of its own."""
    clock = Clock()
    server = Server(flags=FAST + clock.flags + ["--set", "auth.email_verification=required"], demo=True)
    server.checker, server.clock = openapi, clock
    with server:
        yield server
    clock.close()


def verify(server, person, email=None, count=1):
    token = told(server, "identity.verify_email", email or person.email, count)["token"]
    return server.post("/api/v1/auth/verify-email", {"token": token})


def test_who_has_proved_no_address_buys_but_does_not_apply(strict):
    person = Person(strict)
    assert expect(person.get("/api/v1/me"), 200)["email_verified"] is False
    expect(person.call("POST", "/api/v1/carts", {}), 201)
    apply = lambda: FarmOwner.apply(person)
    expect(apply(), 403, "email_not_verified")
    expect(person.post("/api/v1/farms/some-farm/claim", {"contact_email": person.email}), 403, "email_not_verified")
    token = told(strict, "identity.verify_email", person.email)["token"]
    assert verify(strict, person).status == 204
    assert expect(person.get("/api/v1/me"), 200)["email_verified"] is True
    expect(strict.post("/api/v1/auth/verify-email", {"token": token}), 400, "mail_token_refused")
    expect(apply(), 201)


def test_links_expire_and_only_the_newest_is_good(strict):
    person = Person(strict)
    first = told(strict, "identity.verify_email", person.email)["token"]
    expect(person.post("/api/v1/me/email/verification"), 429, "mail_sent_lately")
    strict.clock.advance(minutes=2)
    assert person.post("/api/v1/me/email/verification").status == 202
    second = told(strict, "identity.verify_email", person.email, 2)["token"]
    expect(strict.post("/api/v1/auth/verify-email", {"token": first}), 400, "mail_token_refused")
    strict.clock.advance(hours=49)
    expect(strict.post("/api/v1/auth/verify-email", {"token": second}), 400, "mail_token_refused")
    person._take(expect(login(strict, person.email), 200))
    assert person.post("/api/v1/me/email/verification").status == 202
    assert verify(strict, person, count=3).status == 204
    assert person.post("/api/v1/me/email/verification").status == 202, "nothing to prove: nothing is sent"
    assert len(notices(strict, "identity.verify_email", person.email)) == 3


@pytest.mark.parametrize("token", ["x", "usr_" + "0" * 26 + "." + "A" * 43, "." * 40])
def test_made_up_links_are_refused(shop, token):
    expect(shop.post("/api/v1/auth/verify-email", {"token": token}), 400, "mail_token_refused")
    expect(shop.post("/api/v1/auth/reset-password", {"token": token, "password": NEW}), 400, "mail_token_refused")


def test_a_link_is_good_for_its_purpose_only(shop):
    person = Person(shop)
    token = told(shop, "identity.verify_email", person.email)["token"]
    expect(shop.post("/api/v1/auth/reset-password", {"token": token, "password": NEW}), 400, "mail_token_refused")


def test_a_new_address_counts_once_it_is_proved(strict):
    person, other = Person(strict), Person(strict)
    new = f"moved-{number()}@example.com"
    strict.clock.advance(minutes=2)
    expect(person.post("/api/v1/me/email", {"email": new, "password": "not-the-password"}), 403, "wrong_password")
    expect(person.post("/api/v1/me/email", {"email": other.email, "password": PASSWORD}), 409, "email_taken")
    assert person.post("/api/v1/me/email", {"email": new, "password": PASSWORD}).status == 202
    assert expect(person.get("/api/v1/me"), 200)["email"] == person.email, "not before"
    assert verify(strict, person, new).status == 204
    me = expect(person.get("/api/v1/me"), 200)
    assert (me["email"], me["email_verified"]) == (new, True)
    assert new in told(strict, "identity.email_changed", person.email)["text"], "the old address is told"
    expect(login(strict, person.email), 401, "wrong_credentials")
    expect(login(strict, new), 200)


def test_the_name_changes(shop):
    person = Person(shop)
    assert expect(person.call("PATCH", "/api/v1/me", {"name": "Nora New"}), 200)["name"] == "Nora New"
    refused = expect(person.call("PATCH", "/api/v1/me", {"name": ""}), 422)
    assert refused["errors"][0]["pointer"] == "/name"


@pytest.mark.parametrize("password, why", [("qwertyuiop", "common"), ("PASSWORD123", "common"), ("aaaaaaaaaaaa", "too_simple"), ("short", None)])
def test_passwords_that_everybody_would_try_are_refused(shop, password, why):
    body = {"email": f"weak-{number()}@example.com", "password": password, "name": "Wendy Weak"}
    refused = expect(shop.post("/api/v1/auth/register", body), 422, "weak_password" if why else "invalid_input")
    assert refused["errors"][0]["pointer"] == "/password" and (why is None or refused["errors"][0]["code"] == why)


def test_the_own_name_is_no_password(shop):
    email = f"wendy.weak-{number()}@example.com"
    for password in (email, email.split("@")[0].upper(), "Wendy Q Weak"):
        refused = expect(shop.post("/api/v1/auth/register", {"email": email, "password": password, "name": "Wendy Q Weak"}), 422, "weak_password")
        assert refused["errors"][0]["code"] == "own_name"


def test_a_changed_password_ends_the_other_sessions(shop):
    person = Person(shop)
    other = expect(login(shop, person.email), 200)
    expect(person.post("/api/v1/me/password", {"current_password": "not-the-password", "new_password": NEW}), 403, "wrong_password")
    weak = expect(person.post("/api/v1/me/password", {"current_password": PASSWORD, "new_password": "1234567890"}), 422, "weak_password")
    assert weak["errors"][0]["pointer"] == "/new_password"
    old = person.token
    person._take(expect(person.post("/api/v1/me/password", {"current_password": PASSWORD, "new_password": NEW}), 200))
    expect(person.get("/api/v1/me"), 200)
    person.refresh()
    expect(person.get("/api/v1/me"), 200)
    for token in (old, other["access_token"]):
        assert shop.get("/api/v1/me", token=token).status == 401
    expect(shop.post("/api/v1/auth/refresh", {"refresh_token": other["refresh_token"]}), 401, "refresh_refused")
    expect(login(shop, person.email), 401, "wrong_credentials")
    expect(login(shop, person.email, NEW), 200)
    told(shop, "identity.password_changed", person.email)


def test_who_is_signed_in_cannot_try_passwords_either(shop):
    person = Person(shop)
    tries = [person.post("/api/v1/me/password", {"current_password": f"wrong-{i}-password", "new_password": NEW}) for i in range(12)]
    assert tries[-1].status == 429 and int(tries[-1].header("retry-after")) >= 1, tries[-1]


def test_a_forgotten_password_is_set_anew_once(strict):
    person = Person(strict)
    known = strict.post("/api/v1/auth/forgot-password", {"email": person.email.upper()})
    unknown = strict.post("/api/v1/auth/forgot-password", {"email": f"nobody-{number()}@example.com"})
    assert (known.status, known.body) == (unknown.status, unknown.body) == (202, b"")
    token = told(strict, "identity.password_reset", person.email)["token"]
    expect(strict.post("/api/v1/auth/reset-password", {"token": token, "password": "qwertyuiop"}), 422, "weak_password")
    assert strict.post("/api/v1/auth/reset-password", {"token": token, "password": NEW}).status == 204
    expect(strict.post("/api/v1/auth/reset-password", {"token": token, "password": NEW + "2"}), 400, "mail_token_refused")
    assert person.get("/api/v1/me").status == 401, "all sessions have ended"
    expect(strict.post("/api/v1/auth/refresh", {"refresh_token": person.refresh_token}), 401)
    account = expect(login(strict, person.email, NEW), 200)["account"]
    assert account["email_verified"] is True, "who reads the mailbox has proved it"


def test_a_reset_link_expires_and_is_mailed_once_a_minute(strict):
    person = Person(strict)
    for _ in range(3):
        assert strict.post("/api/v1/auth/forgot-password", {"email": person.email}).status == 202
    first = told(strict, "identity.password_reset", person.email)["token"]
    strict.clock.advance(minutes=61)
    expect(strict.post("/api/v1/auth/reset-password", {"token": first, "password": NEW}), 400, "mail_token_refused")
    assert len(notices(strict, "identity.password_reset", person.email)) == 1
    assert strict.post("/api/v1/auth/forgot-password", {"email": person.email}).status == 202
    second = told(strict, "identity.password_reset", person.email, 2)["token"]
    assert strict.post("/api/v1/auth/reset-password", {"token": second, "password": NEW}).status == 204


def test_admins_find_people(shop, admin):
    name = f"Zelda {number()}"
    people = []
    for i in range(3):
        next_moment()
        people.append(Person(shop, f"{name} {i}"))
    found = expect(admin.get(f"/api/v1/admin/users?name={quote(name.lower())}&limit=2"), 200)
    rest = expect(admin.get(f"/api/v1/admin/users?name={quote(name)}&limit=2&cursor={found['next_cursor']}"), 200)
    assert {u["email"] for u in found["items"] + rest["items"]} == {p.email for p in people}
    assert [u["email"] for u in expect(admin.get(f"/api/v1/admin/users?email={quote(people[1].email.upper())}"), 200)["items"]] == [people[1].email]
    newest = expect(admin.get("/api/v1/admin/users?role=customer&limit=1"), 200)["items"][0]
    assert newest["email"] == people[2].email and "password" not in str(newest)
    assert all(u["role"] == "admin" for u in expect(admin.get("/api/v1/admin/users?role=admin"), 200)["items"])
    expect(admin.get("/api/v1/admin/users/usr_" + "0" * 26), 404)


def test_a_closed_account_is_out_until_it_is_opened(shop, admin):
    person = Person(shop)
    me = expect(person.get("/api/v1/me"), 200)["id"]
    expect(admin.post(f"/api/v1/admin/users/{me}/disable", {"reason": ""}), 422)
    closed = expect(admin.post(f"/api/v1/admin/users/{me}/disable", {"reason": "Sold what was not theirs."}), 200)
    assert closed["disabled_reason"] == "Sold what was not theirs." and closed["disabled"]
    assert person.get("/api/v1/me").status == 401
    expect(shop.post("/api/v1/auth/refresh", {"refresh_token": person.refresh_token}), 401)
    expect(login(shop, person.email), 403, "account_disabled")
    expect(login(shop, person.email, "not-the-password"), 401, "wrong_credentials")
    assert me in {u["id"] for u in expect(admin.get("/api/v1/admin/users?disabled=true"), 200)["items"]}
    assert "Sold what was not theirs." in told(shop, "identity.account_disabled", person.email)["text"]
    assert "disabled" not in expect(admin.post(f"/api/v1/admin/users/{me}/enable"), 200)
    expect(login(shop, person.email), 200)


def test_admins_change_roles_and_end_sessions_but_not_their_own(shop, admin):
    person = Person(shop)
    me, own = expect(person.get("/api/v1/me"), 200)["id"], expect(admin.get("/api/v1/me"), 200)["id"]
    assert expect(admin.post(f"/api/v1/admin/users/{me}/role", {"role": "farmer"}), 200)["role"] == "farmer"
    assert person.get("/api/v1/me").status == 401, "the token of the old role has ended"
    person.refresh()
    assert person.role() == "farmer"
    expect(admin.post(f"/api/v1/admin/users/{me}/role", {"role": "guest"}), 422)
    changed = eventually(lambda: [e for e in expect(admin.get(f"/api/v1/admin/audit?subject={me}"), 200)["items"] if e["operation"] == "changeRole"])[0]
    assert (changed["before"]["role"], changed["after"]["role"], changed["user"]) == ("customer", "farmer", own)
    assert admin.post(f"/api/v1/admin/users/{me}/end-sessions").status == 204
    assert person.get("/api/v1/me").status == 401
    expect(shop.post("/api/v1/auth/refresh", {"refresh_token": person.refresh_token}), 401)
    for what, body in (("role", {"role": "customer"}), ("disable", {"reason": "by mistake"}), ("end-sessions", None), ("enable", None), ("reset-second-factor", None)):
        expect(admin.post(f"/api/v1/admin/users/{own}/{what}", body), 409, "own_account")
    expect(admin.get("/api/v1/me"), 200)


def test_the_command_line_takes_no_weak_password_either(shop):
    said = shop.admin("user", "create", "--email", "cli@example.com", "--name", "Cli Ent", "--role", "customer", check=False, stdin="qwertyuiop\n")
    assert said.returncode != 0 and "too easy to guess" in said.stdout + said.stderr, said
