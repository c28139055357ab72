"""A report as rows, and as lines for a chat."""

from dataclasses import dataclass
from itertools import groupby

from handlers.language import _


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what it belongs to, its name, the number and its unit."""

    group: str
    name: str
    value: int
    unit: str
    #: the value in words, where a bare number reads badly: 61小时20分 for minutes
    words: str = ""
    #: left out of the chat when it is nothing
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled report."""

    title: str
    rows: tuple[Row, ...]

    def lines(self) -> list[str]:
        """The title, and a line for each group."""
        said = [self.title]
        for group, rows in groupby(self.rows, key=lambda row: row.group):
            parts = [
                f"{row.name} {row.words or f'{row.value} {row.unit}'}"
                for row in rows
                if row.value or not row.is_quiet
            ]
            if parts:
                said.append(f"{group}{_('：')}{_('，').join(parts)}")
        return said

    def table(self) -> list[tuple[str, str, int, str]]:
        """All rows, with nothing left out."""
        return [(row.group, row.name, row.value, row.unit) for row in self.rows]

    @staticmethod
    def heads() -> tuple[str, str, str, str]:
        """What the columns of the table are called."""
        return _("哪一类"), _("什么"), _("多少"), _("单位")
