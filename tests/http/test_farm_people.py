"""Who works for a farm: invitations, what a packer may, leaving, handing over."""
import pytest
from http_support import FAST
from mailbox import invitation, mail
from stage import Admin, FarmOwner, Person, claims, eventually, expect, number

from support.clock import Clock
from support.server import Server


@pytest.fixture(scope="module")
def clock():
    clock = Clock()
    yield clock
    clock.close()


@pytest.fixture(scope="module")
def house(openapi, clock):
    """A shop of its own whose mails are read."""
    server = Server(flags=[*FAST, *clock.flags], demo=True)
    server.checker = openapi
    with server:
        yield server


@pytest.fixture
def owner(house):
    return FarmOwner(house)


def joined(house, owner):
    """A packer of the farm."""
    packer = Person(house, "Pat Packer")
    expect(owner.post("/api/v1/farms/mine/invitations", {"email": packer.email}), 201)
    expect(packer.post("/api/v1/farms/invitations/accept", {"token": invitation(house, packer.email)}), 200)
    becomes(packer, "farmer")
    return packer


def becomes(person, role):
    def has_role():
        person.refresh()
        me = person.get("/api/v1/me")  # 401: the role changed since, and ended the token with the old one
        return me.status == 200 and claims(person.token)["roles"] == role
    eventually(has_role, f"the role {role}")


def test_an_invitation_is_good_once(house, owner):
    packer, other = Person(house), Person(house)
    people = expect(owner.post("/api/v1/farms/mine/invitations", {"email": packer.email}), 201)
    assert [open["email"] for open in people["invitations"]] == [packer.email] and "token" not in str(people), "the token goes to the address only"
    expect(owner.post("/api/v1/farms/mine/invitations", {"email": packer.email}), 409, "already_invited")
    token = invitation(house, packer.email)
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    expect(packer.post("/api/v1/farms/invitations/accept", {"token": forged}), 409, "invitation_void")
    farm = expect(packer.post("/api/v1/farms/invitations/accept", {"token": token}), 200)
    assert farm["slug"] == owner.farm["slug"] and farm["role"] == "packer" and "contact_email" not in farm
    expect(other.post("/api/v1/farms/invitations/accept", {"token": token}), 409, "invitation_void")
    becomes(packer, "farmer")
    expect(packer.post("/api/v1/farms/invitations/accept", {"token": token}), 409, "works_elsewhere")
    expect(owner.post("/api/v1/farms/mine/invitations", {"email": packer.email}), 409, "works_here")
    people = expect(owner.get("/api/v1/farms/mine/people"), 200)
    assert [(one["role"], one["email"]) for one in people["items"]] == [("owner", owner.email), ("packer", packer.email)] and people["invitations"] == []
    assert packer.email in mail(house, owner.email, packer.email)


def test_an_invitation_ends(house, owner, clock):
    late, gone = Person(house), Person(house)
    expect(owner.post("/api/v1/farms/mine/invitations", {"email": gone.email}), 201)
    token = invitation(house, gone.email)
    open = expect(owner.get("/api/v1/farms/mine/people"), 200)["invitations"][0]["id"]
    expect(owner.call("DELETE", f"/api/v1/farms/mine/invitations/{open}"), 200)
    expect(owner.call("DELETE", f"/api/v1/farms/mine/invitations/{open}"), 404, "not_found")
    expect(gone.post("/api/v1/farms/invitations/accept", {"token": token}), 409, "invitation_void")
    expect(owner.post("/api/v1/farms/mine/invitations", {"email": late.email}), 201)
    token = invitation(house, late.email)
    clock.advance(days=7, seconds=1)
    late.refresh()
    expect(late.post("/api/v1/farms/invitations/accept", {"token": token}), 409, "invitation_void")


def test_a_packer_packs(house, owner):
    product = owner.product(quantity=5)
    packer = joined(house, owner)
    assert expect(packer.get("/api/v1/farms/mine"), 200)["role"] == "packer"
    assert [p["id"] for p in expect(packer.get("/api/v1/farms/mine/products"), 200)["items"]] == [product["id"]]
    changed = expect(packer.post(f"/api/v1/inventory/{product['sku']}/adjustments", {"lot": product["lot"], "change": 1, "reason": "counted again"}, headers={"Idempotency-Key": f"count-{number()}"}), 200)
    assert changed["on_hand"] == 6
    refused = [("PATCH", f"/api/v1/products/{product['id']}", {"title": "Cheaper"}), ("POST", f"/api/v1/products/{product['id']}/unpublish", None),
               ("POST", "/api/v1/products", owner.product_body("New")), ("PATCH", "/api/v1/farms/mine", {"story": "Mine."}),
               ("POST", "/api/v1/farms/mine/certifications", owner.certificate()), ("POST", "/api/v1/farms/mine/fields", {"name": "South"}),
               ("POST", "/api/v1/farms/mine/invitations", {"email": "friend@example.com"}), ("GET", "/api/v1/farms/mine/people", None),
               ("POST", "/api/v1/farms/mine/documents", {"kind": "other", "name": "x", "url": "https://docs.example/x"})]
    for method, path, body in refused:
        expect(packer.call(method, path, body), 403, "forbidden")
    expect(packer.post("/api/v1/farms", {"name": "Own", "contact_email": packer.email, "street": "1 Road", "city": "Troy", "state": "MI", "zip": "48083"}), 409, "works_elsewhere")


def test_who_is_removed_or_leaves_is_a_customer_again(house, owner):
    removed, leaver = joined(house, owner), joined(house, owner)
    ids = {one["email"]: one["user"] for one in expect(owner.get("/api/v1/farms/mine/people"), 200)["items"]}
    expect(owner.call("DELETE", f"/api/v1/farms/mine/people/{ids[removed.email]}"), 200)
    expect(owner.call("DELETE", f"/api/v1/farms/mine/people/{ids[removed.email]}"), 404, "not_found")
    assert removed.get("/api/v1/farms/mine").status in (401, 404), "at once"
    becomes(removed, "customer")
    mail(house, removed.email, owner.farm_name)
    expect(leaver.post("/api/v1/farms/mine/leave"), 204)
    becomes(leaver, "customer")
    expect(leaver.get("/api/v1/inventory"), 404, "not_found")
    expect(owner.post("/api/v1/farms/mine/leave"), 422, "owner_cannot_leave")


def test_a_farm_changes_hands(house, owner):
    packer, stranger = joined(house, owner), FarmOwner(house)
    ids = {one["email"]: one["user"] for one in expect(owner.get("/api/v1/farms/mine/people"), 200)["items"]}
    expect(owner.call("PUT", "/api/v1/farms/mine/owner", {"user": expect(stranger.get("/api/v1/me"), 200)["id"]}), 404, "not_found")
    people = expect(owner.call("PUT", "/api/v1/farms/mine/owner", {"user": ids[packer.email]}), 200)["people"]
    assert [(one["role"], one["email"]) for one in people] == [("owner", packer.email), ("packer", owner.email)]
    expect(packer.call("PATCH", "/api/v1/farms/mine", {"story": "Mine now."}), 200)
    expect(owner.call("PATCH", "/api/v1/farms/mine", {"story": "Mine still."}), 403, "forbidden")
    expect(owner.post("/api/v1/farms/mine/leave"), 204)


def test_another_farms_people_are_nobodys_business(house, owner):
    packer = joined(house, owner)
    user = expect(packer.get("/api/v1/me"), 200)["id"]
    stranger = FarmOwner(house, Admin(house))
    expect(stranger.call("DELETE", f"/api/v1/farms/mine/people/{user}"), 404, "not_found")
    expect(stranger.call("PUT", "/api/v1/farms/mine/owner", {"user": user}), 404, "not_found")
