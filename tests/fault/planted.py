"""Broken programs that the torture must catch: each is the program with one defect (src/base/planted.h), built in a folder of its own."""
import json
import pathlib
import shutil
import subprocess
import tempfile

import torture

TOP = pathlib.Path(__file__).resolve().parents[2]
# What the program does wrong, and what a kill then shows. no_fsync: SQLite does not sync and success is told before the page cache has
# the write; a kill of the process alone loses nothing that the kernel has, so the missing sync itself is found by tests/fault/store_kill,
# which follows the system calls.
DEFECTS = ("check_then_write", "ack_before_commit", "no_fsync")
BUILD_DEADLINE_S = 3600
ROUNDS_MIN = 40


def build(defect):
    folder = TOP / "build" / f"planted-{defect}"
    configure = ["cmake", "-S", TOP, "-B", folder, "-G", "Ninja", "-DCMAKE_CXX_COMPILER=clang++-19", "-DCMAKE_BUILD_TYPE=Debug",
                 "-DCMAKE_CXX_FLAGS_DEBUG=-O1", "-DCMAKE_AR=/usr/bin/llvm-ar-19", "-DCMAKE_RANLIB=/usr/bin/llvm-ranlib-19", f"-DGREENHARVEST_PLANT={defect}"]
    for command in (configure, ["ninja", "-C", folder, "--quiet", "greenharvest"]):
        done = subprocess.run(command, capture_output=True, text=True, timeout=BUILD_DEADLINE_S)
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


def catch_all(rounds):
    missed = 0
    for defect in DEFECTS:
        summary = catch(defect, max(rounds, ROUNDS_MIN))
        missed += summary["sound"]
        print(json.dumps({"torture": "planted", "defect": defect, "caught": not summary["sound"], "findings": summary["findings"][:3]}), flush=True)
    return 1 if missed else 0
