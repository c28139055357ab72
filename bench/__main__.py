"""Runs the benches and prints one table; exit code 1 when something that must hold does not.

`python -m bench` runs all with a smaller city; `python -m bench full` is as the bars are written;
a name (intake, notices, …) runs that one alone.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import uvloop

from bench import finding, hours, intake, memory, notices, reading, reminders, starting
from bench.table import Figure, show


def _start() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        return starting.measure(Path(folder))


BENCHES: dict[str, Callable[[memory.Size], list[Figure]]] = {
    "finding": lambda size: finding.measure(finding.FULL if size == memory.FULL else finding.SHORT),
    "hours": lambda size: hours.measure(hours.FULL if size == memory.FULL else hours.SHORT),
    "intake": lambda _size: uvloop.run(intake.measure()),
    "memory": lambda size: uvloop.run(memory.measure(size)),
    "notices": lambda size: uvloop.run(
        notices.measure(notices.FULL if size == memory.FULL else notices.SHORT)
    ),
    "reading": lambda _size: reading.measure(),
    "reminders": lambda size: reminders.measure(
        reminders.FULL if size == memory.FULL else reminders.SHORT
    ),
    "starting": lambda _size: _start(),
}


def main(words: list[str]) -> int:
    """The benches that are named, or all."""
    size = memory.FULL if "full" in words else memory.SHORT
    names = [word for word in words if word != "full"] or list(BENCHES)
    figures = [figure for name in names for figure in BENCHES[name](size)]
    return 0 if show(figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
