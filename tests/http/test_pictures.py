"""Uploaded pictures: told by their content, made anew without what came along, served for ever, gone when nothing names them."""
import http.client
import json
import pathlib
import struct
import zlib

import pytest
from http_support import FAST
from stage import Admin, FarmOwner, Guest, Person, eventually, expect

from support.clock import Clock
from support.server import Server

UPLOAD = "/api/v1/pictures"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=40, height=30, claimed=None, text=b""):
    """A grey PNG; claimed: the size that its header says."""
    rows = b"".join(b"\0" + b"\x80\xa0\x60" * width for _ in range(height))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *(claimed or (width, height)), 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + (chunk(b"tEXt", b"Comment\0" + text) if text else b"") + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def upload(person, data, kind="image/png", **more):
    return person.call("POST", UPLOAD, raw=data, headers={"Content-Type": kind}, **more)


def served(shop, path, **headers):
    return shop.call("GET", path, headers=headers)


@pytest.fixture(scope="module")
def timed(openapi):
    clock = Clock()
    server = Server(flags=FAST + clock.flags + ["--set", "orders.sweep_every=20ms"], demo=True)
    server.checker, server.clock = openapi, clock
    with server:
        yield server
    clock.close()


def test_a_picture_is_made_anew_and_served_for_ever(shop):
    person = Person(shop)
    sent = png(text=b"GPS 39.2731 N 77.6300 W, camera 4711")
    made = expect(upload(person, sent), 201)
    assert (made["width"], made["height"]) == (40, 30) and made["url"] == f"/media/{made['id']}" and made["small_url"] == made["url"] + "/small"
    for path in (made["url"], made["small_url"]):
        reply = served(shop, path)
        assert reply.status == 200 and reply.body[:4] == b"RIFF" and reply.body[8:12] == b"WEBP"
        assert b"GPS" not in reply.body and b"4711" not in reply.body
        assert reply.header("content-type") == "image/webp" and reply.header("x-content-type-options") == "nosniff"
        assert reply.header("cache-control") == "public, max-age=31536000, immutable" and "default-src 'none'" in reply.header("content-security-policy")
        etag = reply.header("etag")
        assert etag.startswith('"') and not served(shop, path, **{"If-None-Match": '"other"'}).status == 304
        again = served(shop, path, **{"If-None-Match": etag})
        assert again.status == 304 and again.body == b"" and again.header("etag") == etag
    assert served(shop, made["url"]).header("etag") != served(shop, made["small_url"]).header("etag")
    expect(served(shop, "/media/pic_" + "0" * 26), 404, "not_found")
    expect(served(shop, "/media/../store.db"), 404)


def test_the_content_counts_and_not_the_name(shop):
    person = Person(shop)
    expect(upload(person, png(), kind="image/jpeg"), 201)
    expect(upload(person, png(), kind="application/octet-stream"), 201)
    for nothing in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a\x01\0\x01\0", b"<html>", b"\x89PN"):
        expect(upload(person, nothing), 415, "picture_kind")
    expect(upload(person, png(), kind="image/svg+xml"), 415, "unsupported_media_type")
    expect(person.post(UPLOAD, {"picture": "none"}), 415, "unsupported_media_type")
    expect(upload(person, png()[:60]), 422, "picture_damaged")
    expect(upload(person, b""), 400, "body_required")


def test_a_bomb_is_refused_by_its_header(shop):
    refused = expect(upload(Person(shop), png(claimed=(15_000, 15_000))), 422, "too_many_pixels")
    assert (refused["pixels"], refused["pixels_max"], refused["side_max"]) == (225_000_000, 25_000_000, 16_000)
    expect(upload(Person(shop), png(claimed=(20_000, 2))), 422, "too_many_pixels")
    # A body that is announced too large is refused before it is sent.
    connection = http.client.HTTPConnection("127.0.0.1", shop.port, timeout=10)
    connection.putrequest("POST", UPLOAD)
    for name, value in (("Content-Type", "image/png"), ("Content-Length", str(10 * 1024 * 1024 + 1)), ("Authorization", f"Bearer {Person(shop).token}")):
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())["code"]) == (413, "body_too_large")
    connection.close()


def test_who_may_upload(shop):
    expect(upload(Guest(shop), png()), 401, "unauthenticated")


def test_a_product_a_farm_and_a_complaint_name_them(farm):
    product = farm.product()
    made = expect(upload(farm, png()), 201)
    changed = expect(farm.call("PATCH", f"/api/v1/products/{product['id']}", {"images": [{"url": made["url"], "alt": "A crate of squash"}]}), 200)
    assert changed["images"] == [{"url": made["url"], "alt": "A crate of squash"}]
    shown = expect(farm.server.get(f"/api/v1/products/{product['slug']}"), 200)
    assert shown["images"][0]["url"] == made["url"]
    desk = expect(farm.call("PATCH", "/api/v1/farms/mine", {"pictures": [{"url": made["url"], "alt": "The yard"}]}), 200)
    assert desk["pictures"][0]["url"] == made["url"]
    gone = "/media/pic_" + "0" * 26
    for path, body, pointer in ((f"/api/v1/products/{product['id']}", {"images": [{"url": made["url"]}, {"url": gone}]}, "/images/1/url"),
                                ("/api/v1/farms/mine", {"pictures": [{"url": gone}]}, "/pictures/0/url")):
        refused = expect(farm.call("PATCH", path, body), 422, "picture_gone")
        assert [error["pointer"] for error in refused["errors"]] == [pointer]
    for wrong in (made["small_url"], "/media/x", "/etc/passwd", "//elsewhere.example/a.jpg"):
        assert farm.call("PATCH", f"/api/v1/products/{product['id']}", {"images": [{"url": wrong}]}).status == 422, wrong


def test_the_card_has_the_small_form(shop, farm):
    product = farm.product()
    made = expect(upload(farm, png()), 201)
    expect(farm.call("PATCH", f"/api/v1/products/{product['id']}", {"images": [{"url": made["url"], "alt": ""}]}), 200)

    def card():
        found = [c for c in expect(shop.get(f"/api/v1/products?limit=100&q={product['title'].replace(' ', '+')}"), 200)["items"] if c["slug"] == product["slug"]]
        return found and found[0].get("image")
    assert eventually(card)["url"] == made["small_url"]


def test_what_nothing_names_goes_after_a_day(timed):
    farm = FarmOwner(timed, Admin(timed))
    product = farm.product()
    named, forgotten = (expect(upload(farm, png()), 201) for _ in range(2))
    expect(farm.call("PATCH", f"/api/v1/products/{product['id']}", {"images": [{"url": named["url"]}]}), 200)
    timed.clock.advance(hours=25)
    eventually(lambda: served(timed, forgotten["url"]).status == 404, "the sweep")
    assert served(timed, forgotten["small_url"]).status == 404
    assert served(timed, named["url"]).status == 200
    files = [file for file in pathlib.Path(timed.data, "objects").rglob("*") if file.is_file()]
    assert not any(forgotten["id"] in file.name for file in files) and sum(named["id"] in file.name for file in files) == 2
    farm.refresh()
    expect(farm.call("PATCH", f"/api/v1/products/{product['id']}", {"images": []}), 200)
    timed.clock.advance(hours=25)
    eventually(lambda: served(timed, named["url"]).status == 404, "what its product no longer names")
