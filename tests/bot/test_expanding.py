"""Notices become rows slice by slice: once each, whatever dies or runs beside it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select, update

from bot.clock import Surroundings
from bot.expanding import Expander, end_once, expand_once
from models.contact import Contact
from models.database import Database, open_database
from models.membership import Role
from models.notice import LIVES, Audience, Notice, NoticeState
from models.opt_out import NoticeKind, opt_out
from models.outbox import GaveUp, Lane, Outbox, OutboxState
from models.person import Person
from models.vault import Vault
from tests.broadcasting import crowd
from tests.transcript import MONDAY, World


class Died(Exception):
    """The process is gone."""


def queued(world: World, size: int) -> int:
    """A notice to so many people that has not been expanded."""
    world.known("孙丽", Role.COORDINATOR)
    crowd(world, size)
    return another(world)


def another(world: World) -> int:
    with world.db.session() as session:
        author = session.scalars(select(Person).filter_by(display_name="孙丽")).one()
        made = Notice(
            community_id=world.community_id,
            author_id=author.id,
            text="停水",
            audience=Audience.EVERYONE,
            state=NoticeState.QUEUED,
            created_at=world.now,
            not_after=world.now + LIVES,
        )
        session.add(made)
        session.flush()
        return made.id


def rows(db: Database) -> list[Outbox]:
    with db.reading() as session:
        found = session.scalars(
            select(Outbox).where(Outbox.notice_id.is_not(None)).order_by(Outbox.id)
        )
        return list(found)


def state_of(db: Database, notice_id: int) -> Notice:
    with db.reading() as session:
        return session.get_one(Notice, notice_id)


def told(db: Database, kind: str) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count(Outbox.id)).filter_by(kind=kind)) or 0


def dies_at(point: str) -> Surroundings:
    def reach(reached: str) -> None:
        if reached == point:
            raise Died(point)

    return Surroundings(now=lambda: MONDAY + timedelta(minutes=1), reach=reach)


@pytest.mark.row("G4")
def test_a_notice_becomes_one_row_for_each_person(world: World) -> None:
    notice_id = queued(world, 7)
    assert [expand_once(world.db, world.around, 3) for _n in range(4)] == [3, 3, 1, 0]
    made = rows(world.db)
    assert len({each.key for each in made}) == len(made) == 7
    assert {each.key.split(":")[0] for each in made} == {f"n{notice_id}"}
    alike = {
        (each.lane, each.kind, each.state, each.may_repeat, each.subject, each.due_at)
        for each in made
    }
    due = (Lane.BULK, "broadcast", OutboxState.DUE, False, "")
    ((*rest, at),) = alike
    assert (tuple(rest), at) == (due, world.now)
    assert {each.not_after for each in made} == {state_of(world.db, notice_id).not_after}
    content = {"notice": "broadcast", "values": {"notice": notice_id}}
    assert [each.content for each in made] == [content] * 7
    notice = state_of(world.db, notice_id)
    assert (notice.state, notice.queued, notice.done_at) == (NoticeState.SENT, 7, None)


def test_one_notice_after_the_other(world: World) -> None:
    first = queued(world, 4)
    second = another(world)
    assert [expand_once(world.db, world.around, 3) for _n in range(5)] == [3, 1, 3, 1, 0]
    assert [each.notice_id for each in rows(world.db)] == [first] * 4 + [second] * 4


def test_a_slice_that_is_just_full_is_followed_by_an_empty_one(small_world: World) -> None:
    notice_id = queued(small_world, 4)
    assert [expand_once(small_world.db, small_world.around, 4) for _n in range(2)] == [4, 0]
    assert state_of(small_world.db, notice_id).state is NoticeState.SENT


@pytest.mark.row("G4")
@pytest.mark.parametrize("point", ["notice.before_commit", "notice.expanded"])
def test_a_crash_between_slices_repeats_nobody_and_forgets_nobody(world: World, point: str) -> None:
    notice_id = queued(world, 7)
    expand_once(world.db, world.around, 3)
    with pytest.raises(Died):
        expand_once(world.db, dies_at(point), 3)
    made = len(rows(world.db))
    assert made == (3 if point == "notice.before_commit" else 6)
    assert state_of(world.db, notice_id).queued == made
    while expand_once(world.db, world.around, 3):
        pass
    keys = [each.key for each in rows(world.db)]
    assert (len(keys), len(set(keys))) == (7, 7)
    assert state_of(world.db, notice_id).queued == 7


def test_even_a_wrong_cursor_writes_nobody_twice(world: World) -> None:
    notice_id = queued(world, 5)
    while expand_once(world.db, world.around, 2):
        pass
    with world.db.session() as session:
        session.execute(update(Notice).values(cursor=0, state=NoticeState.QUEUED))
    while expand_once(world.db, world.around, 2):
        pass
    assert len(rows(world.db)) == 5
    assert state_of(world.db, notice_id).queued == 5


@pytest.mark.row("G4")
def test_processes_that_expand_at_once_write_everybody_once(
    world: World, database_url: str, vault: Vault
) -> None:
    notice_ids = [queued(world, 60), another(world), another(world)]

    def process() -> int:
        db, done, idle = open_database(database_url, vault), 0, 0
        while idle < 20:
            found = expand_once(db, world.around, 4)
            done, idle = done + found, 0 if found else idle + 1
        db.close()
        return done

    with ThreadPoolExecutor(3) as pool:
        shares = [pool.submit(process) for _n in range(3)]
        assert sum(share.result() for share in shares) == 180
    keys = [each.key for each in rows(world.db)]
    assert (len(keys), len(set(keys))) == (180, 180)
    for notice_id in notice_ids:
        notice = state_of(world.db, notice_id)
        assert (notice.state, notice.queued) == (NoticeState.SENT, 60)


@pytest.mark.postgres
def test_another_process_does_not_wait_for_a_slice(postgres_url: str, vault: Vault) -> None:
    db, other = (open_database(postgres_url, vault) for _n in range(2))
    world = World(db)
    queued(world, 3)
    seen: list[int] = []

    def reach(point: str) -> None:
        if point == "notice.before_commit":
            seen.append(expand_once(other, world.around))

    expand_once(db, Surroundings(now=lambda: world.now, reach=reach))
    assert seen == [0]
    world.runner.close()
    for each in (db, other):
        each.close()


def test_who_turns_news_off_between_two_slices_is_left_out(world: World) -> None:
    queued(world, 4)
    expand_once(world.db, world.around, 2)
    with world.db.session() as session:
        last = session.scalars(select(Person).order_by(Person.id.desc()).limit(1)).one()
        opt_out(session, last, NoticeKind.NEWS, world.now)
    while expand_once(world.db, world.around, 2):
        pass
    assert len(rows(world.db)) == 3


def test_a_stopped_notice_gets_no_more_rows_and_gives_up_those_it_has(world: World) -> None:
    notice_id = queued(world, 6)
    expand_once(world.db, world.around, 4)
    with world.db.session() as session:
        session.execute(update(Notice).values(state=NoticeState.STOPPED))
    assert expand_once(world.db, world.around, 4) == 0
    assert end_once(world.db, world.around) == 1
    assert {(each.state, each.reason) for each in rows(world.db)} == {
        (OutboxState.GAVE_UP, GaveUp.TOO_OLD)
    }
    assert state_of(world.db, notice_id).done_at is None
    assert end_once(world.db, world.around) == 1
    assert state_of(world.db, notice_id).done_at == world.now
    assert end_once(world.db, world.around) == 0


@pytest.mark.parametrize("state", [OutboxState.DUE, OutboxState.LEASED, OutboxState.SENDING])
def test_what_is_on_its_way_is_waited_for(world: World, state: OutboxState) -> None:
    queued(world, 2)
    expand_once(world.db, world.around)
    with world.db.session() as session:
        bulk = update(Outbox).where(Outbox.notice_id.is_not(None))
        session.execute(bulk.values(state=OutboxState.SENT))
        first = select(func.min(Outbox.id)).where(Outbox.notice_id.is_not(None)).scalar_subquery()
        session.execute(update(Outbox).where(Outbox.id == first).values(state=state))
    assert end_once(world.db, world.around) == 0
    with world.db.session() as session:
        session.execute(bulk.values(state=OutboxState.UNCERTAIN))
    assert end_once(world.db, world.around) == 1


def test_a_crash_before_the_report_is_made_up_for_and_it_comes_once(world: World) -> None:
    queued(world, 2)
    expand_once(world.db, world.around)
    world.deliver()
    with pytest.raises(Died):
        end_once(world.db, dies_at("notice.before_end"))
    assert told(world.db, "broadcast_done") == 0
    assert [end_once(world.db, world.around) for _n in range(2)] == [1, 0]
    assert told(world.db, "broadcast_done") == 1


def test_processes_that_end_it_at_once_report_it_once(
    world: World, database_url: str, vault: Vault
) -> None:
    queued(world, 2)
    expand_once(world.db, world.around)
    world.deliver()

    def process() -> int:
        db = open_database(database_url, vault)
        ended = end_once(db, world.around)
        db.close()
        return ended

    with ThreadPoolExecutor(4) as pool:
        ended = [pool.submit(process) for _n in range(4)]
        assert sum(each.result() for each in ended) == 1
    assert told(world.db, "broadcast_done") == 1


def test_people_are_taken_in_the_order_of_their_ids(world: World) -> None:
    queued(world, 9)
    while expand_once(world.db, world.around, 4):
        pass
    with world.db.reading() as session:
        people = session.scalars(
            select(Contact.person_id)
            .join(Outbox, Outbox.contact_id == Contact.id)
            .where(Outbox.notice_id.is_not(None))
            .order_by(Outbox.id)
        ).all()
    assert all((one or 0) < (two or 0) for one, two in pairwise(people))


async def test_a_tick_expands_all_there_is_and_a_later_one_ends_it(sqlite_db: Database) -> None:
    world, looked = await asyncio.to_thread(World, sqlite_db), []
    notice_id = await asyncio.to_thread(queued, world, 2)
    expander = Expander(sqlite_db, world.runner, world.around, lambda: looked.append(True))
    await expander.expand()
    assert state_of(sqlite_db, notice_id).state is NoticeState.SENT
    await expander.end()
    assert state_of(sqlite_db, notice_id).done_at is None
    await asyncio.to_thread(world.deliver)
    await expander.end()
    assert state_of(sqlite_db, notice_id).done_at is not None
    assert len(looked) == 2
    world.runner.close()
