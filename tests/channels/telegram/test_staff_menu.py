"""The menu of staff: theirs from the first word after they are known, and never anybody else's."""

from typing import Any

import pytest
from sqlalchemy import update

from bot.accepting import Inbound
from bot.channels.telegram.errands import Errands
from bot.channels.telegram.sending import Telegram
from bot.channels.telegram.staff_menu import StaffMenu
from bot.clock import Surroundings
from models.consent import UNANSWERED
from models.contact import Contact
from models.membership import Membership, Role
from tests.channels.telegram.little_api import TOKEN, LittleApi, refuses
from tests.transcript import World

SUN, LI = 1, 2


class Met:
    """One process of one bot; 孙丽 the worker and 李婶 write to it."""

    def __init__(self, world: World, api: LittleApi, telegram: Telegram) -> None:
        self.world, self.api, self.errands = world, api, Errands()
        around = Surroundings(now=lambda: world.now)
        self.menu = StaffMenu(telegram, self.errands, world.db, world.runner, around)

    async def says(self, contact_id: int, kind: str = "text", **data: Any) -> list[str]:
        """Somebody says something; returns the calls that follow."""
        before = len(self.api.calls)
        where = self.world.account_id, self.world.community_id
        payload = {"kind": kind, "data": data}
        self.menu.meet(Inbound(*where, "42", "u1", 1, self.world.now, payload), contact_id)
        await self.errands.stop()
        return self.api.methods[before:]

    def change(self, row: Any, **values: Any) -> None:
        with self.world.db.session() as session:
            session.execute(update(row).values(**values))


@pytest.fixture
def met(small_world: World, api: LittleApi, telegram: Telegram) -> Met:
    """Nobody has said anything yet in this process."""
    small_world.known("孙丽", Role.WORKER)
    small_world.known("李婶", Role.RESIDENT)
    return Met(small_world, api, telegram)


async def test_staff_get_theirs_once_and_it_is_looked_at_again_with_each_start(met: Met) -> None:
    assert (await met.says(SUN)).count("setMyCommands") == 2
    scope = {"type": "chat", "chat_id": 42}
    assert all(each.values["scope"] == scope for each in met.api.calls)
    assert await met.says(SUN) == []
    assert set(await met.says(SUN, "start")) == {"getMyCommands"}


async def test_nobody_else_gets_it(met: Met) -> None:
    assert await met.says(LI, "start") == []
    assert await met.says(LI) == []


async def test_whoever_becomes_staff_has_it_with_the_next_start(met: Met) -> None:
    met.change(Membership, until=met.world.now)
    assert await met.says(SUN) == []
    met.change(Membership, until=None)
    assert await met.says(SUN) == []
    assert "setMyCommands" in await met.says(SUN, "start")


async def test_before_the_yes_nothing_is_told_and_after_it_the_next_word_does(met: Met) -> None:
    met.change(Contact, overseas=UNANSWERED)
    assert await met.says(SUN, "start") == []
    met.change(Contact, overseas="agreed")
    assert "setMyCommands" in await met.says(SUN)


async def test_a_press_in_a_group_is_no_private_chat(met: Met) -> None:
    assert await met.says(SUN, "press", group="-100777") == []
    assert "setMyCommands" in await met.says(SUN)


async def test_when_telegram_will_not_it_is_tried_with_the_next_word(
    met: Met, capfd: pytest.CaptureFixture[str]
) -> None:
    met.api.will_answer(refuses(401, "Unauthorized"))
    assert await met.says(SUN) == ["getMyCommands"]
    assert TOKEN.partition(":")[2] not in "".join(capfd.readouterr())
    assert "setMyCommands" in await met.says(SUN)


async def test_not_more_is_remembered_than_so_many(
    met: Met, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.staff_menu.KEPT", 1)
    await met.says(SUN)
    await met.says(LI)
    assert set(await met.says(SUN)) == {"getMyCommands"}
