"""Many buyers, few units, over real sockets: what they were told and what the recount says. Used by test_rush.py and bench/rush."""
import json
import pathlib
import random
import subprocess
import tempfile
import time

import torture
from ledger import Recount, read_sqlite
from support import server as support

SECONDS_MAX = 120
KILL_EVERY_S = (0.01, 0.06)  # 2,000 buyers are through in some tenths of a second


def kill_and_restart(victim, times, buyers, chance):
    """Kills while the buyers are at it; once they are through there is nobody left to disturb. Gives how often."""
    for number in range(times):
        time.sleep(chance.uniform(*KILL_EVERY_S))
        if buyers.poll() is not None:
            return number
        victim.kill()
        victim.launch()
        victim.wait_ready()
    return times


def rush(buyers, units, kills=0, seed=1):
    """Every buyer tries once (again with the same key if the connection breaks)."""
    with tempfile.TemporaryDirectory(prefix="greenharvest-rush-") as folder:
        folder = pathlib.Path(folder)
        ledger, skus = folder / "ledger", folder / "skus"
        victim = torture.Victim(str(folder / "data"))
        victim.admin("demo", "--small", "--products", "1", "--units", str(units), "--skus", str(skus), *torture.FLAGS)
        sku = skus.read_text().strip()
        victim.launch()
        try:
            victim.wait_ready()
            command = [torture.LOAD, "--port", str(victim.port), "--buyers", str(buyers), "--orders", "1", "--seconds", str(SECONDS_MAX), "--skus", str(skus),
                       "--ledger", str(ledger), "--seed", str(seed), "--retry"]
            crowd = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            killed = kill_and_restart(victim, kills, crowd, random.Random(seed))
            out, errors = crowd.communicate(timeout=SECONDS_MAX + 30)
            assert crowd.returncode == 0, errors
            figures = json.loads(out)
            status = victim.stop()
            doctor = subprocess.run([support.PROGRAM, "admin", "doctor", "--settle", "--data", victim.data, *torture.FLAGS], capture_output=True, text=True,
                                    timeout=torture.DOCTOR_DEADLINE_S)
            recount = Recount(read_sqlite(victim.data), pathlib.Path(victim.data) / "card_simulator.log", [ledger], {sku: units})
        finally:
            victim.remove()
        findings = list(recount.findings)
        if doctor.returncode != 0:
            findings.append(f"admin doctor: {doctor.stdout[-1000:]}{doctor.stderr[-500:]}")
        if status != 0:
            findings.append(f"the server ended with {status} after SIGTERM")
        paid = sum(order["status"] == "paid" for order in recount.orders.values())
        return {"orders": paid, "acknowledged": len(recount.told["paid"]), "told": figures["told_what_is_left"], "sold_out": figures["sold_out"],
                "left": recount.items[sku]["on_hand"], "killed": killed, "seconds": figures["seconds"], "order_p99_ms": figures["order_p99_ms"],
                "figures": figures, "findings": findings + figures["strange"]}
