"""A week, a month or a year of local days, as figures are asked for; weeks begin on Monday."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from models.community import Community

SpanKind = Literal["week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Span:
    """A week, month or year of local days, both ends included."""

    kind: SpanKind
    first: date
    last: date

    @property
    def before(self) -> "Span":
        """The week, month or year before this one."""
        return span_around(self.kind, self.first - timedelta(days=1))

    def moments(self, community: Community) -> tuple[datetime, datetime]:
        """When it begins, and when the day after it begins; UTC."""
        return community.day(self.first)[0], community.day(self.last)[1]


def span_around(kind: SpanKind, day: date) -> Span:
    """The week (Monday to Sunday), month or year that this day lies in."""
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(kind, monday, monday + timedelta(days=6))
    if kind == "year":
        return Span(kind, date(day.year, 1, 1), date(day.year, 12, 31))
    first = day.replace(day=1)
    return Span(kind, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
