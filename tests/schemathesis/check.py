"""Holds the served OpenAPI document against the program with Schemathesis, once for each role; every 4xx must be a problem document, and what is said to be wrong
with a field must name it. Weaker than all of its checks: LEFT_OUT is not called, and more statuses are accepted than its defaults
(schemathesis.toml).

  GREENHARVEST_SCHEMATHESIS=EXECUTABLE python3 tests/schemathesis/check.py [--examples N] [--seed N] [--role ROLE]...
"""
import argparse
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "http")]

from http_support import FAST
from stage import Admin, FarmOwner, Person

from support.server import Server

# They end the session that the run itself has, close the account of who runs, or answer by mail: tests/http has them by hand.
LEFT_OUT = ["logout", "endSession", "endSessions", "bulkUsers", "changeRole", "disableUser", "endUserSessions", "changePassword", "resetSecondFactor", "beginSecondFactor",
            "handOverFarm", "leaveMyFarm", "pauseFarm", "rejectFarm", "bulkFarms", "login", "refresh"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--examples", type=int, default=10, help="of each operation and phase")
    arguments.add_argument("--seconds", type=int, default=1800, help="of each role, at most")
    arguments.add_argument("--phases", default="examples,coverage,fuzzing")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--role", action="append", choices=["guest", "customer", "farmer", "admin"])
    asked = arguments.parse_args()
    schemathesis = os.environ.get("GREENHARVEST_SCHEMATHESIS", "schemathesis")
    failed = []
    with Server(flags=FAST, demo=True) as server:
        admin = Admin(server)
        people = {"guest": None, "customer": Person(server), "farmer": FarmOwner(server, admin), "admin": admin}
        people["farmer"].product(quantity=100)
        for role in asked.role or people:
            command = [schemathesis, "--config-file", str(HERE / "schemathesis.toml"), "run", f"http://127.0.0.1:{server.port}/api/v1/openapi.json", "--url",
                       f"http://127.0.0.1:{server.port}", "--max-examples", str(asked.examples), "--seed", str(asked.seed), "--no-color",
                       "--phases", asked.phases, "--max-time", str(asked.seconds), "--continue-on-failure"]
            for operation in LEFT_OUT:
                command += ["--exclude-operation-id", operation]
            print(f"==> {role}", flush=True)
            environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE)}
            if people[role]:
                environment |= {"GH_ROLE_REFRESH_TOKEN": people[role].refresh_token,
                                "GH_ROLE_REFRESH_URL": f"http://127.0.0.1:{server.port}/api/v1/auth/refresh"}
            if subprocess.run(command, env=environment, cwd=HERE).returncode != 0:
                failed.append(role)
    if failed:
        sys.exit("failed as " + ", ".join(failed))


if __name__ == "__main__":
    main()
