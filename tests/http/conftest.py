import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from http_support import FAST

from support.openapi_check import OpenApiCheck
from support.server import Server

@pytest.fixture(scope="session")
def openapi():
    return OpenApiCheck()


@pytest.fixture(scope="module")
def shop(openapi):
    """A server with the demo shop, one for each module."""
    server = Server(flags=FAST + ["--set", "http.cors_origins=https://shop.example"], demo=True)
    server.checker = openapi
    with server:
        yield server
