#!/usr/bin/env python3
"""A program beside the shop: follows the event stream in Redis as one of a consumer group and keeps a table of what it heard, in a file.

  examples/follow_events.py table.json [--redis 127.0.0.1:6379] [--prefix greenharvest:] [--group table] [--consumer NAME]

Nodes fill the stream with redis.event_stream=on (docs/EVENTS.md). The group's place is Redis' business: what was given to this program and
not confirmed when it died is given again, first to it, then to whoever of the group asks a minute later. So that twice given has one effect,
an event counts only if its version is newer than what the table has, and the table is saved before the event is confirmed.
Needs Python 3 and nothing else."""
import argparse
import json
import os
import pathlib
import socket

AT_ONCE = 100
WAIT_MS = 1000
ABANDONED_MS = 60_000


class Redis:
    """Commands and answers of RESP 2."""

    def __init__(self, address):
        host, _, port = address.rpartition(":")
        self.file = socket.create_connection((host, int(port)), timeout=10).makefile("rwb")

    def ask(self, *words):
        words = [str(word).encode() for word in words]
        self.file.write(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words))
        self.file.flush()
        return self.answer()

    def answer(self):
        line = self.file.readline()
        if not line:
            raise ConnectionError("Redis has ended the connection")
        kind, rest = line[:1], line[1:-2]
        if kind == b"-":
            raise RuntimeError(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"$":
            return None if rest == b"-1" else self.file.read(int(rest) + 2)[:-2].decode()
        if kind == b"*":
            return None if rest == b"-1" else [self.answer() for _ in range(int(rest))]
        return rest.decode()


class Table:
    """The last version heard of each subject, and how many of its events counted."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.rows = json.loads(self.path.read_text()) if self.path.exists() else {}

    def hear(self, event):
        if event["type"] == "feed.gap":
            print("something was not told: read anew what you have to know", flush=True)
            return
        row = self.rows.setdefault(event["type"].split(".")[0] + "/" + event["subject"], {"version": 0, "events": 0})
        if int(event["version"]) <= row["version"]:
            return
        row["version"] = int(event["version"])
        row["events"] += 1
        print(event["type"], event["subject"], event["version"], flush=True)

    def save(self):
        draft = self.path.with_suffix(".draft")
        draft.write_text(json.dumps(self.rows))
        os.replace(draft, self.path)


def follow(redis, stream, group, consumer, table):
    try:
        redis.ask("XGROUP", "CREATE", stream, group, "0", "MKSTREAM")
    except RuntimeError as error:
        if not str(error).startswith("BUSYGROUP"):
            raise
    take = ("XREADGROUP", "GROUP", group, consumer, "COUNT", AT_ONCE)
    own = True  # what was given to this consumer before, then what is new
    while True:
        given = redis.ask(*take, "STREAMS", stream, "0") if own else redis.ask(*take, "BLOCK", WAIT_MS, "STREAMS", stream, ">")
        entries = given[0][1] if given else []
        if not entries and not own:
            entries = redis.ask("XAUTOCLAIM", stream, group, consumer, ABANDONED_MS, "0", "COUNT", AT_ONCE)[1]
        own = own and bool(entries)
        if not entries:
            continue
        for _, fields in entries:
            if fields:  # trimmed meanwhile
                table.hear(dict(zip(fields[::2], fields[1::2], strict=True)))
        table.save()
        redis.ask("XACK", stream, group, *(entry for entry, _ in entries))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("table")
    arguments.add_argument("--redis", default="127.0.0.1:6379")
    arguments.add_argument("--prefix", default="greenharvest:")
    arguments.add_argument("--group", default="table")
    arguments.add_argument("--consumer", default=socket.gethostname())
    asked = arguments.parse_args()
    follow(Redis(asked.redis), asked.prefix + "events", asked.group, asked.consumer, Table(asked.table))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
