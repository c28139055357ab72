"""Runs every bench and prints one table; exit code 1 when something that must hold does not."""

import asyncio
import sys
import tempfile
from pathlib import Path

from bench import intake, reading, starting
from bench.table import show


def main() -> int:
    """All benches."""
    with tempfile.TemporaryDirectory() as folder:
        figures = [
            *asyncio.run(intake.measure()),
            *reading.measure(),
            *starting.measure(Path(folder)),
        ]
    return 0 if show(figures) else 1


if __name__ == "__main__":
    sys.exit(main())
