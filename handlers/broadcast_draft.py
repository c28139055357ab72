"""What one message says of a notice: the words, whom, what it calls for, and when it goes out.

通知 周六义诊缺会量血压的，葵园和苇湾的医护都问问 names a coming activity with places left: the
words are made of what stands there. Anything else goes out as it was written, without the part
that only said whom and when.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.call_words import call_text
from handlers.engine.chat import Chat
from handlers.sentences import SENTENCES
from handlers.understand.audience import Heard, Names, read_audience
from handlers.understand.clock import read_time
from handlers.understand.kind import is_plain_word
from handlers.understand.span import Found
from handlers.whom import said_in
from models.activity import Activity, ActivityRole, ActivityState
from models.address import Grid
from models.announcing import communities_led
from models.audience_rule import NOT_YET, Rule, narrowed, volunteers
from models.calling import Call
from models.community import Community
from models.need_kind import kinds_of
from models.order import OrderState, find_order
from models.person import Person
from models.skill import SKILLS
from models.team import teams_of

_NUMBER = re.compile(r"(?<!\d)(\d{4})-(\d{2,3})(?!\d)")
_WANTS = re.compile(r"缺|差|招|还要|need|short of|wanted", re.IGNORECASE)
_ASK_THEM = re.compile(
    r"(?:都|也)?(?:问问|问一下|问一声|通知一下|通知|告诉一下|告诉|说一声|发一下|来看看|看看|来帮帮忙|来帮忙)$"
    r"|^(?:ask|tell)\s+(?:all\s+)?",
    re.IGNORECASE,
)
_SENDS = re.compile(r"(?:再|才)?发(?:出去|出)?$|^send\s+(?:it\s+)?", re.IGNORECASE)
_CLAUSE = re.compile(r"[，,。；;\n]+")
_BEFORE_COLON = re.compile(r"^([^：:\n]{1,60})[：:]\s*(?=\S)")
#: letters of a clause that may tell nothing and it still names an audience
_SILENT = 3
_SOON = (ActivityState.RECRUITING, ActivityState.FULL)
_COMING_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Understood:
    """What one message holds; each part may be missing."""

    text: str = ""
    rule: Rule | None = None
    calls_for: str = ""
    starts_at: str = ""


def understand(chat: Chat, author: Person) -> Understood:
    """What the message that began this says."""
    said = said_in(chat, SENTENCES["broadcast"]).get("said", "").strip()
    if not said:
        return Understood()
    session, led = chat.session, communities_led(chat.session, author, chat.now)
    body, starts_at = _take_time(said, chat.community.local(chat.now))
    activity = activity_in(session, led, body, chat.community.local(chat.now))
    names = names_for(session, author, led, activity)
    body, heard = _take_audience(body, names)
    call = _call_in(session, author, body, activity)
    rule = heard.rule(author.community_id) if heard else None
    if call is not None:
        rule = _for_call(session, call, rule, author)
        body = call_text(session, call, chat.now) or body
    starts = starts_at.isoformat() if starts_at else ""
    return Understood(body, rule, str(call or ""), starts)


def names_for(
    session: Session, author: Person, led: list[int], activity: Activity | None = None
) -> Names:
    """What people there call their places, teams and kinds of help."""
    home_id = author.community_id
    communities: dict[str, int] = {}
    for each in session.scalars(select(Community).order_by(Community.id)):
        short = each.name.removesuffix("社区")
        communities |= dict.fromkeys((each.name, short, each.name_en), each.id)
    kinds = kinds_of(session, home_id)
    grids = session.scalars(select(Grid).where(Grid.community_id.in_(led or [home_id])))
    return Names(
        communities={name: each for name, each in communities.items() if len(name) > 1},
        teams={each.name: each.id for each in teams_of(session, home_id)},
        grids={each.name: each.id for each in grids},
        kinds={name: each.code for each in kinds for name in (each.name, each.name_en)},
        kind_words={
            word: each.code
            for each in kinds
            for word in each.words
            if len(word) > 1 and is_plain_word(word)
        },
        activity_id=activity.id if activity else 0,
        activity_title=activity.title if activity else "",
    )


def activity_in(
    session: Session, communities: list[int], words: str, now: datetime
) -> Activity | None:
    """The coming activity that these words speak of: by its number, or by its name and day."""
    rows = select(Activity).where(
        Activity.community_id.in_(communities), Activity.state.in_(_SOON), Activity.starts_at > now
    )
    coming = session.scalars(rows.order_by(Activity.starts_at).limit(_COMING_SHOWN)).all()
    if match := _NUMBER.search(words):
        return next((each for each in coming if each.number == match[0]), None)
    tasks = _tasks_of(session, [each.id for each in coming])
    named = [
        each
        for each in coming
        if _is_named(each.title, words) or any(task in words for task in tasks.get(each.id, ()))
    ]
    reading = read_time(words, now)
    if isinstance(reading, Found):
        day = reading.span.start.date()
        named = [
            each for each in named if each.starts_at.astimezone(now.tzinfo).date() == day
        ] or named
    return named[0] if named else None


def _tasks_of(session: Session, activities: list[int]) -> dict[int, list[str]]:
    """What there is to do at each of them, by its name."""
    rows = select(ActivityRole.activity_id, ActivityRole.name)
    found: dict[int, list[str]] = {}
    for activity_id, name in session.execute(rows.where(ActivityRole.activity_id.in_(activities))):
        found.setdefault(activity_id, []).append(name)
    return found


def _is_named(title: str, words: str) -> bool:
    """Two letters of its name in a row, but for what is only the day of it."""
    bare = re.sub(r"周[一二三四五六日天]|\d+月\d*日?|上午|下午|活动|志愿者?", " ", title)
    if bare.isascii():
        return bool(bare.strip()) and bare.strip().lower() in words.lower()
    pairs = {bare[n : n + 2] for n in range(len(bare) - 1)}
    return any(" " not in each and each in words for each in pairs)


def _take_time(said: str, now: datetime) -> tuple[str, datetime | None]:
    """Without the clause 明早8点发, and the moment it names."""
    clauses = _CLAUSE.split(said)
    for clause in (clauses[-1], clauses[0]):
        bare = _SENDS.sub("", clause.strip())
        if bare == clause.strip():
            continue
        reading = read_time(bare, now)
        if isinstance(reading, Found):
            return _without(said, clause), reading.span.start
    return said, None


def _take_audience(said: str, names: Names) -> tuple[str, Heard | None]:
    """Without the words that only said for whom it is, and whom they named."""
    if match := _BEFORE_COLON.match(said):
        heard = read_audience(match[1], names)
        if heard is not None and heard.rest <= _SILENT:
            return said[match.end() :].strip(), heard
    for clause in reversed(_CLAUSE.split(said)):
        bare = _ASK_THEM.sub("", clause.strip())
        if bare == clause.strip():
            continue
        heard = read_audience(bare, names)
        if heard is not None and heard.rest <= _SILENT:
            return _without(said, clause), heard
    return said, None


def _without(said: str, clause: str) -> str:
    before, _clause, after = said.rpartition(clause)
    return (before.rstrip("，,；; ") + after).strip("，,；; \n")


def _call_in(
    session: Session, author: Person, words: str, activity: Activity | None
) -> Call | None:
    """What it calls people for, where it says that somebody is wanting."""
    if not _WANTS.search(words):
        return None
    if activity is not None:
        return Call(activity.subject, _role_in(session, activity, words))
    match = _NUMBER.search(words)
    order = find_order(session, author.community_id, match[0]) if match else None
    is_open = order is not None and order.state is OrderState.DISPATCHED
    return Call(order.subject) if order is not None and is_open else None


def _role_in(session: Session, activity: Activity, words: str) -> int:
    """The role that is named by its name or its skill; the only one with places left; else 0."""
    rows = select(ActivityRole).filter_by(activity_id=activity.id).order_by(ActivityRole.sort)
    free = [each for each in session.scalars(rows) if each.places_left]
    named = [each for each in free if each.name in words or _skill_in(each.skill, words)]
    for some in (named, free):
        if len(some) == 1:
            return some[0].id
    return 0


def _skill_in(code: str, words: str) -> bool:
    skill = SKILLS.get(code)
    return skill is not None and any(each in words for each in (skill.label, *skill.words))


def _for_call(session: Session, call: Call, rule: Rule | None, author: Person) -> Rule:
    """Whoever was named, else who can do it; nobody who has said yes or no to it already."""
    if rule is None:
        rule = volunteers([author.community_id])
        role = session.get(ActivityRole, call.role_id) if call.role_id else None
        if role is not None and role.skill:
            rule = narrowed(rule, {"skill": [role.skill]})
    elif not any("role" in part for part in rule["all"]):
        rule = narrowed(rule, {"role": ["volunteer"]})
    if call.is_order:
        return rule
    return narrowed(rule, {"activity": {"id": call.id, "how": NOT_YET}})
