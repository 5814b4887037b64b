"""Broken programs that the torture must catch: each is the program with one defect (src/base/planted.h), built in a folder of its own."""
import json
import pathlib
import shutil
import subprocess
import tempfile

import cluster_torture
import torture

TOP = pathlib.Path(__file__).resolve().parents[2]
# What the program does wrong, and what a kill then shows. no_fsync: SQLite does not sync and success is told before the page cache has
# the write; a kill of the process alone loses nothing that the kernel has, so the missing sync itself is found by tests/fault/store_kill,
# which follows the system calls. On PostgreSQL ack_before_commit is a commit that its disk does not know of yet when it is acknowledged.
DEFECTS = ("check_then_write", "ack_before_commit", "no_fsync")
BUILD_DEADLINE_S = 3600
ROUNDS_MIN = 40
DEFECTS_OF_CLUSTER = ("check_then_write", "ack_before_commit")
KINDS_OF_CLUSTER = ("node-kill", "store-kill")
ROUNDS_OF_CLUSTER = 8


def build(defect):
    folder = TOP / "build" / f"planted-{defect}"
    # Like the sound program, so that the compiler cache has most of it.
    for command in (["cmake", "--preset", "release", "-B", folder, f"-DGREENHARVEST_PLANT={defect}"], ["ninja", "-C", folder, "--quiet", "greenharvest"]):
        done = subprocess.run(command, capture_output=True, text=True, timeout=BUILD_DEADLINE_S, cwd=TOP)
        if done.returncode != 0:
            raise SystemExit(f"the program with {defect} cannot be built:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return folder / "greenharvest"


def catch(defect, rounds):
    torture.support.PROGRAM = str(build(defect))
    folder = tempfile.mkdtemp(prefix="greenharvest-planted-")
    try:
        return torture.torture(rounds, seed=1, folder=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def catch_in_cluster(defect, rounds, checker=None):
    folder = tempfile.mkdtemp(prefix="greenharvest-planted-")
    try:
        return cluster_torture.torture(rounds, seed=1, folder=folder, program=str(build(defect)), kinds=KINDS_OF_CLUSTER, checker=checker, late_writes=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def told(defect, summary):
    """Whether it was missed. The order of events, where it was looked at, is a second eye."""
    order = {"fits_no_order": bool(summary["history"]["not_linearizable"])} if "history" in summary else {}
    print(json.dumps({"torture": "planted", "defect": defect, "caught": not summary["sound"], **order, "findings": summary["findings"][:3]}), flush=True)
    return summary["sound"]


def catch_all(rounds):
    return 1 if sum([told(defect, catch(defect, max(rounds, ROUNDS_MIN))) for defect in DEFECTS]) else 0


def catch_all_in_cluster(rounds, checker):
    return 1 if sum([told(defect, catch_in_cluster(defect, max(rounds, ROUNDS_OF_CLUSTER), checker)) for defect in DEFECTS_OF_CLUSTER]) else 0
