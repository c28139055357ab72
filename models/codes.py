"""The two-way code of a visit: her word shows who they are, her digits show that they came.

Four digits are read out on arriving, four others on leaving; the word (暗号) is said at the door
before it is opened. They belong to one order, its people and its hours, and are encrypted at rest.
"""

import hmac
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.assignment import CODE_TRIES, Assignment
from models.errors import Refused
from models.order import Order
from models.words import N_

#: how long before the agreed hour a code works without a question
EARLY = timedelta(hours=2)
#: how long after the agreed time a code still works
LATE = timedelta(hours=6)
#: plain words of two characters, each with its sound for those who do not read them
PASSWORDS: dict[str, str] = {
    "石榴": "shíliu",
    "月亮": "yuèliang",
    "核桃": "hétao",
    "灯笼": "dēnglong",
    "茶壶": "cháhú",
    "雨伞": "yǔsǎn",
    "蜜蜂": "mìfēng",
    "白菜": "báicài",
    "铃铛": "língdang",
    "风筝": "fēngzheng",
    "豆腐": "dòufu",
    "桃花": "táohuā",
    "小米": "xiǎomǐ",
    "喜鹊": "xǐquè",
    "棉花": "miánhua",
    "柿子": "shìzi",
    "竹篮": "zhúlán",
    "春雨": "chūnyǔ",
    "芝麻": "zhīma",
    "花生": "huāshēng",
    "葫芦": "húlu",
    "木梳": "mùshū",
    "燕子": "yànzi",
    "山楂": "shānzhā",
    "莲藕": "lián'ǒu",
    "毛笔": "máobǐ",
    "围巾": "wéijīn",
    "枣糕": "zǎogāo",
    "海棠": "hǎitáng",
    "算盘": "suànpán",
}


def give_codes(session: Session, order: Order, digits: str, chance: str) -> None:
    """Once everybody who goes is found; her digits stay what they were.

    `digits` are four random ones, `chance` four more that choose the word.
    """
    if order.code_out is None:
        order.code_out = digits if digits != order.code else _other(digits)
    if order.password is None:
        order.password = list(PASSWORDS)[int(chance) % len(PASSWORDS)]
    session.flush()


def _other(digits: str) -> str:
    """Four digits without a leading 0 that are not these."""
    return str(int(digits) + 1 if digits != "9999" else 1000)


def check_code(order: Order, mine: Assignment, said: str, wanted: str | None, at: datetime) -> None:
    """Raise Refused unless `said` is the code in these hours; a wrong one asks again."""
    if mine.wrong_codes >= CODE_TRIES:
        raise Refused(N_("号码试了 5 次都不对。\n写“拿不到”，我请站里打电话问。"))
    if at > _over(order):
        raise Refused(N_("这张单的号码过了时间。\n写“拿不到”，我请站里打电话问。"))
    if wanted is None or not hmac.compare_digest(said.encode(), wanted.encode()):
        left = CODE_TRIES - mine.wrong_codes - 1
        raise Refused(N_("这个号码对不上，再听一遍？\n还能试 {left} 次。"), ask="code", left=left)


def _over(order: Order) -> datetime:
    end = order.ends_at or order.starts_at + timedelta(minutes=order.minutes_planned)
    return end + LATE


def count_wrong_code(session: Session, assignment_id: int) -> None:
    """One try less; written by the turn itself, because the refusal rolls the rest back."""
    session.execute(
        update(Assignment)
        .where(Assignment.id == assignment_id)
        .values(wrong_codes=Assignment.wrong_codes + 1)
    )
