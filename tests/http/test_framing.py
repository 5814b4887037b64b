"""What cannot be read in exactly one way is refused, on the built server, and nothing behind it is executed. The parser's own table is in
src/net/tests; these rows show that nothing on the way to the routes undoes it."""
import re
import socket

import pytest

DEADLINE_S = 5
GOOD = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"


def get(fields=b"", line=b"GET /healthz HTTP/1.1", host=b"Host: a\r\n"):
    return line + b"\r\n" + host + fields + b"\r\n"


def post(fields, body):
    return b"POST /api/v1/carts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + fields + b"\r\n" + body


CHUNKED = b"Transfer-Encoding: chunked\r\n"

REFUSED = {
    "length_and_encoding": (400, post(b"Content-Length: 4\r\n" + CHUNKED, b"0\r\n\r\n")),
    "encoding_and_length": (400, post(CHUNKED + b"Content-Length: 4\r\n", b"0\r\n\r\n")),
    "two_lengths": (400, post(b"Content-Length: 2\r\nContent-Length: 2\r\n", b"{}")),
    "list_of_lengths": (400, post(b"Content-Length: 2, 2\r\n", b"{}")),
    "signed_length": (400, post(b"Content-Length: +2\r\n", b"{}")),
    "hex_length": (400, post(b"Content-Length: 0x2\r\n", b"{}")),
    "length_with_space": (400, post(b"Content-Length: 1 0\r\n", b"{}")),
    "length_overflow": (400, post(b"Content-Length: 18446744073709551618\r\n", b"{}")),
    "folded_field": (400, get(b"X: a\r\n b\r\n")),
    "bare_lf": (400, b"GET /healthz HTTP/1.1\nHost: a\n\n"),
    "bare_lf_in_fields": (400, get(b"X: a\nTransfer-Encoding: chunked\r\n")),
    "bare_cr": (400, get(b"X: a\rY: b\r\n")),
    "nul_in_value": (400, get(b"X: a\0b\r\n")),
    "nul_in_target": (400, get(line=b"GET /\0 HTTP/1.1")),
    "space_before_colon": (400, get(b"Content-Length : 5\r\n")),
    "tab_before_colon": (400, get(b"Transfer-Encoding\t: chunked\r\n")),
    "bad_field_name": (400, get(b"X(y): z\r\n")),
    "no_host": (400, get(host=b"")),
    "two_hosts": (400, get(b"Host: b\r\n")),
    "bad_host": (400, get(host=b"Host: a/b\r\n")),
    "other_host_in_target": (400, get(line=b"GET http://b/healthz HTTP/1.1")),
    "bad_target": (400, get(line=b"GET /a\\b HTTP/1.1")),
    "bad_request_line": (400, b"GET /healthz\r\n\r\n"),
    "encoding_in_http_1_0": (400, post(CHUNKED, b"0\r\n\r\n").replace(b"HTTP/1.1", b"HTTP/1.0")),
    "chunked_twice": (400, post(CHUNKED + CHUNKED, b"0\r\n\r\n")),
    "chunked_not_last": (400, post(b"Transfer-Encoding: chunked, identity\r\n", b"0\r\n\r\n")),
    "chunk_size_junk": (400, post(CHUNKED, b"2x\r\n{}\r\n0\r\n\r\n")),
    "chunk_size_prefix": (400, post(CHUNKED, b"0x2\r\n{}\r\n0\r\n\r\n")),
    "chunk_size_bare_lf": (400, post(CHUNKED, b"2\n{}\r\n0\r\n\r\n")),
    "chunk_longer_than_said": (400, post(CHUNKED, b"2\r\n{}}\r\n0\r\n\r\n")),
    "chunk_extension_too_long": (400, post(CHUNKED, b"2;" + b"a" * 1000 + b"\r\n{}\r\n0\r\n\r\n")),
    "body_too_large": (413, post(b"Content-Length: 99999999\r\n", b"{}")),
    "chunked_body_too_large": (413, post(CHUNKED, b"fffffff\r\n{}")),
    "target_too_long": (414, get(line=b"GET /" + b"a" * 9000 + b" HTTP/1.1")),
    "expectation": (417, get(b"Expect: tea\r\n")),
    "header_too_large": (431, get(b"X: " + b"a" * 20000 + b"\r\n")),
    "too_many_fields": (431, get(b"X: a\r\n" * 100)),
    "trailer_too_large": (431, post(CHUNKED, b"2\r\n{}\r\n0\r\nX: " + b"a" * 10000 + b"\r\n\r\n")),
    "unknown_encoding": (501, post(b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n")),
    "identity": (501, post(b"Transfer-Encoding: identity\r\n", b"{}")),
    "gzip_encoding": (501, post(b"Transfer-Encoding: gzip, chunked\r\n", b"0\r\n\r\n")),
    "unknown_method": (501, get(line=b"BREW /healthz HTTP/1.1")),
    "version": (505, get(line=b"GET /healthz HTTP/2.0")),
}


def converse(port, data):
    """All that the server says to these bytes until it closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=DEADLINE_S) as connection:
        try:
            connection.sendall(data)
        except ConnectionError:
            pass  # refused before the last byte was sent
        said = b""
        while part := connection.recv(65536):
            said += part
        return said


@pytest.mark.parametrize("name", REFUSED)
def test_refused_closed_and_nothing_behind_it_executed(shop, name):
    status, request = REFUSED[name]
    said = converse(shop.port, GOOD + request + GOOD)
    answers = list(re.finditer(rb"HTTP/1\.1 (\d{3}) ", said))
    assert [int(answer[1]) for answer in answers] == [200, status], said
    head, body = said[answers[1].start():].split(b"\r\n\r\n", 1)
    assert b"\r\nConnection: close" in head
    assert b"application/problem+json" in head and body.startswith(b"{")


@pytest.mark.parametrize("request_bytes, last", [
    (get(b"Connection: keep-alive\r\nConnection: close\r\n"), 1),
    (get(b"Connection: x, CLOSE\r\n"), 1),
    (get(line=b"GET /healthz HTTP/1.0"), 1),
    (get(b"Connection: keep-alive\r\n", line=b"GET /healthz HTTP/1.0") + get(b"Connection: close\r\n"), 2),
    (get(line=b"GET http://a/healthz HTTP/1.1") + b"\r\n" + get(b"Connection: close\r\n"), 2),
])
def test_who_keeps_the_connection(shop, request_bytes, last):
    assert converse(shop.port, request_bytes + GOOD).count(b"HTTP/1.1 200 ") == last


def test_a_hundred_pipelined_requests_byte_by_byte_order(shop):
    said = converse(shop.port, GOOD * 99 + get(b"Connection: close\r\n"))
    assert said.count(b"HTTP/1.1 200 ") == 100
