"""What people are told by mail, and the one-time codes of an authenticator."""
import base64
import email
import email.policy
import hashlib
import hmac
import pathlib
import re
import struct

from stage import eventually


SUBJECTS = {
    "identity.verify_email": "Please verify your e-mail address", "identity.email_changed": "Your account has another e-mail address",
    "identity.password_reset": "Choose a new password", "identity.password_changed": "Your password was changed", "identity.second_factor_on": "Signing in now takes a code",
    "identity.second_factor_off": "Signing in takes your password only", "identity.second_factor_reset": "Your second factor was reset",
    "identity.recovery_codes_renewed": "You have new recovery codes", "identity.recovery_code_used": "A recovery code was used", "identity.account_disabled": "Your account is closed",
    "identity.account_enabled": "Your account is open again"}


def notices(server, event, to):
    """The mails of this event to this address, oldest first: {text, token of the link or None}."""
    found = []
    for file in sorted(pathlib.Path(server.data, "outbox").glob("*.eml"), key=lambda f: f.stat().st_mtime_ns):
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        if mail["To"].lower() == to.lower() and mail["Subject"] == SUBJECTS[event]:
            text = mail.get_body(("plain",)).get_content()
            token = re.search(r"usr_[0-9A-Z]{26}\.[A-Za-z0-9_-]{43}", text)
            found.append({"text": text, "token": token and token[0]})
    return found


def told(server, event, to, count=1):
    """The newest of at least so many."""
    return eventually(lambda: (lambda found: found if len(found) >= count else None)(notices(server, event, to)), f"{event} to {to}")[-1]


def code(secret, when, off=0):
    """RFC 6238. when: an aware datetime; off: steps."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">q", int(when.timestamp()) // 30 + off), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 1_000_000:06d}"
