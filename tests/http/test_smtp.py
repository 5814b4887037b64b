"""Mail over a mail server: signed in and over TLS, each once; what is refused for good is suppressed and what is not is tried again; what the
log, the metrics and the list of suppressed addresses say; settings that cannot be meant are refused at the start."""
import contextlib
import email
import email.policy
import os
import pathlib
import re
import signal
import subprocess

import pytest

from http_support import own_server
from stage import Admin, Person, eventually, expect, number
from support.server import Server

SMTP = str(pathlib.Path(__file__).resolve().parents[2] / "tools/smtp")
USER, PASSWORD = "shop", "only-for-tests"
MAIL_WITHIN_S = 30  # the third try comes after some two seconds


@contextlib.contextmanager
def mail_server(folder, *words):
    url = subprocess.run([SMTP, "start", str(folder), *words], check=True, capture_output=True, text=True, timeout=60).stdout.strip()
    try:
        yield url, lambda how: os.kill(int((folder / "pid").read_text()), how)
    finally:
        subprocess.run([SMTP, "stop", str(folder)], timeout=60)


def environment(settings):
    return {"GREENHARVEST_" + key.upper().replace(".", "_"): value for key, value in (settings | {"mail.smtp_password": PASSWORD}).items()}


@contextlib.contextmanager
def shop_of(url, folder, more=()):
    settings = {"mail.smtp_url": url, "mail.smtp_user": USER, "mail.smtp_tls_authorities": str(folder / "authority.pem"), "mail.smtp_deadline": "2s"} | dict(more)
    with own_server(env=environment(settings), demo=True) as server:
        yield server


def mails(folder, to):
    """(subject, text) of those that the mail server keeps, in their order."""
    found = []
    for path in sorted((folder / "mail").glob("*.eml"), key=lambda path: int(path.stem)):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if str(message["To"]) == to:
            found.append((str(message["Subject"]), message.get_body(("plain",)).get_content()))
    return found


def outcomes(server):
    return {outcome: int(count) for outcome, count in re.findall(r'^smtp_messages_total\{outcome="(\w+)"\} (\d+)$', server.get("/metrics").body.decode(), re.M)}


def register(server, address):
    expect(server.post("/api/v1/auth/register", {"email": address, "password": "try-the-carrots-1", "name": "Somebody"}), 201)


@pytest.fixture(scope="module")
def mailed(tmp_path_factory):
    """A shop, the folder of its mail server, and how to send that one a signal."""
    folder = tmp_path_factory.mktemp("smtp")
    with mail_server(folder, "starttls", "login") as (url, send_signal), shop_of(url, folder) as server:
        yield server, folder, send_signal


def test_a_mail_reaches_the_server_once_with_what_it_is_for(mailed):
    server, folder, _ = mailed
    person = Person(server)
    [(subject, text)] = eventually(lambda: mails(folder, person.email), "a mail", MAIL_WITHIN_S)
    token = re.search(r"/verify-email\?token=(\S+)", text) or re.search(r"token=(\S+)", text)
    assert subject and token, text
    assert not pathlib.Path(server.data, "outbox").exists(), "it lies in a folder as well"
    envelope = sorted((folder / "mail").glob("*.envelope"))[-1].read_text()
    assert " shop@greenharvest.example " in envelope
    assert len(mails(folder, person.email)) == 1 and outcomes(server)["taken"] >= 1


def test_an_address_that_there_is_not_is_suppressed_and_shown(mailed):
    server, _, _ = mailed
    domain = f"nowhere-{number()}.example"
    register(server, f"unknown@{domain}")
    admin = Admin(server)
    found = eventually(lambda: [one for one in expect(admin.get("/api/v1/admin/suppressions?limit=100"), 200)["items"] if one["email"].endswith(domain)],
                       "the suppressed address", MAIL_WITHIN_S)
    assert found[0]["reason"].startswith("The mail server refused it: ") and "550 5.1.1" in found[0]["reason"]
    assert outcomes(server)["refused"] >= 1
    register(server, f"spam@{domain}")
    dead = eventually(lambda: [one for one in expect(admin.get("/api/v1/admin/tasks/dead"), 200)["items"] if "mail_refused" in one["error"]], "the dead letter", MAIL_WITHIN_S)
    assert "550 5.7.1" in dead[0]["error"]
    assert [one["email"] for one in expect(admin.get("/api/v1/admin/suppressions?limit=100"), 200)["items"] if domain in one["email"]] == [f"unknown@{domain}"]


def test_while_the_mail_server_hangs_the_shop_goes_on_and_the_mail_follows(mailed):
    server, folder, send_signal = mailed
    send_signal(signal.SIGSTOP)
    try:
        person = Person(server)
        assert server.get("/readyz").status == 200
        eventually(lambda: "the mail server is away" in server.log.read_text(), "the log", MAIL_WITHIN_S)
        assert outcomes(server)["failed"] >= 1
    finally:
        send_signal(signal.SIGCONT)
    eventually(lambda: mails(folder, person.email), "the mail", MAIL_WITHIN_S)
    eventually(lambda: "the mail server is back" in server.log.read_text(), "the log", MAIL_WITHIN_S)
    assert PASSWORD not in server.log.read_text()


def test_without_tls_nothing_is_sent(tmp_path):
    with mail_server(tmp_path) as (url, _), shop_of(url, tmp_path, {"mail.smtp_tls_authorities": ""}) as server:
        Person(server)
        eventually(lambda: outcomes(server)["failed"] >= 1, "a try", MAIL_WITHIN_S)
        assert not list((tmp_path / "mail").glob("*.eml"))


@pytest.mark.parametrize("url, more, said", [("http://localhost", {}, "does not begin with smtp://"), ("smtp://localhost:x", {}, "port"),
                                             ("smtp://localhost", {"mail.smtp_starttls": "off"}, "a password is not sent without TLS"),
                                             ("smtp://localhost", {"mail.smtp_user": ""}, "come together")])
def test_settings_that_cannot_be_meant_are_refused(url, more, said):
    ended = Server(env=environment({"mail.smtp_url": url, "mail.smtp_user": USER} | more)).admin("demo", "--small", check=False)
    assert ended.returncode != 0 and said in ended.stderr and PASSWORD not in ended.stdout + ended.stderr, ended.stderr
