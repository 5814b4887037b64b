"""Holds replies against the OpenAPI document: the path, the method, the status and the body's schema must be described."""
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
        self.hit = set()  # operation ids that answered with a success

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

    def check(self, method, path, reply):
        template, operation = self.operation(method, path)
        if operation is None:
            return  # pages outside the API, and addresses that do not exist
        described = operation["responses"].get(str(reply.status))
        assert described is not None, f"{method} {template} answered {reply.status}, which its description does not have: {reply.body[:300]!r}"
        if reply.status < 300:
            self.hit.add(operation["operationId"])
        content = described.get("content", {})
        media = (reply.header("content-type") or "").split(";")[0]
        if method == "HEAD" or not reply.body or reply.header("content-encoding"):
            return
        assert media in content, f"{method} {template} {reply.status}: media type {media!r} is not described"
        jsonschema.Draft202012Validator(self.schema(content[media]["schema"])).validate(reply.json())
