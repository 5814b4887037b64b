"""Search over HTTP: words as people write them, filters, facets, what to relax, suggestions, and what the clock and the stock change."""
import datetime

import pytest
from http_support import FAST, own_server
from stage import Admin, FarmOwner, eventually, expect

from support.clock import Clock
from support.server import Server

GOODS = [  # title, category, cents, quantity in stock, season, tags
    ("Striped Zucchini", "fruiting-vegetables", 250, 10, [6, 7, 8], ["stage-organic"]), ("Golden Zucchini", "fruiting-vegetables", 350, 10, [6, 7, 8], []),
    ("Heirloom Tomatoes", "fruiting-vegetables", 650, 10, [7, 8, 9], ["stage-organic", "stage-heirloom"]), ("Curly Kale", "leafy-greens", 300, 0, [1, 2, 11, 12], ["stage-organic"]),
    ("Baby Spinach", "leafy-greens", 499, 5, [], []), ("Braeburn Apples", "apples-and-pears", 1200, 8, [9, 10], ["stage-organic"]),
    ("Wild Blueberries", "berries", 2400, 3, [7], [])]


@pytest.fixture(scope="module")
def stage(openapi):
    """A shop with one farm and nothing but GOODS, on a clock that can be moved."""
    clock = Clock()
    server = Server(flags=FAST + clock.flags, demo=True)
    server.checker = openapi
    with server:
        server.clock = clock
        server.owner = FarmOwner(server, Admin(server))
        server.goods = {}
        for title, category, cents, quantity, season, tags in GOODS:
            body = {**server.owner.product_body(title, cents), "category": category, "tags": tags, "season": season}
            made = expect(server.owner.post("/api/v1/products", body), 201)
            made["sku"] = made["variants"][0]["sku"]
            if quantity:
                expect(server.owner.post(f"/api/v1/inventory/{made['sku']}/lots", server.owner.lot_body(quantity)), 201)
            expect(server.owner.post(f"/api/v1/products/{made['id']}/publish"), 200)
            server.goods[title] = made
        server.mine = f"farm={server.owner.farm['slug']}"
        eventually(lambda: len(titles(server, "facets=true")) == len(GOODS), "all goods are found")
        yield server
    clock.close()


def search(stage, query, status=200, code=None):
    return expect(stage.get(f"/api/v1/products?limit=100&{stage.mine}&{query}"), status, code)


def titles(stage, query):
    return [item["title"] for item in search(stage, query)["items"]]


def counts(found, name):
    return next({value["value"]: value["count"] for value in facet["values"]} for facet in found["facets"] if facet["name"] == name)


@pytest.mark.parametrize("query, first, did_you_mean", [
    ("zucchini", {"Striped Zucchini", "Golden Zucchini"}, None), ("zuchini", {"Striped Zucchini", "Golden Zucchini"}, "zucchini"),
    ("courgettes", {"Striped Zucchini", "Golden Zucchini"}, None), ("courg", {"Striped Zucchini", "Golden Zucchini"}, None), ("tomato", {"Heirloom Tomatoes"}, None),
    ("tomatos", {"Heirloom Tomatoes"}, None), ("manzanas", {"Braeburn Apples"}, None), ("blueb", {"Wild Blueberries"}, None), ("golden+zuchini", {"Golden Zucchini"}, "golden zucchini")])
def test_words_as_people_write_them(stage, query, first, did_you_mean):
    found = search(stage, "q=" + query)
    assert {item["title"] for item in found["items"][:len(first)]} == first
    assert found.get("did_you_mean") == did_you_mean and found["total_is_exact"] is True


@pytest.mark.parametrize("query, expected", [
    ("category=vegetables", {"Striped Zucchini", "Golden Zucchini", "Heirloom Tomatoes", "Curly Kale", "Baby Spinach"}),
    ("category=leafy-greens&category=berries", {"Curly Kale", "Baby Spinach", "Wild Blueberries"}), ("in_stock=false", {"Curly Kale"}),
    ("season=7&in_stock=true", {"Striped Zucchini", "Golden Zucchini", "Heirloom Tomatoes", "Wild Blueberries", "Baby Spinach"}),
    ("price=-300&price=1000-1500", {"Striped Zucchini", "Curly Kale", "Braeburn Apples"}), ("tag=stage-organic,stage-heirloom", {"Heirloom Tomatoes"}),
    ("certification=usda_nop&category=berries", {"Wild Blueberries"}), ("certification=eu", set()), ("storage=ambient&category=fruit", {"Braeburn Apples", "Wild Blueberries"}),
    ("near=39.27,-77.63&within_km=5&category=berries", {"Wild Blueberries"}), ("near=10,10&within_km=5", set())])
def test_filters(stage, query, expected):
    found = search(stage, query + "&facets=category")
    assert {item["title"] for item in found["items"]} == expected and found["total"] == len(expected)


def test_a_facet_counts_without_its_own_filter(stage):
    found = search(stage, "category=leafy-greens&in_stock=true&facets=true")
    assert [item["title"] for item in found["items"]] == ["Baby Spinach"]
    assert counts(found, "category") == {"vegetables": 4, "fruiting-vegetables": 3, "leafy-greens": 1, "fruit": 2, "apples-and-pears": 1, "berries": 1}
    assert counts(found, "in_stock") == {"true": 1, "false": 1}
    assert counts(found, "price") == {"300-499": 1}
    chosen = [value["label"] for facet in found["facets"] for value in facet["values"] if value["selected"]]
    assert sorted(chosen) == sorted(["Salads and leafy greens", "In stock", stage.owner.farm_name])
    season = next(facet for facet in found["facets"] if facet["name"] == "season")["values"]
    assert [value["label"] for value in season][:2] == ["January", "February"] and len(season) == 12  # spinach has no season: all year


def test_each_value_of_a_facet_finds_what_it_counted(stage):
    for base in ("q=z", "season=7&season=8", "in_stock=true&price=300-"):
        found = search(stage, base + "&facets=true")
        for facet in found["facets"]:
            if facet["name"] in base or facet["name"] == "farm":
                continue
            for value in facet["values"]:
                again = search(stage, f"{base}&{facet['name']}={value['value']}")
                assert again["total"] == value["count"], (base, facet["name"], value)


def test_sorting(stage):
    assert titles(stage, "sort=price&in_stock=true")[:2] == ["Striped Zucchini", "Golden Zucchini"]
    assert titles(stage, "sort=unit_price")[-1] == "Wild Blueberries"
    assert titles(stage, "sort=newest&facets=true")[0] == "Wild Blueberries"
    assert "distance_m" in search(stage, "sort=distance&near=39,-77")["items"][0]


def test_pages_of_a_search_give_each_once(stage):
    seen, cursor = [], ""
    while True:
        page = expect(stage.get(f"/api/v1/products?limit=2&{stage.mine}&sort=price&in_stock=true&cursor={cursor}"), 200)
        seen += [item["title"] for item in page["items"]]
        cursor = page.get("next_cursor")
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 6 == page["total"]


def test_nothing_found_says_what_to_give_up(stage):
    found = search(stage, "q=zucchini&category=berries&facets=category")
    assert found["total"] == 0 and found["items"] == []
    assert found["relax"] == [{"drop": "category", "total": 2}, {"drop": "q", "total": 1}]
    assert {"drop": "near", "total": 2} in search(stage, "q=zucchini&near=10,10&within_km=5")["relax"]
    assert "relax" not in search(stage, "q=zucchini")


@pytest.mark.parametrize("query, pointer", [
    ("category=nowhere", "?category"), ("farm=no-such-farm", "?farm"), ("certification=organic", "?certification"), ("season=13", "?season"), ("season=summer", "?season"),
    ("storage=warm", "?storage"), ("price=abc", "?price"), ("price=500-300", "?price"), ("price=-", "?price"), ("in_stock=maybe", "?in_stock"), ("facets=colour", "?facets"),
    ("sort=distance", "?sort"), ("sort=best", "?sort"), ("near=91,0", "?near"), ("within_km=5", "?within_km"), ("tag=a,b,c,d,e,f", "?tag")])
def test_unknown_values_are_named(shop, query, pointer):
    problem = expect(shop.get("/api/v1/products?" + query), 422)
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


def test_unknown_keys_are_named(shop):
    for path in ("/api/v1/products?colour=red", "/api/v1/farms?storage=frozen", "/api/v1/search/suggest?q=a&limit=3"):
        assert expect(shop.get(path), 400)["errors"], path
    expect(shop.get("/api/v1/search/suggest"), 422)


def test_suggestions(stage):
    def found():
        answer = expect(stage.get("/api/v1/search/suggest?q=zuc"), 200)
        return answer if {"Striped Zucchini", "Golden Zucchini"} <= {product["title"] for product in answer["products"]} else None
    answer = eventually(found, "the products are suggested")
    assert "fruiting-vegetables" in {category["category"] for category in answer["categories"]}
    assert stage.owner.farm["slug"] in {farm["slug"] for farm in expect(stage.get("/api/v1/search/suggest?q=stage+far"), 200)["farms"]}
    assert expect(stage.get("/api/v1/search/suggest?q=zuchini"), 200)["did_you_mean"] == "zucchini"
    assert stage.get("/api/v1/search/suggest?q=zuc").header("x-cache") == "HIT"


def test_facets_of_farms(stage):
    found = expect(stage.get("/api/v1/farms?facets=true&state=VA&state=md"), 200)
    assert {farm["state"] for farm in found["items"]} <= {"VA", "MD"} and stage.owner.farm["slug"] in {farm["slug"] for farm in found["items"]}
    assert counts(found, "state")["VA"] >= 1 and {facet["name"] for facet in found["facets"]} == {"tag", "certification", "state"}
    assert expect(stage.get("/api/v1/farms?state=ZZ"), 200)["relax"][0]["drop"] == "state"


def test_the_last_unit_takes_a_product_out_of_stock(stage):
    sku = stage.goods["Golden Zucchini"]["sku"]
    lot = stage.owner.stock(sku)["lots"][0]["id"]
    assert "Golden Zucchini" in titles(stage, "in_stock=true")
    expect(stage.owner.change(f"{sku}/write-offs", {"lot": lot, "quantity": 10, "reason": "lost"}), 200)
    eventually(lambda: "Golden Zucchini" not in titles(stage, "in_stock=true"), "sold out shows in the search")
    expect(stage.owner.post(f"/api/v1/inventory/{sku}/lots", stage.owner.lot_body(10)), 201)
    eventually(lambda: "Golden Zucchini" in titles(stage, "in_stock=true"), "stock shows in the search")


def test_a_sale_begins_and_ends_by_the_clock(stage):
    made = stage.goods["Braeburn Apples"]
    begin, end = stage.clock.now() + datetime.timedelta(hours=1), stage.clock.now() + datetime.timedelta(hours=3)
    sale = {"price": {"amount": 280, "currency": "USD"}, "from": begin.strftime("%Y-%m-%dT%H:%M:%SZ"), "to": end.strftime("%Y-%m-%dT%H:%M:%SZ")}
    variant = {**made["variants"][0], "sale": sale}
    expect(stage.owner.call("PATCH", f"/api/v1/products/{made['id']}", {"variants": [variant]}), 200)
    cheap = "price=-299&facets=price"
    eventually(lambda: search(stage, "q=braeburn")["items"][0]["price_from"]["amount"] == 1200)
    assert "Braeburn Apples" not in titles(stage, cheap)
    stage.clock.advance(hours=2)
    assert "Braeburn Apples" in titles(stage, cheap) and titles(stage, "sort=price")[1] == "Braeburn Apples"
    card = next(item for item in expect(stage.get(f"/api/v1/products?{stage.mine}"), 200)["items"] if item["title"] == "Braeburn Apples")
    assert card["price_from"]["amount"] == 280 and card["regular_price"]["amount"] == 1200 and card["sale_until"][:19] == sale["to"][:19]
    stage.clock.advance(hours=2)
    assert "Braeburn Apples" not in titles(stage, cheap)


def test_what_is_in_season_turns_with_the_month():
    clock = Clock()
    with own_server(clock.flags, demo=True) as server:
        farm = FarmOwner(server)
        month = clock.now().month
        following = month % 12 + 1
        for title, months in (("Leaving leeks", [month]), ("Coming kale", [following]), ("Lasting lentils", [])):
            made = expect(farm.post("/api/v1/products", {**farm.product_body(title), "season": months}), 201)
            expect(farm.post(f"/api/v1/products/{made['id']}/publish"), 200)

        def now():
            return {item["title"] for item in expect(server.get(f"/api/v1/products?season=now&farm={farm.farm['slug']}"), 200)["items"]}

        eventually(lambda: now() == {"Leaving leeks", "Lasting lentils"}, "the index has them")
        turn = (clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0) + datetime.timedelta(days=32)).replace(day=1)
        if turn - clock.now() > datetime.timedelta(seconds=10):  # else the month may turn by itself in between
            clock.advance_to(turn - datetime.timedelta(seconds=5))
            assert now() == {"Leaving leeks", "Lasting lentils"}, "five seconds before the turn"
        clock.advance_to(turn)
        assert now() == {"Coming kale", "Lasting lentils"}, "the answer that was kept has ended"
    clock.close()


def test_the_clock_alone_changes_answers(stage):
    """Kept answers end when they stop being true: the last day of the lots, then the certificate's end. Last: it moves the clock."""
    fresh = "in_stock=true&facets=in_stock"
    assert len(titles(stage, fresh)) == 6 and len(titles(stage, "certification=usda_nop")) == 7
    stage.clock.advance(days=62)
    assert titles(stage, fresh) == []
    assert len(titles(stage, "certification=usda_nop")) == 7
    stage.clock.advance(days=250)
    assert titles(stage, "certification=usda_nop") == []
