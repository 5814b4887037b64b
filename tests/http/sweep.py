"""Requests made up from the OpenAPI document: for every operation and role, values that fit and values that do not. Seeded: a seed repeats its requests as
long as the server gives the same answers (ids that it gave out are used again)."""
import http.client
import json
import random
import re
import string
import time
import urllib.parse

from stage import Guest, Person, day

from support.server import Reply

DEADLINE_S = 20
ROLES = ("guest", "customer", "farmer", "admin")
ZERO = "0" * 26
HUGE = 200_000  # characters; far beyond every field, below the limit of a body
DEEP = 5000
BODY_MAX = 900_000  # larger ones are refused before they are read to the end, which is a test of its own

# What breaks parsers, whatever the field.
NASTY_TEXT = ["", " ", "\u0000", "a\u0000b", "\r\nX-Injected: 1", "\u202eabc", "\ufeff", "a\u0301" * 50, "😀" * 40, "'; DROP TABLE orders;--", "<script>alert(1)</script>",
              "../../etc/passwd", "%00", "null", "\\", '"', "ß" * 130, "x" * HUGE, "\ud800"]
NASTY_NUMBER = [0, -1, 1, 2**31, -2**31 - 1, 2**53 + 1, 2**63, -2**63 - 1, 10**30, 0.5, -0.0, 1e-9, 1e308, 1.0005]
NASTY_RAW = [b"", b"{", b"}", b"[]", b"null", b"1", b'"x"', b"{} {}", b"\xff\xfe{}", b'{"a":NaN}', b'{"a":1e999}', b'{"a":01}', b"[" * DEEP, b'{"a":' * DEEP,
             b'{"a":"\\ud800"}', b"{'a':1}", b'{"a":1,}', b"\xef\xbb\xbf{}", b"{" + b'"a":1,' * 5000 + b'"b":2}', b"\x00", b'{"\\u0000":1}']
NASTY_SEGMENT = ["", ".", "..", "%2e%2e", "%2F", "%00", "%ff", "a" * 3000, "%F0%9F%98%80", "-1", "0", "null", "ord_", "prd_" + "Z" * 26, "sku_" + ZERO + "_99", "a%20b", "{id}", ";x=1"]
NASTY_QUERY = ["limit=0", "limit=101", "limit=1e3", "limit=-1", "limit=99999999999999999999", "limit=1&limit=1", "cursor=%00", "cursor=zzz", "cursor=" + "a" * 600, "x", "=", "&&", "?",
               "a=b=c", "%zz", "%ff=1", "limit", "limit=%31", "q=" + "a" * 101, "q=%ff", "near=1", "near=91,0", "near=1,2,3", "near=nan,nan", "near=1e9,1", "within_km=5", "sort=colour",
               "tag=" + ",".join("abcdefg"), "q=%22%20OR%20*&tag=-", "status=x"]
HEADERS = [{}, {}, {}, {}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "br;q=0.5, *;q=0"}, {"Accept": "text/html"}, {"If-None-Match": "*"}, {"Origin": "https://a.example"},
           {"X-Request-Id": "\xff"}, {"Range": "bytes=0-1"}, {"Authorization": "Bearer x.y.z"}, {"Authorization": "Basic x"}, {"X-Forwarded-For": "1.2.3.4, junk"}]


def as_read(value):
    """What the server takes it for: text is trimmed."""
    if isinstance(value, dict):
        return {name: as_read(part) for name, part in value.items()}
    if isinstance(value, list):
        return [as_read(part) for part in value]
    return value.strip() if isinstance(value, str) else value


class Values:
    """Values for schemas; remembers the ids and slugs that the server gave out."""

    def __init__(self, chance, document):
        self.chance, self.schemas = chance, document["components"]["schemas"]
        self.known = {}

    def remember(self, value):
        if isinstance(value, dict):
            for each in value.values():
                self.remember(each)
            if isinstance(value.get("slug"), str):
                self._keep("slug", value["slug"])
        elif isinstance(value, list):
            for each in value[:5]:
                self.remember(each)
        elif isinstance(value, str) and (match := re.match(r"^([a-z]{3})_[0-9A-Z]{26}(_\d\d)?$", value)):
            self._keep(match[1], value)

    def _keep(self, kind, value):
        ring = self.known.setdefault(kind, [])
        if value not in ring:
            ring.append(value)
            del ring[:-20]

    def id(self, kind):
        ring = self.known.get(kind)
        if ring and self.chance.random() < 0.8:
            return self.chance.choice(ring)
        return f"{kind}_{ZERO}" + ("_01" if kind == "sku" else "")

    def resolved(self, schema):
        return self.schemas[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema

    def fitting(self, schema):
        if "anyOf" in schema:
            return self.fitting(self.chance.choice([schema["anyOf"][0]] * 9 + schema["anyOf"]))
        schema = self.resolved(schema)
        if "enum" in schema:
            return self.chance.choice(schema["enum"])
        kind = schema.get("type")
        if kind == "object":
            wanted = schema.get("required", [])
            return {name: self.fitting(part) for name, part in schema.get("properties", {}).items() if name in wanted or self.chance.random() < 0.5}
        if kind == "array":
            return [self.fitting(schema["items"]) for _ in range(self.chance.randint(schema.get("minItems", 0), min(schema.get("maxItems", 3), 3)))]
        if kind in ("integer", "number"):
            low, high = schema.get("minimum", 0), schema.get("maximum", 1000)
            return self.chance.choice([low, high, max(low, min(high, 1)), max(low, min(high, self.chance.randint(0, 500)))])
        if kind == "null":
            return None
        if kind == "boolean":
            return self.chance.random() < 0.5
        return self._text(schema)

    def _text(self, schema):
        pattern = schema.get("pattern", "")
        if match := re.match(r"^\^([a-z]{3})_\[0-7\]", pattern):
            return self.id(match[1])
        if schema.get("format") == "email":
            return f"sweep-{self.chance.randint(0, 10**6)}@example.com"
        if schema.get("format") == "date":
            return day(self.chance.randint(-400, 400))
        if schema.get("format") == "uri":
            return "https://farm.example/a"
        if "24:00" in pattern:
            return self.chance.choice(["00:00", "08:30", "24:00"])
        if "[A-Z]{3}" in pattern:
            return "USD"
        low, high = schema.get("minLength", 0), min(schema.get("maxLength", 40), 400)
        return "".join(self.chance.choices(string.ascii_lowercase, k=self.chance.choice([low, high, max(low, min(high, 12))])))

    def unfit(self, value):
        """Something else in the place of one value inside, a member more or a member less."""
        if isinstance(value, dict) and value and self.chance.random() < 0.85:
            name = self.chance.choice(list(value))
            choice = self.chance.random()
            if choice < 0.1:
                return {k: v for k, v in value.items() if k != name}
            if choice < 0.2:
                return {**value, self.chance.choice(["surplus", name.upper(), "__proto__", "x" * 300]): self.odd()}
            return {**value, name: self.unfit(value[name]) if choice < 0.6 else self.odd()}
        if isinstance(value, list) and value and self.chance.random() < 0.7:
            return self.chance.choice([value[:-1] + [self.unfit(value[-1])], value * 200, [value]])
        if isinstance(value, str) and self.chance.random() < 0.5:
            return self.chance.choice([value + "x", value[:-1], value.upper(), " " + value, value + "\n", value * 100])
        if isinstance(value, (int, float)) and not isinstance(value, bool) and self.chance.random() < 0.5:
            return self.chance.choice([value + 1, value - 1, -value, value * 1000, value + 0.0005, str(value)])
        return self.odd()

    def odd(self):
        return self.chance.choice([None, True, [], {}, [[]], {"a": {"b": {}}}, self.chance.choice(NASTY_TEXT), self.chance.choice(NASTY_NUMBER)])


class Sweep:
    def __init__(self, server, people, checker, seed, findings_max=20):
        self.server, self.people, self.checker = server, dict(people), checker
        self.chance = random.Random(seed)
        self.values = Values(self.chance, checker.document)
        self.operations = checker.operations()
        self.connection, self.spare = None, None
        self.requests, self.statuses, self.findings, self.findings_max = 0, {}, {}, findings_max

    def run(self, seconds=None, rounds=None):
        """Whole rounds over all operations, as many as asked for, or until the time is over."""
        end = time.monotonic() + (seconds or 1e9)
        done = 0
        while time.monotonic() < end and (rounds is None or done < rounds) and len(self.findings) < self.findings_max:
            for method, template, operation in self.operations:
                for role in ROLES:
                    self.one(method, template, operation, role)
            done += 1
        return done

    def one(self, method, template, operation, role):
        path, path_fits = self._path(template, operation)
        query, query_fits = self._query(operation)
        body, raw, body_fits = self._body(operation)
        headers = dict(self.chance.choice(HEADERS))
        if raw is not None and body is None:
            headers.setdefault("Content-Type", self.chance.choice(["application/json"] * 8 + ["text/plain", "application/json; charset=utf-8", ""]))
        if any(p.get("in") == "header" for p in operation.get("parameters", [])):
            headers["Idempotency-Key"] = self.chance.choice([f"sweep-{self.chance.randint(0, 50)}"] * 4 + ["", "k" * 300, "a b"])
        person = self.people[role]
        # bulkUsers ends everybody's sessions; test_operations.py has it as an admin.
        if operation["operationId"] in ("logout", "endSession", "endSessions", "bulkUsers") and role != "guest":
            person, role = Person(self.server), "customer"  # the others still need their sessions
        token = person.token if "Authorization" not in headers else None
        what = (method, path + query, raw if raw is None or len(raw) < 400 else raw[:200] + b"..." + str(len(raw)).encode(), role, headers)
        try:
            reply = self._send(method, path + query, raw, token, headers)
        except (OSError, http.client.HTTPException) as error:
            return self._found(operation, f"no answer: {error!r}", what)
        self.requests += 1
        self.statuses[reply.status] = self.statuses.get(reply.status, 0) + 1
        try:
            self.checker.check(method, path, reply)
            assert reply.status < 500, f"{reply.status}: {reply.body[:300]!r}"
            if reply.status < 300:
                assert role in operation["x-roles"], f"{role} may not, and did"
                assert False not in (path_fits, query_fits, body_fits), f"accepted what its description does not allow: {reply.body[:200]!r}"
            if reply.status in (400, 422) and body_fits and query_fits and path_fits and reply.status == 400:
                assert reply.json()["code"] not in ("malformed_json", "unknown_field", "unknown_query_key", "body_required"), f"refused what its description allows: {reply.body[:300]!r}"
        except AssertionError as error:
            self._found(operation, str(error), what)
        if reply.status == 401 and token:
            self._sign_in_again(role)
        if reply.status < 300 and reply.body and not reply.header("content-encoding") and (reply.header("content-type") or "").startswith("application/json"):
            self.values.remember(reply.json())

    def _sign_in_again(self, role):
        """A change of role ends a token: the customer whose farm was verified is a farmer now, so another customer takes over."""
        if role == "customer":
            self.people[role] = Person(self.server)
        else:
            self.people[role].refresh()

    def _spare(self):
        """Somebody whom admins may close, open and change."""
        if self.spare is None:
            self.spare = Person(self.server).get("/api/v1/me").json()["id"]
        return self.spare

    def _found(self, operation, text, what):
        # One of a kind is enough: digits and quoted parts aside.
        self.findings.setdefault((operation["operationId"], re.sub(r"[0-9]+|'.*?'", "", text)[:80]), (text, what))

    def _path(self, template, operation):
        described = {p["name"]: p["schema"] for p in operation.get("parameters", []) if p["in"] == "path"}
        fits = True

        def value(match):
            nonlocal fits
            segment = self._segment(match[1], template[:match.start()].rstrip("/").rsplit("/", 1)[1])
            allowed = self._segment_fits(operation, match[1], described[match[1]], segment)
            fits = False if False in (fits, allowed) else None if None in (fits, allowed) else True
            return segment

        return re.sub(r"\{(\w+)\}", value, template), fits

    def _segment(self, name, folder):
        if self.chance.random() < 0.15:
            return self.chance.choice(NASTY_SEGMENT)
        kind = {"carts": "crt", "orders": "ord", "farms": "frm", "products": "prd", "inventory": "sku", "lines": "sku", "lots": "lot", "api-keys": "key"}.get(folder)
        if folder == "users":
            return self._spare()  # the others are still needed
        if name == "slug" or (name == "product" and self.chance.random() < 0.5):  # {product}: a slug to read, an id to change
            return self.chance.choice(self.values.known.get("slug", ["nobody"]))
        return self.values.id(kind) if kind else str(self.chance.randint(1, 5))

    def _segment_fits(self, operation, name, schema, segment):
        """Whether the document allows this segment; None: it describes any text, and what a segment of it is, is up to the server."""
        if schema == {"type": "string"}:
            return None
        text = urllib.parse.unquote(segment, errors="replace")
        value = int(text) if schema.get("type") == "integer" and re.fullmatch(r"-?\d{1,30}", text) else text
        return self.checker.validator(("path", operation["operationId"], name), schema).is_valid(value)

    def _query(self, operation):
        choice = self.chance.random()
        if choice < 0.6:
            return "", True
        if choice < 0.8:
            return "?" + self.chance.choice(NASTY_QUERY), None  # may fit or not
        known = [p for p in operation.get("parameters", []) if p["in"] == "query"]
        pairs = [(p["name"], self.values.fitting(p["schema"])) for p in known if self.chance.random() < 0.4]
        if self.chance.random() < 0.2:
            pairs.append(("surplus", "1"))
        return ("?" + urllib.parse.urlencode(pairs, errors="replace") if pairs else ""), (None if pairs else True)

    def _body(self, operation):
        """(value, bytes, whether the document allows it; None: nobody knows)"""
        if "requestBody" not in operation:
            if self.chance.random() < 0.1:
                return None, self.chance.choice([b"{}", b"x"]), None
            return None, None, True
        if "application/json" not in operation["requestBody"]["content"]:
            return None, self.chance.choice(NASTY_RAW), None
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        if self.chance.random() < 0.12:
            return None, self.chance.choice(NASTY_RAW), None
        value = self.values.fitting(schema)
        for _ in range(self.chance.choice([0, 0, 1, 1, 1, 2])):
            value = self.values.unfit(value)
        raw = json.dumps(value, ensure_ascii=self.chance.random() < 0.5).encode("utf-8", "surrogatepass")
        if len(raw) > BODY_MAX:
            return None, self.chance.choice(NASTY_RAW), None
        validator = self.checker.validator(("body", operation["operationId"]), schema)
        if validator.is_valid(value):
            return value, raw, None if b"\\ud8" in raw or b"\xed\xa0" in raw else True
        # Whether a binary fraction is a multiple of 0.001 is nothing that this validator can say.
        sure = any(error.validator != "multipleOf" for error in validator.iter_errors(as_read(value)))
        return value, raw, False if sure else None

    def _send(self, method, target, raw, token, headers):
        sent = {"X-Request-Id": "sweep", **headers}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if raw is not None:
            sent.setdefault("Content-Type", "application/json")
            sent["Content-Length"] = str(len(raw))
        elif method in ("POST", "PUT", "PATCH"):
            sent["Content-Length"] = "0"
        for attempt in range(2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=DEADLINE_S)
            fresh = self.connection.sock is None
            try:
                self.connection.putrequest(method, target.replace(" ", "%20"), skip_accept_encoding=True)
                for name, value in sent.items():
                    self.connection.putheader(name, value.encode("latin-1"))
                self.connection.endheaders(raw)
                answer = self.connection.getresponse()
                reply = Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
                if answer.will_close:
                    self._close()
                return reply
            except (OSError, http.client.HTTPException):
                self._close()
                if fresh or attempt:
                    raise

    def _close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def report(self):
        lines = [f"{self.requests} requests; answers: {dict(sorted(self.statuses.items()))}"]
        for (operation, _), (text, what) in self.findings.items():
            lines += [f"* {operation}: {text}", f"    {what}"]
        return "\n".join(lines)
