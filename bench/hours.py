"""Row ten: an hours book of 2,000,000 entries, written as rows by the database itself.

Five years of one city: 40,000 volunteers, two to an order. What is measured is what chats and
reports call; the look into the books is told, for it runs at night.
"""

import random
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, text

from bench.city import NOW
from bench.ours import Desk
from bench.postgres import postgres
from bench.table import Figure
from models.community import Community
from models.community_figures import community_figures
from models.database import Database
from models.figures_span import SpanKind, span_around
from models.hours_check import Checked, check_slice
from models.hours_totals import hours_of


@dataclass(frozen=True, slots=True)
class Book:
    """How many entries there are, and of how many people."""

    entries: int
    people: int

    @property
    def orders(self) -> int:
        """Two go to each."""
        return self.entries // 2


SHORT, FULL = Book(200_000, 4_000), Book(2_000_000, 40_000)
LOOKS = 300
#: so many entries of it are looked into
CHECKED = 100_000
TOTAL_MS, REPORT_MS = 5.0, 1000.0
TODAY = date(2026, 11, 23)
PLACE = Community(id=1, name="葵园社区", timezone="Asia/Shanghai")

#: how a day and a moment so many days ago are written
_DAYS = {
    "sqlite": "date('2026-11-23', '-' || ({n}) || ' days')",
    "postgresql": "(DATE '2026-11-23' - ({n})::int)",
}
_MOMENTS = {
    "sqlite": "{day} || 'T0{hour}:00:00.000000'",
    "postgresql": "({day} + TIME '0{hour}:00') AT TIME ZONE 'UTC'",
}
_COUNT = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :last) "
_PEOPLE = (
    "INSERT INTO person (id, community_id, display_name, building, unit, language, sex, large_text,"
    " created_at) SELECT i + 1, 1, 'p' || i, '', '', '', '', {no}, {now} FROM n"
)
_ORDERS = (
    "INSERT INTO service_order (id, community_id, number, state, kind, raw_text, origin,"
    " requested_by_id, served_person_id, relation, news_to, family_is_off, own_yes, sensitive,"
    " may_tell_health, wants_woman, venue, served_count, batches, building, unit, starts_at,"
    " precision, bound, minutes_planned, people_needed, places_left, urgency, review_due_at, code,"
    " created_at, changed_at, closed_at)"
    " SELECT i + 1, 1, '1123-' || i, CASE WHEN i % 9 = 0 THEN 'cancelled' ELSE 'closed' END,"
    " 'home_repair', {blob}, 'resident', i % :people + 1, i % :people + 1, '', 'asker', {no}, '',"
    " '', {no}, {no}, 'home', 1, 0, '3', '2', {start}, 'part', '', 60, 2, 0, 'U2', {start}, {blob},"
    " {start}, {end}, {end} FROM n"
)
_ENTRIES = (
    "INSERT INTO service_record (id, community_id, person_id, subject, served_on, started_at,"
    " ended_at, minutes, evidence, state, recorder_id, approved_by_id, approved_at, kind, reason,"
    " break_minutes, due_on, created_at)"
    " SELECT i + 1, 1, i % :people + 1, 'order:' || (i / 2 + 1), {day}, {start}, {end}, 60,"
    " CASE i % 4 WHEN 0 THEN 'code' WHEN 1 THEN 'roster' WHEN 2 THEN 'served' ELSE 'self' END,"
    " CASE WHEN i % 50 = 0 THEN 'pending' ELSE 'approved' END, i % :people + 1,"
    " CASE WHEN i % 50 = 0 THEN NULL ELSE (i + 1) % :people + 1 END,"
    " CASE WHEN i % 50 = 0 THEN NULL ELSE {end} END, 'credit', '', 0, {day}, {end} FROM n"
)


def measure(book: Book) -> list[Figure]:
    """The same on both databases."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        here = Path(folder)
        url = stack.enter_context(postgres(here / "postgres"))
        return [
            *_measured("SQLite", Desk(here / "sqlite"), book),
            *_measured("PostgreSQL", Desk(here / "desk", url), book),
        ]


def _measured(name: str, desk: Desk, book: Book) -> list[Figure]:
    desk.command("migrate")
    db = desk.open()
    try:
        write(db, book)
        chance = random.Random(11)
        people = [chance.randrange(book.people) + 1 for _n in range(LOOKS)]
        total = _times(partial(_total, db, people), LOOKS)
        year, month = (_times(partial(_report, db, kind), 5) for kind in ("year", "month"))
        check = _checked(db, book)
    finally:
        db.close()
    among = f"among {book.entries:,} entries, {name}"
    return [
        _figure(f"a person's total {among}", total, TOTAL_MS),
        _figure(f"a year of a city {among}", year, REPORT_MS),
        _figure(f"a month of a city {among}", month, REPORT_MS),
        check,
    ]


def _figure(what: str, measured: tuple[list[float], float], bar: float) -> Figure:
    spent, busy = measured
    p50, p99 = spent[len(spent) // 2], spent[int(len(spent) * 0.99)]
    figure = f"{p99:.1f} ms (p50 {p50:.1f}, our CPU {busy:.1f})"
    return Figure(f"{what}, p99", figure, f"<= {bar:.0f} ms", p99 <= bar)


def write(db: Database, book: Book) -> None:
    """Fill an empty, migrated database; no two entries of a person share a day."""
    with db.session() as session:
        session.add(Community(name="葵园社区"))
    dialect = db.patient.dialect.name
    # the k-th entry of a person: so many days ago, a step for each and their own first one
    steps = max(1, 1825 * book.people // book.entries)
    entry_days = f"(i / :people) * {steps} + i % {steps}"
    with db.patient.connect() as connection:
        with connection.begin():
            _trust(connection, dialect)
        with connection.begin():
            for statement, rows, days in (
                (_PEOPLE, book.people, "0"),
                (_ORDERS, book.orders, "i % 1825"),
                (_ENTRIES, book.entries, entry_days),
            ):
                values = {"last": rows - 1, "people": book.people}
                wanted = _filled(statement, dialect, days)
                named = {name: values[name] for name in values if f":{name}" in wanted}
                connection.execute(text(wanted), named)
    with db.patient.connect() as connection:
        if dialect == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("VACUUM ANALYZE"))
        else:
            connection.execute(text("ANALYZE"))
            connection.commit()


def _trust(connection: Connection, dialect: str) -> None:
    """What is written here points at what is there; asking for each row would take minutes."""
    if dialect == "postgresql":
        connection.execute(text("SET session_replication_role = replica"))
    elif (raw := connection.connection.dbapi_connection) is not None:
        raw.commit()
        raw.execute("PRAGMA foreign_keys=OFF")


def _filled(statement: str, dialect: str, days: str) -> str:
    day = _DAYS[dialect].format(n=days)
    moments = {
        name: _MOMENTS[dialect].format(day=day, hour=hour)
        for name, hour in (("start", 1), ("end", 2), ("now", 3))
    }
    literals = {"no": "0" if dialect == "sqlite" else "false", "blob": "'-'"}
    return _COUNT + statement.format(day=day, **moments, **literals)


def _times(look: Callable[[int], object], looks: int) -> tuple[list[float], float]:
    """How long each takes in ms, sorted, and our CPU for one; a look before warms up."""
    look(0)
    spent = []
    busy = time.process_time()
    for n in range(looks):
        began = time.perf_counter()
        look(n)
        spent.append((time.perf_counter() - began) * 1000)
    return sorted(spent), (time.process_time() - busy) * 1000 / looks


def _total(db: Database, people: list[int], n: int) -> object:
    with db.reading() as session:
        return hours_of(session, people[n], PLACE, NOW)


def _report(db: Database, kind: SpanKind, _n: int) -> object:
    with db.reading() as session:
        return community_figures(session, PLACE, span_around(kind, TODAY))


def _checked(db: Database, book: Book) -> Figure:
    checked = Checked()
    began = time.perf_counter()
    longest = 0.0
    while checked.after is not None and checked.entries < CHECKED:
        slice_began = time.perf_counter()
        with db.reading() as session:
            check_slice(session, checked)
        longest = max(longest, time.perf_counter() - slice_began)
    spent = time.perf_counter() - began
    wrong = len(checked.findings)
    return Figure(
        f"a nightly look into {checked.entries:,} of {book.entries:,} entries",
        f"{spent:.0f} s (longest slice {longest:.1f} s), {wrong} findings",
        "no findings",
        wrong == 0,
        must=True,
    )
