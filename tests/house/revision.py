"""Writes the next migration: what the models say and the migrations do not yet.

Run as `python -m tests.house.revision "What it does"`; works on a scratch database of its own.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from models.database import open_database
from models.migrate import SCRIPTS, configuration, upgrade
from models.vault import Vault, new_key


def write(message: str) -> None:
    """Write models/migrations/versions/NNNN_message.py."""
    number = len(list((SCRIPTS / "versions").glob("*.py"))) + 1
    with tempfile.TemporaryDirectory() as folder:
        vault = Vault([new_key()], "scratch")
        db = open_database(f"sqlite:///{Path(folder) / 'scratch.db'}", vault)
        upgrade(db.patient)
        with db.patient.begin() as connection:
            command.revision(
                configuration(connection), message, autogenerate=True, rev_id=f"{number:04}"
            )
        db.close()


if __name__ == "__main__":
    write(sys.argv[1])
