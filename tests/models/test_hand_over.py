"""A receipt of papers is answered once, also when both of her side answer at the same moment."""

import pytest
from sqlalchemy import select, update

from models.database import Database
from models.errors import Refused
from models.hand_over import HandOver, answer
from models.person import Person
from tests.filled import Filler
from tests.transcript import MONDAY


def test_what_the_other_one_answered_meanwhile_stands(db: Database) -> None:
    with db.session() as session:
        fill = Filler(session.connection())
        wang, daughter = (fill.row("person", display_name=name) for name in ("王秀英", "小何"))
        order = fill.row("service_order", requested_by_id=daughter, served_person_id=wang)
        row = fill.row("hand_over", order_id=order, way="taken", is_right=None)
        hand = session.get_one(HandOver, row)
        assert hand.is_right is None
        theirs = update(HandOver).where(HandOver.id == row).values(is_right=False)
        session.execute(theirs, execution_options={"synchronize_session": False})
        with pytest.raises(Refused):
            answer(session, hand, session.get_one(Person, wang), MONDAY, is_right=True)
        assert session.scalar(select(HandOver.is_right)) is False
