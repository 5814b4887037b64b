"""Every list is also given as CSV: found in the OpenAPI document, so that a new list is looked at, too."""
import csv
import io
import re

import pytest
from stage import FarmOwner, Guest, Person, expect
from test_roles import address

from support.openapi_check import OpenApiCheck

CHECK = OpenApiCheck()


def lists():
    for method, template, operation in CHECK.operations():
        content = operation["responses"].get("200", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        name = schema.get("$ref", "").rsplit("/", 1)[-1]
        properties = CHECK.document["components"]["schemas"].get(name, {}).get("properties", {})
        if method == "GET" and "items" in properties:
            yield template, operation, properties["items"]["items"]


LISTS = list(lists())


def columns(schema, name=""):
    """The columns that a schema has, as src/platform/json/flat.h makes them."""
    if "$ref" in schema:
        schema = CHECK.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if schema.get("type") == "object" and "properties" in schema:
        return [column for member, inner in schema["properties"].items() for column in columns(inner, f"{name}.{member}" if name else member)]
    return [name]


def table(reply):
    assert reply.header("content-type") == "text/csv; charset=utf-8; header=present"
    return list(csv.reader(io.StringIO(reply.body.decode(), newline="")))


@pytest.fixture(scope="module")
def world(shop, admin, farm):
    """Somebody of each role, and real objects for the addresses."""
    customer = Person(shop)
    product = farm.product(quantity=50)
    order = expect(customer.buy(product["sku"]), 201)
    real = {"{id}": {"orders": order["id"], "products": product["id"], "farms": farm.farm["id"], "mine": product["id"]}, "{sku}": product["sku"], "{slug}": product["slug"]}
    return {"people": {"guest": Guest(shop), "customer": customer, "farmer": farm, "admin": admin}, "real": real}


def real_address(template, real):
    def value(match):
        kind = real.get(match[0])
        if isinstance(kind, dict):
            kind = kind.get(template[:match.start()].rstrip("/").rsplit("/", 1)[1])
        return kind or match[0]
    return address(re.sub(r"\{\w+\}", value, template))


def test_there_are_lists():
    assert len(LISTS) >= 15
    assert all("text/csv" in operation["responses"]["200"]["content"] for _, operation, _ in LISTS)


@pytest.mark.parametrize("template, operation, item", LISTS, ids=[operation["operationId"] for _, operation, _ in LISTS])
def test_a_list_as_csv(world, template, operation, item):
    path = real_address(template, world["real"])
    needed = "".join(f"&{p['name']}={world_value(p)}" for p in operation["parameters"] if p["in"] == "query" and p.get("required"))
    for role in operation["x-roles"]:
        person = world["people"][role]
        limit = "limit=100" if any(p["name"] == "limit" for p in operation["parameters"]) else ""
        as_json = person.get(f"{path}?{limit}{needed}")
        as_csv = person.get(f"{path}?format=csv{needed}")
        assert as_csv.status == as_json.status, as_csv
        if as_json.status != 200:
            continue
        assert f'filename="{operation["operationId"]}.csv"' in as_csv.header("content-disposition")
        rows = table(as_csv)
        assert rows[0] == columns(item)
        assert all(len(row) == len(rows[0]) for row in rows)
        listed = as_json.json()
        if "next_cursor" not in listed:
            assert abs(len(rows) - 1 - len(listed["items"])) <= 1, "the same rows (but for what happens meanwhile)"
        for row, one in zip(rows[1:], listed["items"]):
            if "id" in one and rows[0][0] == "id" and len(rows) - 1 == len(listed["items"]):
                assert row[0] == str(one["id"])


def world_value(parameter):
    """Something that a required query key takes."""
    schema = parameter["schema"]
    return schema["enum"][0] if "enum" in schema else schema.get("default", "x")


def test_the_whole_list_comes_and_not_a_page(shop, admin):
    owner = FarmOwner(shop, admin)
    slugs = {owner.product(quantity=0, title=f"CSV beet {i}")["slug"] for i in range(25)}
    page = expect(owner.get("/api/v1/farms/mine/products?limit=10"), 200)
    assert len(page["items"]) == 10 and page["next_cursor"]
    rows = table(owner.get("/api/v1/farms/mine/products?format=csv&limit=10"))
    assert {row[rows[0].index("slug")] for row in rows[1:]} == slugs


def test_words_are_no_formulas(shop, admin):
    owner = FarmOwner(shop, admin)
    owner.product(quantity=0, title='=HYPERLINK("http://x","y")')
    rows = table(owner.get("/api/v1/farms/mine/products?format=csv"))
    assert rows[1][rows[0].index("title")] == "'=HYPERLINK(\"http://x\",\"y\")"


def test_what_is_asked_for_wrongly(shop):
    assert expect(shop.get("/api/v1/farms?format=pdf"), 422)["errors"][0]["pointer"] == "?format"
    expect(shop.get("/api/v1/farms?format=csv&cursor=nonsense"), 400, "bad_cursor")
    expect(shop.get("/api/v1/healthz?format=csv"), 404)


def test_cached_lists_stay_json(shop):
    assert shop.get("/api/v1/farms").header("content-type") == "application/json"
    assert shop.get("/api/v1/farms?format=csv").header("content-type").startswith("text/csv")
    assert shop.get("/api/v1/farms?format=csv").header("x-cache") is None
    assert shop.get("/api/v1/farms").header("content-type") == "application/json"
