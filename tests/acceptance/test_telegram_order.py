"""Somebody writes faster than she may be answered: every answer comes, in the order she wrote."""

from pathlib import Path

import pytest

from tests.acceptance.mishaps import CALLS, at_every_first_try
from tests.acceptance.telegram_ending import is_said, told_to
from tests.acceptance.telegram_story import a_desk
from tests.telegram_api import Person, Wrong
from tests.telegram_desk import Place

MODES = ("polling", "webhook")
SAID = ("时长", "帮助", "我的", "隐私", "取消")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["nothing", *CALLS])
async def test_five_answers_come_in_their_order_whatever_happens_to_the_calls(
    sqlite_url: str, tmp_path: Path, mode: str, name: str
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path, mode)) as cast:
        li = Person(cast.api, 1001, "李婶")
        li.start()
        await cast.settle()
        wanted = []
        for said in SAID:
            li.say(said)
            await cast.settle()
            wanted.append(li.texts[-1])
        assert len(li.texts) == 1 + len(SAID)
        if name in CALLS:
            at_every_first_try(cast.api, name)
        for said in SAID:
            li.say(said)
        await cast.settle()
        assert cast.api.violations == []
        told = told_to(cast.api, li)[1 + len(SAID) :]
        assert is_said(wanted, told), told


async def test_two_messages_in_the_wrong_order_are_both_answered_once(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path, "webhook")) as cast:
        li = Person(cast.api, 1001, "李婶")
        li.start()
        await cast.settle()
        cast.api.faults.add(Wrong.SWAPPED)
        li.say("帮助")
        li.say("隐私")
        await cast.settle()
        assert cast.api.faults.count() == 1
        assert cast.api.violations == []
        assert ["还没有记您什么" in each for each in li.texts[1:]] == [True, False]
