import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from http_support import FAST
from stage import Admin, FarmOwner, Person

from support.openapi_check import OpenApiCheck
from support.server import Server

FOLDER = pathlib.Path(__file__).resolve().parent
_session = {"checker": None, "whole": False, "hit": set()}


@pytest.fixture(scope="session")
def openapi():
    _session["checker"] = OpenApiCheck()
    return _session["checker"]


@pytest.fixture(scope="module")
def shop(openapi):
    """A server with the demo shop, one for each module."""
    server = Server(flags=FAST + ["--set", "http.cors_origins=https://shop.example"], demo=True)
    server.checker = openapi
    with server:
        yield server


@pytest.fixture(scope="module")
def admin(shop):
    return Admin(shop)


@pytest.fixture(scope="module")
def farm(shop, admin):
    return FarmOwner(shop, admin)


@pytest.fixture(scope="module")
def customer(shop):
    return Person(shop)


def pytest_collection_modifyitems(session, config, items):
    collected = {pathlib.Path(item.fspath) for item in items}
    _session["whole"] = collected >= set(FOLDER.glob("test_*.py")) and not config.getoption("keyword") and not config.getoption("maxfail")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    """What one of several workers has reached."""
    _session["whole"] = node.workeroutput["whole"]
    _session["hit"] |= set(node.workeroutput["hit"])


def pytest_sessionfinish(session, exitstatus):
    """A whole run that passed has reached every operation of the API with a success, or it has not passed."""
    if _session["checker"]:
        _session["hit"] |= _session["checker"].hit
    if hasattr(session.config, "workeroutput"):  # a worker: the one who started it judges
        session.config.workeroutput |= {"whole": _session["whole"], "hit": sorted(_session["hit"])}
        return
    if exitstatus != 0 or not _session["whole"]:
        return
    _session["missed"] = sorted({operation["operationId"] for _, _, operation in OpenApiCheck().operations()} - _session["hit"])
    if _session["missed"]:
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter):
    if _session.get("missed"):
        terminalreporter.write_line("FAILED: no test reached these operations with a success: " + ", ".join(_session["missed"]), red=True)
