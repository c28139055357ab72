"""A book as large as the city's that is told of: 7,260,000 hours, in whole minutes."""

import pytest
from sqlalchemy import select, text

from models.community import Community
from models.community_figures import Span, community_figures
from models.database import Database
from models.hours_totals import hours_of
from models.order import Order
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


@pytest.mark.row("H2")
def test_millions_of_hours_are_summed_in_whole_minutes_by_one_index(sqlite_db: Database) -> None:
    an_order(sqlite_db)
    with sqlite_db.patient.begin() as connection:
        people = [{"n": n} for n in range(2, PEOPLE + 2)]
        insert = (
            "INSERT INTO person (id, community_id, display_name, building, unit, language, sex,"
            " large_text, created_at) VALUES (:n, 1, '', '', '', '', '', 0,"
            " '2026-01-01T00:00:00.000000')"
        )
        connection.execute(text(insert), people)
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
        plan = session.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT state, evidence, sum(minutes) FROM service_record WHERE"
                " community_id = 1 AND served_on BETWEEN '2026-01-01' AND '2026-12-31'"
                " AND state IN ('pending', 'approved') GROUP BY state, evidence"
            )
        )
        assert "USING COVERING INDEX ix_service_record_figures" in str(plan.all())
