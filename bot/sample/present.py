"""Fifteen orders that are open now, from just posted to waiting for a second look.

None of them is 李婶's, 王敏's or 周凯's: whoever plays these three starts with empty hands.
"""

from collections.abc import Iterator

from bot.sample.days import Days
from bot.sample.story import Story
from models.evaluation import Outcome
from models.order import OrderState as S


def present(days: Days) -> list[Story]:
    """All open orders."""
    return [*_new(days), *_looked_at(days), *_wanted(days), *_claimed(days), *_served(days)]


def _new(days: Days) -> Iterator[Story]:
    """Just posted: a worker is to look at them."""
    rows = (
        ("digital_help", "想学手机挂号，眼神儿不好，后天下午在家。", 3, 75, 2, (14, 18)),
        ("home_repair", "厨房水龙头一直滴水，明天上午能来看看吗。", 12, 45, 1, (8, 12)),
        (
            "mediation",
            "跟楼上为晾衣服的事吵了几回，想请人评评理，大后天晚上在家。",
            28,
            20,
            3,
            (18, 21),
        ),
    )
    for kind, text, asker, minutes, ahead, hours in rows:
        posted = days.ago(minutes)
        starts, ends = (days.after(posted, ahead, hour) for hour in hours)
        yield Story(S.SUBMITTED, kind, text, asker, posted, starts, ends)


def _looked_at(days: Days) -> Iterator[Story]:
    """One that something is missing from, two that nobody has opened yet."""
    yield Story(
        until=S.NEED_INFO,
        kind="labour_help",
        text="有个旧柜子要抬到楼下，大后天上午。",
        asker=5,
        posted=days.on(-1, 16, 10),
        starts=days.on(2, 8),
        ends=days.on(2, 12),
        words="柜子大概多长多高？要抬到哪里？",
    )
    yield Story(
        until=S.APPROVED,
        kind="culture_class",
        text="老年大学想请人教二胡，先来一次试试，五天后的下午。",
        asker=40,
        posted=days.on(-1, 10, 20),
        starts=days.on(4, 14),
        ends=days.on(4, 18),
    )
    yield Story(
        until=S.APPROVED,
        kind="haircut",
        text="我老伴下不了床，后天下午想理个发，别太晚。",
        asker=19,
        posted=days.on(-1, 15, 30),
        starts=days.on(1, 14),
        ends=days.on(1, 18),
    )


def _wanted(days: Days) -> Iterator[Story]:
    """Open for claiming; the first and the last have one of their two already."""
    yield Story(
        until=S.DISPATCHED,
        kind="medical_escort",
        text="大后天上午去区医院换药，孩子在外地，想请人陪着。",
        asker=7,
        posted=days.on(-1, 9, 40),
        starts=days.on(2, 8),
        ends=days.on(2, 12),
        helpers=(29,),
    )
    yield Story(
        until=S.DISPATCHED,
        kind="errand",
        text="后天下午帮我买两盒降压药，我下楼不方便。",
        asker=22,
        posted=days.on(-1, 17, 20),
        starts=days.on(1, 14),
        ends=days.on(1, 18),
    )
    yield Story(
        until=S.DISPATCHED,
        kind="tutoring",
        text="孩子五年级，写作文想有人辅导，四天后的下午。",
        asker=34,
        posted=days.on(-1, 18, 5),
        starts=days.on(3, 14),
        ends=days.on(3, 18),
        helpers=(48,),
    )


def _claimed(days: Days) -> Iterator[Story]:
    """Two with people who will go, one where they are at the door now."""
    yield Story(
        until=S.CLAIMED,
        kind="digital_help",
        text="大后天上午想学手机，跟孙女视频。",
        asker=48,
        posted=days.on(-2, 14, 15),
        starts=days.on(1, 8),
        ends=days.on(1, 12),
        helpers=(31,),
    )
    yield Story(
        until=S.CLAIMED,
        kind="companionship",
        text="我爸一个人在家，四天后下午我有事，想请人来陪他说说话。",
        asker=53,
        posted=days.on(-2, 19, 30),
        starts=days.on(2, 14),
        ends=days.on(2, 18),
        helpers=(33, 34),
    )
    yield Story(
        until=S.IN_SERVICE,
        kind="cleaning",
        text="腰闪了，屋里好久没打扫，想请人收拾一下。",
        asker=57,
        posted=days.on(-2, 11, 5),
        starts=days.ago(40),
        helpers=(35, 36),
    )


def _served(days: Days) -> Iterator[Story]:
    """Two that wait for her word, one that she was not content with."""
    yield Story(
        until=S.DONE,
        kind="home_repair",
        text="卫生间的灯一闪一闪，后天上午能来人看看吗。",
        asker=31,
        posted=days.on(-3, 10, 50),
        starts=days.on(-1, 8),
        ends=days.on(-1, 12),
        helpers=(37, 38),
        minutes=45,
    )
    yield Story(
        until=S.DONE,
        kind="errand",
        text="帮我去取两个快递，明天上午。",
        asker=43,
        posted=days.on(-4, 16, 30),
        starts=days.on(-3, 8),
        ends=days.on(-3, 12),
        helpers=(39,),
        minutes=30,
    )
    yield Story(
        until=S.RATED,
        kind="cleaning",
        text="油烟机油太厚了，后天下午想请人帮着擦擦。",
        asker=50,
        posted=days.on(-6, 9, 35),
        starts=days.on(-4, 14),
        ends=days.on(-4, 18),
        helpers=(40, 41),
        minutes=70,
        outcome=Outcome.NOT_DONE,
        words="油烟机只擦了外面，里面没弄。",
    )
