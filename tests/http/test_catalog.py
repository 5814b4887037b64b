"""What a product says, and what the farm's desk does with products."""
import pytest
from stage import FarmOwner, day, eventually, expect, next_moment, number

USD = "USD"


def money(cents):
    return {"amount": cents, "currency": USD}


@pytest.fixture(scope="module")
def desk(shop, admin):
    """A farm of its own, so that its lists are known."""
    return FarmOwner(shop, admin)


def variant(**more):
    return {"title": "one", "unit": "each", "price": money(450), **more}


def patch(farm, product, **members):
    return farm.call("PATCH", f"/api/v1/products/{product['id']}", members)


def test_everything_that_a_product_says_is_shown(shop, farm):
    other = farm.product(quantity=0)
    sale = {"price": money(400), "from": "2026-01-01T00:00:00.000Z", "to": "2026-02-01T00:00:00.000Z"}
    body = {**farm.product_body(f"Full squash {number()}"), "category": "fruiting-vegetables", "season": [9, 7, 8, 8], "handling": "Stem down.", "storage_class": "ambient",
            "allergens": [], "tax_category": "food", "min_remaining_shelf_life_days": 3, "related": [other["id"]], "seo": {"title": "Squash", "description": "Buy squash."},
            "images": [{"url": "https://example.com/1.jpg", "alt": "Whole"}, {"url": "https://example.com/2.jpg", "alt": "Cut"}],
            "variants": [variant(title="small", options=[{"name": "size", "value": "small"}], sale=sale, breaks=[{"from_quantity": 5, "price": money(390)}], min_quantity=2,
                                 gtin="4006381333931"),
                         variant(title="jar", unit="jar", content={"quantity": 340, "unit": "g"}, price=money(850))]}
    made = expect(farm.post("/api/v1/products", body), 201)
    expect(farm.post(f"/api/v1/products/{made['id']}/publish"), 200)
    shown = expect(shop.get(f"/api/v1/products/{made['slug']}"), 200)
    assert [step["slug"] for step in shown["category_path"]] == ["vegetables", "fruiting-vegetables"]
    assert shown["season"] == [7, 8, 9] and shown["allergens"] == [] and shown["handling"] == "Stem down."
    assert [image["alt"] for image in shown["images"]] == ["Whole", "Cut"] and shown["seo"]["title"] == "Squash"
    assert [card["id"] for card in shown["related"]] == [other["id"]]
    small, jar = shown["variants"]
    assert small["sale"] == sale and small["breaks"][0]["price"] == money(390) and small["options"] == [{"name": "size", "value": "small"}]
    assert [(price["price"]["amount"], price["per"]) for price in jar["unit_prices"]] == [(2500, "kg"), (1134, "lb")]
    expect(farm.post(f"/api/v1/products/{other['id']}/archive"), 200)
    eventually(lambda: expect(shop.get(f"/api/v1/products/{made['slug']}"), 200)["related"] == [], "what is not on sale is not shown beside it")


def test_a_card_names_what_its_price_buys(shop, farm):
    body = farm.product_body(f"Carded {number()}", 900)
    body["variants"] = [{"title": "a crate", "unit": "lb", "pack": 5, "price": {"amount": 900, "currency": "USD"}},
                        {"title": "a bag", "unit": "lb", "pack": 1, "min_quantity": 2, "price": {"amount": 200, "currency": "USD"}}]
    made = expect(farm.post("/api/v1/products", body), 201)
    bag = next(each for each in made["variants"] if each["title"] == "a bag")
    expect(farm.post(f"/api/v1/inventory/{bag['sku']}/lots", farm.lot_body(5)), 201)
    expect(farm.post(f"/api/v1/products/{made['id']}/publish"), 200)
    card = eventually(lambda: next((c for c in expect(shop.get(f"/api/v1/products?farm={farm.farm['slug']}&limit=100"), 200)["items"] if c["id"] == made["id"]), None))
    assert (card["sku"], card["price_from"]["amount"], card["pack"], card["step"], card["min_quantity"]) == (bag["sku"], 200, 1, 1, 2)
    assert card["harvested"] == body["harvest"]["date"] and card["variant_count"] == 2


@pytest.mark.parametrize("change, pointer, code", [
    ({"variants": [variant(sale={"price": money(450), "from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"})]}, "/variants/0/sale/price", "not_lower"),
    ({"variants": [variant(sale={"price": money(1), "from": "2026-02-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"})]}, "/variants/0/sale/to", "not_after"),
    ({"variants": [variant(breaks=[{"from_quantity": 5, "price": money(400)}, {"from_quantity": 4, "price": money(300)}])]}, "/variants/0/breaks/1/from_quantity", "not_ascending"),
    ({"variants": [variant(breaks=[{"from_quantity": 5, "price": money(450)}])]}, "/variants/0/breaks/0/price", "not_lower"),
    ({"variants": [variant(options=[{"name": "size", "value": "s"}]), variant(options=[{"name": "size", "value": "s"}])]}, "/variants/1/options", "same_options"),
    ({"variants": [variant(gtin="4006381333930")]}, "/variants/0/gtin", "bad_gtin"),
    ({"variants": [variant(step=2, min_quantity=3)]}, "/variants/0/min_quantity", "not_a_step"),
    ({"variants": [variant(unit="kg", content={"quantity": 1, "unit": "g"})]}, "/variants/0/content", "not_a_container"),
    ({"season": [13]}, "/season/0", None),
    ({"allergens": ["plutonium"]}, "/allergens/0", None),
    ({"storage_class": "warm"}, "/storage_class", None),
    ({"category": "weapons"}, "/category", "unknown_category"),
    ({"related": ["prd_" + "0" * 26]}, "/related/0", "unknown_product"),
    ({"images": [{"url": "javascript:alert(1)"}]}, "/images/0/url", None),
    ({"min_remaining_shelf_life_days": -1}, "/min_remaining_shelf_life_days", None),
])
def test_wrong_values_are_named(farm, change, pointer, code):
    made = expect(farm.post("/api/v1/products", farm.product_body(f"Wrong squash {number()}")), 201)
    problem = expect(patch(farm, made, **change), 422, "invalid_input")
    assert [error["pointer"] for error in problem["errors"]] == [pointer], problem
    assert code in (None, problem["errors"][0]["code"])


def test_a_product_is_not_related_to_itself_nor_to_anothers(farm, desk):
    mine, theirs = (expect(owner.post("/api/v1/products", owner.product_body(f"Related {number()}")), 201) for owner in (farm, desk))
    assert expect(patch(farm, mine, related=[mine["id"]]), 422)["errors"][0]["code"] == "itself"
    assert expect(patch(farm, mine, related=[theirs["id"]]), 422)["errors"][0]["code"] == "unknown_product"


def test_a_reference_names_one_product_of_its_farm(farm, desk):
    reference = f"REF-{number()}"
    body = {**farm.product_body("Referenced"), "reference": reference}
    made = expect(farm.post("/api/v1/products", body), 201)
    assert made["reference"] == reference
    problem = expect(farm.post("/api/v1/products", body), 409, "reference_taken")
    assert problem["errors"][0]["pointer"] == "/reference"
    expect(desk.post("/api/v1/products", {**desk.product_body("Referenced"), "reference": reference}), 201)
    expect(patch(farm, made, reference="other"), 400, "unknown_field")


def test_a_copy_is_a_draft_with_its_own_skus(farm, desk):
    sale = {"price": money(400), "from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}
    made = expect(farm.post("/api/v1/products", {**farm.product_body(f"Copied {number()}"), "reference": f"REF-{number()}", "season": [5],
                                                 "variants": [variant(gtin="40170725", sale=sale)]}), 201)
    reply = farm.post(f"/api/v1/products/{made['id']}/duplicate")
    copy = expect(reply, 201)
    assert reply.header("location").endswith(copy["id"]) and copy["id"] != made["id"] and copy["slug"] != made["slug"]
    assert copy["title"] == made["title"] + " (copy)" and copy["status"] == "draft" and copy["reference"] == "" and copy["season"] == [5]
    assert copy["variants"][0]["sku"] != made["variants"][0]["sku"] and copy["variants"][0]["gtin"] == "" and "sale" not in copy["variants"][0]
    expect(desk.post(f"/api/v1/products/{made['id']}/duplicate"), 404)


def test_the_desk_finds_by_status_words_and_completeness(desk):
    full, bare = [], []
    for n in range(3):
        next_moment()
        full.append(desk.product(quantity=0, title=f"Desk carrot {n}"))
        bare.append(expect(desk.post("/api/v1/products", {"title": f"Desk beet {n}", "category": "vegetables"}), 201))
    gone = desk.product(quantity=0, title="Desk leek")
    expect(desk.post(f"/api/v1/products/{gone['id']}/archive"), 200)

    def found(query):
        ids, cursor = [], ""
        while True:
            page = expect(desk.get(f"/api/v1/farms/mine/products?limit=2&{query}{cursor}"), 200)
            ids += [item["id"] for item in page["items"]]
            if "next_cursor" not in page:
                return ids
            cursor = "&cursor=" + page["next_cursor"]

    newest_first = lambda products: [product["id"] for product in reversed(products)]
    assert found("q=CARROT") == newest_first(full)
    assert found("q=desk%20beet&status=draft") == newest_first(bare)
    assert found("status=archived") == [gone["id"]]
    assert found("complete_below=100&q=desk") == newest_first(bare)
    assert found("complete_below=1") == []
    expect(desk.get("/api/v1/farms/mine/products?status=sold"), 422)
    expect(desk.get("/api/v1/farms/mine/products?complete_below=101"), 422)
