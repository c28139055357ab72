"""Starts the measured processes, waits for them, reads their costs, ends them."""

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

START_LIMIT = 30.0
ROOT = Path(__file__).parent.parent


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def module(python: Path, name: str, port: int, *args: str) -> Iterator[int]:
    """A module of the bench that serves on `port` while the block runs; gives its process id."""
    process = subprocess.Popen([python, "-m", name, str(port), *args], cwd=ROOT)
    try:
        wait_for(process, port)
        yield process.pid
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, then end it."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for(process: subprocess.Popen[bytes], port: int, log: Path | None = None) -> None:
    """Until it listens. Raises RuntimeError, with the end of its log, when it does not."""
    until = time.monotonic() + START_LIMIT
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    why = log.read_text()[-1000:] if log else ""
    raise RuntimeError(f"{process.args!r} did not start\n{why}")


def cpu_seconds(pid: int) -> float:
    """CPU time the process has used, all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float:
    """Memory the process holds now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
