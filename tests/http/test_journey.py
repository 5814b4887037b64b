"""examples/journey.sh, against a server of its own."""
import os
import subprocess

import pytest

from support.server import TOP

DEADLINE_S = 120


def walk(server, **env):
    return subprocess.run([TOP / "examples/journey.sh"], env=dict(os.environ, SERVER=f"http://127.0.0.1:{server.port}", **env), capture_output=True, text=True,
                          timeout=DEADLINE_S)


def test_the_journey_and_again_on_the_same_server(shop):
    for _ in range(2):
        done = walk(shop)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "The journey is complete" in done.stdout


def test_the_walk_ends_at_the_step_that_fails(shop):
    done = walk(shop, ADMIN_PASSWORD="not-this-one")
    assert done.returncode == 1
    assert 'FAILED in step 4, "an admin signs in' in done.stderr


def test_nothing_is_left_lost_doubled_or_stuck(shop):
    shop.stop()
    done = shop.admin("doctor", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
