#!/usr/bin/env python3
"""Runs every test program of a build folder, the pytest suites and those of web/; prints one line that sums them all.

run_tests.py [WORD...]    only programs and suites whose name contains one of the words
GH_PRESET       the build folder to take programs from (default: release)

A program that crashes, runs longer than its deadline, or reports no test at all counts as one failure.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as xml

TOP = pathlib.Path(__file__).resolve().parent.parent
PRESET = os.environ.get("GH_PRESET", "release")
PROGRAM = str(TOP / "build" / PRESET / "greenharvest")  # what the black-box suites test
PROGRAM_DEADLINE_S = 300
SUITES_DEADLINE_S = 1500
PARALLEL = 2
FAILURES_MAX = 40  # that the end names
WHY_CHARACTERS_MAX = 800

GOOGLE_TEST_PASSED = re.compile(r"^\[ RUN      \].*\n\[       OK \].*\n", re.M)


class Outcome:
    def __init__(self, name, passed=0, failed=0, skipped=0, seconds=0.0, output=""):
        self.name, self.passed, self.failed, self.skipped = name, passed, failed, skipped
        self.seconds, self.output = seconds, output
        self.failures = []  # (case, why), for the end of the run

    def fail(self, case, why):
        self.failures.append((case, why.strip()[:WHY_CHARACTERS_MAX]))


def run(command, deadline_s, env=None):
    """Exit status (None after the deadline) and output; the process group ends with the call."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=TOP, env=env, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=deadline_s)
        return process.returncode, output.decode(errors="replace")
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        output, _ = process.communicate()
        return None, output.decode(errors="replace") + f"\nran longer than {deadline_s} s and was ended\n"


def google_test(program, scratch):
    report = scratch / (program.name + ".json")
    started = time.monotonic()
    status, output = run([str(program), f"--gtest_output=json:{report}"], PROGRAM_DEADLINE_S)
    output = GOOGLE_TEST_PASSED.sub("", output)  # what is left tells what failed, or ran when the program was ended
    outcome = Outcome(program.name, seconds=time.monotonic() - started, output=output)
    if report.exists():
        for suite in json.loads(report.read_text())["testsuites"]:
            for case in suite["testsuite"]:
                if case.get("failures"):
                    outcome.failed += 1
                    outcome.fail(f"{suite['name']}.{case['name']}", case["failures"][0]["failure"])
                elif case.get("result") == "SKIPPED" or case.get("status") == "NOTRUN":
                    outcome.skipped += 1
                else:
                    outcome.passed += 1
    if (status != 0 and outcome.failed == 0) or outcome.passed + outcome.failed + outcome.skipped == 0:
        outcome.failed += 1
        outcome.output += f"\n{program.name}: exit status {status}, no report of what failed\n"
    return outcome


def workers_of(folder):
    """tests/http waits more than it computes, and each of its files has a server of its own; the others measure and kill."""
    return ["-n", str(PARALLEL), "--dist", "loadfile"] if folder.name == "http" else []


def pytest_suite(folder, scratch):
    report = scratch / (folder.name + ".xml")
    started = time.monotonic()
    env = dict(os.environ, GH_PROGRAM=PROGRAM, PYTHONDONTWRITEBYTECODE="1")
    status, output = run(["/usr/bin/python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", *workers_of(folder), f"--junitxml={report}", str(folder)], SUITES_DEADLINE_S, env)
    outcome = Outcome(str(folder.relative_to(TOP)), seconds=time.monotonic() - started, output=output)
    if report.exists():
        for suite in xml.parse(report).getroot().iter("testsuite"):
            total, failed = int(suite.get("tests")), int(suite.get("failures")) + int(suite.get("errors"))
            outcome.skipped += int(suite.get("skipped"))
            outcome.failed += failed
            outcome.passed += total - failed - int(suite.get("skipped"))
            for case in suite.iter("testcase"):
                for problem in (*case.iter("failure"), *case.iter("error")):
                    outcome.fail(f"{case.get('classname')}.{case.get('name')}", problem.get("message", ""))
    if (status != 0 and outcome.failed == 0) or outcome.passed + outcome.failed + outcome.skipped == 0:
        outcome.failed += 1
    return outcome


def web_verify(scratch):
    """Types and lint count as one case each; vitest reports its own."""
    started = time.monotonic()
    outcome = Outcome("web/verify")
    for script in ("types", "lint"):
        status, output = run(["npm", "run", "--silent", script, "--prefix", "web"], SUITES_DEADLINE_S)
        outcome.passed += status == 0
        outcome.failed += status != 0
        outcome.output += output
    report = scratch / "vitest.json"
    status, output = run(["npm", "run", "--silent", "test", "--prefix", "web", "--", "--reporter=json", f"--outputFile={report}"], SUITES_DEADLINE_S)
    cases = json.loads(report.read_text()) if report.exists() else {}
    passed, failed = cases.get("numPassedTests", 0), cases.get("numFailedTests", 0)
    outcome.passed += passed
    outcome.failed += failed
    outcome.skipped += cases.get("numPendingTests", 0) + cases.get("numTodoTests", 0)
    if (status != 0 and failed == 0) or passed + failed == 0:
        outcome.failed += 1
    outcome.output += output
    for suite in cases.get("testResults", []):
        for case in suite.get("assertionResults", []):
            if case.get("status") == "failed":
                outcome.output += "\n".join([case["fullName"], *case.get("failureMessages", [])]) + "\n"
                outcome.fail(case["fullName"], "\n".join(case.get("failureMessages", [])))
    outcome.seconds = time.monotonic() - started
    return outcome


def failed_specs(suite):
    """Of Playwright's report: the title and the first error of each test that failed."""
    for spec in suite.get("specs", []):
        if not spec["ok"]:
            errors = [error.get("message", "") for test in spec["tests"] for result in test["results"] for error in result.get("errors", [])]
            yield f"{spec['file']}: {spec['title']}", errors[0] if errors else ""
    for inner in suite.get("suites", []):
        yield from failed_specs(inner)


def web_pages(scratch):
    """Playwright in the machine's Chromium against the program under test, which it starts itself with Next.js."""
    report = scratch / "playwright.json"
    started = time.monotonic()
    env = dict(os.environ, GH_PROGRAM=PROGRAM, GH_REPORT=str(report))
    status, output = run(["npm", "run", "--silent", "e2e", "--prefix", "web"], SUITES_DEADLINE_S, env)
    outcome = Outcome("web/e2e", seconds=time.monotonic() - started, output=output)
    if report.exists():
        found = json.loads(report.read_text())
        stats = found.get("stats", {})
        outcome.passed = stats.get("expected", 0) + stats.get("flaky", 0)
        outcome.failed = stats.get("unexpected", 0)
        outcome.skipped = stats.get("skipped", 0)
        for case, why in failed_specs(found):
            outcome.fail(case, why)
    if (status != 0 and outcome.failed == 0) or outcome.passed + outcome.failed + outcome.skipped == 0:
        outcome.failed += 1
    return outcome


WEB = {"web/verify": web_verify, "web/e2e": web_pages}


def main():
    words = sys.argv[1:]
    wanted = lambda name: not words or any(word in name for word in words)
    programs = sorted(p for p in (TOP / "build" / PRESET / "tests").glob("*") if p.is_file() and os.access(p, os.X_OK) and wanted(p.name))
    suites = sorted({p.parent for p in (TOP / "tests").rglob("test_*.py") if wanted(str(p.parent.relative_to(TOP)))})
    outcomes = []

    def done(outcome):
        outcomes.append(outcome)
        mark = "FAIL" if outcome.failed else "ok"
        print(f"{mark:4} {outcome.name}: {outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped ({outcome.seconds:.1f} s)", flush=True)
        if outcome.failed:
            print("\n".join("     " + line for line in outcome.output.splitlines()[-80:]), flush=True)

    with tempfile.TemporaryDirectory() as scratch:
        with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
            for future in concurrent.futures.as_completed([pool.submit(google_test, p, pathlib.Path(scratch)) for p in programs]):
                done(future.result())
        for folder in suites:  # one after the other: they measure and kill servers
            done(pytest_suite(folder, pathlib.Path(scratch)))
        for name, suite in WEB.items():
            if wanted(name) and PRESET == "release":  # a sanitizer says nothing about pages
                done(suite(pathlib.Path(scratch)))
    passed, failed, skipped = (sum(getattr(o, what) for o in outcomes) for what in ("passed", "failed", "skipped"))
    if passed + failed == 0:
        print("no test ran")
        failed = 1
    failures = [(o.name, case, why) for o in outcomes for case, why in o.failures]
    for name, case, why in failures[:FAILURES_MAX]:
        print(f"failed: {name}: {case}\n" + "\n".join("     " + line for line in why.splitlines()))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
