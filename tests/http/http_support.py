"""Servers with settings of their own, for tests that cannot share one."""
import contextlib

# Quick passwords and no rate limits: suites send thousands of requests from one address.
FAST = ["--set", "auth.password_memory=64KiB", "--set", "auth.password_passes=1", "--set", "rate_limit.write_per_minute=0",
        "--set", "rate_limit.checkout_per_minute=0", "--set", "rate_limit.login_per_minute=0",
        "--set", "rate_limit.codes_per_minute=0"]
from support.server import Server


@contextlib.contextmanager
def own_server(flags=(), demo=False, env=None):
    server = Server(flags=FAST + list(flags), demo=demo, env=env)
    with server:
        yield server
