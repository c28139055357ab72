"""Many reminders that fall due at night, and a call to many: nobody is woken, nobody who wants no
calls is called, and each is told once in the morning.

Scripts: call_to_activity.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import signing_up
from models.activity import Activity, ActivityRole
from models.contact import Contact
from models.opt_out import NoticeKind, opt_out
from models.outbox import Outbox, OutboxState
from models.person import Person
from tests.activities import EVE, SATURDAY, at, published
from tests.broadcasting import crowd, send_out
from tests.transcript import Paper, World

PEOPLE = 60
#: the first come, and some of them give the place back; of the others some want no calls
COMING, GIVE_BACK, WANT_NONE = 30, 5, 10


@pytest.fixture
def many(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Thirty of sixty have a place on Saturday; phones ring."""
    monkeypatch.setattr(Paper, "rings", True)
    published(world, "擦窗50人")
    crowd(world, PEOPLE)
    with world.db.session() as session:
        activity = session.scalars(select(Activity)).one()
        role = session.scalars(select(ActivityRole)).one()
        rows = select(Person).join(Contact, Contact.person_id == Person.id)
        people = session.scalars(rows.where(Contact.address.like("p%")).order_by(Person.id)).all()
        for person in people[:COMING]:
            signing_up.join(session, activity, role, person, world.now)
        for person in people[-WANT_NONE:]:
            opt_out(session, person, NoticeKind.NEWS, world.now)
    return world


def told(world: World, kind: str) -> list[str]:
    """Whom a message of that name reached, once for each time."""
    rows = select(Contact.address).join(Outbox, Outbox.contact_id == Contact.id)
    sent = (OutboxState.SENT, OutboxState.ANSWERED)
    with world.db.reading() as session:
        found = session.scalars(rows.where(Outbox.kind == kind, Outbox.state.in_(sent)))
        return sorted(found, key=lambda address: int(address[1:]))


def test_what_is_due_at_night_is_told_once_in_the_morning_and_to_nobody_who_has_left(
    many: World,
) -> None:
    many.now = EVE.replace(hour=22)  # the desk was away since before six
    many.restart()
    many.wait(seconds=1)
    assert told(many, "still_attending") == []
    for n in range(GIVE_BACK):
        many.someone(f"p{n}").say("来不了1205-01")
    many.at(SATURDAY.replace(hour=7, minute=59))
    assert told(many, "still_attending") == []
    many.restart()
    at(many, SATURDAY.replace(hour=8, minute=0))
    still = [f"p{n}" for n in range(GIVE_BACK, COMING)]
    assert told(many, "still_attending") == still
    assert told(many, "activity_morning") == still
    many.wait(minutes=30)
    assert told(many, "still_attending") == still


def test_a_call_at_night_waits_and_leaves_out_who_wants_no_calls(many: World) -> None:
    many.at(EVE.replace(hour=22) - timedelta(days=3))
    sun = many.someone("孙丽")
    sun.say("请大家来1205-01")
    sun.press("请")
    send_out(many)
    assert told(many, "broadcast") == []
    many.at((EVE - timedelta(days=2)).replace(hour=8, minute=0, second=1))
    send_out(many)
    assert told(many, "broadcast") == [f"p{n}" for n in range(COMING, PEOPLE - WANT_NONE)]
    many.restart()
    send_out(many)
    assert len(told(many, "broadcast")) == PEOPLE - COMING - WANT_NONE
