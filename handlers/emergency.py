"""Hears an emergency in any message, before anything else: text in, class and number out.

Pure and quick (one search over a compiled pattern), so it runs in every state and also when
the database is down. The answers are in emergency_answers.py.
"""

import re
from dataclasses import dataclass
from typing import Literal

from handlers.beginnings import found_fast, top_level
from handlers.emergency_calm import CALM, CALM_BEFORE, CALM_BEFORE_FOR, CALM_FOR, IN_EARNEST
from handlers.emergency_likeness import (
    MAYBE,
    SURE,
    SURE_OF_AN_ANSWER,
    danger_like,
    is_surely_calm,
)
from handlers.emergency_rules import rules
from handlers.emergency_words import (
    AT_HAND,
    FIRE,
    GAS,
    HALF_LATIN,
    LIFT,
    LOST_CONTACT,
    MEANS,
    MEDICAL,
    MEDICAL_SIGNS,
    POLICE,
    POLICE_SIGNS,
    SELFHARM,
    SELFHARM_SOFT,
    WATER,
    WELFARE,
)
from handlers.understand.normal import plain, visible

EmergencyKind = Literal["fire", "medical", "police", "selfharm", "selfharm_soft", "welfare_check"]
#: What a call for 119 is about, each with advice of its own; "means" is whoever wants to die and
#: has what it takes at hand, or has begun.
About = Literal["", "gas", "lift", "rescue", "means"]

#: every class, and which of the configured numbers is called first
_CALLED: dict[EmergencyKind, str] = {
    "fire": "fire",
    "medical": "medical",
    "police": "police",
    "selfharm": "talk",
    "selfharm_soft": "talk",
    "welfare_check": "police",
}


@dataclass(frozen=True, slots=True)
class Emergency:
    """One class of emergency and the number that comes first."""

    kind: EmergencyKind
    number: str
    about: About = ""

    @property
    def code(self) -> str:
        """The class in the words of reports: fire_119, medical_120, welfare_check …"""
        return _CODES.get(self.kind, self.kind)


_CODES = {
    "fire": "fire_119",
    "medical": "medical_120",
    "police": "police_110",
    "selfharm": "selfharm_12356",
}

_OF_CODE: dict[str, EmergencyKind] = {_CODES.get(kind, kind): kind for kind in _CALLED}

# In the order of what must be answered first when a message says several things. The last column
# holds characters of which every phrase of a class has at least one; without, it is not tried.
_CLASSES: tuple[tuple[str, EmergencyKind, About, str, str], ...] = (
    ("poison", "medical", "", r"煤气中毒", "毒"),
    ("fire", "fire", "", FIRE, "火烧烟着炸爆燃"),
    ("gas", "fire", "gas", GAS, "气味漏呲嘶咝嗞跑呼滋"),
    ("lift", "fire", "lift", LIFT, "梯困厢"),
    ("rescue", "fire", "rescue", WATER, "水淹掉裂塌压埋卡跳来倒湖河里下夹垮砸"),
    ("medical", "medical", "", MEDICAL, MEDICAL_SIGNS),
    ("means", "selfharm", "means", MEANS, "药片吞喝吃割刀绳站楼台桥炭气"),
    (
        "selfharm",
        "selfharm",
        "",
        SELFHARM,
        "活死杀生短命一了束腕栏就撑言奔跳遗世吊炭药绳站脱救走开过恋捱熬累定后刀楼台自残信",
    ),
    ("police", "police", "", POLICE, POLICE_SIGNS),
    (
        "soft",
        "selfharm_soft",
        "",
        SELFHARM_SOFT,
        "撑熬死累难苦受罪盼活念跟走世醒睡没在塌剜样松赘拖心哭空泪想先辈",
    ),
    ("welfare", "welfare_check", "", WELFARE, "没不关静打应味堆灯系音箱"),
    ("lost_contact", "police", "", LOST_CONTACT, "系"),
)
_BY_NAME = {name: (kind, about) for name, kind, about, *_ in _CLASSES}


def _split(words: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The Chinese alternatives, and those in Latin letters: each text needs one of the two."""
    latin = [each for each in top_level(words) if not _CHINESE.search(each)]
    chinese = [each for each in top_level(words) if _CHINESE.search(each)]
    return found_fast(chinese), found_fast(latin)


_NEVER = "(?!)"
_CHINESE, _LATIN = re.compile("[\u4e00-\u9fff]"), re.compile("[a-z]{3}")
_PHRASES = tuple((name, *_split(words), signs) for name, _, _, words, signs in _CLASSES)
_CALM = {name: re.compile(f"{CALM}|{CALM_FOR.get(name, _NEVER)}") for name in _BY_NAME}
_CALM_BEFORE = {
    name: re.compile(f"{CALM_BEFORE}|{CALM_BEFORE_FOR.get(name, _NEVER)}") for name in _BY_NAME
}
_IN_EARNEST, _AT_HAND = re.compile(IN_EARNEST), re.compile(AT_HAND)
_LATIN_BESIDE = re.compile("[a-z][\u4e00-\u9fff]|[\u4e00-\u9fff][a-z]")
_HALF_LATIN = re.compile("|".join(HALF_LATIN))
_BLANKS = re.compile(r"[\s*·.…_~^|/\\-]+")
#: of a longer text the beginning and the end are heard, in characters
_BEGINNING, _ENDING = 1500, 500
#: how much of it is weighed against examples, and how short a text is that may be calm as a whole,
#: whatever phrase stands in it
_LIKE, _SHORT = 300, 80
#: how far around a phrase its clause is looked at, in characters
_CONTEXT = 40
_CLAUSE_END = re.compile(r"[,。!?;:]")
# Who speaks of dying is never passed over because it is long ago.
_DYING = frozenset(("means", "selfharm", "soft"))
# 想死你了 is said of people one misses; with one of these beside it, it is asked about.
_DARK = re.compile(r"别管|不用管|别拦|别救|别找|别劝|受够|活着|难受|没意思|对不起")


def scan(text: str) -> Emergency | None:
    """The gravest emergency that the text speaks of, or None."""
    if len(text) > _BEGINNING + _ENDING:
        text = f"{text[:_BEGINNING]}。{text[-_ENDING:]}"
    words = _BLANKS.sub("", plain(visible(text)))
    if _LATIN_BESIDE.search(words):
        words = _HALF_LATIN.sub(lambda found: HALF_LATIN[found.group()], words)
    has, is_latin = set(words), _LATIN.search(words) is not None
    for name, chinese, latin, signs in _PHRASES:
        found = [] if has.isdisjoint(signs) else list(chinese.finditer(words))
        if is_latin:
            found.extend(latin.finditer(words))
        if any(not _is_calm(name, words, match) for match in found):
            if name not in _DYING and len(text) <= _SHORT and is_surely_calm(text):
                continue
            if name == "selfharm" and _AT_HAND.search(words):
                name = "means"
            kind, about = _BY_NAME[name]
            return Emergency(kind, _number(kind), about)
    return None


def hear(text: str) -> Emergency | None:
    """The same, and danger that no phrase names, by what the message is surely like."""
    return scan(text) or surely(text)


def surely(text: str, *, answers: bool = False) -> Emergency | None:
    """What it is surely like, whatever the phrases say; surer still when it answers a question,
    which may be about what once went wrong."""
    return _like(text, SURE_OF_AN_ANSWER if answers else SURE)


def perhaps(text: str) -> Emergency | None:
    """What may be danger or only sounds like it: the number is told, and what she wants is done."""
    return _like(text, MAYBE)


def _like(text: str, least: float) -> Emergency | None:
    shown = visible(text)[:_LIKE]
    code, share = danger_like(shown)
    if share < least:
        return None
    kind = _OF_CODE[code]
    if share < SURE and _is_calm_of(kind, plain(shown)):
        return None
    return Emergency(kind, _number(kind))


def _is_calm_of(kind: EmergencyKind, words: str) -> bool:
    """Whether words stand there that make a phrase of that danger harmless."""
    names = [name for name, (of, _about) in _BY_NAME.items() if of == kind]
    return any(_CALM[name].search(words) for name in names if name not in _DYING)


def _number(kind: EmergencyKind) -> str:
    number: str = getattr(rules().numbers, _CALLED[kind])
    return number


def _is_calm(name: str, words: str, match: re.Match[str]) -> bool:
    before = _CLAUSE_END.split(words[max(0, match.start() - _CONTEXT) : match.start()])[-1]
    after = _CLAUSE_END.split(words[match.end() : match.end() + _CONTEXT])[0]
    # The lookaheads of the calm contexts want to see where the clause ends.
    clause = f"{before}{match.group()}{after}{words[match.end() + len(after) :][:1]}"
    if name == "soft" and _DARK.search(words):
        return False
    if name not in _DYING and _CALM_BEFORE[name].search(before) is not None:
        return True
    return _CALM[name].search(clause) is not None and not _IN_EARNEST.search(clause)
