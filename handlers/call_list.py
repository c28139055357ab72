"""电话单: whom to tell by voice what no chat brings them now, a few at a time, each one ticked.

A number is shown to the worker who opens the list, and that is written down where the person it
belongs to can see it; so is every tick.
"""

import re
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from handlers.broadcast_news import words_of
from handlers.engine.chat import Chat
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.held_words import read_aloud
from handlers.language import _
from handlers.notice import Reading
from handlers.sayings import say_building, say_place
from handlers.understand.normal import fold
from handlers.understand.phone import say_phone
from handlers.understand.place import Place
from models import call_list as calls
from models.audit import Private, reading
from models.call_list import CallItem
from models.errors import Invalid, Refused
from models.membership import STAFF, require
from models.notice import GOING, Notice
from models.outbox import Outbox
from models.person import Person
from models.words import N_

#: the subject of a round about messages of one person each
ALONE = "alone"
#: people at once: more numbers than these nobody dials before looking again
SHOWN = 5
#: the words of a notice that are read to them
WORDS_SHOWN = 120
_MISSED = re.compile(r"没(?:打?通|接|人接?|找到)|不在|no answer|missed")
#: what may stand around the numbers; with anything else in it, nobody is ticked off
_BESIDE = re.compile(
    r"说到了?|说了|告诉了?|打?通了|到了|都|号|位|和|told|reached|and|[\s,，、.。;；:：~\-到至\d]"
)
_CLAUSES = re.compile(r"[，,；;。\n]+")
_SPAN = re.compile(r"(\d{1,2})\s*[-~到至]\s*(\d{1,2})")


class Ticks(Reader[dict[str, list[int]]]):
    """Who was told and who did not pick up, by their numbers: 1 3，没通 2."""

    def __init__(self, last: int) -> None:
        """The list goes from 1 to `last`."""
        self._last = last

    def read(self, answer: Answer) -> dict[str, list[int]]:
        """Numbers in order, under "told" and "missed". Raises Invalid."""
        told, missed = set[int](), set[int]()
        text = fold(answer.text).lower()
        if _BESIDE.sub("", _MISSED.sub("", text)):
            raise Invalid(N_("说到的写编号，像“1 3”。\n没打通的，写“没通 2”。"))
        for clause in _CLAUSES.split(text):
            before, marked, after = _parts(clause)
            told |= set() if marked and not after else before
            missed |= (after or before) if marked else set()
        if not told | missed:
            raise Invalid(N_("说到的写编号，像“1 3”。\n没打通的，写“没通 2”。"))
        wrong = [n for n in sorted(told | missed) if not 1 <= n <= self._last]
        if wrong:
            raise Invalid(N_("没有 {n} 号，现在是 1 到 {last}。"), n=wrong[0], last=self._last)
        return {"told": sorted(told - missed), "missed": sorted(missed)}


def _parts(clause: str) -> tuple[set[int], bool, set[int]]:
    """Numbers before the words for nobody picked up, whether there are any, numbers after them."""
    found = _MISSED.search(clause)
    if found is None:
        return _numbers(clause), False, set()
    return _numbers(clause[: found.start()]), True, _numbers(clause[found.end() :])


def _numbers(words: str) -> set[int]:
    spans = {n for a, b in _SPAN.findall(words) for n in range(int(a), min(int(b), 99) + 1)}
    return spans | {int(n) for n in re.findall(r"\d{1,3}", _SPAN.sub(" ", words))}


def call_list(chat: Chat) -> None:
    """The next few with their numbers; what is written of them is kept at once.

    First what many are to be told, then what waits for somebody alone.
    """
    worker = chat.somebody_known()
    require(chat.session, worker, STAFF, chat.now)
    notice = _notice(chat, worker)
    shown = partial(_shown, notice=notice) if notice is not None else _shown_alone
    ids = chat.keep("round", lambda: _next_ids(chat, notice, worker))
    if not ids:
        _say_done(chat, worker)
        return
    items = [chat.session.get_one(CallItem, item_id) for item_id in ids]
    if chat.talk.answer("ticks") is None:
        _write_down(chat, worker, items)
    ticks = chat.ask("ticks", shown(chat, worker, items), Ticks(len(ids)))
    for n in (*ticks["told"], *ticks["missed"]):
        is_told = n in ticks["told"]
        calls.tick(chat.session, ids[n - 1], worker, chat.now, told=is_told)
    told, missed = len(ticks["told"]), len(ticks["missed"])
    chat.say(_("记上了：说到 {told}，没通 {missed}。").format(told=told, missed=missed))
    chat.then("call_list", notice.subject if notice is not None else ALONE)


def _say_done(chat: Chat, worker: Person) -> None:
    """This list is done; another one begins where there is one."""
    community_id = worker.community_id
    if chat.talk.subject in ("", ALONE):
        is_more = False
    else:
        alone = calls.waiting_alone(chat.session, worker, chat.now)
        is_more = bool(alone or calls.newest_list(chat.session, community_id, chat.now))
    if is_more:
        chat.then("call_list")
    elif chat.talk.subject:
        chat.say(_("电话单打完了，都说到了。"))
    else:
        chat.say(_("现在没有要打的电话。"))


def _notice(chat: Chat, worker: Person) -> Notice | None:
    """The one of the button, else the newest whose list is not empty; None: messages of one."""
    if chat.talk.subject == ALONE:
        return None
    if chat.talk.subject:
        found = chat.session.get(Notice, chat.subject_id)
    else:
        kept = chat.keep("notice", lambda: _newest(chat, worker))
        found = chat.session.get(Notice, kept) if kept else None
        if not kept:
            return None
    if found is None or found.state not in GOING:
        raise Refused(N_("现在没有要打的电话。"))
    return found


def _newest(chat: Chat, worker: Person) -> int:
    found = calls.newest_list(chat.session, worker.community_id, chat.now)
    return found.id if found is not None else 0


def _next_ids(chat: Chat, notice: Notice | None, worker: Person) -> list[int]:
    if notice is None:
        alone = calls.waiting_alone(chat.session, worker, chat.now)
        return [item.id for item, row in alone if _said(chat, item, row)][:SHOWN]
    found = calls.waiting(chat.session, notice, worker.community_id)
    return [each.id for each in found[:SHOWN]]


def _write_down(chat: Chat, worker: Person, items: list[CallItem]) -> None:
    """Who read whose number, or door where there is no number."""
    for item in items:
        person = chat.session.get_one(Person, item.person_id)
        what: Private = "phone" if person.phone else "door"
        row = {"what": what, "at": chat.now}
        chat.note(f"call {item.id}", partial(_add, worker.id, person.id, row))


def _add(worker_id: int, person_id: int, row: dict[str, Any], session: Session) -> None:
    worker, person = session.get_one(Person, worker_id), session.get_one(Person, person_id)
    session.add(reading(worker, person, **row))


def _said(chat: Chat, item: CallItem, row: Outbox) -> str:
    """What the message would say to its reader; "" when nobody needs to hear it any more."""
    person = chat.session.get(Person, item.person_id)
    content = row.content or {}
    if "notice" not in content or (row.not_after is not None and row.not_after <= chat.now):
        return ""
    reading = Reading(chat.session, chat.hearer.known, person, chat.now)
    return read_aloud(reading, content["notice"], content["values"])


def _shown_alone(chat: Chat, worker: Person, items: list[CallItem]) -> str:
    """Each with what is to be said to them."""
    waits = calls.waiting_alone(chat.session, worker, chat.now)
    rows = {item.id: row for item, row in waits}
    lines = [_("要打电话告诉的，{n} 位：").format(n=len(waits))]
    for n, item in enumerate(items, 1):
        lines.append(f"{n} {_one(chat.session.get_one(Person, item.person_id))}")
        if item.id in rows:
            lines.append(_("说：{words}").format(words=_said(chat, item, rows[item.id])))
    return "\n".join([*lines, _how()])


def _how() -> str:
    return _("说到的写编号，像“1 3”，\n没打通的写“没通 2”。\n先不打了，写“取消”。")


def _shown(chat: Chat, worker: Person, items: list[CallItem], notice: Notice) -> str:
    total = calls.how_many_wait(chat.session, notice.id, worker.community_id)
    people = [chat.session.get_one(Person, item.person_id) for item in items]
    words = notice.text
    if len(words) > WORDS_SHOWN:
        words = words[:WORDS_SHOWN].rstrip() + "…"
    lines = [
        _("电话单“{words}”，还有 {n} 位。").format(words=words_of(notice), n=total),
        _("要说的：{words}").format(words=words),
        *(f"{n} {_one(each)}" for n, each in enumerate(people, 1)),
        _how(),
    ]
    return "\n".join(lines)


def _one(person: Person) -> str:
    """张三 3号楼，139 0000 0123; the door where there is no number."""
    name = person.legal_name or person.display_name or _("没留姓名")
    if person.phone:
        where = say_building(person.building)
        return f"{name} {where}".rstrip() + _("，{phone}").format(phone=say_phone(person.phone))
    if person.building:
        door = say_place(Place("", person.building, person.unit, person.room or "", "", ""))
        return _("{name}，没留电话，住{door}").format(name=name, door=door)
    return _("{name}，没留电话").format(name=name)
