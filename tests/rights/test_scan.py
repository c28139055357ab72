"""A whole story with names, phones, rooms and health in it: none of them where many can read.

The pool's lists and cards, groups, what stands first in a message and so in a push preview, what
a link shows to whoever draws previews, and everything that is logged.
"""

import logging
import re

import pytest
from structlog.testing import capture_logs

from bot.channels.contract import Outgoing
from bot.channels.plain import as_text
from handlers.desk import LinliDesk
from handlers.engine.hearer import Hearer
from handlers.engine.said import Said
from models.group_chat import GroupPurpose
from models.membership import Role
from tests.asking import HERS
from tests.asking import WORDS as HER_DAUGHTERS_WORDS
from tests.finding import order_of, volunteer
from tests.groups import placed
from tests.transcript import Paper, World

NEED = "厨房灯不亮，3号楼2单元5017，明天上午，我腿脚不便，有糖尿病，13911112222"
#: 王秀英, who asks; 陈桂芳, for whom her daughter 刘敏 asks
NAMES = ("王秀英", "王老师", "陈桂芳", "刘敏")
PHONES = ("13911112222", "13900000456", "13933334444")
ROOMS = ("5017", "2单元", "1单元201")
HEALTH = ("腿脚", "糖尿病", "复查")
#: the kind of an order may be about health; the pool shows kinds
TELLTALES = NAMES + PHONES + ROOMS + HEALTH
#: what staff have just asked to see is an answer on an open screen, no push
ASKED_FOR = re.compile(r"\d{4}-\d\d 的(?:原话|电话)")
#: her own words to him, in quotes
RELAYED = re.compile("“.*?(?:”|$)")
#: about as much of a message as a phone shows before it is unlocked
PREVIEW = 40


def found_in(text: str, words: tuple[str, ...] = TELLTALES) -> list[str]:
    """Which of these stand in it, however a phone is spaced."""
    plain = re.sub(r"(?<=\d) (?=\d)", "", text)
    return [word for word in words if word in plain]


class Remembering(Paper):
    """Keeps every look of every message, in the order they were sent or changed."""

    def __init__(self) -> None:
        """Nothing sent yet."""
        super().__init__()
        self.looks: list[tuple[str, str]] = []

    async def send(self, message: Outgoing) -> str:
        """Keep it below the others."""
        self.looks.append((message.address, as_text(message.content)))
        return await super().send(message)

    async def edit(self, platform_id: str, message: Outgoing) -> None:
        """Change it where it stands."""
        self.looks.append((message.address, as_text(message.content)))
        await super().edit(platform_id, message)

    def seen_by(self, *addresses: str) -> str:
        """All they could ever read."""
        return "\n".join(text for address, text in self.looks if address in addresses)


@pytest.fixture
def paper(small_world: World) -> Remembering:
    """The world's channel from now on."""
    made = Remembering()
    small_world.paper = small_world.channel = made
    small_world.restart()
    return made


def tell(world: World) -> None:
    """王秀英's lamp from the first word to the stars; 刘敏's order for her mother; two refusals."""
    placed(world, "3号楼邻居", GroupPurpose.BUILDING, "3")
    sun = world.known("孙丽", Role.COORDINATOR)
    zhao = world.known("赵倩", Role.WORKER)
    zhou, he, wu = (volunteer(world, name) for name in ("周凯", "何静", "吴芳"))
    wang = world.known("王秀英", Role.RESIDENT)
    assert "有一件单独问您" in wang.say(NEED)
    wang.press("可以说")
    assert wang.say("行").startswith("发出去了")
    liu = world.someone("刘敏")
    liu.say(HER_DAUGHTERS_WORDS)
    liu.press("知道，同意")
    liu.say(HERS)
    liu.press("上午8点")
    liu.press("行")
    liu.press("发出")
    for word in ("清单", "看原话1123-01", "看电话1123-01", "通过1123-01", "放开接单1123-01"):
        sun.say(word)
    zhao.say("看原话1123-02")
    for each in (zhou, he, wu):
        each.say("接单")
    he.say("不方便1123-01")
    zhou.press("接单")
    zhou.press("上午9点")
    wang.say("给对方留话1123-01")
    wang.say("药在桌上，电话13933334444也行")
    wu.say("接单")
    world.wait(days=1)
    zhou.say("我到了")
    zhou.say(order_of(world).code or "")
    world.wait(minutes=40)
    zhou.say("我走了")
    zhou.say(order_of(world).code_out or "")
    wang.say("办好了1123-01")
    world.wait(days=8)
    wu.say("接单")
    he.say("我的")


def test_pool_and_groups_and_logs_name_nobody(
    small_world: World, paper: Remembering, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as ours:
        tell(small_world)
    pool, group = paper.seen_by("何静", "吴芳"), paper.seen_by("group:3号楼邻居")
    assert "3号楼" in pool
    assert "3号楼" in group
    assert found_in(pool) == []
    assert found_in(group) == []
    lines = [str(each) for each in ours] + [each.getMessage() for each in caplog.records]
    assert [found_in(line) for line in lines if found_in(line)] == []


def test_no_preview_shows_a_door_a_phone_or_a_word_about_health(
    small_world: World, paper: Remembering
) -> None:
    tell(small_world)
    shown = [
        (who, RELAYED.sub("", text)[:PREVIEW])
        for who, text in paper.looks
        if who not in ("王秀英", "刘敏") and not ASKED_FOR.match(text)
    ]
    assert len(shown) > 20
    assert [each for each in shown if found_in(each[1])] == []


def test_a_failure_is_logged_without_what_was_in_hand(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(_self: LinliDesk, _hearer: Hearer, said: Said) -> None:
        try:
            int(said.text)
        except ValueError as error:
            raise KeyError(said.text) from error

    monkeypatch.setattr(LinliDesk, "first", stumbles)
    with capture_logs() as logged:
        assert "我这边出了点问题" in small_world.someone("王秀英").say(NEED)
    assert [each["event"] for each in logged] == ["turn failed"]
    assert "KeyError" in logged[0]["trace"]
    assert "ValueError: invalid literal for int() with base 10" in logged[0]["trace"]
    assert found_in(str(logged)) == []
