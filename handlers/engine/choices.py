"""Which of the delivered options somebody means: a press, a number, the label, a plain yes or no.

Options are those that were delivered, not those a rerun would offer: a list that changed between
showing and choosing never turns one choice into another.
"""

import unicodedata

from handlers.content import Option
from handlers.engine.said import Said
from handlers.engine.sheet import NO, YES
from handlers.engine.state import Question

YES_WORDS = frozenset(
    {
        "行",
        "中",
        "好",
        "好的",
        "好嘞",
        "好吧",
        "成",
        "嗯",
        "嗯嗯",
        "对",
        "对的",
        "是",
        "是的",
        "可以",
        "同意",
        "没错",
        "发",
        "发吧",
        "发出去",
        "愿意",
        "要",
        "要得",
        "没问题",
        "ok",
        "okay",
        "yes",
        "y",
        "sure",
    }
)
NO_WORDS = frozenset(
    {
        "不",
        "不了",
        "不用",
        "不用了",
        "不要",
        "不行",
        "算了",
        "先不",
        "先不发",
        "不发",
        "否",
        "不是",
        "不对",
        "没有",
        "不同意",
        "no",
        "n",
        "nope",
    }
)
#: these end a conversation when its question cannot read them otherwise
LEAVE_WORDS = frozenset(
    ["算了", "不了", "不用", "不用了", "不要", "不要了", "先不", "先不发", "不发"]
)
#: the keys of ways out, which a plain no may mean
_WAYS_OUT = (NO, "skip", "keep")
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_EDGES = " \t\r\n.。,，、!！?？~～)）(（:：“”「」\"'"


def plain(text: str) -> str:
    """Lower case, half width, without the marks around it: ` １。` is `1`."""
    return unicodedata.normalize("NFKC", text).strip(_EDGES).casefold()


def choose(question: Question, said: Said) -> Option | None:
    """The option meant, or None when these words choose none of them."""
    if said.token:
        return _by_token(question, said.token)
    if said.kind == "start" or not said.text:
        return None
    word = plain(said.text)
    return _by_number(question, word) or _by_label(question, word) or _by_word(question, word)


def number_in(text: str) -> int:
    """The bare number that this is, up to 99 (`1`, `２`, `一`), else 0."""
    return _number(plain(text))


def _number(word: str) -> int:
    return _NUMBERS.get(word) or (int(word) if word.isdecimal() and len(word) < 3 else 0)


def _by_token(question: Question, token: str) -> Option | None:
    head, _, number = token.rpartition(".")
    if head != question.token or not number.isdecimal():
        return None
    n = int(number)
    return question.options[n] if n < len(question.options) else None


def _by_number(question: Question, word: str) -> Option | None:
    n = _number(word)
    return question.options[n - 1] if 0 < n <= len(question.options) else None


def _by_label(question: Question, word: str) -> Option | None:
    return next((each for each in question.options if plain(each.label) == word), None)


def _by_word(question: Question, word: str) -> Option | None:
    keys = {each.key: each for each in question.options}
    if word in YES_WORDS:
        return keys.get(YES)
    if word not in NO_WORDS:
        return None
    return next((keys[key] for key in _WAYS_OUT if key in keys), None)
