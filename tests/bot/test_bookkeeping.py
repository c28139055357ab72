"""`linli books check` and the nightly look: what is wrong is told, counted and changes nothing."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

from bot.bookkeeping import NIGHT, Bookkeeping
from bot.figures import figures
from models.audit import Audit
from models.community import Community
from models.membership import Role
from models.service_record import ServiceRecord
from models.timer import Timer, TimerState
from tests.command_line import configured, linli
from tests.served import served
from tests.transcript import ZONE, World

SATURDAY = datetime(2026, 11, 21, 9, 0, tzinfo=ZONE)


def spoil(world: World) -> None:
    """Somebody adds minutes behind the back of the desk."""
    with world.db.patient.begin() as connection:
        connection.execute(update(ServiceRecord).values(minutes=600))


def test_the_command_names_what_is_wrong_and_ends_with_one(world: World, tmp_path: Path) -> None:
    url = world.db.write.url.render_as_string(hide_password=False)
    config = ("--config", str(configured(tmp_path, url)))
    world.known("何静", Role.VOLUNTEER)
    served(world, "何静", SATURDAY, 60)
    good = linli("books", "check", *config)
    assert good.exit_code == 0, good.output
    assert "1 entries of 1 people, 60 minutes; 0 findings." in good.output
    spoil(world)
    bad = linli("books", "check", *config)
    assert bad.exit_code == 1
    assert "  minutes: person 1, record 1" in bad.output
    assert "何静" not in bad.output


def test_at_night_coordinators_hear_what_is_wrong_and_metrics_count_it(
    world: World,
) -> None:
    world.known("何静", Role.VOLUNTEER)
    sun, zhao = world.known("孙丽", Role.COORDINATOR), world.known("赵倩", Role.WORKER)
    served(world, "何静", SATURDAY, 60)
    with world.db.session() as session:
        NIGHT.plan(session, session.get_one(Community, world.community_id), world.now)
    books = Bookkeeping(world.db, world.runner, world.around, "night")
    world.now = datetime(2026, 11, 24, 4, 30, tzinfo=ZONE)
    asyncio.run(books.tick())
    with world.db.read.connect() as connection:
        found = figures(connection, world.now)
    assert (found.books_wrong, found.books_checked_at) == (0, world.now)
    spoil(world)
    world.now += timedelta(days=1)
    asyncio.run(books.tick())
    asyncio.run(books.tick())
    with world.db.read.connect() as connection:
        assert figures(connection, world.now).books_wrong > 0
    with world.db.reading() as session:
        rows = session.scalars(select(Timer).filter_by(kind=NIGHT.kind).order_by(Timer.due_at))
        assert [each.state for each in rows] == [TimerState.FIRED, TimerState.FIRED, TimerState.DUE]
        assert len(session.scalars(select(Audit).filter_by(action="books_checked")).all()) == 2
    world.now = datetime(2026, 11, 25, 8, 0, tzinfo=ZONE)
    world.deliver()
    assert "夜里查账" in sun.new
    assert zhao.new == ""
