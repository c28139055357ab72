"""A real `linli run` in a process of its own: started, stopped, killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

READY_SECONDS = 30
STOP_SECONDS = 10
LOOK_SECONDS = 0.05


class Desk:
    """The sample community on a port of its own; all it keeps lies in one folder."""

    def __init__(self, folder: Path) -> None:
        """`folder` is empty, or holds what an earlier process left."""
        self.folder, self.port = folder, _free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the doors are, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """Everything the processes have said so far."""
        return (self.folder / "log.txt").read_text("utf-8")

    def start(self) -> None:
        """Start the process and wait until it says that it is ready."""
        command = [str(Path(sys.executable).with_name("linli")), "run", "--sample-if-empty"]
        with (self.folder / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=self._environment(), stdout=log, stderr=log
            )
        self._wait_until_ready(self.process)

    def stop(self) -> int | None:
        """Ask it to end (SIGTERM) and wait until it has; its exit code, None if it did not run."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it where it stands."""
        self._end(signal.SIGKILL)

    def _environment(self) -> dict[str, str]:
        ours = {
            "LINLI_DATABASE__URL": f"sqlite:///{self.folder / 'linli.db'}",
            "LINLI_WEB__PORT": str(self.port),
            "LINLI_STORAGE__PATH": str(self.folder / "data"),
        }
        inherited = {name: text for name, text in os.environ.items() if "LINLI_" not in name}
        return {**inherited, **ours, "PYTHONUNBUFFERED": "1"}

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            if _is_ready(self.port):
                return
            try:
                code = process.wait(LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(f"linli run ended with {code}:\n{self.log}")
        self.kill()
        raise TimeoutError(f"linli run was not ready in {READY_SECONDS} s:\n{self.log}")

    def _end(self, how: signal.Signals) -> int | None:
        process, self.process = self.process, None
        if process is None:
            return None
        process.send_signal(how)
        try:
            return process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _is_ready(port: int) -> bool:
    asking = HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        asking.request("GET", "/readyz")
        return asking.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        asking.close()
