"""Which kind of help: everyday words, as the seed has them."""

import json
from importlib import resources

import pytest

from handlers.understand.kind import KindWords, read_kind

ROWS = json.loads(resources.files("models").joinpath("need_kinds.json").read_text(encoding="utf-8"))
KINDS = [KindWords(row["code"], tuple(row["words"])) for row in ROWS]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我家厨房灯不亮了找个人看看", "home_repair"),
        ("灯老是闪", "home_repair"),
        ("马桶堵了", "home_repair"),
        ("陪我妈去医院复查", "medical_escort"),
        ("帮忙取个药", "errand"),
        ("教我用手机挂号", "digital_help"),
        ("搬个柜子", "labour_help"),
        ("老头子想剪个头发", "haircut"),
        ("想找人聊聊天", "companionship"),
        ("老张好几天没出门了,谁去看看", "welfare_check"),
        ("心里堵得慌睡不着", "psych_support"),
        ("孩子数学跟不上", "tutoring"),
        ("没人接孩子放学", "child_escort"),
        ("盲人出门想有人领着", "disability_help"),
        ("哪天能量血压", "health_clinic"),
        ("帮忙擦玻璃打扫卫生", "cleaning"),
        ("房东不退押金", "legal_advice"),
        ("跟楼上吵架了想请人评评理", "mediation"),
        ("楼下有可疑的陌生人,晚上有人巡逻吗", "patrol"),
        ("楼道灯坏了", "public_hazard"),
        ("低保怎么申请", "hardship_aid"),
        ("12月5号的活动缺人手", "event_support"),
        ("想学太极拳", "culture_class"),
        ("The kitchen light is broken", "home_repair"),
        ("help me read a letter", "companionship"),
    ],
)
def test_a_message_finds_its_kind(text, code):
    reading = read_kind(text, KINDS)
    assert reading is not None
    assert reading.code == code


@pytest.mark.parametrize("text", ["", "您好", "1", "明天上午", "13900000123"])
def test_a_message_without_a_wish_has_no_kind(text):
    assert read_kind(text, KINDS) is None


def test_the_longest_word_wins_and_the_second_is_named_when_it_is_close():
    kinds = [
        KindWords("repair", ("漏水",)),
        KindWords("quarrel", ("评理",)),
        KindWords("x", ("水",)),
    ]
    reading = read_kind("漏水的事请人评理", kinds)
    assert reading is not None
    assert (reading.code, reading.second, reading.words) == ("repair", "quarrel", ("漏水",))


def test_a_gap_in_a_word_is_short_and_stays_in_the_sentence():
    kinds = [KindWords("escort", ("陪…医院",))]
    assert read_kind("陪我妈去医院", kinds) is not None
    assert read_kind("陪我妈。她去医院", kinds) is None
    assert read_kind("陪我妈还有我爸一起去那个区里的医院", kinds) is None


def test_the_seed_is_fit_for_the_table():
    codes = [row["code"] for row in ROWS]
    assert len(set(codes)) == len(codes) == 22
    for row in ROWS:
        assert row["place"] in ("home", "station", "outside", "either")
        assert row["urgency"] in ("U1", "U2", "U3")
        assert row["minutes"] > 0
        assert row["people"] > 0
        assert len(row["words"]) >= 20 or row["code"] == "other"
        assert bool(row["caution"]) == bool(row["caution_en"])
        assert bool(row["tip"]) == bool(row["tip_en"])
        assert max(len(row["caution"]), len(row["tip"])) <= 80
        assert max(len(row["caution_en"]), len(row["tip_en"])) <= 120
