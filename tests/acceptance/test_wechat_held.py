"""What WeChat would not let us say waits for the next word, and is told if it is true yet."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.outbox import GaveUp, Outbox, OutboxState
from models.subscription import Subscription
from tests.acceptance.story import STORY
from tests.acceptance.wechat_story import Cast, OnWeChat, Place, a_story
from tests.wechat_api import Follower, Wrong

AWAY = timedelta(days=3)
#: the resident said that it is done, and the volunteer has not looked yet
DONE = len(STORY) - 1


def _person(cast: Cast, who: str) -> Follower:
    player = cast.people[who]
    assert isinstance(player, OnWeChat)
    assert isinstance(player.person, Follower)
    return player.person


def _row(cast: Cast, kind: str) -> tuple[OutboxState, GaveUp | None]:
    with cast.db.reading() as session:
        row = session.scalars(select(Outbox).filter_by(kind=kind)).one()
        return row.state, row.reason


async def _thanks_held(cast: Cast) -> Follower:
    """The story up to a thanks that did not get through."""
    for step in STORY[: DONE - 1]:
        await cast.play(step)
    cast.api.faults.add(Wrong.CLOSED, to="oVolunteer")
    await cast.play(STORY[DONE - 1])
    assert cast.held() == 1
    return _person(cast, "volunteer")


@pytest.mark.row("V5")
async def test_news_of_three_days_stand_before_the_answer_in_one_bubble(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        wang = await _thanks_held(cast)
        cast.clock.at_least(cast.clock.now() + AWAY)
        before = len(wang.chat.heard)
        await cast.play(STORY[DONE])
        (answer,) = wang.chat.heard[before:]
        assert answer.way == "passive"
        assert answer.text.startswith("您不在的这几天：\n代办跑腿，居民说办好了。")
        assert "\n\n一共 47分钟" in answer.text
        assert cast.held() == 0
        assert _row(cast, "thanks") == (OutboxState.SENT, None)
        assert cast.api.violations == []


async def test_who_does_not_come_back_for_a_month_was_not_told_for_want_of_a_window(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        await _thanks_held(cast)
        cast.clock.at_least(cast.clock.now() + timedelta(days=30, minutes=1))
        cast.desk.delivery.look()
        await cast.settle()
        assert _row(cast, "thanks") == (OutboxState.GAVE_UP, GaveUp.NO_WINDOW)
        assert cast.api.violations == []


async def test_what_is_not_true_any_more_is_never_told(sqlite_url: str, tmp_path: Path) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        offered = next(n for n, step in enumerate(STORY) if step.presses == "接单")
        for step in STORY[: offered - 1]:
            await cast.play(step)
        cast.api.faults.add(Wrong.USED_UP, to="oVolunteer")
        await cast.play(STORY[offered - 1])
        assert cast.held() == 1
        resident, volunteer = _person(cast, "resident"), _person(cast, "volunteer")
        await resident.says("取消这单1123-01")
        await resident.reads("取消")
        await cast.settle()
        if any("1 取消" in each for each in resident.texts[-1].splitlines()):
            await resident.says("1")
            await cast.settle()
        await volunteer.says("时长")
        await volunteer.reads("还没有记录")
        await cast.settle()
        assert cast.held() == 0
        assert not any("接单" in each for each in volunteer.texts)
        assert not any("先说刚才的事" in each for each in volunteer.texts)
        assert cast.api.violations == []


async def test_a_kind_that_was_set_up_knocks_and_names_nobody(
    sqlite_url: str, tmp_path: Path
) -> None:
    knock = {"templates": {"thanks": {"id": "TM1"}}}
    async with a_story(Place(sqlite_url, tmp_path, wechat=knock)) as cast:
        wang = await _thanks_held(cast)
        (told,) = [each.text for each in wang.chat.heard if each.way == "template"]
        assert told == "您的事有新进展，回一句就看到"
        assert cast.held() == 1
        assert cast.api.violations == []


LASTING = {"subscriptions": {"thanks": {"id": "SUB-lasts", "lasts": True}}}


@pytest.mark.parametrize("wrong", [None, Wrong.TWICE, Wrong.UNHEARD])
async def test_who_agreed_once_is_knocked_once_and_reads_it_with_her_next_word(
    sqlite_url: str, tmp_path: Path, wrong: Wrong | None
) -> None:
    once = {"subscriptions": {"thanks": {"id": "SUB-once", "time": "time2"}}}
    async with a_story(Place(sqlite_url, tmp_path, wechat=once)) as cast:
        zhou = _person(cast, "volunteer")
        if wrong:
            cast.api.faults.add(wrong, to="oVolunteer")
        await zhou.answers(once=True)
        await cast.settle()
        await cast.restart()
        await _thanks_held(cast)
        (told,) = [each.text for each in zhou.chat.heard if each.way == "notice"]
        assert told.startswith("您的事有新进展，回一句就看到｜")
        assert _allowed(cast) == [0]
        cast.clock.at_least(cast.clock.now() + AWAY)
        await cast.play(STORY[DONE])
        assert zhou.texts[-1].startswith("您不在的这几天：\n代办跑腿，居民说办好了。")
        assert cast.held() == 0
        assert cast.api.violations == []


async def test_who_took_it_back_is_not_knocked(sqlite_url: str, tmp_path: Path) -> None:
    async with a_story(Place(sqlite_url, tmp_path, wechat=LASTING)) as cast:
        zhou = _person(cast, "volunteer")
        await zhou.answers(lasts=True, once=False)
        await cast.settle()
        assert _allowed(cast) == [1, 0]
        cast.clock.at_least(cast.clock.now() + timedelta(seconds=1))
        await zhou.takes_back("lasts")
        await cast.settle()
        await _thanks_held(cast)
        assert not [each for each in zhou.chat.heard if each.way == "notice"]
        assert (_allowed(cast), cast.held()) == ([0, 0], 1)
        assert cast.api.violations == []


def _allowed(cast: Cast) -> list[int]:
    with cast.db.reading() as session:
        return list(session.scalars(select(Subscription.left).order_by(Subscription.id)))
