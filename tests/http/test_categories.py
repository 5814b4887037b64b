"""The category tree: what everybody sees of it, and what admins do to it."""
import pytest
from stage import Person, eventually, expect, number


@pytest.fixture
def added(admin):
    """Makes a category of its own for the test."""
    def add(parent=None, **more):
        slug = f"stage-category-{number()}"
        return expect(admin.post("/api/v1/admin/categories", {"slug": slug, "name": "Stage", **({"parent": parent} if parent else {}), **more}), 201)
    return add


def node(shop, slug):
    return next((item for item in shop.get("/api/v1/categories").json()["items"] if item["slug"] == slug), None)


def change(admin, slug, **members):
    return admin.call("PATCH", f"/api/v1/admin/categories/{slug}", members)


def test_the_built_in_tree_has_the_ten_names_on_top_and_a_level_below(shop):
    items = expect(shop.get("/api/v1/categories"), 200)["items"]
    tops = {item["slug"] for item in items if not item["parent"]}
    assert {"vegetables", "fruit", "dairy", "eggs", "meat", "bakery", "pantry", "flowers", "herbs", "other"} <= tops
    assert node(shop, "root-vegetables")["path"] == ["vegetables", "root-vegetables"]
    assert node(shop, "cheese")["states_storage"] and node(shop, "bread")["declares_allergens"]


def test_a_branch_grows_moves_and_is_renamed_and_its_products_follow(shop, admin, farm, added):
    upper = added("vegetables")
    lower = added(upper["slug"])
    assert lower["path"] == ["vegetables", upper["slug"], lower["slug"]]
    made = expect(farm.post("/api/v1/products", {**farm.product_body(f"Moving squash {number()}"), "category": lower["slug"]}), 201)
    expect(farm.post(f"/api/v1/products/{made['id']}/publish"), 200)

    def path():
        return [(step["slug"], step["name"]) for step in expect(shop.get(f"/api/v1/products/{made['slug']}"), 200)["category_path"]]

    assert path() == [("vegetables", "Vegetables"), (upper["slug"], "Stage"), (lower["slug"], "Stage")]
    expect(change(admin, upper["slug"], name="Renamed", parent="fruit"), 200)
    eventually(lambda: path() == [("fruit", "Fruit"), (upper["slug"], "Renamed"), (lower["slug"], "Stage")], "the product follows its category")
    # The lists of the top categories go by the new place, too.
    assert made["id"] in [item["id"] for item in shop.get("/api/v1/products?category=fruit&limit=100").json()["items"]]
    assert made["id"] not in [item["id"] for item in shop.get("/api/v1/products?category=vegetables&limit=100").json()["items"]]


def test_what_the_tree_does_not_allow(shop, admin, added):
    a = added()
    b = added(a["slug"])
    c = added(b["slug"])
    d = added(c["slug"])
    expect(admin.post("/api/v1/admin/categories", {"slug": a["slug"], "name": "Again"}), 409, "category_exists")
    for body, code in (({"parent": d["slug"], "name": "Too deep"}, "too_deep"), ({"parent": "nobody-has-this-slug", "name": "x"}, "unknown_category")):
        problem = expect(admin.post("/api/v1/admin/categories", {"slug": f"x-{number()}", **body}), 422, "invalid_input")
        assert problem["errors"] == [{"pointer": "/parent", "code": code, "detail": problem["errors"][0]["detail"]}]
    for parent, code in ((a["slug"], "below_itself"), (d["slug"], "below_itself"), ("vegetables", "too_deep")):
        assert expect(change(admin, a["slug"], parent=parent), 422)["errors"][0]["code"] == code
    expect(change(admin, "nobody-has-this-slug", name="x"), 404)
    expect(change(admin, a["slug"], name=""), 422)
    assert expect(change(admin, b["slug"], parent=""), 200)["path"] == [b["slug"]]


def test_an_archived_category_keeps_its_products_and_takes_no_new_ones(shop, admin, farm, added):
    category = added("fruit")["slug"]
    made = expect(farm.post("/api/v1/products", {**farm.product_body(f"Old squash {number()}"), "category": category}), 201)
    assert expect(change(admin, category, archived=True), 200)["archived"]
    refused = expect(farm.post("/api/v1/products", {**farm.product_body("New"), "category": category}), 422)
    assert refused["errors"][0]["pointer"] == "/category" and refused["errors"][0]["code"] == "archived_category"
    expect(farm.call("PATCH", f"/api/v1/products/{made['id']}", {"category": category, "title": "Still there"}), 200)
    expect(farm.post(f"/api/v1/products/{made['id']}/publish"), 200)
    assert expect(change(admin, category, archived=False), 200)["archived"] is False


def test_what_a_category_demands_is_part_of_the_provenance(shop, farm, added):
    category = added("herbs", states_storage=True, declares_allergens=True)["slug"]
    made = expect(farm.post("/api/v1/products", {**farm.product_body(f"Pesto {number()}"), "category": category}), 201)
    assert [gap["name"] for gap in made["missing"]] == ["storage_class", "allergens"] and made["completeness"] < 100
    problem = expect(farm.post(f"/api/v1/products/{made['id']}/publish"), 422, "provenance_required")
    assert problem["missing"] == ["storage_class", "allergens"]
    expect(farm.call("PATCH", f"/api/v1/products/{made['id']}", {"storage_class": "chilled", "allergens": ["milk", "tree_nuts"]}), 200)
    expect(farm.post(f"/api/v1/products/{made['id']}/publish"), 200)
    shown = expect(shop.get(f"/api/v1/products/{made['slug']}"), 200)
    assert shown["storage_max_milli_celsius"] == 5000 and shown["allergens"] == ["milk", "tree_nuts"]


def test_only_admins_change_the_tree_and_unknown_categories_are_told(shop, farm):
    expect(farm.post("/api/v1/admin/categories", {"name": "Mine"}), 403)
    expect(Person(shop).call("PATCH", "/api/v1/admin/categories/vegetables", {"name": "Mine"}), 403)
    problem = expect(shop.get("/api/v1/products?category=weapons"), 422)
    assert problem["errors"][0]["pointer"] == "?category"
