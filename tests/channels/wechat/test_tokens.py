"""The access token: fetched by one process, used by all, renewed once when it is refused."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.wechat.errors import ApiError
from bot.channels.wechat.tokens import AHEAD, Fetched, NoToken, Tokens
from models.access_token import AccessToken, Holder, may_fetch
from models.database import Database
from tests.transcript import World


class Platform:
    """Gives out tokens, counted."""

    def __init__(self) -> None:
        self.asked: list[bool] = []
        self.trouble: Exception | None = None
        #: what it gives again and again, unless it is to end that one
        self.same = ""

    async def fetch(self, force: bool) -> Fetched:
        self.asked.append(force)
        await asyncio.sleep(0)
        if self.trouble is not None:
            raise self.trouble
        if self.same and not force:
            return Fetched(self.same, 7200)
        return Fetched(f"token-{len(self.asked)}", 7200)


class Two:
    """Two processes of one account."""

    def __init__(self, db: Database) -> None:
        self.world = World(db, "wechat")
        self.platform = Platform()
        self.waited = 0
        self.one, self.other = (self._process(owner) for owner in ("p1", "p2"))

    def _process(self, owner: str) -> Tokens:
        world = self.world
        holder = Holder(world.community_id, world.account_id, owner)
        fetch = self.platform.fetch
        return Tokens(world.db, world.runner, world.around, holder, fetch, self._wait)

    async def _wait(self, _seconds: float) -> None:
        self.waited += 1
        await asyncio.sleep(0)

    def row(self) -> AccessToken:
        with self.world.db.reading() as session:
            row = session.scalars(select(AccessToken)).one()
            session.expunge(row)
            return row


@pytest.fixture
def two(db: Database) -> Iterator[Two]:
    made = Two(db)
    yield made
    made.world.runner.close()


async def test_one_process_fetches_and_all_use_it(two: Two) -> None:
    got = await asyncio.gather(*(each.get() for each in [two.one, two.other] * 8))
    assert set(got) == {"token-1"}
    assert two.platform.asked == [False]


async def test_it_is_believed_for_a_minute_and_fetched_anew_before_its_end(two: Two) -> None:
    await two.one.get()
    two.world.now += timedelta(seconds=7200) - AHEAD - timedelta(seconds=1)
    assert await two.other.get() == "token-1"
    two.world.now += timedelta(seconds=2)
    assert await two.one.get() == "token-2"
    assert await two.other.get() == "token-2"
    assert two.platform.asked == [False, False]


async def test_a_refused_one_leads_to_one_new_one_whoever_was_refused(two: Two) -> None:
    assert {await two.one.get(), await two.other.get()} == {"token-1"}
    got = await asyncio.gather(*(each.renew("token-1") for each in [two.one, two.other] * 8))
    assert set(got) == {"token-2"}
    assert two.platform.asked == [False, False]
    assert two.row().fetches == 2


async def test_one_that_the_platform_gives_again_is_ended(two: Two) -> None:
    two.platform.same = "stuck"
    assert await two.one.get() == "stuck"
    assert await two.one.renew("stuck") == "token-3"
    assert two.platform.asked == [False, False, True]


async def test_what_stands_in_the_way_is_passed_on_and_the_next_may_try(two: Two) -> None:
    two.platform.trouble = ApiError(40164)
    with pytest.raises(ApiError):
        await two.one.get()
    two.platform.trouble = None
    assert await two.other.get() == "token-2"


async def test_a_process_that_died_while_fetching_holds_the_others_up_for_a_while(
    two: Two,
) -> None:
    world = two.world
    with world.db.patient.begin() as connection:
        dead = Holder(world.community_id, world.account_id, "dead")
        assert may_fetch(connection, dead, 0, world.now)
    with pytest.raises(NoToken):
        await two.one.get()
    assert two.platform.asked == []
    assert two.waited > 0
    world.now += timedelta(seconds=30)
    assert await two.one.get() == "token-1"


async def test_it_lies_encrypted_in_its_row(two: Two) -> None:
    await two.one.get()
    with two.world.db.read.connect() as connection:
        (kept,) = connection.exec_driver_sql("select token from access_token").scalars()
    assert b"token-1" not in bytes(kept)
    assert two.row().token == "token-1"
