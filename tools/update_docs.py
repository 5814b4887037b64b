#!/usr/bin/env python3
"""Writes what the program says of itself into the documentation: api/openapi.json and the marked blocks of docs/ARCHITECTURE.md.

update_docs.py            rewrites them
update_docs.py --check    changes nothing; exit status 1 and the names of what differs
GH_PROGRAM      the program that is asked (build/release/greenharvest)
"""
import json
import os
import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("GH_PROGRAM", str(TOP / "build/release/greenharvest"))
ARCHITECTURE = TOP / "docs/ARCHITECTURE.md"
OPENAPI = TOP / "api/openapi.json"
BLOCK = re.compile(r"(<!-- list: (\w+) -->\n)(.*?)(<!-- end -->)", re.S)


def say(*words):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GREENHARVEST_")}
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=True, timeout=60, env=environment).stdout


def listed(name, parts, separator=" "):
    return [line.split(separator, parts - 1) for line in say("lists", name).splitlines()]


def table(titles, rows):
    cell = lambda text: text.replace("|", "\\|")
    lines = ["| " + " | ".join(titles) + " |", "|" + "---|" * len(titles)]
    return "\n".join(lines + ["| " + " | ".join(map(cell, row)) + " |" for row in rows]) + "\n"


def code(text):
    return f"`{text}`" if text else ""


def routes():
    operations = {o["operationId"]: o for path in json.loads(say("openapi"))["paths"].values() for o in path.values()}
    rows = []
    for method, path, name in listed("routes", 3):
        operation = operations.get(name)
        roles = "" if operation is None else "anyone" if "guest" in operation["x-roles"] else ", ".join(operation["x-roles"])
        rows.append([f"`{method} {path}`", name if operation else "", roles, operation["summary"] if operation else "a page, not of the API"])
    return table(["request", "operation", "roles", "what"], rows)


BLOCKS = {
    "routes": routes,
    "errors": lambda: table(["number", "code", "title"], [[number, code(name), title] for number, name, title in listed("errors", 3)]),
    "collections": lambda: ", ".join(code(name) for (name,) in listed("collections", 1)) + "\n",
    "tasks": lambda: ", ".join(code(name) for (name,) in listed("tasks", 1)) + "\n",
    "metrics": lambda: table(["metric", "type", "what"], [[code(name), kind, text] for name, kind, text in listed("metrics", 3)]),
    "settings": lambda: table(["setting", "default", "allowed", "what"],
                              [[code(key), code(initial), allowed, text] for key, _, initial, allowed, text in listed("settings", 5, "\t")]),
}


def wanted():
    """The files and what must be in them."""
    text = BLOCK.sub(lambda match: match[1] + BLOCKS[match[2]]() + match[4], ARCHITECTURE.read_text())
    return {OPENAPI: say("openapi"), ARCHITECTURE: text}


def main():
    different = [file for file, text in wanted().items() if not file.exists() or file.read_text() != text]
    for file in different:
        print(("differs: " if "--check" in sys.argv else "written: ") + str(file.relative_to(TOP)))
        if "--check" not in sys.argv:
            file.write_text(wanted()[file])
    return 1 if different and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
