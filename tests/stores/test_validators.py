"""Every document that the demo shop stores in MongoDB, held against the validators that the program would send. mongo-java-server checks nothing
itself; what a server with validators says is not known before one runs."""
import json
import subprocess

import pytest

from support import stores
from support.mongo_documents import Int, Long, Mongo, breaches
from support.server import PROGRAM, Server

DEMO_COLLECTIONS_MIN, DEMO_DOCUMENTS_MIN = 12, 2_000


@pytest.fixture(scope="module")
def validators():
    lines = subprocess.run([PROGRAM, "lists", "validators"], check=True, capture_output=True, text=True, timeout=60).stdout.splitlines()
    return {name: json.loads(text) for name, text in (line.split("\t") for line in lines)}


@pytest.fixture(scope="module")
def stored():
    """Documents by collection: of the demo shop, and of every shop that other suites left on the server that MONGODB_URI names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stores, "KIND", "mongo")
        shop = Server()
    shop.admin("demo")
    shop.admin("doctor", "--settle")  # carries out its tasks: papers, letters
    mongo, found = Mongo(stores.mongo_url()), {}
    for database in (one["name"] for one in mongo.command("admin", {"listDatabases": 1})["databases"]):
        names = [one["name"] for one in mongo.command(database, {"listCollections": 1})["cursor"]["firstBatch"]]
        if "d_users" not in names:
            continue  # of a suite that has collections of its own
        for name in names:
            if name.startswith("d_"):
                found.setdefault(name.removeprefix("d_"), []).extend(mongo.documents(database, name))
    return found


def test_every_collection_has_a_validator(validators, stored):
    listed = subprocess.run([PROGRAM, "lists", "collections"], check=True, capture_output=True, text=True, timeout=60).stdout.split()
    assert validators.keys() == set(listed)
    assert stored.keys() == set(listed)


def test_every_stored_document_is_one_that_its_validator_takes(validators, stored):
    found = [f"{name} {document['_id']}{reason}" for name, documents in stored.items() for document in documents for reason in breaches(validators[name], document)]
    assert not found, "\n".join(found[:20])
    filled = [name for name, documents in stored.items() if documents]
    print(f"{sum(map(len, stored.values()))} documents of {len(filled)} of {len(stored)} collections")
    assert len(filled) >= DEMO_COLLECTIONS_MIN and sum(map(len, stored.values())) >= DEMO_DOCUMENTS_MIN, "the demo shop is too small to prove anything"


def test_bodies_are_documents(stored):
    text = [f"{name} {document['_id']}" for name, documents in stored.items() for document in documents if isinstance(document.get("body"), str)]
    assert not text


def altered(document, path, value):
    """A copy with another value at the path."""
    if not path:
        return value
    copy = list(document) if isinstance(document, list) else dict(document)
    key = int(path[0]) if isinstance(document, list) else path[0]
    copy[key] = altered(copy[key], path[1:], value)
    return copy


def without(document, name):
    return {key: value for key, value in document.items() if key != name}


def leaves(value, path=()):
    if isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    elif value is not None:
        yield path, value


# What a codec says of json::Raw: anything.
def is_open(schema, path):
    for step in path:
        schema = next((one for one in schema.get("anyOf", []) if one.get("bsonType") in ("object", "array")), schema)
        schema = schema.get("items") if isinstance(step, int) else schema.get("properties", {}).get(step, schema.get("additionalProperties"))
        if not schema:
            return True
    return schema == {}


def test_a_wrong_type_anywhere_is_refused(validators, stored):
    """Planted in one document of each collection, at each of its values in turn."""
    tried = 0
    for name, documents in stored.items():
        for document in documents[:1]:
            for path, value in leaves(document):
                if is_open(validators[name], path):
                    continue
                wrong = Long(1) if isinstance(value, str) else "1"
                # The body may be text, but no number; all else may not be what it is not.
                assert breaches(validators[name], altered(document, path, wrong)), f"{name}: {path} took {wrong!r} for {value!r}"
                tried += 1
    assert tried > 300


def test_what_is_around_the_body_is_required(validators, stored):
    for name, documents in stored.items():
        for document in documents[:1]:
            for part in ("_id", "version", "body"):
                assert breaches(validators[name], without(document, part)), f"{name} takes a document without {part}"
            assert not breaches(validators[name], {"_id": "x", "version": Int(1), "gone": True, "pending": {"write": "w"}})
            assert not breaches(validators[name], without(document, "body") | {"body": "{}"})
            assert not breaches(validators[name], altered(document, ("body",), document["body"] | {"of_a_newer_program": 1.5}))
