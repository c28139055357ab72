"""Which rows of docs/features.md are shown by a test, by their `@pytest.mark.row("O3")`.

`python -m tests.rows` (make rows) collects the whole suite, runs none of it, prints a table.
"""

import contextlib
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

FEATURES = Path(__file__).resolve().parents[1] / "docs" / "features.md"
_ROW = re.compile(r"^\| *([A-Z]\d+) *\| *(.+?) *\|$", re.MULTILINE)
_WIDTH = 84


@dataclass(frozen=True, slots=True)
class Row:
    """One mechanism that the product is to have."""

    id: str
    description: str


class Collector:
    """Counts, while pytest collects, how many tests name each row."""

    def __init__(self) -> None:
        self.tests: Counter[str] = Counter()

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        self.tests.update({str(id) for mark in item.iter_markers("row") for id in mark.args})


def listed(path: Path = FEATURES) -> list[Row]:
    """The rows of the page, in its order."""
    return [Row(*found) for found in _ROW.findall(path.read_text(encoding="utf-8"))]


def table(rows: Iterable[Row], tests: Counter[str]) -> str:
    """The rows with their tests, and how many are shown."""
    rows = list(rows)
    lines = [
        f"{row.id:<4} {_cut(row.description):<{_WIDTH}} {tests[row.id] or '-':>5}" for row in rows
    ]
    shown = sum(tests[row.id] > 0 for row in rows)
    head = f"{'row':<4} {'what it is':<{_WIDTH}} tests"
    return "\n".join([head, *lines, "", f"named {len(rows)} / shown {shown}"])


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def main() -> int:
    """Print the table; fail when the suite cannot be collected or names a row that is not there."""
    collector, said = Collector(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = pytest.main(["--collect-only", "-q", "-m", ""], plugins=[collector])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        print(said.getvalue())
        return 1
    rows = listed()
    print(table(rows, collector.tests))
    strays = sorted(set(collector.tests) - {row.id for row in rows})
    if strays:
        print(f"no such row: {', '.join(strays)}")
    return 1 if strays else 0


if __name__ == "__main__":
    sys.exit(main())
