"""A book as large as the city's that is told of: 7,260,000 hours, in whole minutes."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, insert, select, text

from models.community import Community
from models.community_figures import community_figures
from models.database import Database
from models.figures_span import Span
from models.hours_approving import waiting
from models.hours_totals import hours_of
from models.order import Order
from models.person import Person
from models.service_record import RecordState
from tests.models.test_orders import MONDAY, an_order

HOURS = 7_260_000
DAYS, PEOPLE = 250, 1210
#: one whole day of each of these people on each of these days, agreed to
FILL = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 302499)
INSERT INTO service_record (community_id, person_id, subject, served_on, started_at, ended_at,
    minutes, evidence, state, recorder_id, approved_by_id, approved_at, kind, reason,
    break_minutes, created_at)
SELECT 1, i / 250 + 2, 'order:1', date('2026-01-01', '+' || (i % 250) || ' days'),
    '2026-01-01T00:00:00.000000', '2026-01-02T00:00:00.000000', 1440, 'code', 'approved',
    i / 250 + 2, 1, '2026-11-23T00:00:00.000000', 'credit', '', 0, '2026-11-23T00:00:00.000000'
FROM n
"""


def people_of(connection: Connection, count: int) -> None:
    """So many more people, from number 2 on."""
    row = {"community_id": 1, "created_at": MONDAY}
    connection.execute(insert(Person), [{**row, "id": n} for n in range(2, count + 2)])


@pytest.mark.row("H2")
def test_millions_of_hours_are_summed_in_whole_minutes_by_one_index(sqlite_db: Database) -> None:
    an_order(sqlite_db)
    with sqlite_db.patient.begin() as connection:
        people_of(connection, PEOPLE)
        connection.execute(text(FILL))
    with sqlite_db.reading() as session:
        community = session.scalars(select(Community)).one()
        assert session.get(Order, 1) is not None
        year = Span("year", MONDAY.date().replace(month=1, day=1), MONDAY.date())
        found = community_figures(session, community, year)
        assert sum(found.minutes.values()) == HOURS * 60
        assert found.volunteers == PEOPLE
        own = hours_of(session, 77, community, MONDAY)
        assert own.total == own.this_year[RecordState.APPROVED] == DAYS * 1440


def more_orders(connection: Connection) -> None:
    """The same order some thousand times over, each an hour before the other."""
    table = Order.__table__
    row = dict(connection.execute(select(table)).mappings().one())
    del row["id"]
    moments = [MONDAY - timedelta(hours=n) for n in range(3000)]
    rows = [
        {**row, "number": f"n{n}", "created_at": at, "closed_at": at}
        for n, at in enumerate(moments)
    ]
    connection.execute(insert(Order), rows)


def test_no_figure_walks_through_a_whole_table(sqlite_db: Database) -> None:
    an_order(sqlite_db)
    asked: list[tuple[str, object]] = []

    def note(*call: object) -> None:
        asked.append((str(call[2]), call[3]))

    with sqlite_db.patient.begin() as connection:
        people_of(connection, 80)
        connection.execute(text(FILL.replace("302499", "19999")))
        more_orders(connection)
        connection.execute(text("ANALYZE"))
    with sqlite_db.reading() as session:
        community = session.scalars(select(Community)).one()
        engine = sqlite_db.read
        event.listen(engine, "before_cursor_execute", note)
        month = Span("month", MONDAY.date().replace(day=1), MONDAY.date())
        community_figures(session, community, month)
        hours_of(session, 1, community, MONDAY)
        waiting(session, community.id, 4)
        event.remove(engine, "before_cursor_execute", note)
        assert len(asked) == 8
        for statement, values in asked:
            rows = session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}",
                values,  # type: ignore[arg-type]
            )
            plan = " / ".join(str(row[-1]) for row in rows)
            assert "SCAN service" not in plan, (statement, plan)
            if "served_on BETWEEN" in statement:
                assert "USING COVERING INDEX ix_service_record_figures" in plan, plan
            if "service_order" in statement:
                assert "COVERING INDEX ix_service_order_" in plan, plan
