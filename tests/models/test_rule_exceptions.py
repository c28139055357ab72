"""Days of a rule that are left out or moved: two planners at the same moment lose neither."""

from datetime import date

from sqlalchemy import update

from models.activity_rule import ActivityRule
from models.database import Database
from tests.filled import Filler

JANUARY, FEBRUARY = date(2027, 1, 16), date(2027, 2, 20)


def test_the_day_that_somebody_else_left_out_meanwhile_stays_out(db: Database) -> None:
    with db.session() as session:
        fill = Filler(session.connection())
        key = fill.row("activity_rule", exceptions={})
        rule = session.get_one(ActivityRule, key)
        assert rule.exceptions == {}
        theirs = update(ActivityRule).where(ActivityRule.id == key)
        session.execute(
            theirs.values(exceptions={FEBRUARY.isoformat(): None}),
            execution_options={"synchronize_session": False},
        )
        rule.except_day(session, JANUARY, date(2027, 1, 23))
        session.flush()
        session.expire_all()
        assert rule.exceptions == {"2027-01-16": "2027-01-23", "2027-02-20": None}
