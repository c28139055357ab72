"""Whom a coordinator means, in her own words."""

from typing import Any

import pytest

from handlers.understand.audience import Names, read_audience

NAMES = Names(
    communities={"葵园社区": 1, "葵园": 1, "苇湾": 2, "Kuiyuan": 1},
    teams={"晨光队": 7},
    grids={"第一网格": 9},
    kinds={"陪聊": "chat"},
    kind_words={"跑腿": "errand", "买菜": "errand", "换灯": "home_repair"},
    activity_id=5,
    activity_title="周六义诊",
)
VOLUNTEER, MEDICAL = {"role": ["volunteer"]}, {"skill": ["medical"]}


def activity(how: str) -> dict[str, Any]:
    return {"activity": {"id": 5, "how": how}}


@pytest.mark.parametrize(
    ("words", "communities", "parts"),
    [
        ("大家", [], []),
        ("葵园和苇湾的医护", [1, 2], [MEDICAL]),
        ("葵园社区、苇湾的志愿者", [1, 2], [VOLUNTEER]),
        ("3号楼的志愿者", [], [{"building": ["3"]}, VOLUNTEER]),
        ("３号楼和5号楼", [], [{"building": ["3", "5"]}]),
        ("会理发的", [], [{"skill": ["haircut"]}]),
        ("会理发或者会做饭的", [], [{"any": [{"skill": ["haircut"]}, {"skill": ["cooking"]}]}]),
        ("晨光队", [], [{"team": [7]}]),
        ("第一网格的居民", [], [{"grid": [9]}, {"role": ["resident"]}]),
        ("愿意陪聊的", [], [{"kind": ["chat"]}]),
        ("愿意去跑腿买菜的志愿者", [], [{"kind": ["errand"]}, VOLUNTEER]),
        ("肯换灯的", [], [{"kind": ["home_repair"]}]),
        ("没报名的志愿者", [], [activity("not_yet"), VOLUNTEER]),
        ("还没报周六义诊的志愿者", [], [activity("not_yet"), VOLUNTEER]),
        ("没报名义诊的志愿者", [], [activity("not_yet"), VOLUNTEER]),
        ("报了12月5日义诊的", [], [activity("signed_up")]),
        ("报了名的", [], [activity("signed_up")]),
        ("来过的", [], [activity("came")]),
        ("志愿者，除了3号楼的", [], [VOLUNTEER, {"not": {"building": ["3"]}}]),
        ("一个月没来说话的", [], [{"not": {"seen": 30}}]),
        ("最近两周来过的志愿者", [], [{"seen": 14}, VOLUNTEER]),
        ("用Telegram的", [], [{"channel": ["telegram"]}]),
        ("说英语的志愿者", [], [{"language": ["en"]}, VOLUNTEER]),
        ("volunteers in building 3", [], [{"building": ["3"]}, VOLUNTEER]),
        ("volunteers who speak English", [], [{"language": ["en"]}, VOLUNTEER]),
        (
            "volunteers except building 3",
            [],
            [VOLUNTEER, {"not": {"building": ["3"]}}],
        ),
    ],
)
def test_an_audience_is_read(
    words: str, communities: list[int], parts: list[dict[str, Any]]
) -> None:
    heard = read_audience(words, NAMES)
    assert heard is not None
    assert (heard.communities, heard.parts) == (communities, parts)
    assert heard.rest <= 3


@pytest.mark.parametrize("words", ["", "周三停水", "明天下午三点", "谢谢", "看看"])
def test_words_that_name_nobody_are_none(words: str) -> None:
    assert read_audience(words, NAMES) is None


def test_what_says_much_else_is_seen_to() -> None:
    heard = read_audience("老师傅说明天志愿者服务队开会要带水杯", NAMES)
    assert heard is not None
    assert heard.rest > 3
