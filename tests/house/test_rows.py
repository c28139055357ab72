"""The table that `make rows` prints."""

from collections import Counter
from pathlib import Path

from tests.rows import Row, listed, table


def test_rows_are_read_from_the_page_in_its_order(tmp_path: Path) -> None:
    page = tmp_path / "features.md"
    page.write_text(
        "| id | what |\n|---|---|\n| O2 | At the door |\n| O1 | By the centre |\n", encoding="utf-8"
    )
    assert listed(page) == [Row("O2", "At the door"), Row("O1", "By the centre")]


def test_the_table_tells_shown_rows_from_named_ones() -> None:
    rows = [Row("O1", "By the centre"), Row("O2", "At the door")]
    lines = table(rows, Counter({"O1": 3})).splitlines()
    assert lines[1].split() == ["O1", "By", "the", "centre", "3"]
    assert lines[2].split() == ["O2", "At", "the", "door", "-"]
    assert lines[-1] == "named 2 / shown 1"
