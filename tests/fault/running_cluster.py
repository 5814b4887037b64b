"""A cluster for the tests of a module."""
import contextlib
import os

import cluster as clusters
from support import server as support


@contextlib.contextmanager
def running(tmp_path_factory, name, settings, demo=("--small",), nodes=clusters.NODES):
    """demo: further words of `admin demo`; a function is given the folder."""
    folder = tmp_path_factory.mktemp(name)
    for parent in (folder, *folder.parents[:2]):
        os.chmod(parent, 0o755)  # PostgreSQL runs as somebody else where we are root
    cluster = clusters.Cluster(folder / "shop")
    cluster.make(support.PROGRAM, nodes, settings=settings)
    try:
        cluster.admin(1, "demo", *(demo(folder) if callable(demo) else demo))
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
