"""A check of our own: every 4xx is a problem document (RFC 9457), and one that is about the input names the field. And who asks: an access token lives 15 minutes,
a run may take longer."""
import json
import os
import urllib.request

import schemathesis

NAMES_A_FIELD = {"invalid_input", "unknown_field", "unknown_query_key"}


@schemathesis.check
def problem_document(ctx, response, case):
    if not 400 <= response.status_code < 500 or case.method == "HEAD":
        return
    kind = response.headers.get("content-type", [""])[0].split(";")[0]
    assert kind == "application/problem+json", f"{response.status_code} with content type {kind!r}"
    problem = response.json()
    assert problem["status"] == response.status_code and problem["code"] and problem["title"], problem
    if problem["code"] in NAMES_A_FIELD:
        assert problem.get("errors") and all("pointer" in error and error["code"] for error in problem["errors"]), f"no pointer to the field: {problem}"


if "GH_ROLE_REFRESH_TOKEN" in os.environ:

    @schemathesis.auth(refresh_interval=600)
    class SignedIn:
        """By its session: a sign-in would have to wait, because the run itself guesses passwords and codes."""

        refresh_token = os.environ["GH_ROLE_REFRESH_TOKEN"]

        def get(self, case, ctx):
            body = json.dumps({"refresh_token": SignedIn.refresh_token}).encode()
            request = urllib.request.Request(os.environ["GH_ROLE_REFRESH_URL"], body, {"Content-Type": "application/json"})
            with urllib.request.urlopen(request, timeout=10) as reply:
                tokens = json.load(reply)
            SignedIn.refresh_token = tokens["refresh_token"]
            return tokens["access_token"]

        def set(self, case, data, ctx):
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}
