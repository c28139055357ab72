"""One message that announces an activity: its title, time, place, tasks, leader and risk.

暖冬，12月5日上午9点到11点半，葵园广场，擦窗10人、修小家电8人，领队孙丽，当心：擦窗只擦里面.
Clauses are told apart by what they hold. What is left of the time's clause (周六上午9点擦窗) is
the title; a clause that ends in a place (…广场, …站二楼) is the place; of the others the first is
the title.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.understand.normal import fold, normalise
from handlers.understand.overnight import read_held
from handlers.understand.span import Found, TimeSpan
from models.skill import SKILLS

_CLAUSES = re.compile(r"[,，。;；\n]+")
_LEADER = re.compile(r"(?:领队|带队)(?:是|[:：])?\s*(\S{1,20})")
_RISK = re.compile(r"(?:当心|风险|注意)(?:[:：]|是)?\s*(.+)")
_PLACE = re.compile(r"(?:地点[:：]?|集合地[:：]?|在)\s*(.{2,40}?)(?:集合|举行|碰头)?$")
#: 葵园广场, 葵园站二楼, 小花园凉亭, 东门口
_SPOT = re.compile(
    r"(?P<spot>[^\s]{0,20}?(?:广场(?!舞)|站里|站(?!岗|台)|活动室|活动中心|活动站|公园|花园|门口|[东西南北]门|大厅|食堂"
    r"|礼堂|会议室|教室|图书室|阅览室|凉亭|操场|球场|居委会|服务中心|敬老院|养老院|空地)"
    r"(?:[一二三四五六七八九1-9]楼|[里内外]|东侧|西侧|南侧|北侧|东门|西门|南门|北门)?)(?P<rest>.*)"
)
_AROUND = " 的在于从是:：、"
_AGE = re.compile(r"(?:满|年满)\s*(\d{1,2})\s*(?:周?岁)")
_TRAINED = re.compile(r"要培训|先培训|要会")
#: 擦窗10人（会水电小修）, 要30位
_TASK = re.compile(
    r"([^\d\s、,，:：()（）]{0,8}?)\s*(?:各|共|要|需要)*\s*(\d{1,4})\s*(?:人|位|个人|名)"
    r"(?:\s*[(（](?:要?会|要)?([^)）]{1,10})[)）])?"
)
LONGEST_NAME = 6
MOST_TASKS = 4


@dataclass(slots=True)
class Gathering:
    """What a message said; None or nothing where it did not."""

    title: str = ""
    span: TimeSpan | None = None
    place: str = ""
    tasks: list[dict[str, Any]] = field(default_factory=list)
    leader: str = ""
    risk: str = ""
    min_age: int | None = None
    is_trained: bool = False


def read_gathering(text: str, now: datetime) -> Gathering:
    """Read the clauses one by one. `now` is on the community's clock."""
    found = Gathering()
    clauses = filter(None, (each.strip() for each in _CLAUSES.split(text)))
    rest = [each for each in clauses if not _keep(found, each, now)]
    for clause in rest:
        spot = _SPOT.fullmatch(clause)
        if spot and not spot["rest"] and not found.place:
            found.place = clause[:80]
        elif not found.title:
            found.title = clause[:60]
        elif not found.place:
            found.place = clause[:80]
        elif found.risk:
            found.risk = f"{found.risk}，{clause}"[:120]
    return found


def _keep(found: Gathering, clause: str, now: datetime) -> bool:
    """Whether the clause was of one of the kinds that can be told by their words."""
    if match := _LEADER.search(clause):
        found.leader = match[1]
    elif match := _RISK.match(clause):
        found.risk = match[1][:120]
    elif match := _AGE.search(fold(clause)):
        found.min_age = int(match[1])
    elif tasks := read_tasks(clause):
        found.tasks += [each for each in tasks if each not in found.tasks][:MOST_TASKS]
    elif _TRAINED.search(clause):
        found.is_trained = True
    elif not _is_time(found, clause, now):
        return _is_place(found, clause) or _is_more_risk(found, clause)
    return True


def _is_time(found: Gathering, clause: str, now: datetime) -> bool:
    reading = read_held(clause, now)
    if not isinstance(reading, Found) or found.span is not None:
        return False
    found.span = reading.span
    start, end = reading.at
    words = normalise(clause)
    _keep_beside(found, (words[:start].strip(_AROUND), words[end:].strip(_AROUND)))
    return True


def _keep_beside(found: Gathering, pieces: tuple[str, str]) -> None:
    """周六上午9点到11点在葵园广场擦窗: the place and the title beside the time."""
    for piece in pieces:
        spot = _SPOT.fullmatch(piece)
        if spot and not found.place:
            found.place = spot["spot"].removesuffix("集合")
            piece = spot["rest"].strip(_AROUND)
        if piece and piece not in ("集合", "举行", "碰头", "开始") and not found.title:
            found.title = piece[:60]


def _is_place(found: Gathering, clause: str) -> bool:
    match = _PLACE.match(clause)
    if match is None or found.place:
        return False
    found.place = match[1]
    return True


def _is_more_risk(found: Gathering, clause: str) -> bool:
    """不登高, after 当心：擦窗只擦里面: the risk goes on over the comma."""
    if not found.risk or not found.title:
        return False
    found.risk = f"{found.risk}，{clause}"[:120]
    return True


def read_tasks(text: str) -> list[dict[str, Any]]:
    """What there is to do and for how many: name, places, skill ("" for none)."""
    tasks: list[dict[str, Any]] = []
    for name, places, skill in _TASK.findall(text):
        if int(places):
            name = name.strip("要和及共")[:LONGEST_NAME]
            tasks.append({"name": name, "places": int(places), "skill": skill_called(skill)})
    return tasks


def skill_called(words: str) -> str:
    """The code of the skill of that name; "" for none."""
    for skill in SKILLS.values():
        if words and (words == skill.label or words in skill.words):
            return skill.code
    return ""
