"""What is written about the program is what the program says of itself."""
import importlib.util
import json
import pathlib
import re

import pytest

from support.server import PROGRAM, TOP


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


update_docs = load(TOP / "tools/update_docs.py")
ARCHITECTURE = (TOP / "docs/ARCHITECTURE.md").read_text()
AGAIN = "run tools/update_docs.py"


def test_openapi_json_is_the_programs_own():
    assert (TOP / "api/openapi.json").read_text() == update_docs.say("openapi"), AGAIN


@pytest.mark.parametrize("name", update_docs.BLOCKS)
def test_the_lists_of_the_architecture(name):
    blocks = {match[2]: match[3] for match in update_docs.BLOCK.finditer(ARCHITECTURE)}
    assert name in blocks, f"docs/ARCHITECTURE.md has no block for {name}"
    assert blocks[name] == update_docs.BLOCKS[name](), AGAIN
    assert blocks[name].strip()


def test_a_list_that_is_out_of_date_is_found(tmp_path):
    planted = ARCHITECTURE.replace("`listFarms`", "`listFarmsOld`").replace("listFarms ", "listFarmsOld ")
    assert planted != ARCHITECTURE
    block = next(match[3] for match in update_docs.BLOCK.finditer(planted) if match[2] == "routes")
    assert block != update_docs.routes()


def test_every_error_of_the_sources_is_in_the_list():
    declared = set()
    for header in (TOP / "src").rglob("*.h"):
        declared |= {(int(number), code) for number, code in re.findall(r'inline constexpr ErrorKind \w+\s*\{\s*(\d+),\s*"(\w+)"', header.read_text())}
    mentioned = sum(len(re.findall(r"inline constexpr ErrorKind \w+\s*[{=(]", header.read_text())) for header in (TOP / "src").rglob("*.h"))
    assert len(declared) == mentioned > 60, "a row is written so that this test cannot read it"
    listed = {(int(number), code) for number, code, _ in update_docs.listed("errors", 3)}
    assert declared == listed, f"only in the sources: {declared - listed}; only in the list: {listed - declared}"


def test_error_numbers_and_codes_are_unique_and_mean_a_status():
    rows = update_docs.listed("errors", 3)
    assert len({number for number, _, _ in rows}) == len({code for _, code, _ in rows}) == len(rows)
    for number, code, title in rows:
        assert 400 <= int(number) // 100 <= 599 and re.fullmatch(r"[a-z][a-z0-9_]*", code) and title.endswith("."), (number, code, title)


def test_the_layers_are_those_of_the_include_test():
    may_use = load(TOP / "tests/arch/test_layers.py").MAY_USE
    rows = dict(re.findall(r"^\| (\w+) \| [^|]* \| ([^|]*)\|$", ARCHITECTURE.split("## The tree")[0], re.M))
    assert rows.pop("apps").strip() == "everything"
    assert {name: [part.strip() for part in uses.split(",") if part.strip()] for name, uses in rows.items()} == {n: u for n, u in may_use.items() if n != "apps"}


# -- the tree of the architecture, held against the folders in both directions

LISTED = ("src/platform", "src/contexts", "src/flows", "src/adapters", "tests")  # whose folders the tree names one by one


def folders(path):
    """Those with a file of ours; what a build or an interpreter left is none."""
    return {f.name for f in path.iterdir() if f.is_dir() and f.name[0] not in "._" and f.name != "build" and any(g.is_file() and "__pycache__" not in g.parts for g in f.rglob("*"))}


def tree(text):
    """Folder -> what the tree says is in it; "" is the top."""
    said = {"": set(), "src": set()}
    for line in text.split("## The tree\n```\n")[1].split("```")[0].splitlines():
        above = "src" if line.startswith("  ") else ""
        names, _, content = line.strip().partition("  ")
        named = [name[:-1] for name in names.split() if re.fullmatch(r"[a-z_]+/", name)]
        if not above and "/" in names and not named:
            named = [names.split("/")[0]]  # api/openapi.json, apps/greenharvest/
        said[above] |= set(named) | ({names.split("/")[0]} if above else set())
        if len(named) == 1:
            path = "/".join(filter(None, (above, named[0])))
            if path in LISTED:
                said[path] = set(content.split("(")[0].split())
    return said


def wrong_in(text):
    said = tree(text)
    assert set(said) == {"", "src", *LISTED}
    there = {path: folders(TOP / path) for path in said}
    return {f"{path}/{name}".strip("/") for path in said for name in said[path] ^ there[path]}


def test_the_tree_names_the_folders_that_are_there():
    assert wrong_in(ARCHITECTURE) == set(), "named and not there, or there and not named"


@pytest.mark.parametrize("before, after, wrong", [
    (" quote telling", " telling", "src/flows/quote"),
    (" quote telling", " quote telling yelling", "src/flows/yelling"),
    ("contract deploy docs", "contract docs", "tests/deploy"),
    ("bench/ deploy/", "bench/", "deploy"),
    ("jobs/ simulation/", "jobs/", "src/simulation"),
    ("web/  ", "pages/  ", "pages"),
])
def test_a_planted_error_of_the_tree_is_found(before, after, wrong):
    planted = ARCHITECTURE.replace(before, after, 1)
    assert planted != ARCHITECTURE and wrong in wrong_in(planted)


# -- the OpenAPI document in itself

DOCUMENT = json.loads(update_docs.say("openapi"))


def references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for part in node.values():
            yield from references(part)
    elif isinstance(node, list):
        for part in node:
            yield from references(part)


def test_every_reference_leads_somewhere_and_every_schema_is_used():
    schemas = DOCUMENT["components"]["schemas"]
    used = {reference.removeprefix("#/components/schemas/") for reference in references(DOCUMENT)}
    assert used == set(schemas)


def test_two_types_do_not_share_a_name():
    """A clash would be told by a number behind the name, or by a name that is there in two spellings."""
    names = list(DOCUMENT["components"]["schemas"])
    assert len({name.lower() for name in names}) == len(names)
    assert not [name for name in names if re.search(r"\d$", name)]


def test_operations_are_named_once_and_say_what_they_are():
    operations = [(path, method, operation) for path, methods in DOCUMENT["paths"].items() for method, operation in methods.items()]
    names = [operation["operationId"] for _, _, operation in operations]
    assert len(set(names)) == len(names) > 40
    for path, method, operation in operations:
        assert path.startswith(("/api/v1/", "/media/")) and operation["summary"].endswith("."), (method, path)
        in_path = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
        assert in_path == set(re.findall(r"\{(\w+)\}", path)), (method, path)
        assert any(status.startswith("2") for status in operation["responses"]), (method, path)


def test_every_list_has_items_and_a_cursor():
    for path, methods in DOCUMENT["paths"].items():
        operation = methods.get("get", {})
        if not operation.get("operationId", "").startswith("list"):
            continue
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        keys = {p["name"] for p in operation["parameters"]}
        if not {"limit", "cursor"} & keys:  # bounded by what it shows, and given whole: the category tree, a farm's people
            assert "items" in schema["properties"] and "next_cursor" not in schema["properties"], path
            continue
        assert {"items", "next_cursor"} <= set(schema["properties"]), path
        assert {"limit", "cursor"} <= keys, path


def test_what_the_text_names_is_there():
    for name in re.findall(r"`((?:src|tests|tools|docs|flows|contexts|gateway|adapters)/[\w./]+)`", ARCHITECTURE):
        assert any((TOP / folder / name).exists() for folder in ("", "src")), name
