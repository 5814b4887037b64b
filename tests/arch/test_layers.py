"""The include graph against the table of layers (docs/ARCHITECTURE.md, "Layers"), and the check against planted breaches."""
import pathlib
import re

TOP = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)

# Folder under src/ -> the folders whose headers it may use, besides its own. The longest matching row counts.
MAY_USE = {
    "base": [],
    "net": ["base"],
    "platform": ["base", "platform"],
    "contexts": ["base", "platform"],  # never another context
    "flows": ["base", "platform", "contexts", "flows"],
    "adapters": ["base", "platform", "contexts"],
    "jobs": ["base", "platform", "contexts", "flows"],
    "gateway": ["base", "net", "platform", "contexts", "flows", "gateway"],
    "simulation": ["base", "platform", "contexts", "flows", "jobs", "adapters/memory", "adapters/card_simulator"],
    "stage": ["base", "platform", "adapters/memory"],  # for tests only
    "apps": [""],
}
CONTEXT_PORTS = re.compile(r"^contexts/\w+/(provider|types|errors|\w*port\w*)\.h$")  # what an adapter may see of a context
# Tests stand outside the layers: they put adapters under what they test.
EXEMPT = re.compile(r"/tests/")


def unit(path):
    """The folder that stands for a file: contexts/<name> for contexts, else the first part."""
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] in ("contexts", "adapters") else parts[0]


def allowed(source, target):
    if unit(source) == unit(target):
        return True
    layer = source.split("/")[0]
    if layer == "adapters" and target.startswith("contexts/"):
        return bool(CONTEXT_PORTS.match(target))
    return any(target == may or may == "" or target.startswith(may + "/") for may in MAY_USE[layer])


def includes(src):
    for file in sorted(src.rglob("*")):
        if file.suffix in (".h", ".cc"):
            name = str(file.relative_to(src))
            if not EXEMPT.search("/" + name) and "/" in name:
                for target in INCLUDE.findall(file.read_text()):
                    yield name, target


def breaches(src):
    found = []
    for source, target in includes(src):
        if not (src / target).exists():
            found.append(f"{source}: {target} is not written from src/")
        elif not allowed(source, target):
            found.append(f"{source} may not use {target}")
    return found


def cycles(src):
    """Pairs of folders (one folder = one target) that reach each other."""
    folder = lambda path: path.rsplit("/", 1)[0]
    graph = {}
    for source, target in includes(src):
        if folder(source) != folder(target):
            graph.setdefault(folder(source), set()).add(folder(target))
    found = []

    def visit(node, trail):
        if node in trail:
            found.append(" -> ".join(trail[trail.index(node):] + [node]))
            return
        if node in done:
            return
        for further in sorted(graph.get(node, ())):
            visit(further, trail + [node])
        done.add(node)

    done = set()
    for node in sorted(graph):
        visit(node, [])
    return found


def test_every_include_keeps_to_its_layer():
    assert len(list(includes(TOP / "src"))) > 100, "the scan found too few includes to mean anything"
    assert breaches(TOP / "src") == []


def test_folders_have_no_cycles():
    assert cycles(TOP / "src") == []


def plant(root, files):
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def test_planted_breaches_are_found(tmp_path):
    plant(tmp_path, {
        "base/id.h": "",
        "contexts/orders/types.h": '#include "base/id.h"\n',
        "contexts/orders/service.h": '#include "contexts/inventory/types.h"\n',
        "contexts/inventory/types.h": "",
        "contexts/inventory/service.h": "",
        "adapters/sqlite/documents.cc": '#include "contexts/inventory/service.h"\n',
        "gateway/gateway.cc": '#include "adapters/sqlite/documents.cc"\n',
        "base/time.h": '  #  include "gateway/gateway.cc"\n',
    })
    assert breaches(tmp_path) == [
        "adapters/sqlite/documents.cc may not use contexts/inventory/service.h",
        "base/time.h may not use gateway/gateway.cc",
        "contexts/orders/service.h may not use contexts/inventory/types.h",
        "gateway/gateway.cc may not use adapters/sqlite/documents.cc",
    ]


def test_a_planted_cycle_is_found(tmp_path):
    plant(tmp_path, {
        "platform/json/json.h": '#include "platform/log/log.h"\n',
        "platform/log/log.h": '#include "platform/json/json.h"\n',
    })
    assert cycles(tmp_path) == ["platform/json -> platform/log -> platform/json"]


def test_no_file_names_a_machine():
    """Nothing that is checked in names a path of somebody's machine."""
    path = re.compile(r"(?<![\w.])/(?:work|home|root)/\w")
    named = [str(f.relative_to(TOP)) for d in ("src", "docs", "tests", "bench", "fuzz", "examples", "tools")
             for f in (TOP / d).rglob("*") if f.is_file() and f.suffix in (".h", ".cc", ".md", ".py", ".sh", ".txt", ".json") and path.search(f.read_text(errors="replace"))
             and f != pathlib.Path(__file__)]
    assert named == []
