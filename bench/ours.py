"""The desk as shipped: `linli run` with a Telegram bot behind a webhook, at the stand-in.

The paces are raised, since no platform is there that would mind, and the question about a foreign
platform is off, since the peers do not ask it either. All else is as it ships.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.processes import stop, wait_for
from bench.talk import SECRET, TOKEN
from models.database import Database, open_database
from models.vault import Vault, new_key

LINLI = Path(sys.executable).parent / "linli"
INDEX_KEY = "bench"


class Desk:
    """One installation: a database and keys; its processes share them."""

    def __init__(self, folder: Path, url: str = "") -> None:
        """`url` defaults to an SQLite file in `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.url = url or f"sqlite:///{folder / 'linli.db'}"
        #: of this installation, for other processes on the same database
        self.key = new_key()

    def open(self) -> Database:
        """The database, to look into the books."""
        return open_database(self.url, Vault([self.key], INDEX_KEY))

    def command(self, *words: str) -> None:
        """Run `linli WORDS` to its end. Raises CalledProcessError."""
        subprocess.run(
            [LINLI, *words],
            cwd=self.folder,
            env=self._env({}),
            check=True,
            stdout=subprocess.DEVNULL,
        )

    @contextmanager
    def serving(self, port: int, api_port: int, pace: int = 5000) -> Iterator[int]:
        """One process that serves while the block runs; gives its process id.

        It may make `pace` calls a second.
        """
        env = self._env(
            {
                "WEB__PORT": str(port),
                "WEB__PUBLIC_URL": "https://desk.invalid",
                "TELEGRAM__TOKEN": TOKEN,
                "TELEGRAM__MODE": "webhook",
                "TELEGRAM__WEBHOOK_SECRET": SECRET,
                "TELEGRAM__API_BASE": f"http://127.0.0.1:{api_port}/bot",
                "TELEGRAM__PACE": str(pace),
                "TELEGRAM__CHAT_PACE": "0",
                "TELEGRAM__OVERSEAS_NOTICE": "false",
            }
        )
        with (self.folder / f"desk-{port}.log").open("wb") as log:
            process = subprocess.Popen(
                [LINLI, "run"], cwd=self.folder, env=env, stdout=log, stderr=log
            )
            try:
                wait_for(process, port, Path(log.name))
                yield process.pid
            finally:
                stop(process)

    def _env(self, settings: Mapping[str, str]) -> dict[str, str]:
        own = {
            "DATABASE__URL": self.url,
            "STORAGE__PATH": str(self.folder),
            "SECURITY__KEYS": json.dumps([self.key]),
            "SECURITY__INDEX_KEY": INDEX_KEY,
            "SECURITY__SESSION_KEY": INDEX_KEY,
            "COMMUNITY__NAME": "葵园社区",
            "COMMUNITY__STATION_PHONE": "8000 0123",
            **settings,
        }
        return {**os.environ, **{f"LINLI_{name}": value for name, value in own.items()}}
