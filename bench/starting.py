"""From `linli run` on an existing database to the first /readyz that says 200."""

import os
import statistics
import subprocess
import sys
import time
import urllib.request
from importlib.util import find_spec
from pathlib import Path

from bench.processes import free_port, stop
from bench.table import Figure

LINLI = Path(sys.executable).parent / "linli"
STARTS = 3
LIMIT = 20.0


def measure(folder: Path) -> list[Figure]:
    """The middle of three starts, after one that makes the database."""
    what, bar = "start to ready", "<= 3 s"
    if find_spec("bot.cli") is None or not LINLI.exists():
        return [Figure(what, "no linli command yet", bar)]
    _start(folder)
    seconds = statistics.median(_start(folder) for _n in range(STARTS))
    return [Figure(what, f"{seconds:.2f} s", bar, seconds <= 3, must=True)]


def _start(folder: Path) -> float:
    """Seconds from the command to being ready; `inf` when it never was."""
    port = free_port()
    env = {
        **os.environ,
        "LINLI_DATABASE__URL": f"sqlite:///{folder}/start.db",
        "LINLI_STORAGE__PATH": str(folder),
        "LINLI_WEB__PORT": str(port),
    }
    with (folder / "start.log").open("wb") as log:
        began = time.perf_counter()
        process = subprocess.Popen([str(LINLI), "run"], cwd=folder, env=env, stdout=log, stderr=log)
        try:
            return time.perf_counter() - began if _ready(process, port) else float("inf")
        finally:
            stop(process)


def _ready(process: subprocess.Popen[bytes], port: int) -> bool:
    until = time.monotonic() + LIMIT
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1):
                return True
        except OSError:
            time.sleep(0.02)
    return False
