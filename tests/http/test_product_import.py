"""Products as tables: preview, import as an operation, export, and the command line."""
import csv
import io

import pytest
from http_support import FAST
from stage import FarmOwner, Guest, eventually, expect, number

from support.server import TOP, Server

MINE = "/api/v1/farms/mine/products"


@pytest.fixture(scope="module")
def grower(shop, admin):
    """A farm with few products, so that its table is known."""
    return FarmOwner(shop, admin)


def table(*rows):
    """CSV of dicts; columns in the order in which they come up."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def kale(**more):
    return {"reference": f"KALE-{number()}", "title": "Curly kale", "category": "brassicas", "description": "Sweet after frost.", "field": "Ridge Field",
            "harvest_date": "2026-10-01", "certificate": "none_claimed", "variant": "Bunch", "unit": "bunch", "price": "3.50", **more}


def preview(farm, text):
    return expect(farm.post(f"{MINE}/import/preview", {"csv": text}), 200)


def run(farm, text):
    """The operation at its end, and what was wrong with rows."""
    reply = farm.post(f"{MINE}/import", {"csv": text})
    operation = expect(reply, 202)
    where = reply.header("location")
    ended = eventually(lambda: (o := expect(farm.get(where), 200))["state"] in ("done", "failed", "cancelled") and o, "the import ends")
    assert ended["state"] == "done" and ended["kind"] == "products.import" and ended["id"] == operation["id"], ended
    return ended, expect(farm.get(f"{where}/errors"), 200)["items"]


def exported(farm):
    reply = farm.get(f"{MINE}/export")
    assert reply.status == 200 and reply.header("content-type").startswith("text/csv"), reply
    return reply.body.decode()


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_preview_then_run_then_again_without_doubles(grower):
    first, second = kale(status="published"), kale(title="Red kale", status="draft")
    text = table(first, second, {"reference": second["reference"], "variant": "Box", "unit": "box", "price": "20.00"})
    before = exported(grower)
    seen = preview(grower, text)
    assert [row["outcome"] for row in seen["rows"]] == ["new"] * 3 and seen["counts"] == {"new": 3} and [row["line"] for row in seen["rows"]] == [2, 3, 4]
    assert exported(grower) == before, "a preview writes nothing"
    ended, errors = run(grower, text)
    assert ended["counts"] == {"new": 2} and errors == [] and ended["done"] == ended["total"] == 2
    assert preview(grower, text)["counts"] == {"same": 3}
    again, errors = run(grower, text)
    assert again["counts"] == {"same": 2} and errors == []
    made = {row["reference"]: row for row in rows_of(exported(grower)) if row["title"]}
    assert made[first["reference"]]["status"] == "published" and made[second["reference"]]["status"] == "draft"
    assert len([row for row in rows_of(exported(grower)) if row["reference"] == second["reference"]]) == 2


def test_a_bad_row_is_told_and_the_rest_is_saved(grower):
    good, bad = kale(), kale(price="cheap", category="weapons")
    apart = table(good, bad).rstrip("\r\n").split("\r\n")
    text = "\r\n".join(apart + ["only,two"]) + "\r\n"
    seen = preview(grower, text)
    assert [row["outcome"] for row in seen["rows"]] == ["new", "error", "error"]
    price = next(issue for issue in seen["rows"][1]["issues"] if issue["column"] == "price")
    assert price["code"] == "bad_format" and price["value"] == "cheap" and "4.50" in price["reason"]
    assert seen["rows"][2]["line"] == 4 and seen["rows"][2]["issues"][0]["code"] == "field_count"
    ended, errors = run(grower, text)
    assert ended["counts"] == {"new": 1, "error": 2}
    assert {(error["line"], error["pointer"], error["code"]) for error in errors} >= {(3, "price", "bad_format"), (4, "", "field_count")}
    assert 'It is "cheap".' in next(error["detail"] for error in errors if error["pointer"] == "price")
    references = {row["reference"] for row in rows_of(exported(grower))}
    assert good["reference"] in references and bad["reference"] not in references


def test_what_is_exported_is_the_same_when_imported(grower):
    formula = kale(title="=1+1 kale", description='+SUM("a"),\nnext line', tags="no-spray|winter", season="1|2", allergens="none", breaks="5@3.20|10@3.00", options="size=big")
    run(grower, table(formula))
    grower.product(quantity=1)  # one without a reference: its sku is its key
    text = exported(grower)
    row = next(row for row in rows_of(text) if row["reference"] == formula["reference"])
    assert row["title"] == "'=1+1 kale" and row["description"].startswith("'+SUM"), "a spreadsheet runs no formula of ours"
    seen = preview(grower, text)
    assert set(seen["counts"]) == {"same"}, [row for row in seen["rows"] if row["outcome"] != "same"]
    ended, errors = run(grower, text)
    assert set(ended["counts"]) == {"same"} and errors == []


def test_columns_that_are_not_there_leave_things_alone(grower):
    row = kale(tags="winter", handling="Wash.")
    run(grower, table(row))
    run(grower, table({"reference": row["reference"], "price": "3.99", "handling": ""}))
    now = next(r for r in rows_of(exported(grower)) if r["reference"] == row["reference"])
    assert (now["price"], now["handling"], now["tags"], now["title"]) == ("3.99", "", "winter", "Curly kale")


@pytest.mark.parametrize("text, code", [("", "empty"), ("reference,titel\r\nA,B\r\n", "unknown_column"), ("title\r\nKale\r\n", "no_key_column"), ("sku,sku\r\n", "repeated_column")])
def test_a_header_that_cannot_be_used_is_refused(grower, text, code):
    for path in (f"{MINE}/import", f"{MINE}/import/preview"):
        problem = expect(grower.post(path, {"csv": text}), 422, "invalid_input")
        assert problem["errors"][0]["code"] == code and problem["errors"][0]["pointer"] == "/csv"


def test_too_many_rows_are_refused_before_anything_is_read(grower):
    text = "reference\r\n" + "".join(f"R-{n}\r\n" for n in range(2001))
    expect(grower.post(f"{MINE}/import/preview", {"csv": text}), 413, "table_too_large")


def test_one_farm_does_not_reach_anothers_products(grower, farm):
    mine = grower.product(quantity=0)
    seen = preview(farm, table({"sku": mine["sku"], "price": "0.01"}))
    assert seen["rows"][0]["outcome"] == "error" and seen["rows"][0]["issues"][0]["code"] == "required"
    assert mine["sku"] not in exported(farm)


def test_the_template_is_a_table(grower, shop):
    template = expect(grower.get(f"{MINE}/import/template"), 200)
    header, example = csv.reader(io.StringIO(template["csv"]))
    assert header == [column["name"] for column in template["columns"]] and all(column["help"] for column in template["columns"])
    assert rows_of(exported(grower)) and exported(grower).split("\r\n")[0].split(",") == header, "an export has the same columns"
    expect(Guest(shop).get(f"{MINE}/import/template"), 401)


def test_the_same_by_the_command_line(tmp_path):
    server = Server(data=str(tmp_path / "data"), flags=FAST, demo=True)
    with server:
        slug = FarmOwner(server).farm["slug"]
    path = tmp_path / "products.csv"
    path.write_text(table(kale(status="published"), kale(price="much")))
    seen = server.admin("import", "products", str(path), "--farm", slug, "--preview").stdout
    assert "line 2: new" in seen and "line 3: error: price:" in seen and "nothing was written" in seen
    assert "1 products new, 0 changed, 0 the same, 1 refused" in server.admin("import", "products", str(path), "--farm", slug).stdout
    assert "0 products new, 0 changed, 1 the same, 1 refused" in server.admin("import", "products", str(path), "--farm", slug).stdout
    path.write_text(server.admin("export", "products", "--farm", slug).stdout)
    assert "0 products new, 0 changed, 1 the same, 0 refused" in server.admin("import", "products", str(path), "--farm", slug).stdout
    assert server.admin("import", "products", str(path), "--farm", "nobody", check=False).returncode == 1


def test_the_columns_are_described_in_the_docs(grower):
    described = (TOP / "docs/product-table.md").read_text()
    for column in expect(grower.get(f"{MINE}/import/template"), 200)["columns"]:
        help_text, example = (column[name].replace("|", "\\|") for name in ("help", "example"))
        row = f"| `{column['name']}` | {'variant' if column['of_variant'] else 'product'} | {help_text} | {f'`{example}`' if example else ''} |"
        assert row in described, row


def test_an_empty_cell_clears_and_an_absent_column_does_not(grower):
    row = kale(status="draft", storage_class="chilled", allergens="milk", tags="fresh|green", storage="Cold.", certificate="certified", certificate_number="ST-1", sale_price="2.50",
               sale_from="2026-01-01T00:00:00Z", sale_to="2026-12-01T00:00:00Z", season="9|10")
    _, errors = run(grower, table(row))
    assert errors == []

    def product():
        found = [p for p in expect(grower.get(f"{MINE}?limit=100"), 200)["items"] if p["reference"] == row["reference"]]
        return expect(grower.get(f"{MINE}/{found[0]['id']}"), 200)

    before = product()
    assert before["storage_class"] == "chilled" and before["allergens"] == ["milk"] and before["origin"]["field"] and before["variants"][0]["sale"]
    key = {"reference": row["reference"]}
    run(grower, table({**key, "title": "Curly kale 2"}))
    assert {**product(), "title": before["title"], "updated": before["updated"]} == before, "what the file has no column for stays"
    cleared = {"field": "", "storage_class": "", "allergens": "", "tags": "", "storage": "", "certificate": "", "certificate_number": "", "season": "", "harvest_date": ""}
    assert preview(grower, table({**key, **cleared}))["counts"] == {"changed": 1}
    run(grower, table({**key, **cleared, "variant": "Bunch", "sale_price": "", "sale_from": "", "sale_to": ""}))
    after = product()
    for member in ("storage_class", "allergens"):
        assert member not in after, member
    assert after["tags"] == [] and after["storage"] == "" and "field" not in after["origin"] and after["season"] == [] and "date" not in after["harvest"]
    assert after["certificate"]["claim"] == "undeclared" and "sale" not in after["variants"][0]
    assert after["title"] == "Curly kale 2" and after["category"] == before["category"], "a product cannot be without"
    template = expect(grower.get(f"{MINE}/import/template"), 200)
    assert "empty" in next(column["help"] for column in template["columns"] if column["name"] == "storage_class")


def test_a_published_product_does_not_lose_what_it_must_say(grower):
    row = kale(status="published")
    run(grower, table(row))
    seen = preview(grower, table({"reference": row["reference"], "field": ""}))
    assert seen["counts"] == {"error": 1} and seen["rows"][0]["issues"][0]["column"] == "field", seen


def test_the_limit_of_a_preview_is_named(grower):
    limits = expect(grower.get(f"{MINE}/import/template"), 200)["limits"]
    assert limits["preview_rows_max"] == 2000 and limits["import_rows_max"] == 20000
    rows = "reference,title\n" + "".join(f"R-{i},x\n" for i in range(limits["preview_rows_max"] + 1))
    refused = expect(grower.post(f"{MINE}/import/preview", {"csv": rows}), 413, "table_too_large")
    assert refused["rows_max"] == 2000 and refused["errors"][0]["pointer"] == "/csv" and "2000" in refused["errors"][0]["detail"]
