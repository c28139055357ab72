"""One message that announces an activity, in whatever order it is written."""

from datetime import datetime

import pytest

from handlers.understand.gathering import Gathering, read_gathering

NOW = datetime.fromisoformat("2026-11-23T09:10+08:00")


def _read(text: str) -> Gathering:
    return read_gathering(text, NOW)


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("暖冬，12月5日上午9点到11点半，葵园广场，擦窗10人", "暖冬", "葵园广场"),
        ("周六上午9点到11点擦窗，葵园广场，擦窗10人", "擦窗", "葵园广场"),
        ("周日下午2点到4点在活动室教剪纸，剪纸6人", "教剪纸", "活动室"),
        ("葵园广场，周六上午9点义诊，量血压4人", "义诊", "葵园广场"),
        ("下周三上午10点重阳敬老活动，老年活动室，端菜8人", "重阳敬老活动", "老年活动室"),
        ("12月5日上午9点，暖冬，在葵园站二楼，擦窗10人", "暖冬", "葵园站二楼"),
        ("周六晚上7点广场舞比赛，东门口，音响2人", "广场舞比赛", "东门口"),
        ("读报，12月5日下午3点到4点，葵园站，读报2人，当心：慢走", "读报", "葵园站"),
    ],
)
def test_title_and_place_are_told_apart(text: str, title: str, place: str) -> None:
    found = _read(text)
    assert (found.title, found.place) == (title, place)
    assert found.span is not None
    assert found.tasks


def test_what_was_not_said_is_left_to_be_asked() -> None:
    found = _read("周六上午9点到11点，擦窗10人")
    assert (found.title, found.place) == ("", "")


def test_the_risk_goes_on_over_a_comma() -> None:
    found = _read("暖冬，12月5日上午9点，葵园广场，擦窗10人，当心：擦窗只擦里面，不登高")
    assert found.risk == "擦窗只擦里面，不登高"
