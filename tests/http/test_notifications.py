"""Who is told: choices, languages, unsubscribing by a mail's link, suppressed addresses, the list, an admin's words; that every event is in the table."""
import email
import email.policy
import pathlib
import re
import subprocess
import urllib.parse

from stage import FarmOwner, Person, eventually, expect

from support.server import PROGRAM, TOP

BY_CHOICE = "operations.ended"


def mails(server, to):
    found = []
    for file in pathlib.Path(server.data, "outbox").glob("*.eml"):
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        if message["To"] == to:
            found.append(message)
    return found


def text_of(message):
    return message.get_body(("plain",)).get_content()


def mail_about(server, to, words):
    return eventually(lambda: next((m for m in mails(server, to) if words in m["Subject"]), None), f"a mail about {words!r} to {to}")


def some_choice(person):
    """An event that the person may switch off."""
    return next(e["event"] for e in expect(person.get("/api/v1/me/notifications"), 200)["events"] if not e["mandatory"])


def test_a_decision_is_told_by_mail_and_in_the_list(shop, admin):
    farm = FarmOwner(shop, admin)
    message = mail_about(shop, farm.email, f"{farm.farm_name} is verified")
    assert farm.farm_name in text_of(message) and message["Message-ID"]
    html = message.get_body(("html",))
    assert html is not None and farm.farm_name in html.get_content() and "<script" not in html.get_content()
    assert message["List-Unsubscribe"] is None, "this one is mandatory"
    page = eventually(lambda: (p := expect(farm.get("/api/v1/me/notices"), 200))["items"] and p, "a notice in the list")
    assert page["unread"] == len(page["items"])
    first = page["items"][0]
    read = expect(farm.post(f"/api/v1/me/notices/{first['id']}/read"), 200)
    later = expect(farm.get("/api/v1/me/notices"), 200)  # more may have come meanwhile
    unread = [item["id"] for item in later["items"] if not item.get("read")]
    assert read["read"] and first["id"] not in unread and later["unread"] == len(unread)
    expect(Person(shop).post(f"/api/v1/me/notices/{first['id']}/read"), 404)
    expect(farm.post("/api/v1/me/notices/read"), 204)
    assert expect(farm.get("/api/v1/me/notices"), 200)["unread"] == 0


def test_choices(shop, farm):
    before = expect(farm.get("/api/v1/me/notifications"), 200)
    event = some_choice(farm)
    mandatory = next(e["event"] for e in before["events"] if e["mandatory"])
    put = expect(farm.call("PUT", "/api/v1/me/notifications", {"locale": "es", "off": [event]}), 200)
    assert put["locale"] == "es" and [e["on"] for e in put["events"] if e["event"] == event] == [False]
    assert next(e for e in put["events"] if e["event"] == event)["label"] != next(e for e in before["events"] if e["event"] == event)["label"]
    assert expect(farm.get("/api/v1/me/notifications"), 200) == put
    refused = expect(farm.call("PUT", "/api/v1/me/notifications", {"off": [event, mandatory]}), 409, "mandatory_notice")
    assert refused["errors"][0]["pointer"] == "/off/1"
    assert expect(farm.call("PUT", "/api/v1/me/notifications", {"off": ["nobody.tells"]}), 422)["errors"][0]["pointer"] == "/off/0"
    assert expect(farm.call("PUT", "/api/v1/me/notifications", {"locale": "xx", "off": []}), 422)["errors"][0]["pointer"] == "/locale"
    expect(farm.call("PUT", "/api/v1/me/notifications", {"locale": "en", "off": []}), 200)


def test_the_language_of_a_mail_is_the_recipients(shop, admin):
    owner = Person(shop)
    farm = expect(FarmOwner.apply(owner), 201)
    expect(owner.call("PUT", "/api/v1/me/notifications", {"locale": "es", "off": []}), 200)
    expect(admin.post(f"/api/v1/farms/{farm['id']}/reject", {"reason": "No certificate yet."}), 200)
    message = mail_about(shop, owner.email, "Su solicitud")
    assert "El motivo: No certificate yet." in text_of(message)


def test_the_language_at_registration_is_the_browsers(shop):
    for header, locale in (("es-MX,es;q=0.9,en;q=0.8", "es"), ("fr, en;q=0.5", "en"), ("nonsense;;;q=,", "en")):
        tokens = expect(shop.call("POST", "/api/v1/auth/register", {"email": f"lang-{hash(header) & 0xffff}@example.com", "password": "walk-the-whole-journey", "name": "Lang"},
                                  headers={"Accept-Language": header}), 201)
        assert expect(shop.get("/api/v1/me/notifications", token=tokens["access_token"]), 200)["locale"] == locale


def test_what_becomes_of_an_order_is_told(shop, farm):
    buyer = Person(shop)
    order = expect(buyer.buy(farm.product(cents=1230)["sku"]), 201)["id"]
    expect(buyer.post(f"/api/v1/orders/{order}/cancel"), 200)
    assert order in mail_about(shop, buyer.email, "was cancelled")["Subject"]
    assert "$12.30" in mail_about(shop, buyer.email, "back to you")["Subject"]
    events = eventually(lambda: (e := [n["event"] for n in expect(buyer.get("/api/v1/me/notices"), 200)["items"]]) and "orders.refunded" in e and e)
    assert "orders.cancelled" in events


def test_a_link_that_was_not_sent_does_nothing(shop):
    for method in ("GET", "POST"):
        assert expect(shop.call(method, "/api/v1/notifications/unsubscribe/abc.def"), 404)["code"] == "unsubscribe_link_invalid"


def test_the_link_of_a_mail_ends_mails_of_its_kind(shop, farm):
    message = mail_about(shop, farm.email, "Certificate ST-1 is verified")
    path = urllib.parse.urlsplit(re.search(r"<(\S+)>", message["List-Unsubscribe"])[1]).path
    on = lambda: next(e["on"] for e in expect(farm.get("/api/v1/me/notifications"), 200)["events"] if e["event"] == "farmers.certificate_verified")
    expect(shop.get(path), 200)
    assert on(), "whoever only looks at the link, as programs that scan mails do, changes nothing"
    for _ in range(2):
        expect(shop.call("POST", path, raw=b"List-Unsubscribe=One-Click", headers={"Content-Type": "application/x-www-form-urlencoded"}), 200)
        assert not on()
    expect(farm.call("PUT", "/api/v1/me/notifications", {"off": []}), 200)
    assert on()


def test_the_one_click_post_of_a_mail_program_is_taken(shop):
    """RFC 8058: a form, which no other route takes."""
    reply = shop.call("POST", "/api/v1/notifications/unsubscribe/abc.def", raw=b"List-Unsubscribe=One-Click",
                      headers={"Content-Type": "application/x-www-form-urlencoded"})
    expect(reply, 404, "unsubscribe_link_invalid")


def test_suppressed_addresses(shop, admin):
    owner = Person(shop)
    farm = expect(FarmOwner.apply(owner), 201)
    made = expect(admin.post("/api/v1/admin/suppressions", {"email": owner.email, "reason": "bounced"}), 201)
    assert made["id"] in [s["id"] for s in expect(admin.get("/api/v1/admin/suppressions"), 200)["items"]]
    expect(admin.post(f"/api/v1/farms/{farm['id']}/reject", {"reason": "No."}), 200)
    eventually(lambda: expect(owner.get("/api/v1/me/notices"), 200)["items"], "the list has it")
    assert not [m for m in mails(shop, owner.email) if "application" in m["Subject"]]
    expect(admin.call("DELETE", f"/api/v1/admin/suppressions/{made['id']}"), 204)
    expect(admin.call("DELETE", f"/api/v1/admin/suppressions/{made['id']}"), 404)
    assert expect(admin.post("/api/v1/admin/suppressions", {"email": "x", "reason": "bounced"}), 422)["errors"][0]["pointer"] == "/email"


def test_an_admins_words(shop, admin):
    path = "/api/v1/admin/notification-templates/farmers.farm_rejected/en"
    built_in = expect(admin.get(path), 200)
    assert not built_in["edited"] and built_in["version"] == 0 and "{farm_name}" in built_in["placeholders"]
    words = {"subject": "About {farm_name}", "text": "Sorry.{?reason} Why: {reason}{/reason}"}
    shown = expect(admin.post(path + "/preview", words), 200)
    assert shown["subject"].startswith("About ") and "{" not in shown["subject"] + shown["text"]
    bad = expect(admin.call("PUT", path, {"subject": "About {farm}", "text": "{reason}", "version": 0}), 422, "template_invalid")
    assert [e["pointer"] for e in bad["errors"]] == ["/subject", "/text"]
    expect(admin.call("PUT", path, {**words, "version": 7}), 409, "version_conflict")
    put = expect(admin.call("PUT", path, {**words, "version": 0}), 200)
    assert put["edited"] and put["version"] == 1
    owner = Person(shop)
    farm = expect(FarmOwner.apply(owner), 201)
    expect(admin.post(f"/api/v1/farms/{farm['id']}/reject", {"reason": "No field."}), 200)
    assert "Sorry. Why: No field." in text_of(mail_about(shop, owner.email, "About Stage Farm"))
    assert not expect(admin.call("DELETE", path), 200)["edited"]
    assert len(expect(admin.get("/api/v1/admin/notification-templates"), 200)["items"]) >= 20
    expect(admin.get("/api/v1/admin/notification-templates/nobody.tells/en"), 404)
    expect(admin.get("/api/v1/admin/notification-templates/farmers.farm_rejected/xx"), 404)


def listed(name, separator=" "):
    return {line.split(separator)[0] for line in subprocess.run([PROGRAM, "lists", name], capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()}


def events_of_the_sources():
    """Names of the form context.what in files that speak of notices, but for the tasks and settings that look alike."""
    found = set()
    for folder in ("contexts", "flows"):
        for file in (TOP / "src" / folder).rglob("*.cc"):
            text = file.read_text()
            if "/tests/" not in str(file) and "contexts/notifications" not in str(file) and re.search(r"notices::|told\(|tell_", text):
                found |= set(re.findall(r'"([a-z]+\.[a-z]+(?:_[a-z]+)*)"', text))
    contexts = {folder.name for folder in (TOP / "src/contexts").iterdir()}
    return {name for name in found if name.split(".")[0] in contexts} - listed("tasks") - listed("settings", "\t")


def test_every_event_that_is_told_is_in_the_table(admin):
    known = {t["event"] for t in expect(admin.get("/api/v1/admin/notification-templates"), 200)["items"]}
    told = events_of_the_sources()
    assert len(told) >= 30, "a notice is written so that this test cannot read it"
    assert told <= known, f"told and not in src/contexts/notifications/events.cc: {sorted(told - known)}"
