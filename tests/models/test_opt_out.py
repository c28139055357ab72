"""What somebody would rather not hear."""

from sqlalchemy import func, select

from models.database import Database
from models.opt_out import NoticeKind, OptOut, opt_in, opt_out, turned_off
from models.person import Person
from tests.models.test_orders import MONDAY, an_order


def test_off_is_off_once_and_on_again_is_on(db: Database) -> None:
    an_order(db)
    with db.session() as session:
        person = session.scalars(select(Person)).one()
        assert turned_off(session, person) == []
        opt_out(session, person, NoticeKind.TASKS, MONDAY)
        opt_out(session, person, NoticeKind.TASKS, MONDAY)
        assert session.scalar(select(func.count(OptOut.id))) == 1
        opt_out(session, person, NoticeKind.REMINDERS, MONDAY)
        assert turned_off(session, person) == [NoticeKind.TASKS, NoticeKind.REMINDERS]
        opt_in(session, person, NoticeKind.TASKS)
        assert turned_off(session, person) == [NoticeKind.REMINDERS]
