"""询单: a worker at a door writes one line, reads out what the desk made of it, hears the yes.

The words to be read are on the screen, so that a yes is the same at every door. Everything the
worker answers is kept before the next question; nothing is written before the last one.
"""

import hashlib

from handlers.content import Content, Option
from handlers.doorstep_post import Entry, Spoken, join, keep_nothing, post_entry
from handlers.doorstep_readers import Called, DoorHere, Lines, WholeLine, Wish, WithPhone
from handlers.doorstep_words import aloud, health_aloud, need_aloud, time_aloud
from handlers.engine.chat import Asked, Chat
from handlers.engine.said import Answer
from handlers.language import _, language, pgettext, speaking
from handlers.overseas import platforms_abroad
from handlers.readers import OTHER, OneOf, When, Words, words_of
from handlers.sayings import order_span, say_place, say_when
from handlers.understand.health import read_health
from handlers.understand.place import Place
from models import posting
from models.errors import Refused
from models.home_enquiry import EnquiryOutcome
from models.membership import STAFF, roles_of
from models.need_kind import NeedKind
from models.person import Person
from models.served import same_at_door
from models.visit_rules import people_for
from models.words import N_

OFFERED_KINDS = 3
UNSAID = "unsaid"
#: characters that say who passes news on
LONGEST_WHOM = 60


def doorstep(chat: Chat) -> None:
    """One door: the line, two spoken yeses, whom to tell; then the number and the slip."""
    worker = worker_of(chat)
    kinds = list(chat.hearer.known.kinds)
    lines = Lines(chat.community.zone, words_of(chat.hearer.known))
    door, called = DoorHere(lines, _building(chat), _door_before(chat)), Called(lines, _unsaid())
    when, wish = When(chat.community.zone), Wish(lines, _likely(kinds))
    chat.hears({"place": door, "name": called, "when": when, "what": wish})

    written = _line(chat, lines)
    line = lines.read(written)
    place = chat.ask("place", _("几号楼几门几号？\n比如“6号楼3门102”。"), door)
    where = posting.Place(place.building, place.unit, place.room)
    if line.outcome or (came_to := _asked(chat, lines, called, wish)) is None:
        outcome = line.outcome or _quick(chat, lines)
        keep_nothing(chat, worker, where, EnquiryOutcome(outcome), line.name)
        return
    name, what = came_to
    span = chat.ask("when", _("什么时候来方便？\n比如“这周都行”“周五上午”。"), when)
    kind = next((each for each in kinds if each.code == what["kind"]), kinds[-1])
    entry = Entry(
        where,
        "" if name == UNSAID else name,
        kind,
        what["wish"],
        span,
        _words(chat, written, line.words),
        line.phone,
        people_for(chat.community, kind, at_home=True),
    )
    if _joins_another(chat, worker, entry):
        return
    _read_out(chat, worker, entry)


def worker_of(chat: Chat) -> Person:
    """The worker who asks at doors. Raises Refused, kindly, for everybody else."""
    person = chat.person
    if person is None or not roles_of(chat.session, person, chat.now).intersection(STAFF):
        raise Refused(N_("询单是社区的人上门问时用的。\n您有事，直接写一句话就行。"))
    return person


def _building(chat: Chat) -> str:
    """The building where the worker stands, after 同楼下一户."""
    return chat.talk.subject.partition(":")[2]


def _door_before(chat: Chat) -> Place | None:
    answer = chat.talk.answer("place")
    return Place(**answer.value) if answer is not None and answer.value else None


def _line(chat: Chat, lines: Lines) -> Answer:
    """What the worker wrote behind the word, or writes now."""
    opening, building = chat.opening, _building(chat)
    if opening is not None and opening.text:
        return opening
    if building:
        prompt = _("好，{building}号楼。写门、姓名、要帮什么。\n没人、没事，也写上。")
        prompt = prompt.format(building=building)
    else:
        prompt = _("写一行：门牌、姓名、要帮什么。\n比如“6号楼3门102 张德福\n想理发 这周都行”。")
    chat.ask("line", prompt, WholeLine(lines))
    written = chat.talk.answer("line")
    assert written is not None  # noqa: S101 - it was asked just now
    return written


def _asked(
    chat: Chat, lines: Lines, called: Called, wish: Wish
) -> tuple[str, dict[str, str]] | None:
    """Who it is and what they need; None as soon as the answer is 没人, 没事 or 不同意."""
    name = chat.ask("name", _("怎么称呼？写姓名就行。"), called)
    if _quick(chat, lines):
        return None
    what = chat.ask("what", _("要帮什么？写几个字也行。"), wish)
    return None if _quick(chat, lines) else (name, what)


def _quick(chat: Chat, lines: Lines) -> str:
    """What came of the door, given in place of a name or a need."""
    given = (chat.talk.answer(name) for name in ("name", "what"))
    outcomes = (lines.read(each).outcome for each in given if each is not None)
    return next((each for each in outcomes if each), "")


def _words(chat: Chat, written: Answer, words: str) -> str:
    """Hers as written, and what was written instead of it later."""
    what = chat.talk.answer("what")
    later = what.text if what is not None and what.inbox_id != written.inbox_id else ""
    return "\n".join(each for each in (words, later) if each)


def _unsaid() -> list[Option]:
    return [
        Option(UNSAID, pgettext("button", "没说")),
        Option("nobody_home", pgettext("button", "没人")),
        Option("no_need", pgettext("button", "没事")),
    ]


def _likely(kinds: list[NeedKind]) -> list[Option]:
    likely = [Option(kind.code, kind.title(language())) for kind in kinds[:OFFERED_KINDS]]
    return [*likely, Option(OTHER, pgettext("button", "别的事"))]


def _joins_another(chat: Chat, worker: Person, entry: Entry) -> bool:
    """The same kind of help for the same door in those days may be one need."""
    span = entry.span
    key = f"double:{entry.where.room}:{entry.kind.code}:{span.start.isoformat()}"
    number, when = chat.keep(key, lambda: _double(chat, entry))
    if not number:
        return False
    choices = [
        Option("join", pgettext("button", "并进去")),
        Option("apart", pgettext("button", "另写一张")),
    ]
    text = _("这一户已有 {number}：\n{what}，{when}。\n这句话并进去吗？").format(
        number=number, what=entry.kind.title(language()), when=when
    )
    if chat.ask("join", text, OneOf(choices)) == "apart":
        return False
    join(chat, worker, entry, number)
    return True


def _double(chat: Chat, entry: Entry) -> tuple[str, str]:
    """Number and time of the open order that may be the same."""
    span, now = entry.span, chat.community.local(chat.now)
    day = (span.start.replace(hour=0, minute=0), (span.end or span.start).replace(hour=23))
    found = same_at_door(
        chat.session, chat.community.id, entry.where, entry.kind.code, (day[0], day[1])
    )
    return (found.number, say_when(order_span(found, now), now)) if found else ("", "")


def _read_out(chat: Chat, worker: Person, entry: Entry) -> None:
    """The two yeses, each to words read aloud, and whom to tell."""
    now = chat.community.local(chat.now)
    with speaking(chat.community.language):
        need = need_aloud(entry.wish, entry.kind)
        abroad = bool(platforms_abroad(chat))
        words = aloud(need, time_aloud(entry.span, now), entry, goes_abroad=abroad)
    if not _agreed(chat, words, entry):
        keep_nothing(chat, worker, entry.where, EnquiryOutcome.SAID_NO, entry.name)
        return
    tells = _may_tell(chat, entry)
    news_to = chat.ask("news_to", _("有变动，告诉谁？"), OneOf(_news()))
    post_entry(chat, worker, entry, Spoken(words, tells, news_to, _through(chat, news_to)))


def _through(chat: Chat, news_to: str) -> str:
    """Whom exactly to ring or to speak to: 打给家人 needs a number, 邻居转告 a door."""
    if news_to == "family":
        asked = _("家里哪一位？写称呼和电话，\n比如“女儿 13900000456”。")
        return chat.ask("family", asked, WithPhone(LONGEST_WHOM))
    if news_to == "neighbour":
        return chat.ask(
            "neighbour", _("哪一位邻居？写门牌和称呼，\n比如“103 李婶”。"), Words(LONGEST_WHOM)
        )
    return ""


def _agreed(chat: Chat, words: str, entry: Entry) -> bool:
    """A yes to exactly these words, for exactly this door.

    What is written instead of a yes changes them; then they are read anew.
    """
    chat.check_no_early_write("aloud")
    door = _("{name}，{place}").format(
        name=entry.name or _("没说姓名"), place=_say_door(entry.where)
    )
    digest = hashlib.sha256(f"{door}\n{words}".encode()).hexdigest()
    read = _("照着念给他听：") + "\n" + words
    answer, shown = chat.talk.answer("aloud"), chat.talk.question
    if answer is not None and answer.data.get("digest") == digest and answer.value != "change":
        chat.out.lines.clear()
        return bool(answer.value == "yes")
    if answer is not None and answer.data.get("digest") == digest:
        read = _("写的是：{door}。\n要改哪里，写出来就行，\n比如“周六上午”“103”。").format(
            door=door
        )
    elif shown is not None and shown.digest and shown.digest != digest:
        read = _("改好了：{door}。").format(door=door) + "\n" + read
    chat.talk.drop("aloud")
    raise Asked("aloud", Content(text=read), _answers(), digest)


def _say_door(where: posting.Place) -> str:
    return say_place(Place("", where.building, where.unit, where.room, "", ""))


def _answers() -> tuple[Option, ...]:
    return (
        Option("yes", pgettext("button", "同意")),
        Option("change", pgettext("button", "要改")),
        Option("no", pgettext("button", "不同意")),
    )


def _may_tell(chat: Chat, entry: Entry) -> bool:
    """A yes of its own to telling what she said of her health; asked only if she said something."""
    said = read_health(entry.words)
    if said is None:
        return False
    choices = [
        Option("yes", pgettext("button", "可以说")),
        Option("no", pgettext("button", "不说")),
    ]
    with speaking(chat.community.language):
        words = health_aloud(said.quoted)
    return chat.ask("health", _("再念一句：") + "\n" + words, OneOf(choices)) == "yes"


def _news() -> list[Option]:
    return [
        Option("station", pgettext("button", "站里转告")),
        Option("family", pgettext("button", "打给家人")),
        Option("neighbour", pgettext("button", "邻居转告")),
    ]
