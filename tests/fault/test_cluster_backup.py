"""A backup of a cluster that sells, as docs/runbooks/many-nodes.md says it, restored into an empty one."""
import os
import pathlib
import shutil
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(TOP / "tools")]

import cluster as clusters
from cluster_torture import LOAD, SCHEMA, SETTINGS, Node
from ledger import read_ledgers, read_postgres
from support import server as support

NODES = 2
BUYERS = 8  # at each
SKUS, UNITS = 50, 100_000
ORDERS_BEFORE = 100  # acknowledged before the backup begins
ORDERS_MEANWHILE = 50
DEADLINE_S = 60
SLOWLY = "--max-rate=4M"  # a second: some are sold meanwhile
COPYING = "SELECT 1 FROM pg_stat_progress_basebackup WHERE phase = 'streaming database files'"


def lines_of(ledger):
    return ledger.read_bytes().count(b"\n") if ledger.exists() else 0


def whole_lines(ledger, size, to):
    """What stood in it when it was so long."""
    to.write_bytes(ledger.read_bytes()[:size].rpartition(b"\n")[0] + b"\n")
    return to


def test_a_backup_of_a_cluster_that_sells_lacks_nothing_that_was_acknowledged_before_its_end(tmp_path):
    for parent in (tmp_path, *tmp_path.parents[:2]):
        os.chmod(parent, 0o755)  # PostgreSQL runs as somebody else where we are root
    skus, backup = tmp_path / "skus", tmp_path / "backup"
    old, new = clusters.Cluster(tmp_path / "old"), clusters.Cluster(tmp_path / "new")
    ledgers = [tmp_path / f"ledger{number}" for number in range(NODES)]
    buyers = []
    try:
        old.make(support.PROGRAM, NODES, settings=SETTINGS)
        old.admin(1, "demo", "--small", "--products", str(SKUS), "--units", str(UNITS), "--skus", str(skus))
        old.start()
        for ledger, node in zip(ledgers, old.state["nodes"].values(), strict=True):
            buyers.append(subprocess.Popen(
                [LOAD, "--port", str(node["port"]), "--buyers", str(BUYERS), "--orders", "0", "--seconds", "600", "--skus", str(skus), "--ledger", str(ledger)],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        told = lambda: sum(map(lines_of, ledgers))
        clusters.wait_for(lambda: told() >= ORDERS_BEFORE, DEADLINE_S, "too few orders")
        at_begin, began = told(), time.monotonic()
        copying = subprocess.Popen([clusters.POSTGRES, "backup", str(old.folder / "postgres"), str(backup), SLOWLY], stderr=subprocess.PIPE, text=True)
        sizes = None
        while copying.poll() is None:
            assert time.monotonic() - began < DEADLINE_S
            now = [ledger.stat().st_size for ledger in ledgers]
            if subprocess.run(["psql", "-qAt", "-d", old.state["postgres"], "-c", COPYING], capture_output=True, text=True, timeout=20).stdout.strip() == "1":
                sizes = now  # acknowledged while files were still copied, so before the end
        took = time.monotonic() - began
        assert copying.returncode == 0, copying.stderr.read()
        assert sizes, "nobody was seen copying"
        before_end = [whole_lines(ledger, size, tmp_path / f"before{number}") for number, (ledger, size) in enumerate(zip(ledgers, sizes, strict=True))]
        assert sum(map(lines_of, before_end)) - at_begin >= ORDERS_MEANWHILE, "too little was sold meanwhile"
        sold_at_end = told()
        clusters.wait_for(lambda: told() >= sold_at_end + ORDERS_MEANWHILE, DEADLINE_S, "no orders after the backup")
        for process in buyers:
            process.kill()
            process.wait()
        for number in old.state["nodes"]:
            old.kill_node(number)

        began = time.monotonic()
        new.make(support.PROGRAM, NODES, settings=SETTINGS, backup=backup)
        for secret in ("GREENHARVEST_AUTH_TOKEN_SECRET", "GREENHARVEST_AUTH_SECOND_FACTOR_KEY"):
            new.state["common"][secret] = old.state["common"][secret]
        shutil.copy(old.folder / "card_simulator.log", new.folder)  # the bank knows what it knows, also of what the backup lacks
        new.start()
        print(f"backup {took:.1f} s ({SLOWLY}), restored and ready {time.monotonic() - began:.1f} s")
        paid, doubled = read_ledgers(before_end)
        assert not doubled
        stored = {order["id"]: order for order in read_postgres(new.state["postgres"], SCHEMA)("orders")}
        missing = [order for order in paid["paid"] if order not in stored or stored[order]["status"] != "paid"]
        assert len(paid["paid"]) >= ORDERS_BEFORE + ORDERS_MEANWHILE and not missing, f"{len(missing)} of {len(paid['paid'])} are missing: {missing[:5]}"
        later = set(read_ledgers(ledgers)[0]["paid"]) - set(stored)
        assert later, "what was sold after the end cannot be in it: the backup was not taken when it should"
        sku = skus.read_text().split()[0]
        on_sale = [Node(node["port"]).get(f"/api/v1/products?q={sku}").status for node in new.state["nodes"].values()]
        assert on_sale == [200] * NODES
        for number in new.state["nodes"]:
            new.kill_node(number, 15)
        doctor = subprocess.run([support.PROGRAM, "admin", "doctor", "--settle"], env=new.environment(1), capture_output=True, text=True, timeout=DEADLINE_S)
        # The bank's book is younger than the backup: it may know charges of orders that are lost. Nothing else may be amiss.
        findings = [line for line in doctor.stdout.splitlines()[:-1] if not line.endswith("charged without an order")]
        assert not findings, doctor.stdout[:3000]
    finally:
        for process in buyers:
            if process.poll() is None:
                process.kill()
                process.wait()
        for cluster in (old, new):
            if cluster.state:
                cluster.stop()
