"""A check of our own: every 4xx is a problem document (RFC 9457), and one that is about the input names the field."""
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
