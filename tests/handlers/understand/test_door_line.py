"""The line a worker writes at a door: door, name, what is wanted, in any order and spacing."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.understand.called import read_called
from handlers.understand.door_line import read_door_line
from handlers.understand.kind import KindWords
from tests.house.tree import ROOT

NOW = datetime(2026, 11, 23, 9, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
KINDS = [
    KindWords(each["code"], tuple(each["words"]))
    for each in json.loads((ROOT / "models" / "need_kinds.json").read_text("utf-8"))
]


@pytest.mark.parametrize(
    ("line", "door", "name", "wish"),
    [
        ("询单 6号楼3门102 张德福 想理发 下不了床 这周都行", "6-3-102", "张德福", "理发"),
        ("询单6号楼3门102张德福想理发这周", "6-3-102", "张德福", "理发"),
        ("/door 6-3-102 老张 修水龙头 明天下午 没电话", "6-3-102", "老张", "修水龙头"),
        ("3号楼 2单元501 王秀英 陪去医院 周五上午8点", "3-2-501", "王秀英", "陪去医院"),
        ("6号楼3门102，欧阳建国，家里灯不亮，明天", "6-3-102", "欧阳建国", "家里灯不亮"),
        ("６号楼３门１０２　张德福　想理发", "6-3-102", "张德福", "理发"),
        ("下不了床 想理发 张德福 6号楼3门102", "6-3-102", "张德福", "理发"),
        ("6号楼3门102 王奶奶 眼睛看不清 想让人读报 13900000123", "6-3-102", "王奶奶", "读报"),
        ("6号楼3门102 王奶奶 耳朵背 想有人陪聊 周末", "6-3-102", "王奶奶", "陪聊"),
        ("6号楼3门102 周六 想理发 周六上午", "6-3-102", "", "理发"),
        ("3门103 李桂兰 修水龙头 明天", "-3-103", "李桂兰", "修水龙头"),
        ("6号楼3门102 下不了床", "6-3-102", "", ""),
        ("6号楼3门102 张德福 " + "这个那个" * 9, "6-3-102", "张德福", ""),
        (
            "/door Building 6 unit 3 room 102 Zhang Defu haircut this week",
            "6-3-102",
            "Zhang Defu",
            "haircut",
        ),
        ("", "", "", ""),
        ("询单", "", "", ""),
    ],
)
def test_a_line_is_read_once_and_by_every_reader(
    line: str, door: str, name: str, wish: str
) -> None:
    read = read_door_line(line, NOW, KINDS)
    place = read.place
    assert (f"{place.building}-{place.unit}-{place.room}" if place else "") == door
    assert (read.name, read.wish, read.outcome) == (name, wish, "")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("询单 6号楼3门102 张德福 想理发 下不了床 这周都行", "想理发，下不了床，这周都行"),
        ("3门103 李桂兰 13900000123 修水龙头", "修水龙头"),
    ],
)
def test_what_is_kept_of_it_names_neither_door_nor_person(line: str, words: str) -> None:
    assert read_door_line(line, NOW, KINDS).words == words


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("6号楼3门103 没人", "nobody_home"),
        ("6号楼3门103，敲了没应，没在家", "nobody_home"),
        ("6号楼3门103 李桂兰 没事", "no_need"),
        ("6号楼3门103 张德福 不同意", "said_no"),
        ("6号楼3门103 没事 灯不亮", ""),
        ("6号楼3门103 家里没人做饭，想有人送饭", ""),
        ("Building 6 unit 3 room 103, nobody home", "nobody_home"),
    ],
)
def test_what_came_of_a_door_is_a_word_of_its_own(line: str, outcome: str) -> None:
    assert read_door_line(line, NOW, KINDS).outcome == outcome


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("叫李德福", "李德福"),
        ("不是张德福，叫李德福", "李德福"),
        ("姓名：马秀珍", "马秀珍"),
        ("周大爷 修灯", "周大爷"),
        ("周六上午", None),
        ("想理发", None),
        ("水龙头漏水", None),
        ("", None),
    ],
)
def test_a_name_is_believed_by_its_shape(words: str, name: str | None) -> None:
    assert read_called(words) == name
