"""Where: buildings, units and rooms in all the ways they are written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understand.normal import normalise
from handlers.understand.place import Place, read_place, read_room


def parts(text):
    found = read_place(normalise(text))
    place = found[0] if found else Place()
    return place.estate, place.building, place.unit, place.room


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3号楼2单元501", ("", "3", "2", "501")),
        ("３号楼２单元５０１", ("", "3", "2", "501")),
        ("3栋501", ("", "3", "", "501")),
        ("Building 3, unit 2, room 501", ("", "3", "2", "501")),
        ("block 12 flat 402", ("", "12", "", "402")),
        ("7栋1803", ("", "7", "", "1803")),
        ("7幢1803室", ("", "7", "", "1803")),
        ("12号楼3门402", ("", "12", "3", "402")),
        ("6-2-302", ("", "6", "2", "302")),
        ("6-302", ("", "6", "", "302")),
        ("3号楼 2单元 501室", ("", "3", "2", "501")),
        ("3号楼，2单元，501", ("", "3", "2", "501")),
        ("3栋2单元5号", ("", "3", "2", "5")),
        ("3号2单元501", ("", "3", "2", "501")),
        ("3号501", ("", "3", "", "501")),
        ("A座1203", ("", "A", "", "1203")),
        ("3#501", ("", "3", "", "501")),
        ("二号楼", ("", "2", "", "")),
        ("三栋二单元五零一", ("", "3", "2", "501")),
        ("七号楼幺八零三", ("", "7", "", "1803")),
        ("十二号楼三门四百零二室", ("", "12", "3", "402")),
        ("我住3号楼", ("", "3", "", "")),
        ("2单元802", ("", "", "2", "802")),
        ("葵园小区7栋1803", ("葵园小区", "7", "", "1803")),
        ("我家住葵园小区7栋1803", ("葵园小区", "7", "", "1803")),
        ("我妈在朝阳里12号楼3门402", ("朝阳里", "12", "3", "402")),
        ("东关街道苇湾社区18号楼1单元102", ("苇湾社区", "18", "1", "102")),
        ("葵园路18弄5号602室", ("葵园路18弄", "5", "", "602")),
        ("18弄5号602室", ("18弄", "5", "", "602")),
        ("我在葵园小区", ("葵园小区", "", "", "")),
        ("我家里3号楼", ("", "3", "", "")),
        ("三號樓二單元501", ("", "3", "2", "501")),
        ("5号楼上午9点", ("", "5", "", "")),
        ("3栋2单元 139 0000 0123", ("", "3", "2", "")),
    ],
)
def test_a_door_is_read_as_it_is_written(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "28号上午",
        "小区里好大煤气味",
        "2026-11-28",
        "139-0000-0123",
        "1123-07",
        "9-11点",
        "从一楼抬到三楼",
    ],
)
def test_what_is_no_place_is_not_read_as_one(text):
    assert read_place(text) is None


@pytest.mark.parametrize(
    ("text", "building", "landmark"),
    [
        ("二号楼门口那个窨井盖子", "2", "门口"),
        ("楼道里堆的全是纸壳子", "", "楼道"),
        ("菜鸟驿站三个件", "", "菜鸟驿站"),
    ],
)
def test_a_landmark_is_kept_beside_the_building(text, building, landmark):
    found = read_place(text)
    assert found is not None
    assert (found[0].building, found[0].landmark) == (building, landmark)


def test_the_persons_own_words_are_kept():
    found = read_place("我住二号楼三门101,谢谢")
    assert found is not None
    assert (found[0].words, found[1]) == ("二号楼三门101", (2, 10))


def test_only_a_place_with_building_and_room_has_a_door():
    assert Place(building="3", room="501").is_door
    assert not Place(building="3").is_door


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("是1803", "1803"),
        ("不是1308是1803", "1803"),
        ("不是1308，是1803", "1803"),
        ("1803", "1803"),
        ("1803室", "1803"),
        ("改成五零二", "502"),
        ("房号 501A", "501A"),
        ("不是1308", None),
        ("对", None),
        ("13900000123", None),
        ("这一条很长很长很长很长很长很长很长很长很长不是改门牌1803", None),
    ],
)
def test_a_bare_correction_names_the_room(text, room):
    assert read_room(text) == room


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_an_error(text):
    found = read_place(normalise(text))
    assert found is None or found[1][0] < found[1][1]
    read_room(text)
