#!/usr/bin/env python3
"""A shop of several nodes on this machine: PostgreSQL and Redis, API processes that share them, HAProxy before them. All on loopback, all in
one folder.

cluster.py start FOLDER [--nodes N] [--port P] [--demo [--small]] [--set KEY=VALUE]... [--program PATH] [--pages PATH]
                          prints the address when every node is ready; FOLDER must not exist or be empty
cluster.py restart FOLDER one node after the other, each taken out of the balancer first: no request fails
cluster.py admin FOLDER WORD...
                          `greenharvest admin WORD...` with the settings of the first node
cluster.py status FOLDER  each process, and what its node says of itself
cluster.py stop FOLDER    ends everything and removes the folder

--small: the demo's small shop. --set: a setting of every node. --pages: the page server's script (web/.next/standalone/server.js). PostgreSQL, Redis
and HAProxy are Debian's.
"""
import argparse
import base64
import contextlib
import functools
import json
import os
import pathlib
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

TOP = pathlib.Path(__file__).resolve().parent.parent
POSTGRES = str(TOP / "tools/postgres")
REDIS = str(TOP / "tools/redis")
BALANCER = "/usr/sbin/haproxy"
NODES = 3
PORT = 8080
READY_DEADLINE_S = 30
STOP_DEADLINE_S = 30
DRAIN_DEADLINE_S = 15
STATE = "cluster.json"
AS_ROOT = os.geteuid() == 0
NSENTER = ("nsenter", "--mount", "--root", "--wd") if AS_ROOT else ("nsenter", "--user", "--mount", "--root", "--wd", "--preserve-credentials")

HAPROXY = """\
global
  daemon
  nbthread 1
  maxconn 8192
  pidfile {folder}/haproxy.pid
  stats socket {folder}/haproxy.sock mode 600 level admin
defaults
  mode http
  timeout connect 1s
  timeout client 75s
  timeout server 60s
  timeout http-keep-alive 60s
  retries 3
  option redispatch 1
frontend shop
  bind 127.0.0.1:{port} backlog 4096
  option forwardfor
  http-request set-header X-Forwarded-Proto http
  default_backend nodes
backend nodes
  balance roundrobin
  option httpchk GET /readyz
  default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
{servers}
"""


given_ports = set()


def free_port():
    """Below those that the system gives to connections: a node that is started anew finds its own again. None twice: nobody listens yet."""
    for port in random.sample(range(20_000, 32_000), 200):
        if port in given_ports:
            continue
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
                given_ports.add(port)
                return port
            except OSError:
                continue
    raise RuntimeError("no port is free")


def alive(pid):
    """Also one whose first thread has ended: until its last one has, its files are open and its locks are held."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()  # proc(5): from the third field on
        return fields[0] != "Z" or int(fields[17]) > 1
    except OSError:
        return False


def wait_for(what, deadline_s, text):
    end = time.monotonic() + deadline_s
    while not what():
        if time.monotonic() > end:
            raise RuntimeError(f"{text} in {deadline_s} s")
        time.sleep(0.02)


@functools.cache
def unshare():
    """The words before a command that has file systems of its own; none where this machine lets us have none."""
    words = ["unshare", "--mount"] if AS_ROOT else ["unshare", "--user", "--map-root-user", "--mount"]
    # Private; but the root of a chroot is no mount whose propagation could be changed. What would be seen by others is not mounted.
    trial = "! grep -q ' shared:' /proc/self/mountinfo && mount -t tmpfs -o size=1m tmpfs /tmp"
    for propagation in ("private", "unchanged"):
        tried = [*words, "--propagation", propagation]
        if subprocess.run([*tried, "sh", "-c", trial], capture_output=True, timeout=20).returncode == 0:
            return tried
    return []


def has_small_disks():
    return bool(unshare())


class Cluster:
    """State is in FOLDER/cluster.json, so that another process can go on with it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.state = {}

    @classmethod
    def found(cls, folder):
        cluster = cls(folder)
        try:
            cluster.state = json.loads((cluster.folder / STATE).read_text())
        except OSError as problem:
            raise RuntimeError(f"{folder} holds no cluster: {problem.strerror}") from problem
        return cluster

    def save(self):
        (self.folder / STATE).write_text(json.dumps(self.state, indent=1))

    # -- what every node has in common

    def environment(self, number):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GREENHARVEST_")}
        return kept | self.state["common"] | {"GREENHARVEST_DATA": str(self.folder / f"node{number}")} | self.state["extra"].get(str(number), {})

    def admin(self, number, *words, timeout=300):
        return subprocess.run([self.state["program"], "admin", *words], env=self.environment(number), check=True, timeout=timeout, capture_output=True, text=True)

    # -- from start to end

    def make(self, program, nodes=NODES, port=None, pages=None, settings=None, redis=True, backup=None):
        """PostgreSQL, Redis and the configuration; nodes are started one by one. settings: further ones of every node, by their names. backup: what
        PostgreSQL begins with (`tools/postgres backup`)."""
        if self.folder.exists() and any(self.folder.iterdir()):
            raise RuntimeError(f"{self.folder} is not empty")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)  # PostgreSQL runs as somebody else where we are root
        words = ["restore", str(self.folder / "postgres"), str(backup)] if backup else ["start", str(self.folder / "postgres")]
        url = subprocess.run([POSTGRES, *words], check=True, capture_output=True, text=True, timeout=120).stdout.strip()
        redis_url = self.redis("start") if redis else None
        self.state = {
            "program": str(program), "port": port or free_port(), "postgres": url, "redis": redis_url, "nodes": {}, "extra": {}, "disks": {}, "pages": None,
            "common": {
                "GREENHARVEST_STORE_URL": url,
                "GREENHARVEST_AUTH_TOKEN_SECRET": secrets.token_urlsafe(48),
                "GREENHARVEST_AUTH_SECOND_FACTOR_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("="),
                "GREENHARVEST_PAYMENTS_SIMULATOR_FILE": str(self.folder / "card_simulator.log"),
                **({} if "objects.s3_url" in (settings or {}) else {"GREENHARVEST_OBJECTS_FOLDER": str(self.folder / "objects")}),
                "GREENHARVEST_HTTP_TRUSTED_PROXIES": "127.0.0.1",
                **({"GREENHARVEST_REDIS_URL": redis_url} if redis else {}),
                **{"GREENHARVEST_" + key.upper().replace(".", "_"): value for key, value in (settings or {}).items()},
            },
        }
        self.state["common"].setdefault("GREENHARVEST_SHOP_URL", self.address())
        if pages:
            self.state["pages"] = {"script": str(pages), "port": free_port(), "pid": None}
            files = pathlib.Path(pages).parents[1] / "files"
            self.state["common"] |= {"GREENHARVEST_WEB_UPSTREAM": f"http://127.0.0.1:{self.state['pages']['port']}", "GREENHARVEST_WEB_FILES": str(files)}
        for number in range(1, nodes + 1):
            self.state["nodes"][str(number)] = {"port": free_port(), "pid": None}
        self.save()

    def start(self):
        for number in self.state["nodes"]:
            self.start_node(number)
        self.start_balancer()
        if self.state["pages"]:
            self.start_pages()

    def stop(self):
        """Everything, whatever runs of it."""
        if self.state.get("pages"):
            self.end(self.state["pages"]["pid"])
        with contextlib.suppress(OSError, ValueError):
            self.end(int((self.folder / "haproxy.pid").read_text()))
        pids = [node["pid"] for node in self.state.get("nodes", {}).values()]
        for pid in pids:
            self.signal(pid, signal.SIGCONT)
            self.signal(pid, signal.SIGTERM)
        for pid in [*pids, *self.state.get("disks", {}).values()]:
            self.end(pid)
        if self.state.get("redis"):
            subprocess.run([REDIS, "stop", str(self.folder / "redis")], timeout=60, capture_output=True)
        subprocess.run([POSTGRES, "stop", str(self.folder / "postgres")], timeout=60, capture_output=True)

    def address(self):
        return f"http://localhost:{self.state['port']}"

    # -- one node

    def start_node(self, number, wait=True):
        node = self.state["nodes"][str(number)]
        with open(self.folder / f"node{number}.log", "ab") as log:
            process = subprocess.Popen([*self.into_disk(number), self.state["program"], "serve", "--listen", f"127.0.0.1:{node['port']}"], env=self.environment(number),
                                       stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
        node["pid"] = process.pid
        self.save()
        if wait:
            self.wait_ready(number)

    def wait_ready(self, number):
        wait_for(lambda: self.is_ready(number), READY_DEADLINE_S, f"node {number} was not ready")

    def is_ready(self, number):
        node = self.state["nodes"][str(number)]
        with contextlib.suppress(ChildProcessError):
            os.waitpid(node["pid"], os.WNOHANG)
        if not alive(node["pid"]):
            raise RuntimeError(f"node {number} ended by itself:\n{(self.folder / f'node{number}.log').read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{node['port']}/readyz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def kill_node(self, number, how=signal.SIGKILL):
        node = self.state["nodes"][str(number)]
        self.signal(node["pid"], how)
        if how in (signal.SIGKILL, signal.SIGTERM):
            self.end(node["pid"])
            node["pid"] = None
            self.save()

    # A file system in memory, in a mount namespace that a process of its own holds: nobody else sees it, and it ends with that process.

    def small_disk(self, number, megabytes):
        """From its next start on the node has its data folder on a file system with so much room."""
        folder = self.folder / f"node{number}"
        folder.mkdir(exist_ok=True)
        holder = subprocess.Popen([*unshare(), "sh", "-c", f'mount -t tmpfs -o size={megabytes}m tmpfs "$0" && echo ready && exec sleep infinity', str(folder)],
                                  stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, start_new_session=True)
        if holder.stdout.readline().strip() != "ready":
            raise RuntimeError(f"node {number} got no file system of its own")
        self.state["disks"][str(number)] = holder.pid
        self.save()

    def disk(self, number):
        """The data folder as the node sees it."""
        return pathlib.Path(f"/proc/{self.state['disks'][str(number)]}/root{self.folder}/node{number}")

    def into_disk(self, number):
        holder = self.state["disks"].get(str(number))
        return [*NSENTER, "-t", str(holder), "--"] if holder else []

    def restart_node(self, number):
        """Out of the balancer first, so that nobody meets it while it ends."""
        self.balance(out=[str(number)])
        self.kill_node(number, signal.SIGTERM)
        self.start_node(number)
        self.balance(out=[])
        wait_for(lambda: f"n{number} " in self.up(), READY_DEADLINE_S, f"node {number} did not come back into the balancer")

    @staticmethod
    def signal(pid, how):
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)

    @staticmethod
    def end(pid):
        """SIGTERM, and SIGKILL for one that does not end."""
        if not pid:
            return
        Cluster.signal(pid, signal.SIGTERM)
        end = time.monotonic() + STOP_DEADLINE_S
        while alive(pid):
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            if time.monotonic() > end:
                Cluster.signal(pid, signal.SIGKILL)
            time.sleep(0.01)

    # -- PostgreSQL

    def postgres_pid(self):
        return int(subprocess.run([POSTGRES, "pid", str(self.folder / "postgres")], check=True, capture_output=True, text=True, timeout=20).stdout)

    def resume_postgres(self):
        subprocess.run([POSTGRES, "resume", str(self.folder / "postgres")], check=True, capture_output=True, text=True, timeout=120)

    # -- Redis

    def redis(self, word):
        """What tools/redis answers: start, resume (empty), pid, stop."""
        return subprocess.run([REDIS, word, str(self.folder / "redis")], check=True, capture_output=True, text=True, timeout=60).stdout.strip()

    def signal_redis(self, how):
        pid = int(self.redis("pid"))
        self.signal(pid, how)
        if how == signal.SIGKILL:
            wait_for(lambda: not alive(pid), 10, "Redis did not die")

    # -- the balancer

    def start_balancer(self):
        servers = "\n".join(f"  server n{number} 127.0.0.1:{node['port']}" for number, node in self.state["nodes"].items())
        file = self.folder / "haproxy.cfg"
        file.write_text(HAPROXY.format(folder=self.folder, port=self.state["port"], servers=servers))
        subprocess.run([BALANCER, "-c", "-q", "-f", str(file)], check=True, timeout=30, capture_output=True, text=True)
        subprocess.run([BALANCER, "-f", str(file)], check=True, timeout=30, capture_output=True, text=True)

    def ask_balancer(self, words):
        with socket.socket(socket.AF_UNIX) as admin:
            admin.settimeout(5)
            admin.connect(str(self.folder / "haproxy.sock"))
            admin.sendall(words.encode() + b"\n")
            answer = b""
            while part := admin.recv(65536):
                answer += part
        return answer.decode()

    def up(self):
        """The servers that get requests, as "n1 n2 "."""
        lines = [line.split(",") for line in self.ask_balancer("show stat nodes 4 -1").splitlines() if line]
        column = [name.strip("# ") for name in lines[0]].index("status")
        return "".join(line[1] + " " for line in lines[1:] if line[column] == "UP")

    def requests_at(self, number):
        """Running now, through the balancer."""
        lines = [line.split(",") for line in self.ask_balancer("show stat nodes 4 -1").splitlines() if line]
        column = [name.strip("# ") for name in lines[0]].index("scur")
        return next(int(line[column]) for line in lines[1:] if line[1] == f"n{number}")

    def balance(self, out):
        """Takes nodes out of the balancer, or back in; clients and their connections do not notice. Returns when those that are out have
        answered what they had."""
        for number in self.state["nodes"]:
            self.ask_balancer(f"set server nodes/n{number} state {'drain' if number in out else 'ready'}")
        wait_for(lambda: all(self.requests_at(number) == 0 for number in out), DRAIN_DEADLINE_S, "a node did not answer what it had")

    # -- pages

    def start_pages(self):
        pages = self.state["pages"]
        env = dict(os.environ, PORT=str(pages["port"]), HOSTNAME="127.0.0.1", NODE_ENV="production", NEXT_TELEMETRY_DISABLED="1",
                   GREENHARVEST_API=f"http://127.0.0.1:{self.state['port']}")
        with open(self.folder / "pages.log", "ab") as log:
            pages["pid"] = subprocess.Popen(["node", pages["script"]], env=env, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True).pid
        self.save()

        def up():
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{pages['port']}/icon.svg", timeout=2) as answer:
                    return answer.status == 200
            except OSError:
                return False

        wait_for(up, READY_DEADLINE_S, "the pages did not come up")


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)


def command_start(arguments):
    cluster = Cluster(arguments.folder)
    say("starting PostgreSQL and Redis")
    settings = {"auth.email_verification": "optional"} if arguments.demo else {}  # whoever tries the shop has no mailbox
    settings |= dict(setting.split("=", 1) for setting in arguments.set)
    cluster.make(arguments.program, arguments.nodes, arguments.port, arguments.pages, settings)
    try:
        if arguments.demo:
            say("loading the demo shop")
            cluster.admin(1, "demo", *(["--small"] if arguments.small else []))
        say(f"starting {arguments.nodes} nodes and HAProxy")
        cluster.start()
    except BaseException:
        cluster.stop()
        shutil.rmtree(cluster.folder, ignore_errors=True)  # or the next start would take it for one that runs
        raise
    print(cluster.address())


def command_restart(arguments):
    cluster = Cluster.found(arguments.folder)
    for number in cluster.state["nodes"]:
        started = time.monotonic()
        cluster.restart_node(number)
        say(f"node {number} is new, {time.monotonic() - started:.1f} s")


def command_admin(arguments):
    cluster = Cluster.found(arguments.folder)
    beside = {"GREENHARVEST_DATA": str(cluster.folder / "admin")}  # a node's own folder is in use
    done = subprocess.run([cluster.state["program"], "admin", *arguments.words], env=cluster.environment(1) | beside)
    sys.exit(done.returncode)


def command_status(arguments):
    cluster = Cluster.found(arguments.folder)
    print(f"address     {cluster.address()}")
    print(f"postgresql  {cluster.state['postgres']}  {'runs' if alive(cluster.postgres_pid()) else 'does not run'}")
    if cluster.state["redis"]:
        print(f"redis       {cluster.state['redis']}  {'runs' if alive(int(cluster.redis('pid'))) else 'does not run'}")
    for number, node in cluster.state["nodes"].items():
        state = "does not run"
        if alive(node["pid"]):
            state = "ready" if cluster.is_ready(number) else "not ready"
        print(f"node {number}      http://127.0.0.1:{node['port']}  process {node['pid']}  {state}")


def command_stop(arguments):
    cluster = Cluster.found(arguments.folder)
    cluster.stop()
    shutil.rmtree(cluster.folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words = parser.add_subparsers(dest="word", required=True)
    for word in ("start", "admin", "restart", "status", "stop"):
        sub = words.add_parser(word)
        sub.add_argument("folder")
        if word == "start":
            sub.add_argument("--nodes", type=int, default=NODES)
            sub.add_argument("--port", type=int, default=PORT)
            sub.add_argument("--demo", action="store_true")
            sub.add_argument("--program", default=str(TOP / "build/release/greenharvest"))
            sub.add_argument("--pages")
            sub.add_argument("--small", action="store_true")
            sub.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
        if word == "admin":
            sub.add_argument("words", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    try:
        globals()["command_" + arguments.word](arguments)
    except (RuntimeError, subprocess.CalledProcessError) as problem:
        detail = problem.stderr if isinstance(problem, subprocess.CalledProcessError) and problem.stderr else str(problem)
        sys.exit(f"cluster.py: {detail}")


if __name__ == "__main__":
    main()
