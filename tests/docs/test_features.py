"""The table of features (docs/ARCHITECTURE.md, "Features"): every operation is on it, once, and every test that it names is there."""
import json
import re

from support.server import TOP

TEXT = (TOP / "docs/ARCHITECTURE.md").read_text()
OPERATIONS = {operation["operationId"] for methods in json.loads((TOP / "api/openapi.json").read_text())["paths"].values() for operation in methods.values()}


def rows(text=TEXT):
    table = text.split("## Features\n", 1)[1].split("\n## ", 1)[0]
    return [[cell.strip() for cell in line.strip()[1:-1].split("|")] for line in table.splitlines() if line.startswith("| ") and not line.startswith("| context")]


def named(cell):
    return [name for name in re.findall(r"`([^`]+)`", cell) if "=" not in name]


def wrong(table, operations):
    """What the table says and is not so, or does not say and is."""
    on_it = [name for row in table for name in named(row[2])]
    found = [f"no such operation: {name}" for name in on_it if name not in operations]
    found += [f"not on the table: {name}" for name in sorted(operations - set(on_it))]
    found += [f"twice: {name}" for name in sorted({name for name in on_it if on_it.count(name) > 1})]
    for row in table:
        tests = named(row[3])
        if not tests:
            found.append(f"without a test: {row[1]}")
        for test in tests:
            file, _, function = test.partition("::")
            if not (TOP / file).is_file() or function and not re.search(rf"^def {function}\(", (TOP / file).read_text(), re.M):
                found.append(f"no such test: {test}")
    return found


def test_the_table_is_whole_and_true():
    assert len(rows()) >= 30
    assert wrong(rows(), OPERATIONS) == []


def test_what_is_wrong_is_found():
    planted = [row[:] for row in rows()]
    planted[0][2] += ", `flyToTheMoon`"
    planted[1][3] = "`tests/http/test_auth.py::test_nothing`"
    planted[2][3] = ""
    problems = wrong(planted, OPERATIONS | {"notOnIt"})
    assert [p.split(":")[0] for p in problems] == ["no such operation", "not on the table", "no such test", "without a test"], problems
