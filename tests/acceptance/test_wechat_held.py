"""What WeChat would not let us say waits for the next word, and is told if it is true yet."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.contact import Contact
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


async def _opens_another(cast: Cast, need: str, number: str) -> None:
    """The resident asks for something more, and the worker lets people take it."""
    wang, sun = _person(cast, "resident"), _person(cast, "worker")
    await wang.says(need)
    await wang.reads("1 发出")
    await wang.says("1")
    await wang.reads(f"单号 {number}")
    await cast.settle()
    await sun.says(f"通过{number}")
    await sun.reads("通过了")
    await sun.says(f"放开接单{number}")
    await sun.reads("放开了")
    await cast.settle()


async def test_several_pieces_of_news_are_one_digest_without_what_is_over(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        offered = next(n for n, step in enumerate(STORY) if step.presses == "接单")
        for step in STORY[: offered - 1]:
            await cast.play(step)
        cast.api.faults.add(Wrong.CLOSED, to="oVolunteer", times=9)
        await cast.play(STORY[offered - 1])
        await _opens_another(cast, "帮我去超市买点菜，明天下午", "1123-02")
        await _opens_another(cast, "帮我去药店买药，后天上午", "1123-03")
        assert cast.held() == 3
        await _person(cast, "resident").says("取消这单1123-02")
        await _person(cast, "resident").says("1")
        await cast.settle()
        await cast.restart()
        zhou = _person(cast, "volunteer")
        before = len(zhou.chat.heard)
        await zhou.says("时长")
        await zhou.reads("还没有记录")
        await cast.settle()
        (digest,) = zhou.chat.heard[before:]
        assert digest.way == "passive"
        assert digest.text.startswith("先说刚才的事：\n")
        assert digest.text.index("1123-01") < digest.text.index("1123-03")
        assert "1123-02" not in digest.text
        assert cast.held() == 0
        assert cast.api.violations == []
        over = select(Outbox.reason).join(Contact, Contact.id == Outbox.contact_id)
        over = over.where(Contact.address == "oVolunteer", Outbox.reason.is_not(None))
        with cast.db.reading() as session:
            assert GaveUp.TOO_OLD in session.scalars(over).all()
