"""The store that the suites run on: SQLite in the server's data folder, or PostgreSQL or MongoDB (GH_TEST_STORE=postgres, mongo), where each
data folder has a schema (a database) of its own. The server is the one that GH_TEST_POSTGRES or MONGODB_URI names, or one that this process
starts and ends."""
import atexit
import base64
import contextlib
import functools
import hashlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
PG_DUMP = ["pg_dump", "--inserts"]
KIND = os.environ.get("GH_TEST_STORE", "sqlite")


def started(kind):
    """The address of a server that tools/KIND starts, and ends with this process."""
    tool, folder = str(TOP / "tools" / kind), tempfile.mkdtemp(prefix=f"greenharvest-{kind}-")
    url = subprocess.run([tool, "start", folder], check=True, capture_output=True, text=True, timeout=180).stdout.strip()

    def end():
        subprocess.run([tool, "stop", folder], timeout=60)
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return url


@functools.cache
def postgres_url():
    return os.environ.get("GH_TEST_POSTGRES") or started("postgres")


@functools.cache
def mongo_url():
    return os.environ.get("MONGODB_URI") or started("mongo")


def schema_of(data):
    return "test_" + "".join(c if c.isalnum() else "_" for c in pathlib.Path(data).name.lower())


def settings(data):
    """What a server or an admin command on this data folder needs in its environment."""
    if KIND == "sqlite":
        return {}
    urls = {"postgres": postgres_url, "mongo": mongo_url}
    if KIND not in urls:
        raise ValueError(f"GH_TEST_STORE: there is no store \"{KIND}\"")
    return {
        "GREENHARVEST_STORE_URL": urls[KIND](),
        "GREENHARVEST_STORE_SCHEMA": schema_of(data),
        "GREENHARVEST_PAYMENTS_SIMULATOR_FILE": str(pathlib.Path(data) / "card_simulator.log"),
        "GREENHARVEST_OBJECTS_FOLDER": str(pathlib.Path(data) / "objects"),
        # What nodes of one shop must have in common, and two shops not.
        "GREENHARVEST_AUTH_TOKEN_SECRET": hashlib.sha256(f"tokens of {data}".encode()).hexdigest(),
        "GREENHARVEST_AUTH_SECOND_FACTOR_KEY": base64.urlsafe_b64encode(hashlib.sha256(f"factors of {data}".encode()).digest()).decode().rstrip("="),
    }


def only_sql():
    """For what a test does to the tables themselves, or finds in them."""
    if KIND == "mongo":
        import pytest
        pytest.skip("this test reads or writes the store by SQL")


def execute(data, sql):
    """Changes what is stored, while no server has it open."""
    only_sql()
    if KIND == "sqlite":
        with contextlib.closing(sqlite3.connect(pathlib.Path(data, "store.db"))) as database:
            database.executescript(sql)
    else:
        subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", postgres_url(), "-c", f"SET search_path = {schema_of(data)}", "-c", sql],
                       check=True, timeout=60)


def stored_bytes(data):
    """Everything that the store holds of this shop, for those who look for what must not be in it."""
    only_sql()
    if KIND == "sqlite":
        return b"".join(file.read_bytes() for file in pathlib.Path(data).rglob("store.db*"))
    return subprocess.run([*PG_DUMP, "-d", postgres_url(), "-n", schema_of(data)], check=True, capture_output=True, timeout=60).stdout


def forget(data):
    """Removes what lies outside the data folder."""
    if KIND == "postgres":
        statement = f"DROP SCHEMA IF EXISTS {schema_of(data)} CASCADE"
        subprocess.run(["psql", "-q", "-d", postgres_url(), "-c", "SET client_min_messages = error", "-c", statement], check=True, timeout=60)
