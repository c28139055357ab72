"""What is erased after a no, row by row, and what is not."""

from sqlalchemy import select, update

from bot.accepting import Inbound, accept
from models.contact import Contact
from models.database import Database
from models.forgetting import ERASED
from models.inbox import Inbox, InboxState
from models.outbox import GaveUp, Outbox, OutboxState
from tests.abroad import NEED, QUESTION, due, everything_kept
from tests.transcript import World

S = OutboxState


def test_a_message_that_came_after_the_no_is_asked_about_and_not_lost(db: Database) -> None:
    world = World(db, "telegram")
    wang = world.someone("王")
    wang.say(NEED)
    for order, words in ((10, "不用了"), (11, "水龙头漏水")):
        payload = {"kind": "text", "text": words}
        inbound = Inbound(
            world.account_id, world.community_id, "王", f"k{order}", order, world.now, payload
        )
        accepted = accept(world.db, world.around, inbound, patient=True)
    world.delivery.hand(world.turns.run(accepted.contact_id, patient=True).replies)
    world.deliver()
    assert wang.new.endswith(QUESTION)
    assert "厨房" not in everything_kept(world)
    assert "水龙头" in everything_kept(world)
    assert due(world) == ["unanswered"]


def test_replies_that_did_not_go_out_do_not_go_out_any_more(sqlite_db: Database) -> None:
    world = World(sqlite_db, "telegram")
    wang = world.someone("王")
    for words in (NEED, "还有水管", "还有门铃"):
        wang.say(words)
    in_order = select(Outbox).order_by(Outbox.id)
    states = [S.DUE, S.LEASED, S.UNCERTAIN]
    with world.db.session() as session:
        rows = session.scalars(in_order).all()
        for row, state in zip(rows, states, strict=True):
            row.state = state
    wang.say("不")
    with world.db.reading() as session:
        kept = session.scalars(in_order).all()
        assert [each.state for each in kept[:3]] == [S.GAVE_UP, S.GAVE_UP, S.UNCERTAIN]
        assert [each.reason for each in kept[:3]] == [GaveUp.ERASED, GaveUp.ERASED, None]
        assert [each.content for each in kept[:3]] == [{}, {}, {}]
        assert "said" in kept[3].content


def test_what_was_kept_for_another_try_is_erased_too(sqlite_db: Database) -> None:
    world = World(sqlite_db, "telegram")
    wang, li = world.someone("王"), world.someone("李")
    wang.say(NEED)
    li.say(NEED)
    with world.db.session() as session:
        session.execute(update(Inbox).values(state=InboxState.FAILED, answer={"text": "先存着"}))
    wang.say("不")
    with world.db.reading() as session:
        by_name = select(Inbox).join(Contact, Contact.id == Inbox.contact_id)
        first = session.scalars(by_name.where(Contact.address == "王").order_by(Inbox.id)).all()
        other = session.scalars(by_name.where(Contact.address == "李")).one()
        assert [each.payload for each in first] == [ERASED, ERASED]
        assert [each.answer for each in first] == [None, None]
        assert other.payload["text"] == NEED
        assert other.answer is not None
