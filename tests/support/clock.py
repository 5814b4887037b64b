"""A clock that a test moves: Server(flags=clock.flags); clock.advance(days=30). Timers of the server stay on the real clock."""
import datetime
import os
import struct
import tempfile


class Clock:
    def __init__(self):
        descriptor, self.path = tempfile.mkstemp(prefix="greenharvest-clock-")
        os.write(descriptor, struct.pack("<q", 0))
        os.close(descriptor)
        self.offset = datetime.timedelta()

    @property
    def flags(self):
        return ["--set", f"clock.offset_file={self.path}"]

    def advance(self, **how_much):
        self.offset += datetime.timedelta(**how_much)
        with open(self.path, "r+b") as file:
            file.write(struct.pack("<q", self.offset // datetime.timedelta(milliseconds=1)))

    def advance_to(self, moment):
        """moment: an aware datetime, not before now()."""
        self.advance(seconds=(moment - self.now()).total_seconds(), milliseconds=1)  # at it or just behind, never before: offsets are whole

    def now(self):
        return datetime.datetime.now(datetime.timezone.utc) + self.offset

    def close(self):
        os.unlink(self.path)
