"""How the desk talks, as far as a machine can hear it: every text marked for people is read.

Where a fault is right for once, its text goes into ALLOWED with the reason beside it.
"""

import re
import unicodedata
from collections.abc import Iterable

import pytest

from tests.house import texts
from tests.house.texts import Text

LINE_WIDTH = 20  # a phone with large type shows about 14 characters, an ordinary one 20
LINE_WIDTH_ALLOWED = 24  # for the texts in ALLOWED
BUTTON_WIDTH = 6
ENGLISH_BUTTON_LETTERS = 14
FIELD_WIDTH = 4  # what stands in for {name} or {day} is about this long
#: numbers to ring are shorter
NUMBERS = {"fire": "119", "medical": "120", "police": "110", "talk": "12356"}
ENGLISH_FIELD_LETTERS = 8
ALLOWED: dict[str, str] = {
    # one or two digits stand in for {n}, and a few letters for {days}
    "单子 {n} 张：办完留 {days}，再去掉细节": "the list of what is kept reads in one line",
}

FORBIDDEN = {
    "an order or a threat": """
        必须 务必 根据规定 考核 爽约 违约 黑名单 放鸽子 您本月0小时 您已超时
        为什么不来 踊跃 积极响应""",
    "the machine's own words": """
        输入有误 无效 非法 错误 重新输入 格式 不正确 操作失败 异常 系统 用户 点击 验证码 口令码
        提交 录入 失效 工单 受益人 核销 驳回 不予受理 转人工客服""",
    "a promise that no timer guards": "马上 尽快 稍后",
    "a phrase in place of help": "感谢您的理解 敬请谅解 带来不便 温馨提示 别难过 想开点",
    "a name that hurts or guesses": """
        弱势 孤寡 困难户 空巢 残废 低保户 服务对象 受助人 阿姨 大爷 大妈 小姐姐""",
    "noise": "最美 抢单 手慢 打卡 群发 推送 触达 默认评价 排查 摸排",
}
PATTERNS = {
    "an exclamation mark": re.compile("[！!]"),
    "an emoji": re.compile(
        "[\U0001f000-\U0001faff\u2614\u2615\u26a1\u2705\u2728\u274c\u274e\u2753-\u2755\u2757\u2764"
        "\u2b50\u2b55\ufe0f]"
    ),
    "a bare date": re.compile(r"\d{4}-\d{1,2}-\d{1,2}|%Y-%m-%d|%F|\d{4}/\d{1,2}/\d{1,2}"),
    "亲": re.compile("(?:^|[，。？ ])亲[，、,]"),
    "你 instead of 您": re.compile("你"),
}
_FIELD = re.compile(r"\{[^{}]*\}")
_CLOSING = "。，、？；：”’」』）…"


def test_there_are_texts_to_read() -> None:
    assert len(texts.texts()) > 0


def test_lines_fit_a_phone_with_large_type() -> None:
    said = [text for text in texts.texts() if text.place.startswith(("handlers/", "models/"))]
    assert _shown(text for text in said if _widest(text) > _room(text)) == []


def test_no_text_shouts_or_blames_or_promises_what_nobody_guards() -> None:
    assert [line for text in texts.texts() for line in _faults(text)] == []


def test_buttons_are_short() -> None:
    assert _shown(text for text in _buttons() if _widest(text) > BUTTON_WIDTH) == []


def test_buttons_end_without_a_stop() -> None:
    assert _shown(text for text in _buttons() if text.words[0][-1] in "。，；：,.") == []


def test_english_buttons_are_short() -> None:
    known = texts.translations(texts.english())
    labels = {
        label: _letters(label)
        for text in _buttons()
        if text.key in known
        for label in texts.english_words(known[text.key])
    }
    assert {label: n for label, n in labels.items() if n > ENGLISH_BUTTON_LETTERS} == {}


def test_english_does_not_shout() -> None:
    shouted = [
        words
        for message in texts.translations(texts.english()).values()
        for words in texts.english_words(message)
        if re.search(r"!|\bkindly\b|\bplease\b.*\bplease\b|\bbeneficiary\b", words, re.IGNORECASE)
    ]
    assert shouted == []


@pytest.mark.parametrize(
    ("line", "width"),
    [
        ("您好，这里是葵园社区邻里。", 12),
        ("今天下午1点前给您回话。", 10.5),
        ("回 1，就是同意我们记下这些，办这件事。", 18),
        ("发出去了，单号 {number}。", 11.5),
        ("English 也行", 5 + 1),
    ],
)
def test_a_line_is_as_wide_as_it_looks(line: str, width: float) -> None:
    assert _width(line) == width


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("收到了！", ["an exclamation mark"]),
        ("好 👍", ["an emoji"]),
        ("2026-11-24 上午", ["a bare date"]),
        ("亲，在吗？", ["亲"]),
        ("她的亲人、父母亲，都行。", []),
        (
            "输入有误，请重新输入",
            ["the machine's own words (输入有误)", "the machine's own words (重新输入)"],
        ),
        ("单号 1123-07，明天（24号 周二）上午。", []),
    ],
)
def test_the_reader_of_texts_hears_what_it_should(said: str, found: list[str]) -> None:
    heard = [line.split(": ")[0] for line in _faults(Text((said,), "", "here:1"))]
    assert sorted(heard) == sorted(found)


def _buttons() -> list[Text]:
    return [text for text in texts.texts() if text.context == "button"]


def _room(text: Text) -> int:
    return LINE_WIDTH_ALLOWED if text.words[0] in ALLOWED else LINE_WIDTH


def _faults(text: Text) -> list[str]:
    if text.words[0] in ALLOWED:
        return []
    said = "\n".join(text.words)
    heard = [name for name, pattern in PATTERNS.items() if pattern.search(said)]
    for why, words in FORBIDDEN.items():
        heard += [f"{why} ({word})" for word in words.split() if word in said]
    return [f"{what}: {text}" for what in heard]


def _widest(text: Text) -> float:
    return max(_width(line) for words in text.words for line in words.split("\n"))


def _width(line: str) -> float:
    """In Chinese characters: Latin letters and digits are half as wide, a closing mark hangs."""
    bare = _FIELD.sub(_filled, line.strip())
    if bare and bare[-1] in _CLOSING:
        bare = bare[:-1]
    return sum(1 if unicodedata.east_asian_width(each) in "WFA" else 0.5 for each in bare)


def _filled(field: re.Match[str]) -> str:
    return NUMBERS.get(field.group().strip("{}"), "口" * FIELD_WIDTH)


def _letters(label: str) -> int:
    return len(_FIELD.sub("x" * ENGLISH_FIELD_LETTERS, label))


def _shown(wrong: Iterable[Text]) -> list[str]:
    return [str(text) for text in wrong]
