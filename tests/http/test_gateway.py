"""What every answer of the API has in common."""
import gzip
import json
import re
import subprocess

import pytest

LIST = "/api/v1/products?limit=20"


def test_health_and_readiness(shop):
    for path in ("/healthz", "/readyz"):
        reply = shop.get(path)
        assert (reply.status, reply.json()["status"]) == (200, "ok")


def test_every_answer_has_the_fixed_headers(shop):
    for path in (LIST, "/api/v1/nothing", "/healthz"):
        reply = shop.get(path)
        assert reply.header("x-content-type-options") == "nosniff"
        assert "default-src 'none'" in reply.header("content-security-policy")
        assert reply.header("x-request-id") == "test"
        assert reply.header("date") and reply.header("content-length") == str(len(reply.body))


@pytest.mark.parametrize("given, kept", [("abc-1.2:3_X", True), ("a" * 64, True), ("a" * 65, False), ("a b", False), ("<script>", False), ("", False)])
def test_request_id_is_taken_only_if_it_is_safe(shop, given, kept):
    got = shop.get("/api/v1/products?limit=1", headers={"X-Request-Id": given}).header("x-request-id")
    assert (got == given) is kept
    assert re.fullmatch(r"[A-Za-z0-9._:-]{1,64}", got)


def test_unknown_version_names_the_supported_ones(shop):
    reply = shop.get("/api/v9/products")
    assert reply.status == 404 and reply.json()["code"] == "unknown_api_version" and reply.json()["supported_versions"] == ["v1"]


def test_unknown_route_is_a_problem_document(shop):
    reply = shop.get("/api/v1/nothing")
    problem = reply.json()
    assert reply.status == 404 and reply.header("content-type") == "application/problem+json"
    assert {"type", "title", "status", "code", "request_id"} <= problem.keys() and problem["code"] == "no_such_route"


def test_wrong_method_names_the_right_ones(shop):
    reply = shop.call("DELETE", "/api/v1/products", check=False)
    assert reply.status == 405 and set(reply.header("allow").split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_options_and_cors(shop):
    reply = shop.call("OPTIONS", "/api/v1/products", headers={"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"})
    assert reply.status == 204 and reply.header("access-control-allow-origin") == "https://shop.example"
    assert "POST" in reply.header("access-control-allow-methods")
    assert shop.get(LIST, headers={"Origin": "https://shop.example"}).header("access-control-allow-origin") == "https://shop.example"
    assert shop.get(LIST, headers={"Origin": "https://evil.example"}).header("access-control-allow-origin") is None


def test_head_has_the_length_and_no_body(shop):
    got, head = shop.get(LIST), shop.call("HEAD", LIST)
    assert head.status == 200 and head.body == b"" and head.header("content-length") == str(len(got.body))


def test_finished_bytes_and_conditionals(shop):
    shop.get(LIST)
    hit = shop.get(LIST)
    assert hit.header("x-cache") == "HIT"
    tag = hit.header("etag")
    for given in (tag, f'"other", W/{tag}', "*"):
        same = shop.get(LIST, headers={"If-None-Match": given})
        assert (same.status, same.body, same.header("etag")) == (304, b"", tag)
    assert shop.get(LIST, headers={"If-None-Match": '"other"'}).status == 200


def test_encodings_carry_the_same_bytes(shop):
    plain = shop.get(LIST)
    packed = shop.get(LIST, headers={"Accept-Encoding": "gzip"})
    assert packed.header("content-encoding") == "gzip" and gzip.decompress(packed.body) == plain.body
    assert packed.header("etag") != plain.header("etag") and "Accept-Encoding" in packed.header("vary")
    brotli = shop.get(LIST, headers={"Accept-Encoding": "gzip, br"})
    assert brotli.header("content-encoding") == "br" and len(brotli.body) < len(plain.body)
    assert shop.get(LIST, headers={"Accept-Encoding": "identity;q=0"}).status == 406


@pytest.mark.parametrize("query, status, code", [
    ("limit=0", 422, "invalid_input"), ("limit=101", 422, "invalid_input"), ("limit=x", 422, "invalid_input"), ("limit=", 422, "invalid_input"),
    ("colour=red", 400, "unknown_query_key"), ("limit=1&limit=2", 400, None), ("cursor=%ff", None, None), ("cursor=nonsense", 400, "bad_cursor"),
    ("limit=%zz", None, None)])
def test_bad_queries_are_refused_by_name(shop, query, status, code):
    reply = shop.get("/api/v1/products?" + query)
    assert 400 <= reply.status < 500
    assert status is None or reply.status == status, reply
    assert code is None or reply.json()["code"] == code, reply


def test_lists_page_without_gaps_or_doubles(shop):
    whole = [item["id"] for item in shop.get("/api/v1/products?limit=100").json()["items"]]
    assert len(whole) >= 5
    paged, cursor = [], ""
    while cursor is not None:
        page = shop.get("/api/v1/products?limit=2" + (f"&cursor={cursor}" if cursor else "")).json()
        paged += [item["id"] for item in page["items"]]
        cursor = page.get("next_cursor")
    assert paged == whole


@pytest.mark.parametrize("headers, raw, status", [
    ({"Content-Type": "text/plain"}, b"{}", 415),
    ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, b"{}", 415),
    ({"Content-Type": "application/json"}, b"{", 400),
    ({"Content-Type": "application/json"}, b"", 400),
    ({"Content-Type": "application/json"}, b'{"email":"a@b.example","email":"c@d.example"}', 400),
    ({"Content-Type": "application/json"}, b"[" * 2000, 400),
    ({"Content-Type": "application/json"}, b'{"email":"\xff"}', 400),
    ({"Content-Type": "application/json; charset=utf-8"}, b'{"email":1,"password":"x","surplus":1}', 400)])
def test_bad_bodies_get_a_specific_answer(shop, headers, raw, status):
    reply = shop.call("POST", "/api/v1/auth/login", raw=raw, headers=headers)
    assert reply.status == status, reply


def test_a_body_beyond_the_limit_is_refused(shop):
    reply = shop.call("POST", "/api/v1/auth/login", raw=b'{"email":"' + b"a" * (1 << 20) + b'"}', headers={"Content-Type": "application/json"})
    assert reply.status == 413 and reply.json()["code"] == "body_too_large"


def test_errors_point_to_the_fields(shop):
    reply = shop.post("/api/v1/auth/register", {"email": "nobody", "password": "x", "name": ""})
    pointers = {error["pointer"] for error in reply.json()["errors"]}
    assert reply.status == 422 and {"/email", "/password", "/name"} <= pointers


def test_tokens_that_are_not_ours(shop):
    for token in ("x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c3JfMSJ9."):
        reply = shop.get("/api/v1/me", token=token)
        assert reply.status == 401 and reply.header("www-authenticate") == "Bearer"
    assert shop.get("/api/v1/me").status == 401


def test_openapi_document_is_the_programs_own(shop, openapi):
    served = shop.get("/api/v1/openapi.json")
    assert served.json() == openapi.document
    assert served.json()["openapi"].startswith("3.1")


def test_docs_page_has_no_foreign_origin(shop):
    page = shop.get("/api/docs")
    assert page.status == 200 and "text/html" in page.header("content-type")
    assert not re.search(rb"https?://", page.body)
    for asset in re.findall(rb'(?:src|href)="(/[^"]+)"', page.body):
        assert shop.get(asset.decode()).status == 200, asset


@pytest.mark.parametrize("given, status, content_range", [
    ("bytes=0-9", 206, "bytes 0-9/{size}"), ("bytes=-5", 206, None), ("bytes=99999999-", 416, "bytes */{size}"), ("bytes=0-1,4-5", 200, None), ("junk", 200, None)])
def test_ranges_of_served_files(shop, given, status, content_range):
    path = "/api/docs/swagger-ui.css"
    whole = shop.get(path)
    part = shop.get(path, headers={"Range": given})
    assert part.status == status and whole.header("accept-ranges") == "bytes"
    if content_range:
        assert part.header("content-range") == content_range.format(size=len(whole.body))
    if status == 206:
        assert part.body == (whole.body[:10] if given == "bytes=0-9" else whole.body[-5:])
    assert shop.get(path, headers={"Range": "bytes=0-9", "If-Range": '"other"'}).status == 200


def test_metrics_are_what_prometheus_reads(shop):
    shop.get(LIST)
    text = shop.get("/metrics").body.decode()
    assert 'http_request_duration_seconds_bucket{method="GET",route="/api/v1/products",status="200",le="0.4"}' in text or re.search(
        r'http_request_duration_seconds_bucket\{[^}]*/api/v1/products"[^}]*le="0\.4"', text)
    for line in text.splitlines():
        assert line.startswith("#") or re.fullmatch(r"[a-z_:][a-z0-9_:]*(\{[^}]*\})? [-+0-9.eE]+(Inf|NaN)?", line), line
    assert "usr_" not in text and "prd_" not in text, "labels carry templates, never ids"


@pytest.mark.parametrize("name, value", [("X-Forwarded-For", "192.0.2.1"), ("Forwarded", "for=192.0.2.1"), ("Via", "1.1 front")])
def test_a_proxy_on_this_machine_does_not_hand_out_the_metrics(shop, name, value):
    assert shop.get("/metrics").status == 200
    hidden = shop.get("/metrics", headers={name: value}, check=False)
    assert hidden.status == 404 and hidden.json()["code"] == shop.get("/no/such/address", check=False).json()["code"]


def test_who_asks_too_often_is_told_how_long_to_wait_whatever_they_say_of_themselves(openapi):
    from http_support import own_server
    with own_server(flags=["--set", "rate_limit.login_per_minute=4"]) as server:
        server.checker = openapi
        replies = [server.post("/api/v1/auth/login", {"email": f"somebody-{i}@example.com", "password": "try-the-carrots-1"},
                               headers={"X-Forwarded-For": f"192.0.2.{i}", "Forwarded": f"for=192.0.2.{i}"}) for i in range(6)]
        assert [reply.status for reply in replies] == [401] * 4 + [429] * 2, "nobody has named a proxy whose word counts"
        assert [int(reply.header("ratelimit-remaining")) for reply in replies] == [3, 2, 1, 0, 0, 0]
        for reply in replies:
            assert reply.header("ratelimit-limit") == "4" and 0 < int(reply.header("ratelimit-reset")) <= 120
        for reply in replies[4:]:
            assert reply.json()["code"] == "rate_limited" and 0 < int(reply.header("retry-after")) <= int(reply.header("ratelimit-reset"))


def test_metrics_are_for_this_machine_alone(openapi):
    from http_support import own_server
    with own_server(flags=["--set", "http.trusted_proxies=127.0.0.1"]) as server:
        assert server.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}, check=False).status == 404
    with own_server(flags=["--set", "metrics.public=true"]) as server:
        assert server.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status == 200


def test_logs_are_json_lines_that_nobody_can_forge(openapi):
    from http_support import own_server
    with own_server(flags=["--set", "log.format=json", "--set", "log.level=debug"]) as server:
        server.call("GET", "/api/v1/products/%0d%0a{\"level\":\"error\",\"msg\":\"forged\"}", check=False)
        server.post("/api/v1/auth/login", {"email": "someone@example.com", "password": "try-the-carrots-1"})
        server.stop()
        lines = server.log.read_text().splitlines()
    assert lines
    for line in lines:
        assert json.loads(line)["msg"] != "forged"
    assert "someone@example.com" not in "\n".join(lines)


def test_two_servers_on_one_folder_are_refused(shop):
    from support.server import PROGRAM, free_port
    second = subprocess.run([PROGRAM, "serve", "--data", shop.data, "--listen", f"127.0.0.1:{free_port()}"], capture_output=True, text=True, timeout=20, env=shop.env)
    assert second.returncode != 0 and "in use" in second.stdout + second.stderr
