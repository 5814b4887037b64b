"""What a MongoDB server holds, read without a driver (no Debian package of Python's is needed), and held against validators.

The types are those of BSON: a 64-bit integer is Long, a 32-bit one Int, so that a validator can tell them apart as the server does."""
import socket
import struct
import urllib.parse

ANSWER_DEADLINE_S = 60


class Int(int):
    pass


class Long(int):
    pass


def encode(value):
    """A document of texts, truths, whole numbers (as Long), lists and documents."""
    parts = b""
    for name, one in value.items():
        key = name.encode() + b"\0"
        if isinstance(one, bool):
            parts += b"\x08" + key + bytes([one])
        elif isinstance(one, int):
            parts += b"\x12" + key + struct.pack("<q", one)
        elif isinstance(one, str):
            parts += b"\x02" + key + struct.pack("<i", len(one.encode()) + 1) + one.encode() + b"\0"
        elif isinstance(one, dict):
            parts += b"\x03" + key + encode(one)
        else:
            parts += b"\x04" + key + encode({str(i): item for i, item in enumerate(one)})
    return struct.pack("<i", len(parts) + 5) + parts + b"\0"


def decode(data, at=0):
    """The document at this place, and the place behind it."""
    end, at, found = at + struct.unpack_from("<i", data, at)[0], at + 4, {}
    while data[at]:
        kind, stop = data[at], data.index(b"\0", at + 1)
        name, at = data[at + 1:stop].decode(), stop + 1
        if kind == 0x01:
            value, at = struct.unpack_from("<d", data, at)[0], at + 8
        elif kind == 0x02:
            size = struct.unpack_from("<i", data, at)[0]
            value, at = data[at + 4:at + 3 + size].decode(), at + 4 + size
        elif kind in (0x03, 0x04):
            value, at = decode(data, at)
            value = list(value.values()) if kind == 0x04 else value
        elif kind == 0x08:
            value, at = bool(data[at]), at + 1
        elif kind == 0x0A:
            value = None
        elif kind == 0x10:
            value, at = Int(struct.unpack_from("<i", data, at)[0]), at + 4
        elif kind == 0x12:
            value, at = Long(struct.unpack_from("<q", data, at)[0]), at + 8
        else:
            raise ValueError(f"{name}: a value of type {kind:#x}, which the program does not store")
        assert name not in found, f"{name} stands twice"
        found[name] = value
    return found, end


class Mongo:
    def __init__(self, url):
        address = urllib.parse.urlsplit(url)
        self.socket = socket.create_connection((address.hostname, address.port or 27017), timeout=ANSWER_DEADLINE_S)
        self.read = self.socket.makefile("rb")

    def command(self, database, command):
        """OP_MSG with one section (MongoDB's wire protocol)."""
        message = struct.pack("<i", 0) + b"\0" + encode(command | {"$db": database})
        self.socket.sendall(struct.pack("<iiii", 16 + len(message), 1, 0, 2013) + message)
        size = struct.unpack("<i", self.read.read(4))[0]
        reply, _ = decode(self.read.read(size - 4), 12 + 4 + 1)
        assert reply.get("ok") == 1, reply.get("errmsg", reply)
        return reply

    def documents(self, database, collection):
        cursor = self.command(database, {"find": collection, "batchSize": 1000})["cursor"]
        yield from cursor["firstBatch"]
        while cursor["id"]:
            cursor = self.command(database, {"getMore": cursor["id"], "collection": collection, "batchSize": 1000})["cursor"]
            yield from cursor["nextBatch"]


BSON_TYPES = {"string": str, "bool": bool, "int": Int, "long": Long, "double": float, "object": dict, "array": list, "null": type(None)}


def is_of(value, names):
    return any(type(value) is BSON_TYPES[name] for name in ([names] if isinstance(names, str) else names))


def breaches(schema, value, where=""):
    """Why $jsonSchema refuses the value, by the rules of the MongoDB manual for the keywords that the program sends; any other keyword is an
    error of the one who wrote the schema."""
    found = []
    for keyword, rule in schema.items():
        if keyword == "bsonType":
            if not is_of(value, rule):
                found.append(f"{where}: {value!r} is not of type {rule}")
        elif keyword == "enum":
            if value not in rule:
                found.append(f"{where}: {value!r} is none of {rule}")
        elif keyword == "anyOf":
            tried = [breaches(one, value, where) for one in rule]
            if all(tried):
                found.append(f"{where}: nothing of anyOf: {min(tried, key=lambda reasons: len(str(reasons)))}" if where != "/body" else str(tried[-1]))
        elif keyword == "required":
            if isinstance(value, dict):
                found += [f"{where}: no {name}" for name in rule if name not in value]
        elif keyword == "properties":
            if isinstance(value, dict):
                for name in rule.keys() & value.keys():
                    found += breaches(rule[name], value[name], f"{where}/{name}")
        elif keyword == "additionalProperties":
            if isinstance(value, dict):
                for name in value.keys() - schema.get("properties", {}).keys():
                    found += breaches(rule, value[name], f"{where}/{name}")
        elif keyword == "items":
            if isinstance(value, list):
                for i, item in enumerate(value):
                    found += breaches(rule, item, f"{where}/{i}")
        else:
            raise ValueError(f"{where}: the keyword {keyword} is not one that the program may send")
    return found
