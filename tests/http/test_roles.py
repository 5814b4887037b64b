"""Every operation, as every role. What a role may is said in one place, the route's declaration, and read here from the OpenAPI document."""
import re

import pytest
from stage import ADMIN, Admin, Browser, Guest, Person, expect

from support.openapi_check import OpenApiCheck

ROLES = ("guest", "customer", "farmer", "admin")
OPERATIONS = OpenApiCheck().operations()


@pytest.fixture(scope="module")
def people(shop, farm, admin):
    return {"guest": Guest(shop), "customer": Person(shop), "farmer": farm, "admin": admin}


@pytest.fixture(scope="module")
def browsers(shop, people):
    """The same people, with the session of a browser."""
    return {"customer": Browser(shop, people["customer"].email), "farmer": Browser(shop, people["farmer"].email), "admin": Browser(shop, *ADMIN)}


def address(template):
    """The template with ids that are well formed and nobody's."""
    kinds = {"id": {"carts": "crt_", "orders": "ord_", "farms": "frm_", "products": "prd_", "certifications": "", "coupons": "cpn_", "operations": "opr_", "users": "usr_", "addresses": "adr_", "media": "pic_", "sessions": "ses_", "api-keys": "key_", "stock-takes": "stk_",
                    "back-in-stock": "wch_", "zones": "", "weekly-windows": "", "windows": "win_", "documents": "", "invitations": "", "notices": "ntc_", "suppressions": "sup_"}, "sku": "sku_" + "0" * 26 + "_01", "lot": "lot_" + "0" * 26,
             "complaint": "cpl_" + "0" * 26, "slug": "nobody-has-this-slug", "token": "no-such-token", "code": "NOBODYS", "event": "nobody.tells", "locale": "en", "task_id": "no-such-task", "certification": "999999",
             "user": "usr_" + "0" * 26, "product": "prd_" + "0" * 26}

    def value(match):
        kind = kinds[match[1]]
        if isinstance(kind, str):
            return kind
        folder = template[:match.start()].rstrip("/").rsplit("/", 1)[1]
        folder = "products" if folder == "mine" else folder
        return kind[folder] + "0" * 26 if kind[folder] else "999999"

    return re.sub(r"\{(\w+)\}", value, template)


def odd_body(operation, headers):
    """What goes with a request that gets through the door and mostly no further: an empty object, or bytes of a kind that the operation takes."""
    content = operation.get("requestBody", {}).get("content", {})
    if not content or "application/json" in content:
        return {"body": {} if content else None, "headers": headers}
    return {"raw": b"nothing of the kind", "headers": {**headers, "Content-Type": next(iter(content))}}


# Who may log out would end the session of the suite; test_auth.py does that with sessions of its own.
CASES = [(method, template, operation, role) for method, template, operation in OPERATIONS for role in ROLES
         if not (operation["operationId"] in ("logout", "endSessions") and role in operation["x-roles"])]


@pytest.mark.parametrize("method, template, operation, role", CASES, ids=[f"{operation['operationId']}-{role}" for _, _, operation, role in CASES])
def test_operation_as_role(shop, people, method, template, operation, role):
    check(people[role], method, template, operation, role)


@pytest.mark.parametrize("method, template, operation, role", [case for case in CASES if case[3] != "guest"],
                         ids=[f"{operation['operationId']}-{role}" for _, _, operation, role in CASES if role != "guest"])
def test_operation_as_browser(shop, browsers, method, template, operation, role):
    check(browsers[role], method, template, operation, role)


def check(person, method, template, operation, role):
    headers = {"Idempotency-Key": "a-key"} if any(p["name"] == "Idempotency-Key" for p in operation.get("parameters", [])) else {}
    # An empty body is mostly not what the operation takes: who may, learns that; who may not, must not get so far.
    reply = person.call(method, address(template), **odd_body(operation, headers))
    allowed = role in operation["x-roles"]
    if not allowed:
        assert reply.status == (401 if role == "guest" else 403), reply
        assert reply.json()["code"] == ("unauthenticated" if role == "guest" else "forbidden")
        assert set(reply.json()) <= {"type", "title", "status", "code", "detail", "request_id"}, "who may not learns nothing else"
    else:
        assert reply.status not in (401, 403), reply
        assert reply.status < 500, reply


def test_every_operation_names_its_roles():
    for method, template, operation in OPERATIONS:
        assert operation["x-roles"] and set(operation["x-roles"]) <= set(ROLES), (method, template)
        assert ("security" in operation) == ("guest" not in operation["x-roles"]), (method, template)


def test_the_table_is_not_trivial():
    """A guard over the guard: the document really has doors that are closed for some."""
    closed = {role: [o["operationId"] for _, _, o in OPERATIONS if role not in o["x-roles"]] for role in ROLES}
    assert len(closed["guest"]) >= 25 and {"verifyFarm", "rejectFarm", "listFarmsByStatus"} <= set(closed["customer"]) & set(closed["farmer"])
    assert {"createProduct", "publishProduct"} <= set(closed["customer"]) & set(closed["admin"])


def test_other_methods_and_head_go_by_the_same_table(shop, people):
    assert people["guest"].call("HEAD", "/api/v1/orders").status == 401
    assert people["customer"].call("HEAD", "/api/v1/admin/farms").status == 403
    assert people["admin"].call("HEAD", "/api/v1/admin/farms").status == 200
