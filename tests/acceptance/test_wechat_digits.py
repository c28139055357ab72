"""Digits on WeChat: the open question's; with none open, those of one card that came by itself."""

from pathlib import Path

import pytest

from tests.acceptance.story import STORY
from tests.acceptance.wechat_story import Cast, Place, a_story
from tests.wechat_api import Follower, Wrong

#: the step in which the volunteer takes the order that has been pushed
TAKEN = next(n for n, step in enumerate(STORY) if step.presses == "接单")
WORDS = "可以写：“接单1123-01”"


async def _play(cast: Cast, *steps: int) -> None:
    for n in steps:
        await cast.play(STORY[n])


def _shown(zhou: Follower) -> str:
    """The card of the order, as it was shown."""
    (card,) = [text for text in zhou.texts if WORDS in text]
    return card


async def test_a_card_that_comes_by_itself_is_taken_by_its_digit(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        await _play(cast, *range(TAKEN))
        zhou = cast.api.follower("oVolunteer")
        assert "\n1 接单\n" in _shown(zhou)
        await cast.restart()
        await zhou.says("１。")
        await zhou.reads(STORY[TAKEN].hears)
        await cast.settle()
        assert await cast.people["resident"].code()
        assert cast.api.violations == []


async def test_while_a_question_is_open_a_card_takes_words_and_the_digit_is_the_questions(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        await _play(cast, *range(TAKEN - 1))
        zhou = cast.api.follower("oVolunteer")
        await zhou.says("想请人帮我修水龙头")
        await zhou.reads("1 明天")
        await cast.settle()
        await _play(cast, TAKEN - 1)
        assert "1 接单" not in _shown(zhou)
        await zhou.says("1")
        told = await zhou.reads("\n")
        assert STORY[TAKEN].hears not in told
        await zhou.says("接单1123-01")
        await zhou.reads(STORY[TAKEN].hears)
        assert cast.api.violations == []


async def test_a_digit_is_good_for_the_next_word_alone(sqlite_url: str, tmp_path: Path) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        await _play(cast, *range(TAKEN))
        zhou = cast.api.follower("oVolunteer")
        await zhou.says("时长")
        await zhou.reads("还没有记录")
        await zhou.says("1")
        told = await zhou.reads("\n")
        assert STORY[TAKEN].hears not in told
        await zhou.says("接单1123-01")
        await zhou.reads(STORY[TAKEN].hears)


@pytest.mark.parametrize("kind", [Wrong.LOST, Wrong.BUSY, Wrong.CLOSED])
async def test_a_digit_presses_nothing_that_was_not_shown(
    sqlite_url: str, tmp_path: Path, kind: Wrong
) -> None:
    """Lost: she has it, and we are not sure. Closed: she reads of it with her next word."""
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        await _play(cast, *range(TAKEN - 1))
        cast.api.faults.add(kind, to="oVolunteer")
        await _play(cast, TAKEN - 1)
        zhou = cast.api.follower("oVolunteer")
        await zhou.says("1")
        told = await zhou.reads("\n")
        is_taken = STORY[TAKEN].hears in told
        assert is_taken == (kind is not Wrong.CLOSED)
        if not is_taken:
            assert WORDS in told
            assert "1 接单" not in told
        assert cast.api.violations == []
