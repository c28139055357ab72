"""A notice to many members of a company: few calls, each member once, and each told the truth of.

What a member cannot be shown is that member's own trouble; what nobody can know is in doubt for
those of the one call, and for nobody else.
"""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import Surroundings
from bot.expanding import expand_once
from models.contact import Contact
from models.outbox import GaveUp, OutboxState
from tests.acceptance.broadcast_rows import announce, bulk, fill
from tests.acceptance.wechat_story import Cast, Place
from tests.acceptance.wecom_story import a_desk
from tests.wecom_api import SEND, WeComApi, Wrong

SIZE = 700


def _api(cast: Cast) -> WeComApi:
    """The stand-in, which is WeCom's here."""
    api: Any = cast.api
    made: WeComApi = api
    return made


@asynccontextmanager
async def a_company(
    sqlite_url: str, folder: Path, size: int = SIZE, **app: str
) -> AsyncIterator[Cast]:
    """The desk is open to so many members, all volunteers; the first one is the coordinator."""
    async with a_desk(Place(sqlite_url, folder, wechat=app)) as cast:
        api = _api(cast)
        members = [f"Member{n}" for n in range(size + 1)]
        for each in members:
            api.member(each)
        fill(cast.db, [("wecom", each) for each in members], cast.clock.now())
        yield cast


async def _told(cast: Cast) -> Counter[Any]:
    """The notice goes out to its end; how often each way of ending."""
    announce(cast.db, cast.clock.now())
    while expand_once(cast.db, Surroundings(now=cast.clock.now)):
        pass
    await cast.settle()
    return Counter(each.reason or each.state for each in bulk(cast.db))


def _batches(cast: Cast) -> list[int]:
    """To how many members each call was."""
    return [len(each["touser"].split("|")) for each in _api(cast).bodies(SEND)]


def _heard(cast: Cast) -> Counter[int]:
    """How many members were shown it how often."""
    return Counter(
        len(chat.heard) for who, chat in _api(cast).state.chats.items() if who != "Member0"
    )


async def test_many_are_told_in_few_calls_and_each_once(sqlite_url: str, tmp_path: Path) -> None:
    async with a_company(sqlite_url, tmp_path) as cast:
        found = await _told(cast)
        assert found == {OutboxState.SENT: SIZE}
        assert _heard(cast) == {1: SIZE}
        assert len(_batches(cast)) < 20, _batches(cast)
        assert _api(cast).violations == []


async def test_a_call_is_to_a_thousand_members_at_most(sqlite_url: str, tmp_path: Path) -> None:
    async with a_company(sqlite_url, tmp_path, 1_150, batch="1000") as cast:
        assert await _told(cast) == {OutboxState.SENT: 1_150}
        assert sorted(_batches(cast)) == [150, 1000]
        assert _heard(cast) == {1: 1_150}
        assert _api(cast).violations == []


async def test_who_cannot_be_shown_it_is_named_alone(sqlite_url: str, tmp_path: Path) -> None:
    async with a_company(sqlite_url, tmp_path) as cast:
        chats = _api(cast).state.chats
        for n in (3, 250, 699):
            chats[f"Member{n}"].is_visible = False
        for n in (4, 500):
            chats[f"Member{n}"].is_licensed = False
        found = await _told(cast)
        assert found == {OutboxState.SENT: SIZE - 5, GaveUp.BLOCKED: 3, GaveUp.REJECTED: 2}
        ended = {each.to[1]: each.reason for each in bulk(cast.db) if each.reason}
        assert ended == {
            **dict.fromkeys(("Member3", "Member250", "Member699"), GaveUp.BLOCKED),
            **dict.fromkeys(("Member4", "Member500"), GaveUp.REJECTED),
        }
        with cast.db.reading() as session:
            stopped = session.scalars(
                select(Contact.address).where(Contact.stopped_at.is_not(None))
            )
            assert set(stopped) == {"Member3", "Member250", "Member699"}
        assert _heard(cast) == {1: SIZE - 5, 0: 5}
        assert _api(cast).violations == []


@pytest.mark.parametrize("kind", [Wrong.LOST, Wrong.DROPPED, Wrong.HELD])
async def test_a_lost_answer_leaves_those_of_that_call_in_doubt_and_nobody_is_told_twice(
    sqlite_url: str, tmp_path: Path, kind: Wrong
) -> None:
    async with a_company(sqlite_url, tmp_path) as cast:
        _api(cast).plan(kind, to="Member300")
        found = await _told(cast)
        doubtful = {each.to[1] for each in bulk(cast.db) if each.state is OutboxState.UNCERTAIN}
        assert "Member300" in doubtful
        assert 1 < len(doubtful) < SIZE / 2
        assert found == {
            OutboxState.SENT: SIZE - len(doubtful),
            OutboxState.UNCERTAIN: len(doubtful),
        }
        heard = {who: len(chat.heard) for who, chat in _api(cast).state.chats.items()}
        assert {heard[each] for each in doubtful} == {int(kind is Wrong.LOST)}
        assert max(heard.values()) == 1
        assert _api(cast).violations == []


@pytest.mark.parametrize("kind", [Wrong.BUSY, Wrong.BROKEN, Wrong.EXPIRED, Wrong.DAY])
async def test_a_call_that_was_not_taken_is_made_again(
    sqlite_url: str, tmp_path: Path, kind: Wrong
) -> None:
    async with a_company(sqlite_url, tmp_path, 300) as cast:
        _api(cast).plan(kind, to="Member7")
        assert await _told(cast) == {OutboxState.SENT: 300}
        assert _heard(cast) == {1: 300}
        assert _api(cast).faults.count(kind) == 1
        assert len(_batches(cast)) < 20
        assert _api(cast).violations == []


async def test_when_none_of_a_call_can_be_shown_it_all_of_them_are_named(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_company(sqlite_url, tmp_path, 20) as cast:
        for each in _api(cast).state.chats.values():
            each.is_visible = False
        assert await _told(cast) == {GaveUp.BLOCKED: 20}
        assert sum(_api(cast).state.refused.values()) < 20
