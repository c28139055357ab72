"""Reports by name: a new one is one file here and one line in REPORTS.

A report is rows; what is said in chat, the spreadsheet and the CSV file are drawn from the same
ones.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from handlers.reports import figures, understanding
from handlers.reports.sheet import Sheet
from models.community import Community
from models.figures_span import Span

REPORTS: dict[str, Callable[[Session, Community, Span], Sheet]] = {
    "figures": figures.figures,
    "understanding": understanding.understanding,
}
