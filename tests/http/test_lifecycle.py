"""The program from start to end: configuration, signals under load, one server per folder, backup, import."""
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import threading
import time

import pytest
from http_support import FAST, own_server
from stage import FarmOwner, Guest, Person, eventually, expect

from support import stores
from support.server import PROGRAM, TOP, Server, free_port

STOP_WITHIN_S = 10
DIRECTORY = pathlib.Path(os.environ.get("USDA_DIRECTORY", TOP.parent / "shared/data/usda-local-food-directory.csv"))
FARM_ROWS = 1573  # of the directory; the other rows are markets


def program(*words, env=None, **more):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GREENHARVEST_")}
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, timeout=60, env=clean | (env or {}), **more)


# -- configuration

def refused(tmp_path, how, key, value):
    words, env = ["serve", "--data", tmp_path / "data", "--listen", f"127.0.0.1:{free_port()}"], {}
    if how == "file":
        section, name = key.split(".")
        (tmp_path / "shop.toml").write_text(f"[{section}]\n{name} = {value!r}\n".replace("'", '"'))
        words += ["--config", tmp_path / "shop.toml"]
    elif how == "environment":
        env = {"GREENHARVEST_" + key.replace(".", "_").upper(): str(value)}
    elif how == "flag":
        words += [f"--{key}={value}"]
    else:
        words += ["--set", f"{key}={value}"]
    return program(*words, env=env)


@pytest.mark.parametrize("how", ["file", "environment", "flag", "set"])
@pytest.mark.parametrize("key, value", [("http.colour", "green"), ("nonsense.key", 1), ("http.fields_max", "many"), ("http.fields_max", 0), ("http.header_deadline", "-5s"),
                                        ("log.level", "loud"), ("store.batch_max", 10**9), ("auth.token_secret", "tiny-secret")])
def test_a_wrong_or_unknown_setting_refuses_to_start_and_is_named(tmp_path, how, key, value):
    done = refused(tmp_path, how, key, value)
    said = done.stdout + done.stderr
    assert done.returncode != 0, said
    assert key in said or "GREENHARVEST_" + key.replace(".", "_").upper() in said, said
    assert "tiny-secret" not in said, "a secret is not repeated"


def test_the_order_of_the_sources(tmp_path):
    (tmp_path / "shop.toml").write_text('[http]\nfields_max = 11\npipelined_max = 12\nconnections_max = 13\n')
    shown = program("admin", "config", "--config", tmp_path / "shop.toml", "--http.connections_max=33",
                    env={"GREENHARVEST_HTTP_PIPELINED_MAX": "22", "GREENHARVEST_HTTP_CONNECTIONS_MAX": "23"}).stdout
    values = {line.split(" = ")[0]: line.split(" = ", 1)[1] for line in shown.splitlines() if " = " in line}
    assert values["http.fields_max"].startswith("11") and "shop.toml" in values["http.fields_max"]
    assert values["http.pipelined_max"].startswith("22") and "environment" in values["http.pipelined_max"]
    assert values["http.connections_max"].startswith("33") and "flag" in values["http.connections_max"]
    assert "default" in values["http.trailer_bytes_max"]


def test_secrets_are_masked(tmp_path):
    secret = "a-secret-of-more-than-thirty-two-bytes-1234"
    for words, env in ((["--set", f"auth.token_secret={secret}"], {}), ([], {"GREENHARVEST_AUTH_TOKEN_SECRET": secret})):
        done = program("admin", "config", *words, env=env)
        assert done.returncode == 0 and secret not in done.stdout + done.stderr
        assert "auth.token_secret = ***" in done.stdout, done.stdout


@pytest.mark.parametrize("listen", ["nonsense", "127.0.0.1", "127.0.0.1:99999", "300.0.0.1:80"])
def test_an_address_that_is_none(tmp_path, listen):
    done = program("serve", "--data", tmp_path / "data", "--listen", listen)
    said = done.stdout + done.stderr
    assert done.returncode != 0 and ("listen" in said or listen.rsplit(":", 1)[0] in said), said


def test_drivers_of_other_stores_are_not_loaded_with_the_program():
    needed = subprocess.run(["ldd", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert "libsqlite3" in needed
    assert not re.search(r"libmongoc|libpq|libldap|libkrb5", needed), needed


def test_help_for_each():
    for words in ([], ["serve"], ["openapi"], ["admin"], ["admin", "import", "farms"], ["admin", "backup"], ["admin", "doctor"], ["admin", "user", "create"]):
        done = program(*words, "--help")
        assert done.returncode == 0 and "Usage" in done.stdout, words


# -- one server per folder

def test_two_servers_on_one_folder_are_refused_and_the_first_goes_on(shop):
    started = time.monotonic()
    second = program("serve", "--data", shop.data, "--listen", f"127.0.0.1:{free_port()}")
    assert second.returncode != 0 and "in use" in second.stdout + second.stderr
    assert time.monotonic() - started < 10
    assert shop.get("/readyz").status == 200


def test_a_port_in_use_is_named(shop, tmp_path):
    done = program("serve", "--data", tmp_path / "data", "--listen", f"127.0.0.1:{shop.port}")
    # SO_REUSEPORT would let two servers share a port without a word.
    assert done.returncode != 0 and str(shop.port) in done.stdout + done.stderr


# -- SIGTERM

class Buyers:
    """Threads that order over connections of their own until the server hangs up; remembers what was answered."""

    def __init__(self, server, sku, count):
        self.server, self.sku = server, sku
        self.answered, self.broken, self.lock = [], [], threading.Lock()
        self.threads = [threading.Thread(target=self.buy) for _ in range(count)]
        for thread in self.threads:
            thread.start()

    def request(self, connection, path, body, headers=()):
        raw = json.dumps(body).encode()
        connection.request("POST", path, raw, {"Content-Type": "application/json", **dict(headers)})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def buy(self):
        number = 0
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=STOP_WITHIN_S)
            while True:
                number += 1
                status, cart = self.request(connection, "/api/v1/carts", {"lines": [{"sku": self.sku, "quantity": 1}]})
                if status != 201:
                    return
                body = {"cart": cart["id"], "email": "buyer@example.com", "payment_method": "pm_card_ok"}
                status, answer = self.request(connection, "/api/v1/orders", body, {"Idempotency-Key": f"k-{threading.get_ident()}-{number}"})
                with self.lock:
                    self.answered.append((status, answer))
                if status != 201:
                    return
        except http.client.RemoteDisconnected:
            pass  # between two requests: what was sent then was not accepted
        except ConnectionError:
            pass
        except Exception as error:  # half an answer, or none within the deadline
            with self.lock:
                self.broken.append(repr(error))

    def join(self):
        for thread in self.threads:
            thread.join(STOP_WITHIN_S + 5)


def test_sigterm_under_load_drops_no_accepted_request(openapi):
    server = Server(flags=FAST, demo=True)
    server.checker = openapi
    with server:
        product = FarmOwner(server).product(quantity=1_000_000)
        buyers = Buyers(server, product["sku"], 32)
        time.sleep(1.0)
        started = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(STOP_WITHIN_S) == 0
        took = time.monotonic() - started
        buyers.join()
        assert took < STOP_WITHIN_S
        assert not buyers.broken, buyers.broken[:5]
        paid = [answer["id"] for status, answer in buyers.answered if status == 201]
        assert len(paid) > 20 and {status for status, _ in buyers.answered} <= {201, 503}
        # Every order that was answered is there at the next start, and the books agree.
        server.start()
        guest = Guest(server)
        for order in paid[-50:]:
            assert expect(guest.get(f"/api/v1/orders/{order}?email=buyer@example.com"), 200)["status"] == "paid"
        server.stop()
        done = server.admin("doctor", "--settle", check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_sigterm_waits_for_a_request_that_is_being_worked_on(openapi):
    server = Server(flags=FAST, demo=True)
    with server:
        owner, answers = FarmOwner(server), []
        product = owner.product()
        guest = Guest(server)
        cart = guest.cart((product["sku"], 1))
        slow = threading.Thread(target=lambda: answers.append(guest.place(cart, "pm_card_slow")))  # the provider takes 0.8 s
        slow.start()
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(STOP_WITHIN_S) == 0
        slow.join(5)
        assert answers and expect(answers[0], 201)["status"] == "paid"


def test_idle_connections_and_half_requests_do_not_hold_the_end_up(openapi):
    with own_server() as server:
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
        half = socket.create_connection(("127.0.0.1", server.port))
        half.sendall(b"POST /api/v1/carts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
        time.sleep(0.1)
        started = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(STOP_WITHIN_S + 5)
        assert time.monotonic() - started < STOP_WITHIN_S + 2
        for connection in idle + [half]:
            connection.close()


# -- backup and restore

def test_a_backup_of_a_running_shop_is_a_sound_shop(openapi, tmp_path):
    server = Server(flags=FAST, demo=True)
    if stores.KIND != "sqlite":  # the store's server has tools of its own: tests/fault/test_cluster_backup.py
        refused = server.admin("backup", str(tmp_path / "copy"), check=False)
        assert refused.returncode != 0 and "docs/runbooks/many-nodes.md" in refused.stderr
        return
    with server:
        product = FarmOwner(server).product(quantity=1_000_000)
        customer = Person(server)
        early = expect(customer.buy(product["sku"]), 201)["id"]
        buyers = Buyers(server, product["sku"], 8)
        time.sleep(0.5)
        server.admin("backup", str(tmp_path / "copy"))
        time.sleep(0.2)
        written_at = len(buyers.answered)
        server.stop()
        buyers.join()
        assert written_at > 10, "there was something going on during the backup"
    again = program("admin", "backup", tmp_path / "copy", "--data", tmp_path / "nothing")
    assert again.returncode != 0, "a backup is not written over"

    restored = Server(data=str(tmp_path / "restored"), flags=FAST)
    restored.admin("restore", str(tmp_path / "copy"))
    twice = restored.admin("restore", str(tmp_path / "copy"), check=False)
    assert twice.returncode != 0, "a data folder is not written over"
    # The provider's book is copied after the store, so the bank may know of charges whose orders came after the copy (docs/runbooks); of nothing else.
    findings = [line for line in restored.admin("doctor", "--settle", check=False).stdout.splitlines() if ": " in line and "findings" not in line]
    assert all(line.startswith("payment: ") and line.endswith("charged without an order") for line in findings), findings
    assert len(findings) <= 200, "as many as can be charged between the two copies, not all of them"
    with restored:
        login = expect(restored.post("/api/v1/auth/login", {"email": customer.email, "password": "walk-the-whole-journey"}), 200)
        assert expect(restored.get(f"/api/v1/orders/{early}", token=login["access_token"]), 200)["status"] == "paid"
        eventually(lambda: restored.get("/api/v1/products?q=squash").json()["items"], "the search index is there or is built again")


# -- people by the command line

def test_an_admin_is_made_on_the_command_line(openapi):
    server = Server(flags=FAST)
    server.admin("user", "create", "--email", "root@example.com", "--name", "Root", "--role", "admin", stdin="a-long-enough-password\n")
    again = server.admin("user", "create", "--email", "root@example.com", "--name", "Root", "--role", "admin", stdin="a-long-enough-password\n", check=False)
    assert again.returncode != 0
    with server:
        token = server.login("root@example.com", "a-long-enough-password")
        refusal = server.get("/api/v1/admin/farms", token=token)
        assert refusal.status == 403 and refusal.json()["code"] == "second_factor_required"


def test_an_admin_of_a_machine_of_ones_own_needs_no_second_factor(openapi):
    server = Server(flags=FAST)
    server.admin("user", "create", "--email", "root@example.com", "--name", "Root", "--role", "admin", "--second-factor", "waived", stdin="a-long-enough-password\n")
    with server:
        token = server.login("root@example.com", "a-long-enough-password")
        assert server.get("/api/v1/admin/farms", token=token).status == 200


# -- the real directory

@pytest.fixture(scope="module")
def directory(openapi):
    if not DIRECTORY.exists():
        pytest.skip(f"the USDA directory is not at {DIRECTORY}")
    server = Server(flags=FAST, demo=True)
    server.checker = openapi
    server.first = server.admin("import", "farms", str(DIRECTORY))
    server.second = server.admin("import", "farms", str(DIRECTORY))
    with server:
        eventually(lambda: server.get("/api/v1/farms?sort=newest").json()["total"] > 1500, "the farms are in the search index", 30)
        yield server


def sums(done):
    """Of the last line: how many rows were new, unchanged and refused."""
    import re
    last = done.stdout.strip().splitlines()[-1]
    return {word: int(number) for number, word in re.findall(r"(\d+)(?: farms)? (new|unchanged|refused|repaired)", last)}


def test_every_farm_row_is_taken_or_refused_with_its_reason(directory):
    first = sums(directory.first)
    assert first["new"] + first["refused"] == FARM_ROWS and first["new"] > 1500, first
    reasons = [line for line in (directory.first.stdout + directory.first.stderr).splitlines() if ": refused: " in line]
    assert len(reasons) == first["refused"] and all(line.startswith("line ") for line in reasons)


def test_importing_again_doubles_nothing(directory):
    first, second = sums(directory.first), sums(directory.second)
    assert (second["new"], second["unchanged"]) == (0, first["new"])
    assert directory.get("/api/v1/farms?sort=newest").json()["total"] == first["new"] + 5  # and the demo's own


def listed(server, query):
    return expect(server.get("/api/v1/farms?" + query), 200)


def test_found_by_name_with_a_typing_error(directory):
    found = listed(directory, "q=yestrdays+favorits")
    assert any("Yesterday" in farm["name"] for farm in found["items"][:3]), found
    assert found["did_you_mean"]


def test_found_by_tag(directory):
    found = listed(directory, "tag=honey&limit=50")
    assert len(found["items"]) == 50 and all("honey" in farm["tags"] for farm in found["items"])
    both = listed(directory, "tag=honey,eggs&limit=50")
    assert 0 < both["total"] < found["total"] and all({"honey", "eggs"} <= set(farm["tags"]) for farm in both["items"])


def test_found_by_distance(directory):
    found = listed(directory, "near=38.9,-77.0&within_km=80&limit=100")
    distances = [farm["distance_m"] for farm in found["items"]]
    assert len(distances) >= 10 and distances == sorted(distances) and distances[-1] <= 80_000
    nearer = listed(directory, "near=38.9,-77.0&within_km=30&limit=100")
    assert [farm["id"] for farm in nearer["items"]] == [farm["id"] for farm in found["items"] if farm["distance_m"] <= 30_000]


def test_pages_of_a_search_have_no_gaps_and_no_doubles(directory):
    whole = [farm["id"] for farm in listed(directory, "q=farm&limit=100")["items"]]
    paged, cursor = [], ""
    while len(paged) < 100:
        page = listed(directory, "q=farm&limit=20" + (f"&cursor={cursor}" if cursor else ""))
        paged += [farm["id"] for farm in page["items"]]
        cursor = page["next_cursor"]
    assert paged == whole


@pytest.mark.parametrize("query", ["near=91,0", "near=1", "near=1,2,3", "within_km=5", "sort=distance", "sort=colour", "within_km=0&near=1,1", "tag=a,b,c,d,e,f"])
def test_searches_that_cannot_be_read_are_refused_by_name(directory, query):
    reply = directory.get("/api/v1/farms?" + query)
    assert reply.status == 422 and reply.json()["errors"][0]["pointer"].startswith("?"), reply


def test_the_directory_is_sound(directory):
    directory.stop()
    done = directory.admin("doctor", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
