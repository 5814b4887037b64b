"""What people were written: the mails that the server left in its outbox."""
import email
import email.policy
import pathlib
import re

from stage import eventually


def mails(server, to):
    """(subject, text) of each, oldest first."""
    found = []
    for path in sorted(pathlib.Path(server.data, "outbox").glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if to in str(message["To"]):
            found.append((path.stat().st_mtime_ns, str(message["Subject"]), message.get_body(("plain",)).get_content()))
    return [(subject, text) for _, subject, text in sorted(found)]


def mail(server, to, words, within_s=15):
    """The text of the mail with these words in its subject or text."""
    found = eventually(lambda: [(subject, text) for subject, text in mails(server, to) if words in subject or words in text], f"a mail with {words!r} to {to}", within_s)
    return found[-1][1]


def invitation(server, to):
    """The token of the invitation that this address got last."""
    return re.findall(r"frm_[0-9A-Z]{26}\.[0-9]+\.[A-Za-z0-9_-]{43}", mail(server, to, "frm_"))[-1]
