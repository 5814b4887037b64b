"""What the benches over a whole server share: a server with a shop of generated products, its CPU time, its metrics, and the figures.

A figure is one JSON line: {"bench", "value", "unit", "goal", "met"}. A bench without a goal for a figure leaves the last two out.
"""
import json
import os
import pathlib
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP / "tests"))

from support import server as support

LOAD = os.environ.get("GH_LOAD", str(TOP / "build/release/greenharvest_load"))
LOAD_DEADLINE_S = 300
NO_RATES = [word for group in ("browse", "write", "checkout", "login", "codes") for word in ("--set", f"rate_limit.{group}_per_minute=0")]
FLAGS = NO_RATES + ["--set", "auth.password_memory=64KiB", "--set", "log.level=warn"]


def figure(name, value, unit, goal=None, at_most=True, **more):
    """at_most: the goal is a ceiling, else a floor."""
    line = {"bench": name, "value": round(value, 3), "unit": unit}
    if goal is not None:
        line |= {"goal": goal, "met": value <= goal if at_most else value >= goal}
    print(json.dumps(line | more), flush=True)
    return line.get("met", True)


def note_noise():
    """Other work on the machine makes wall-clock figures worse than they are: the reader is told."""
    load = os.getloadavg()[0]
    if load > 1.5:
        print(f"the machine is busy with other work (load {load:.1f} on {os.cpu_count()} cores): times per second are too low, CPU times hold",
              file=sys.stderr, flush=True)
    return round(load, 1)


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid):
    """What the process itself occupies: without pages of files, which the kernel takes back when it needs room."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    kib = {line.split(":")[0]: int(line.split()[1]) for line in status.splitlines() if line.startswith(("VmRSS", "RssFile", "RssAnon"))}
    return {name: value * 1024 / 1e6 for name, value in kib.items()}


def metrics(server):
    values = {}
    for line in server.get("/metrics", check=False).body.decode().splitlines():
        if line and not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            values[name] = float(value)
    return values


def shop(products, units, folder, flags=()):
    """A server that is not started yet, its shop loaded; and the file with the skus of the generated products."""
    skus = pathlib.Path(folder) / "skus"
    server = support.Server(data=str(pathlib.Path(folder) / "data"), flags=FLAGS + list(flags))
    command = [support.PROGRAM, "admin", "demo", "--small", "--data", server.data, "--products", str(products), "--units", str(units), "--skus", str(skus), *FLAGS]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=LOAD_DEADLINE_S)
    return server, skus


def buy(server, skus, **options):
    """Runs greenharvest_load; gives its figures. Options by their names: buyers=64, orders=0, seconds=10 ..."""
    command = [LOAD, "--port", str(server.port), "--skus", str(skus)]
    for name, value in options.items():
        command += ["--" + name.replace("_", "-")] + ([] if value is True else [str(value)])
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=LOAD_DEADLINE_S)
    return json.loads(done.stdout)


def doctor(server):
    """The exit status of the doctor and its last line, after everything was settled."""
    done = subprocess.run([support.PROGRAM, "admin", "doctor", "--settle", "--data", server.data, *server.flags], capture_output=True, text=True,
                          timeout=LOAD_DEADLINE_S)
    return done.returncode, (done.stdout.strip().splitlines() or [done.stderr])[-1]


def waiting_tasks(server):
    """What the orders have left to do behind the buyers' backs."""
    return sum(value for name, value in metrics(server).items() if name.startswith("tasks_waiting") and 'state="delayed"' not in name)


def wait_until_quiet(server, deadline_s):
    started = time.monotonic()
    while time.monotonic() - started < deadline_s:
        if waiting_tasks(server) == 0:
            return time.monotonic() - started
        time.sleep(0.2)
    return None
