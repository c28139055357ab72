"""A month of one community where three in five have no open window: whoever it concerned was told.

Told means: the words stood in their chat, a text message was taken by the gateway, or a worker
ticked the call. The clock is the test's; the channel has windows, the gateway and people fail.
"""

import asyncio
import random
from datetime import timedelta
from typing import Any, Self

import pytest
from sqlalchemy import exists, select, update

from bot.calling_up import CallingUp, ring_held_once
from bot.channels.contract import SendError, Trouble
from bot.channels.sms.gateway import Text
from bot.channels.sms.sending import Texting
from bot.config_sms import SmsSection
from bot.expanding import end_once, expand_once
from handlers.notices import RUNG_UP
from models.call_list import CallItem, CallState
from models.contact import Contact
from models.membership import Role
from models.notice import Notice, Urgency
from models.outbox import Outbox, OutboxState
from models.person import Person
from models.text_message import TextMessage, TextState
from tests.transcript import Someone, World
from tests.windows import behind_windows, gives_phone, opens, says

DAYS = 30
#: who writes every day, who has a chat and seldom writes, who has none: 18 of 30 are shut
OPEN, SHUT, NO_CHAT = range(12), range(12, 24), range(24, 30)
TODAY, SAFETY = "今天下午2点到6点停水，请存好水（{n}）。", "台风今晚到，请关好窗，别出门（{n}）。"
SENT = (OutboxState.SENT, OutboxState.ANSWERED)


class Unreliable:
    """A gateway of which every third answer is lost, and every fourth text is refused."""

    def __init__(self, dice: random.Random) -> None:
        """`dice` decides."""
        self._dice = dice

    async def __aenter__(self) -> Self:
        """Nothing to open."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Nothing to close."""

    async def send(self, _text: Text) -> None:
        """Send it, or fail."""
        fault = self._dice.choice((None, None, Trouble.UNCERTAIN, Trouble.REJECTED))
        if fault is not None:
            raise SendError(fault)


class Month:
    """The community and what happens in it."""

    def __init__(self, world: World) -> None:
        """孙丽 and 赵倩 work there, 周凯 and 何静 help, thirty residents live there."""
        self.world, self.dice = world, random.Random(7)  # noqa: S311
        self.sun = world.known("孙丽", Role.COORDINATOR, Role.WORKER)
        self.zhao = world.known("赵倩", Role.WORKER)
        self.helpers = [world.known(name, Role.VOLUNTEER) for name in ("周凯", "何静")]
        for n in (*OPEN, *SHUT):
            world.known(f"居民{n}", Role.RESIDENT)
        behind_windows(world)
        for n in range(30):
            if n % 5 != 4:  # every fifth has left no number
                gives_phone(world, f"居民{n}", f"139000001{n:02}", str(n % 7 + 1))
        for n in NO_CHAT:
            with world.db.session() as session:
                known = select(Person).filter_by(display_name=f"居民{n}")
                if session.scalar(known) is None:
                    of = {"community_id": world.community_id, "created_at": world.now}
                    session.add(Person(display_name=f"居民{n}", building="5", **of))
        sms = SmsSection(url="http://gateway", today_template="1", safety_template="2", pace=1e6)

        def gateway(_settings: SmsSection) -> Any:
            return Unreliable(self.dice)

        self.texting = lambda: Texting(world.db, world.runner, world.around, sms, gateway)

    def day(self, n: int) -> None:
        """People write, something happens, and the workers ring up whom they have to."""
        for someone in (self.sun, self.zhao, *self.helpers):
            opens(self.world, someone.address)
        for each in (*OPEN, *SHUT):
            if each in OPEN or self.dice.random() < 0.04:
                says(self.resident(each), "谢谢")
        if n % 3 == 0:
            self.announce((TODAY, SAFETY)[n // 3 % 2].format(n=n))
        elif n % 3 == 1:
            self.need(self.dice.choice((*OPEN, *SHUT)))
        self.work()
        self.world.wait(hours=3)
        self.work()

    def resident(self, n: int) -> Someone:
        """The one of that number."""
        return self.world.someone(f"居民{n}")

    def announce(self, text: str) -> None:
        """孙丽 writes to all."""
        says(self.sun, "通知")
        says(self.sun, text)
        if "是通知内容" in self.sun.labels:
            self.sun.press("是通知内容")
        says(self.sun, "全体")
        self.sun.press("要")
        self.sun.press("下一步")
        self.sun.press("发出")

    def need(self, n: int) -> None:
        """Somebody asks; their window shuts, and then the station says no."""
        asks = self.resident(n)
        says(asks, "想请人帮我取个快递，3号楼2单元501，四天后下午")
        for answer in ("13900000199", "行", "发出"):
            if asks.messages and asks.labels and answer in asks.labels:
                asks.press(answer)
            elif "发出去了" not in says(asks, answer):
                continue
            break
        self.world.wait(hours=1)
        with self.world.db.patient.begin() as connection:
            shut = update(Contact).where(Contact.address == asks.address)
            connection.execute(shut.values(window_until=self.world.now))
        says(self.sun, "清单")
        if "婉拒" in self.sun.labels:
            self.sun.press("婉拒")
            says(self.sun, "快递柜坏了，这周取不了。")

    def work(self) -> None:
        """What the process does by itself, then the workers with the list."""
        calling = CallingUp(texts=True)
        for _n in range(3):
            while expand_once(self.world.db, self.world.around, calling=calling):
                pass
            self.world.deliver()
            while end_once(self.world.db, self.world.around, calling):
                pass
            ring_held_once(self.world.db, self.world.around)
            self.world.deliver()
        asyncio.run(self.texting().tick())
        asyncio.run(self.texting().tick())
        self.ring()

    def ring(self) -> None:
        """赵倩 rings up everybody on the list; now and then nobody picks up at first."""
        said = says(self.zhao, "电话单")
        for _n in range(60):
            if "说到的写编号" not in said:
                break
            missed = "，没通 1" if self.dice.random() < 0.2 else ""
            last = sum(line[:2] in {f"{n} " for n in range(1, 6)} for line in said.split("\n"))
            numbers = [str(n) for n in range(2 if missed else 1, last + 1)]
            said = says(self.zhao, " ".join(numbers) + missed)
            if "电话单打完了" in said or "现在没有" in said:
                said = says(self.zhao, "电话单")
        if "说到的写编号" in said:
            says(self.zhao, "取消")


@pytest.mark.row("G4")
def test_everybody_whom_something_concerned_was_told(small_world: World) -> None:
    month = Month(small_world)
    for n in range(DAYS):
        month.day(n)
        small_world.at((small_world.now + timedelta(days=1)).replace(hour=9, minute=10))
        if n == DAYS // 2:
            small_world.restart()
    assert untold(small_world) == []
    ways = told_by(small_world)
    assert min(ways.values()) > 0, ways  # each of the three ways was really gone


def untold(world: World) -> list[str]:
    """Whoever was meant by something urgent and was told in none of the three ways."""
    found = []
    with world.db.reading() as session:
        people = list(session.scalars(select(Person).where(Person.display_name.like("居民%"))))
        urgent = select(Notice).where(Notice.urgency != Urgency.NEWS)
        for notice in session.scalars(urgent):
            assert len(people) == 30
            for person in people:
                of = {"notice_id": notice.id, "person_id": person.id}
                by_chat = exists().where(
                    Outbox.notice_id == notice.id,
                    Outbox.state.in_(SENT),
                    Outbox.contact_id == Contact.id,
                    Contact.person_id == person.id,
                )
                by_text = select(TextMessage.id).filter_by(**of, state=TextState.SENT)
                by_call = select(CallItem.id).filter_by(**of, state=CallState.TOLD)
                told = (select(by_chat), by_text, by_call)
                if not any(session.scalar(way) for way in told):
                    found.append(f"{person.display_name}: {notice.text}")
        rung = select(CallItem.id).where(
            CallItem.outbox_id == Outbox.id, CallItem.state == CallState.TOLD
        )
        alone = select(Outbox).where(
            Outbox.kind.in_(RUNG_UP), Outbox.state.not_in(SENT), ~rung.exists()
        )
        found += [f"{row.kind}: {row.state} {row.reason}" for row in session.scalars(alone)]
    return found


def told_by(world: World) -> dict[str, int]:
    """How often each way was gone."""
    with world.db.reading() as session:
        chats = select(Outbox.id).where(Outbox.notice_id.is_not(None), Outbox.state.in_(SENT))
        held = select(CallItem.id).where(CallItem.outbox_id.is_not(None))
        return {
            "chat": len(session.scalars(chats).all()),
            "text": len(session.scalars(select(TextMessage.id).filter_by(state="sent")).all()),
            "call": len(session.scalars(select(CallItem.id).filter_by(state="told")).all()),
            "of their own": len(session.scalars(held).all()),
        }
