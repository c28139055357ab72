"""For whom, how many, which wishes, what of health: read from whole first messages."""

import pytest

from handlers.understand.health import read_health, read_marks
from handlers.understand.helped import read_helped
from handlers.understand.other import read_other
from handlers.understand.wish import read_change, read_wish
from models.care import Care


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我妈一个人在葵园，周五上午去区医院复查，能找人陪一趟吗？我在深圳", "mother"),
        ("给我爸找个人理发", "father"),
        ("帮忙给奶奶剪头发", "grandmother"),
        ("我老伴下不了床，想理发", "spouse"),
        ("我家老人下不了楼", "elder"),
        ("5号楼201老人想理发，我是他女儿", "elder"),
        ("替楼上李大爷取药", "neighbour"),
        ("邻居王奶奶家灯坏了", "neighbour"),
        ("我公公的柜子要抬一下", "father_in_law"),
        ("my mother needs someone to go to the doctor with her", "mother"),
        ("我家厨房灯不亮了", ""),
        ("找人陪我去医院", ""),
        ("我跟老伴想找人修灯", ""),
        ("我和我妈都想学手机", ""),
        ("我妈走了，想找人聊聊", ""),
        ("我老公出差了，灯坏了没人修", ""),
        ("楼上太吵了，想请人评理", ""),
        ("给家里换个灯", ""),
    ],
)
def test_for_whom_somebody_asks(text: str, code: str) -> None:
    found = read_other(text)
    assert (found.code if found else "") == code


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("我跟老伴想找人修灯", 2),
        ("老两口想学手机", 2),
        ("我们仨想学手机", 3),
        ("我们一家三口要搬家", 3),
        ("我们5个老人想学太极", 5),
        ("来两个人搬柜子", 1),
        ("灯坏了", 1),
        ("two of us would like to learn", 2),
    ],
)
def test_how_many_are_helped(text: str, count: int) -> None:
    assert read_helped(text) == count


@pytest.mark.parametrize(
    ("text", "words", "woman"),
    [
        ("想理发，要女的来", "要女的", True),
        ("灯坏了，最好是女的，说话大声点", "最好是女的、说话大声点", True),
        ("取药，敲门轻一点，先打个电话", "敲门轻一点、先打个电话", False),
        ("我要买女鞋", "", False),
        ("找个人修灯", "", False),
    ],
)
def test_wishes_are_told_from_the_rest(text: str, words: str, woman: bool) -> None:
    found = read_wish(text, dict)
    assert (found.words if found else "") == words
    assert (found is not None and found.woman) is woman


def test_only_a_name_that_has_been_there_is_a_wish() -> None:
    found = read_wish("就要上回来的周凯", lambda: {"周凯": 7})
    assert found is not None
    assert found.person_id == 7
    assert read_wish("就要上回来的马立国", lambda: {"周凯": 7}) is None


def test_at_a_card_a_sentence_that_sounds_like_a_wish_is_one() -> None:
    assert read_wish("别走正门，门坏了", dict) is None
    found = read_change("别走正门，门坏了", dict)
    assert found is not None
    assert found.words == "别走正门，门坏了"
    assert read_change("什么意思", dict) is None


@pytest.mark.parametrize(
    ("text", "sensitive", "quoted"),
    [
        ("去区医院复查，腿脚不好", "health", "复查、腿脚不好"),
        ("下不了床，想理发", "health", "下不了床"),
        ("我吃低保，交不起暖气费", "hardship", "低保、交不起暖气费"),
        ("耳背，家里困难", "health,hardship", "耳背、家里困难"),
    ],
)
def test_health_and_hardship_are_heard_in_her_words(text: str, sensitive: str, quoted: str) -> None:
    found = read_health(text)
    assert found is not None
    assert (found.sensitive, found.quoted) == (sensitive, quoted)


def test_living_alone_is_a_mark_but_not_asked_about() -> None:
    assert read_health("我一个人住，灯坏了") is None
    assert read_marks("我一个人住，灯坏了") == (Care.LIVES_ALONE,)
    assert read_health("灯不亮了，上不去") is None
