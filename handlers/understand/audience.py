"""Whom a coordinator means: 葵园和苇湾的医护, 3号楼没报名的, volunteers who speak English.

Names of one kind are alternatives (3号楼和5号楼), kinds narrow each other (3号楼的志愿者), 或者
opens another circle, 除了 and 不发 leave somebody out. What is no name is passed over; whether the
words were about an audience at all is seen by how much of them was.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.understand.normal import fold
from handlers.understand.numerals import number
from models.audience_rule import ALL, ANY, CAME, NOT, NOT_YET, SIGNED_UP, Rule, everyone, narrowed
from models.skill import SKILLS

#: words that every community uses, and the fact they stand for
_ROLES = {
    "志愿者": "volunteer",
    "义工": "volunteer",
    "volunteers": "volunteer",
    "volunteer": "volunteer",
    "居民": "resident",
    "residents": "resident",
    "队长": "team_leader",
    "team leaders": "team_leader",
    "工作人员": "worker",
    "同事": "worker",
    "staff": "worker",
    "协调员": "coordinator",
    "coordinators": "coordinator",
}
_CHANNELS = {
    "telegram": "telegram",
    "电报": "telegram",
    "企业微信": "wecom",
    "微信": "wechat",
    "wechat": "wechat",
    "网页": "web",
    "web": "web",
}
_LANGUAGES = {
    "说英语": "en",
    "讲英语": "en",
    "英文": "en",
    "speak english": "en",
    "说中文": "zh",
    "speak chinese": "zh",
}
_WHOSE = {
    **dict.fromkeys(("为老人求助过", "家里有老人", "asked for elders"), "elder"),
    **dict.fromkeys(("为孩子求助过", "家里有孩子", "asked for children"), "child"),
}
_EVERYBODY = ("全体", "大家", "所有人", "everyone", "everybody", "全社区")
_ACTIVITY = (
    (re.compile(r"(?:还)?没(?:有)?报(?:过)?名?|not signed up(?: for)?"), NOT_YET),
    (re.compile(r"(?:已经?)?报(?:了?(?:过)?名了?|了)|signed up(?: for)?"), SIGNED_UP),
    (re.compile(r"来过|来了|到场|who came"), CAME),
)
_BUILDING = re.compile(r"(\d{1,3})(?:号楼|栋|幢)|building (\d{1,3})")
#: what somebody would do: 愿意陪聊的
_WILLING = re.compile(r"(?:愿意|肯)(?:去|帮忙|帮)?(?P<what>[^,，、。]{2,10})")
#: of an activity's name and of what is said of it: only the day
_DAY = re.compile(r"(?:这|本|下)?(?:周|星期|礼拜)[一二三四五六日天]|\d{1,2}月\d{1,2}[日号]?")
_SEEN = re.compile(r"(?:最近|这)?(\d{1,3}|[一二两三半])个?(天|周|星期|月)里?(没|来过|说过话)")
_DAYS = {"天": 1, "周": 7, "星期": 7, "月": 30}
_OR = re.compile(r"或者?|\bor\b")
_LEFT_OUT = re.compile(r"除了|除开|不发给?|不要|不含|不包括|\bexcept\b|\bbut not\b")
#: words that make no difference to whom it is for
_GLUE = re.compile(
    r"[\s,，。、:：和与及的]|发给|都|也|那些|这些|各位|会|住|在|用|里|社区|的人|人|who|and|in|the|of|to|"
    r"people|can|do|all|on"
)


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called where the coordinator writes, and the value each name stands for."""

    communities: Mapping[str, int] = field(default_factory=dict)
    teams: Mapping[str, int] = field(default_factory=dict)
    grids: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    #: everyday words of each kind of help, for 愿意陪聊的
    kind_words: Mapping[str, str] = field(default_factory=dict)
    #: the activity that is spoken of, for 没报名的, and what it is called
    activity_id: int = 0
    activity_title: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """An audience that was named: the communities (none: the coordinator's own), and the rest."""

    communities: list[int]
    parts: list[Rule]
    #: how many letters of the message told nothing
    rest: int

    def rule(self, home_id: int) -> Rule:
        """Whom it is for: people of `home_id`, the coordinator's own, where none was named."""
        return narrowed(everyone(self.communities or [home_id]), *self.parts)


def read_audience(text: str, names: Names) -> Heard | None:
    """The audience these words name; None when they name nobody."""
    words = fold(text).lower()
    communities: dict[int, None] = {}
    is_everybody = any(each in words for each in _EVERYBODY)
    rest = words
    for each in _EVERYBODY:
        rest = rest.replace(each, "")
    kept, *left_out = _LEFT_OUT.split(rest)
    circles: list[Rule] = []
    unread = 0
    for circle in _OR.split(kept):
        facts, silent = _facts(circle, names, communities)
        unread += silent
        if facts:
            circles.append(_together(facts))
    parts = [{ANY: circles}] if len(circles) > 1 else _spread(circles)
    for words_out in left_out:
        facts, silent = _facts(words_out, names, {})
        unread += silent
        parts += [{NOT: fact} for fact in facts]
    if not parts and not communities and not is_everybody:
        return None
    return Heard(list(communities), parts, unread)


def _together(facts: list[Rule]) -> Rule:
    return facts[0] if len(facts) == 1 else {ALL: facts}


def _spread(circles: list[Rule]) -> list[Rule]:
    if not circles:
        return []
    (only,) = circles
    return list(only[ALL]) if ALL in only else [only]


def _facts(words: str, names: Names, communities: dict[int, None]) -> tuple[list[Rule], int]:
    """What one circle says of a person, and how many letters said nothing."""
    found: dict[str, list[Any]] = {}
    rest = _spoken_of(words, names, found)
    for fact, table in _tables(names):
        for name in sorted(table, key=len, reverse=True):
            if name in rest:
                rest = rest.replace(name, " ")
                values = found.setdefault(fact, [])
                if table[name] not in values:
                    values.append(table[name])
    communities.update(dict.fromkeys(found.pop("community", [])))
    facts: list[Rule] = []
    for fact, values in found.items():
        facts += [{fact: each} for each in values] if fact in _SINGLE else [{fact: values}]
    return facts, len(_GLUE.sub("", rest))


#: facts whose value is one thing, not a list of alternatives
_SINGLE = ("activity", "seen", NOT)


def _spoken_of(words: str, names: Names, found: dict[str, list[Any]]) -> str:
    """Facts with numbers in them, and those of the activity; returns what is left."""
    rest = words
    for match in _BUILDING.finditer(words):
        found.setdefault("building", []).append(str(int(match[1] or match[2])))
    rest = _BUILDING.sub(" ", rest)
    for match in _SEEN.finditer(rest):
        count = 0.5 if match[1] == "半" else number(match[1]) or 1
        days = max(int(count * _DAYS[match[2]]), 1)
        seen: Rule = {"seen": days}
        if match[3] == "没":
            found.setdefault(NOT, []).append(seen)
        else:
            found.setdefault("seen", []).append(days)
    rest = _SEEN.sub(" ", rest).replace("来说话", "").replace("没来", "")
    for pattern, how in _ACTIVITY:
        if names.activity_id and pattern.search(rest):
            found.setdefault("activity", []).append({"id": names.activity_id, "how": how})
            rest = pattern.sub(" ", rest)
    if "activity" in found:
        title = fold(names.activity_title).lower()
        for words_of_it in filter(None, (title, _DAY.sub("", title))):
            rest = rest.replace(words_of_it, " ")
        rest = _DAY.sub(" ", rest)
    return _would_do(rest, names, found)


def _would_do(words: str, names: Names, found: dict[str, list[Any]]) -> str:
    """愿意陪聊的, by everyday words of each kind of help; returns what is left."""
    match = _WILLING.search(words)
    said = [each for each in names.kind_words if match and each in match["what"]]
    if match is None or not said:
        return words
    word = max(said, key=len)
    found.setdefault("kind", []).append(names.kind_words[word])
    return words[: match.start()] + " " + words[match.start("what") :].replace(word, " ", 1)


def _tables(names: Names) -> list[tuple[str, Mapping[str, Any]]]:
    """Names that are looked for, in this order: what is read is not read again."""
    skills = {
        word.lower(): skill.code
        for skill in SKILLS.values()
        for word in (skill.label, *skill.words)
    }
    return [
        ("community", _lower(names.communities)),
        ("team", _lower(names.teams)),
        ("grid", _lower(names.grids)),
        ("language", _LANGUAGES),
        ("channel", _CHANNELS),
        ("role", _ROLES),
        ("skill", skills),
        ("kind", _lower(names.kinds)),
        ("asked_for", _WHOSE),
    ]


def _lower(names: Mapping[str, Any]) -> dict[str, Any]:
    return {fold(name).lower(): value for name, value in names.items() if name}
