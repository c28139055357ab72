"""Ten months of orders that are closed: mostly 王敏's 21 visits, 46.5 hours in all."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.sample.days import Days
from bot.sample.story import Story
from models.evaluation import Outcome
from models.order import OrderState

FIRST_DAYS_AGO, DAYS_BETWEEN = 10, 14
ASKED_AHEAD = 2  # every text says 后天

#: kind, how many minutes, who asked (0 is 李婶), what she said afterwards; the latest first
WANG_MIN = (
    ("medical_escort", 185, 4, "一路扶着，很耐心。"),
    ("companionship", 75, 11, ""),
    ("medical_escort", 170, 0, "替我问清楚了药怎么吃。"),
    ("medical_escort", 195, 17, "排队的事都替我跑了。"),
    ("disability_help", 85, 23, "下坡倒着推的，稳当。"),
    ("medical_escort", 180, 9, ""),
    ("welfare_check", 30, 30, "老太太说好久没人陪她坐坐了。"),
    ("medical_escort", 165, 36, "准时，和气。"),
    ("companionship", 60, 11, "报纸念得清楚。"),
    ("medical_escort", 190, 2, ""),
    ("medical_escort", 200, 44, "检查多，等到中午也没嫌烦。"),
    ("disability_help", 70, 23, ""),
    ("medical_escort", 175, 0, "有她在，我心里不慌。"),
    ("companionship", 80, 51, "下了三盘棋。"),
    ("medical_escort", 185, 27, ""),
    ("welfare_check", 40, 30, "水管的事也帮着报了。"),
    ("medical_escort", 170, 6, "拿化验单不用我爬楼。"),
    ("companionship", 65, 51, ""),
    ("medical_escort", 195, 39, "大夫的话都记在纸上给我了。"),
    ("disability_help", 95, 55, "大半年头一回出小区。"),
    ("medical_escort", 180, 0, "谢谢这姑娘。"),
)
#: the same for 周凯, in the afternoon
ZHOU_KAI = (
    ("home_repair", 45, 8, "水龙头不滴了。"),
    ("home_repair", 60, 20, "灯换好了，还试了两遍。"),
    ("home_repair", 35, 0, ""),
    ("home_repair", 50, 33, "门锁顺当了。"),
    ("home_repair", 40, 47, "扶手结实。"),
)
#: the same for others, and who they are
OTHERS = (
    (("haircut", 40, 13, "剪得利索。"), (24, 45)),
    (("digital_help", 70, 29, "会自己挂号了。"), (25,)),
    (("errand", 35, 41, ""), (26,)),
    (("tutoring", 90, 16, "孩子愿意来。"), (27, 47)),
    (("mediation", 80, 25, "话说开了。"), (28, 46)),
)
ASKED = {
    "medical_escort": (
        "后天上午要去区医院复查，腿脚慢，想请人陪着去。",
        "后天上午去医院拿化验单、开药，一个人跑不动。",
        "后天上午做检查，孩子上班走不开，能来个人陪吗。",
    ),
    "companionship": (
        "一个人在家闷，后天上午想有人来坐坐。",
        "后天上午有空的话，来陪我下盘棋、念念报。",
    ),
    "disability_help": ("坐轮椅，后天上午想下楼转转，要人推一把。",),
    "welfare_check": ("我妈一个人住，我出差，后天上午能替我去看看她吗。",),
    "home_repair": (
        "厨房水龙头滴水，后天下午在家。",
        "过道的灯不亮，我够不着，后天下午都行。",
        "门锁发涩，钥匙拧不动，后天下午来看看吧。",
    ),
    "haircut": ("老伴下不了床，后天下午想理个发。",),
    "digital_help": ("想学用手机挂号，后天下午有空。",),
    "errand": ("刚做完手术不能提重的，后天下午帮忙取几个快递。",),
    "tutoring": ("孩子三年级，数学跟不上，后天下午想有人讲讲。",),
    "mediation": ("楼上楼下为晾衣服的事说不拢，后天下午想请人评评理。",),
}


def past(days: Days) -> list[Story]:
    """All closed orders, and what came of the few that were not to be."""
    return [*_wang_min(days), *_zhou_kai(days), *_others(days), *_without_service(days)]


def _wang_min(days: Days) -> Iterator[Story]:
    for i, row in enumerate(WANG_MIN):
        starts = days.workday(-FIRST_DAYS_AGO - i * DAYS_BETWEEN, 8)
        yield _closed(row, i, starts, (0, 2 + i))


def _zhou_kai(days: Days) -> Iterator[Story]:
    for i, row in enumerate(ZHOU_KAI):
        starts = days.on(-17 - i * 2 * DAYS_BETWEEN, 14)
        yield _closed(row, i, starts, (1, 40 + i))


def _others(days: Days) -> Iterator[Story]:
    for i, (row, helpers) in enumerate(OTHERS):
        starts = days.on(-20 - i * 2 * DAYS_BETWEEN, 14)
        yield _closed(row, i, starts, helpers)


def _closed(
    row: tuple[str, int, int, str], index: int, starts: datetime, helpers: tuple[int, ...]
) -> Story:
    kind, minutes, asker, words = row
    texts = ASKED[kind]
    posted = starts.replace(hour=10, minute=5 + index * 7 % 50) - timedelta(days=ASKED_AHEAD)
    return Story(
        until=OrderState.CLOSED,
        kind=kind,
        text=texts[index % len(texts)],
        asker=asker,
        posted=posted,
        starts=starts,
        ends=starts + timedelta(hours=4),
        helpers=helpers,
        minutes=minutes,
        outcome=Outcome.DONE,
        words=words,
    )


def _without_service(days: Days) -> Iterator[Story]:
    """One closed without a word from her, one refused with where to go, one taken back."""
    yield Story(
        until=OrderState.CLOSED,
        kind="errand",
        text="后天上午帮我去药店取一回药，单子在家里。",
        asker=14,
        posted=days.on(-14, 11, 20),
        starts=days.on(-12, 8),
        ends=days.on(-12, 12),
        helpers=(50,),
        minutes=40,
    )
    yield Story(
        until=OrderState.REJECTED,
        kind="home_repair",
        text="燃气热水器坏了，明天上午能来修吗。",
        asker=38,
        posted=days.on(-6, 9, 15),
        starts=days.on(-5, 8),
        ends=days.on(-5, 12),
        words="燃气热水器志愿者不能动，请打燃气公司。师傅来的时候，我们可以陪着您。",
    )
    yield Story(
        until=OrderState.CANCELLED,
        kind="labour_help",
        text="有个旧沙发要抬下楼，后天下午。",
        asker=45,
        posted=days.on(-8, 13, 40),
        starts=days.on(-6, 14),
        ends=days.on(-6, 18),
    )
