"""deploy/compose/ as far as it can be held against something without a container engine: the schema of the Compose Specification, the program's
own lists of settings and metrics, its libraries, and HAProxy's check of its file.

compose-spec.json is schema/compose-spec.json of github.com/compose-spec/compose-go v2.10.2 (Apache-2.0).
"""
import json
import os
import pathlib
import re
import subprocess

import jsonschema
import pytest
import yaml

TOP = pathlib.Path(__file__).resolve().parents[2]
COMPOSE = TOP / "deploy/compose"
PROGRAM = os.environ.get("GH_PROGRAM", str(TOP / "build/release/greenharvest"))
PROFILES = {"embedded", "scale-out", "observability", "services"}
SYSTEM = {"libc6", "libgcc-s1"}  # of every Debian
SUFFIXES = re.compile(r"_(bucket|sum|count)$")
FUNCTIONS = {"rate", "histogram_quantile", "increase"}


def run(*words):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GREENHARVEST_")}
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=True, env=environment).stdout


def errors_of(document):
    schema = json.loads((pathlib.Path(__file__).parent / "compose-spec.json").read_text())
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in jsonschema.Draft7Validator(schema).iter_errors(document)]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((COMPOSE / "compose.yaml").read_text())


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


def test_keeps_to_the_compose_specification(compose):
    assert errors_of(compose) == []
    assert errors_of(compose | {"services": {"shop": {"image": "x", "port": ["80:80"]}}}), "the check can fail"


def test_every_service_has_its_profile_and_an_image_of_a_version(services):
    assert {profile for service in services.values() for profile in service["profiles"]} == PROFILES
    for name, service in services.items():
        assert len(service["profiles"]) == 1, name
        tag = service["image"].partition(":")[2]
        assert "build" in service or re.search(r"\d+\.\d+|\d{4}-\d\d-\d\d", tag), f"{name}: {service['image']} may be another one tomorrow"


def test_what_a_service_waits_for_runs_in_its_profile(services):
    for name, service in services.items():
        for other in service.get("depends_on", []):
            assert services[other]["profiles"] == service["profiles"], f"{name} waits for {other}"


def test_ports_are_of_this_machine_alone_and_each_is_wanted_once(services):
    for profile in PROFILES:
        published = [port for service in services.values() if service["profiles"][0] in {profile, "observability"} for port in service.get("ports", [])]
        assert all(port.startswith("127.0.0.1:") for port in published), published
        assert len({port.rsplit(":", 1)[0] for port in published}) == len(published), published


def test_volumes_files_and_addresses_are_there(compose, services):
    used = {}
    for name, service in services.items():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (COMPOSE / source).exists() if source.startswith(".") else source in compose["volumes"], f"{name}: {volume}"
            used[source] = True
    assert set(compose["volumes"]) <= set(used), "a volume that nobody uses"
    addresses = {name: service["networks"]["shop"]["ipv4_address"] for name, service in services.items() if isinstance(service.get("networks"), dict)}
    assert len(set(addresses.values())) == len(addresses)
    for name, service in services.items():
        for key, value in service.get("environment", {}).items():
            for address in re.findall(r"10\.88\.8\.\d+", str(value)):
                assert address in addresses.values(), f"{name}: {key} names {address}, which nobody has"


def test_settings_are_those_of_the_program(services):
    known = {"GREENHARVEST_" + line.split(" = ")[0].upper().replace(".", "_") for line in run(PROGRAM, "admin", "config").splitlines() if " = " in line}
    assert len(known) > 50
    docker = set(re.findall(r"GREENHARVEST_\w+", (COMPOSE / "Dockerfile").read_text()))
    for name, service in services.items():
        ours = {key for key in service.get("environment", {}) if key.startswith("GREENHARVEST_")} - {"GREENHARVEST_API"}  # of the pages
        assert ours <= known, f"{name}: {ours - known}"
    assert docker and docker <= known, docker - known


def metrics_in(expression):
    words = re.findall(r"[a-z_]{4,}", re.sub(r"\{[^}]*\}|by \([^)]*\)", "", expression))
    return {SUFFIXES.sub("", word) for word in words} - FUNCTIONS


def test_dashboard_and_alerts_ask_for_metrics_that_there_are():
    known = {line.split()[0] for line in run(PROGRAM, "lists", "metrics").splitlines()}
    board = json.loads((COMPOSE / "grafana/dashboards/shop.json").read_text())
    alerts = yaml.safe_load((COMPOSE / "prometheus/alerts.yml").read_text())
    expressions = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    expressions += [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    assert len(expressions) > 20
    for expression in expressions:
        asked = metrics_in(expression)
        assert asked and asked <= known, f"{expression}: {asked - known}"
    assert metrics_in('sum(rate(there_is_none_bucket{le="1"}[5m]))') == {"there_is_none"}, "the check can fail"


def test_the_image_has_the_libraries_of_the_program():
    needed = set(re.findall(r"NEEDED.*\[(.+?)\]", run("llvm-readelf-19", "-d", PROGRAM)))
    assert "libsqlite3.so.0" in needed
    installed = set((COMPOSE / "Dockerfile").read_text().split("apt-get install", 1)[1].split("&&", 1)[0].split())
    owners = {}
    for library in needed:
        path = re.search(rf"{re.escape(library)} => (\S+)", run("ldd", PROGRAM))[1]
        # Where /lib is a link to /usr/lib, dpkg may know the file by either name.
        for known_as in {path, "/usr" + path, path.removeprefix("/usr")}:
            asked = subprocess.run(["dpkg", "-S", known_as], capture_output=True, text=True, timeout=60)
            if asked.returncode == 0:
                owners[library] = asked.stdout.split(":")[0]
        assert library in owners, f"no package of Debian owns {path}"
    missing = {package for package in owners.values() if package not in installed | SYSTEM}
    assert not missing, f"deploy/compose/Dockerfile lacks {missing}"


def test_haproxy_takes_its_file(tmp_path):
    text = (COMPOSE / "haproxy/haproxy.cfg").read_text()
    asked = lambda content: subprocess.run(["/usr/sbin/haproxy", "-c", "-f", "/dev/stdin"], input=content, capture_output=True, text=True, timeout=60)
    done = asked(text)
    assert done.returncode == 0, done.stderr
    assert asked(text + "\nbackend nodes\n  balance by-chance\n").returncode != 0, "the check can fail"
