"""Holds replies against the OpenAPI document: the path, the method, the status, the error's code and the body's schema must be described."""
import json
import re
import subprocess

import jsonschema

from support.server import PROGRAM


class OpenApiCheck:
    def __init__(self, document=None):
        self.document = document or json.loads(subprocess.run([PROGRAM, "openapi"], capture_output=True, check=True, timeout=30).stdout)
        self.routes = []
        for template, operations in self.document["paths"].items():
            pattern = re.compile("^" + re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(template)) + "$")
            # A literal segment wins over a parameter, as in the router.
            self.routes.append((template.count("{"), template, pattern, operations))
        self.routes.sort(key=lambda row: row[0])
        self.hit = set()  # ids of the operations that answered with a success
        self.validators = {}

    def operations(self):
        """(method, template, operation) of each, in the document's order."""
        return [(method.upper(), template, operation) for template, operations in self.document["paths"].items() for method, operation in operations.items()]

    def operation(self, method, path):
        bare = path.split("?", 1)[0]
        for _, template, pattern, operations in self.routes:
            operation = operations.get("get" if method == "HEAD" else method.lower())
            if operation and pattern.match(bare):
                return template, operation
        return None, None

    def schema(self, node):
        """The node with the document's components beside it, so that its references resolve."""
        return {**node, "components": self.document["components"]}

    def validator(self, key, node):
        if key not in self.validators:
            self.validators[key] = jsonschema.Draft202012Validator(self.schema(node))
        return self.validators[key]

    def check(self, method, path, reply):
        template, operation = self.operation(method, path)
        if operation is None:
            return  # pages outside the API, and addresses that do not exist
        what = f"{method} {template} answered {reply.status}"
        described = operation["responses"].get(str(reply.status))
        assert described is not None, f"{what}, which its description does not have: {reply.body[:300]!r}"
        if reply.status < 300:
            self.hit.add(operation["operationId"])
        if method == "HEAD" or not reply.body or reply.header("content-encoding"):
            assert method == "HEAD" or reply.status == 304 or reply.body or "content" not in described, f"{what} without the body that is described"
            return
        content = described.get("content", {})
        media = (reply.header("content-type") or "").split(";")[0]
        assert media in content, f"{what}: media type {media!r} is not described"
        if media == "text/csv" or media.startswith("image/"):
            return  # tests/http/test_csv.py and test_pictures.py look into these
        body = reply.json()
        error = next(self.validator((operation["operationId"], reply.status), content[media]["schema"]).iter_errors(body), None)
        assert error is None, f"{what} beside its schema at /{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
        if reply.status >= 400:
            codes = described["description"].split(": ", 1)[1].split(", ")
            assert body["code"] in codes, f"{what} with the code {body['code']}, described are {codes}"
            assert body["status"] == reply.status, f"{what}, its body says {body['status']}"
