"""群消息: what people wrote in a group, pasted in one message, becomes orders the station looks at.

Each message is shown with what was read of it. What is missing is asked for one at a time; nothing
is written before the one card, and no message twice. The people are rung before anybody goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers import order_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.reader import Offering
from handlers.engine.said import KEPT_TEXT, Answer
from handlers.engine.sheet import Fact
from handlers.language import _, language, pgettext
from handlers.pasting_who import SHOWN, SKIP
from handlers.readers import Door, When, Words, words_of
from handlers.sayings import say_place, say_when
from handlers.understand.chain import Line, Pasted, read_chain, read_forwarded
from handlers.understand.clock import read_time
from handlers.understand.kind import read_kind
from handlers.understand.normal import normalise
from handlers.understand.phone import mask_phone
from handlers.understand.place import Place
from handlers.understand.span import Found, TimeSpan
from models import pasted_line, pasting, posting
from models.consent import Purpose, agree_by_proxy
from models.errors import Invalid
from models.membership import STAFF, Role, grant, require, roles_of
from models.need_kind import NeedKind
from models.person import Person
from models.served import met_at
from models.timer import set_timer
from models.visit_rules import people_for
from models.words import N_


@dataclass(frozen=True, slots=True)
class Wish:
    """One message that wishes for help, whole."""

    line: Line
    fingerprint: str
    kind: NeedKind
    span: TimeSpan
    place: Place
    #: the person whose number it is; 0: whoever lives at that door
    person_id: int


class WhenOr(When):
    """A time, or the way out."""

    def chosen(self, key: str) -> dict[str, Any]:
        """Nothing, for the way out."""
        return {} if key == SKIP else super().chosen(key)

    def load(self, value: Any) -> TimeSpan | None:  # type: ignore[override]
        """The span; None when this line is to be left out."""
        return super().load(value) if value else None


class DoorOr(Offering[Place | None]):
    """A door, or the way out."""

    def read_words(self, answer: Answer) -> dict[str, Any]:
        """The parts. Raises Invalid for what is no door."""
        found = Door().spot(answer)
        if found is None or not found["building"]:
            raise Invalid(N_("门牌没看懂。\n像“3号楼2单元501”这样写。"))
        return found

    def chosen(self, _key: str) -> dict[str, Any]:
        """Nothing, for the way out."""
        return {}

    def load(self, value: Any) -> Place | None:
        """The door; None when this line is to be left out."""
        return Place(**value) if value else None


class Messages(Words):
    """One or several messages of others, in one."""

    def read_words(self, answer: Answer) -> str:
        """All of it. Raises Invalid when nobody says anything."""
        if not _lines(answer.text).lines:
            raise Invalid(N_("没看出谁说了什么。\n像“张德福：灯坏了，3号楼2单元501”\n一条一行。"))
        return super().read_words(answer)


def _lines(text: str) -> Pasted:
    """Messages with who said them, or a numbered list."""
    chain = read_chain(text)
    return chain if len(chain.lines) > 1 else read_forwarded(text)


def paste_needs(chat: Chat) -> None:
    """Every message that wishes for help as an order that waits for a call and a look."""
    is_staff = bool(roles_of(chat.session, chat.person, chat.now).intersection(STAFF))
    if chat.opening is not None and not is_staff:
        chat.then("post_need", opening=chat.opening)
        return
    require(chat.session, chat.person, STAFF, chat.now)
    said = _pasted(chat)
    found = _lines(said.text)
    prints = [_print(chat, line) for line in found.lines]
    of = chat.hearer.community_id, pasting.NEEDS
    known = chat.keep("known", lambda: sorted(pasted_line.known_among(chat.session, *of, prints)))
    wishes, facts = _read(chat, said, found, prints, known)
    if not wishes:
        _say_none(chat, bool(known))
        return
    note = _("按“记上”就记成单子，先打电话问过本人，\n再放开。是谁记的也写下了。")
    card = chat.confirm("card", _("群里要帮忙的"), facts, note, _yes())
    if not card:
        chat.say(_("好，先不记。"))
        return
    _write(chat, wishes)


def _yes() -> Option:
    return Option("yes", pgettext("button", "记上"))


def _say_none(chat: Chat, is_known: bool) -> None:
    if is_known:
        chat.say(_("这些都记过了，没有新的。"))
    else:
        chat.say(_("没看出谁要帮忙，没有记。"))


def _pasted(chat: Chat) -> Answer:
    if chat.opening is not None and _lines(chat.opening.text).lines:
        return chat.opening
    asked = _("把群里的消息整段贴过来，\n一条一行，带上是谁说的。")
    chat.ask("pasted", asked, Messages(KEPT_TEXT))
    answer = chat.talk.answer("pasted")
    assert answer is not None  # noqa: S101 - it was asked just now
    return answer


def _print(chat: Chat, line: Line) -> str:
    return chat.hearer.fingerprint(f"wish:{line.name}:{normalise(line.words)}")


def _read(
    chat: Chat, said: Answer, found: Pasted, prints: Sequence[str], known: Sequence[str]
) -> tuple[list[Wish], list[Fact]]:
    """The wishes, and a fact for every message: what was read, or why it is left out."""
    wishes, facts = [], []
    for n, (line, mark) in enumerate(zip(found.lines, prints, strict=True), 1):
        if mark in known:
            facts.append(Fact(str(n), _shown(line), _("记过了")))
            continue
        wish = _wish(chat, said, n, line, mark)
        if isinstance(wish, str):
            facts.append(Fact(str(n), _shown(line), wish))
        else:
            wishes.append(wish)
            facts.append(_fact(chat, n, wish))
    return wishes, facts


def _wish(chat: Chat, said: Answer, n: int, line: Line, mark: str) -> Wish | str:
    """What it wishes for, or why it is not written down."""
    kinds = chat.hearer.known.kinds
    read = read_kind(line.words, words_of(chat.hearer.known))
    kind = next((each for each in kinds if read is not None and each.code == read.code), None)
    if kind is None:
        return _("不像要帮忙，不记")
    person = _by_phone(chat, line)
    place = line.place if line.place is not None and line.place.building else None
    if place is None and person is not None and person.door is not None:
        building, unit, room = person.door
        place = Place("", building, unit, room, "", "")
    place = place or _ask_door(chat, n, line)
    if place is None:
        return _("不记")
    span = _span(chat, said, line) or _ask_when(chat, n, line)
    if span is None:
        return _("不记")
    return Wish(line, mark, kind, span, place, person.id if person is not None else 0)


def _by_phone(chat: Chat, line: Line) -> Person | None:
    """Whose number stands in it, when it is one person's."""
    if not line.phone:
        return None
    index = chat.hearer.fingerprint(line.phone)
    ids = [
        each.id
        for each in pasting.alike(chat.session, chat.hearer.community_id, line.name, index)
        if each.phone_index == index
    ]
    return chat.session.get_one(Person, ids[0]) if len(ids) == 1 else None


def _span(chat: Chat, said: Answer, line: Line) -> TimeSpan | None:
    """The time it names, while that is not over."""
    reading = read_time(line.words, chat.community.local(said.said_at))
    if not isinstance(reading, Found):
        return None
    span = reading.span
    return span if (span.end or span.start) > chat.now else None


def _ask_door(chat: Chat, n: int, line: Line) -> Place | None:
    asked = _("第 {n} 条“{words}”：\n住哪儿？比如“3号楼2单元501”。")
    return chat.ask(f"door{n}", asked.format(n=n, words=_shown(line)), DoorOr([_skip()]))


def _ask_when(chat: Chat, n: int, line: Line) -> TimeSpan | None:
    asked = _("第 {n} 条“{words}”：\n什么时候去？比如“这周都行”。")
    reader = WhenOr(chat.community.zone, [_skip()])
    return chat.ask(f"when{n}", asked.format(n=n, words=_shown(line)), reader)


def _skip() -> Option:
    return Option(SKIP, pgettext("button", "这条不记"))


def _shown(line: Line) -> str:
    words = line.words if len(line.words) <= SHOWN else line.words[:SHOWN].rstrip() + "…"
    return _("{name}：{words}").format(name=line.name, words=words) if line.name else words


def _fact(chat: Chat, n: int, wish: Wish) -> Fact:
    """张阿姨，修灯，3号楼2单元501，明天下午（电话对得上）."""
    when = say_when(wish.span, chat.community.local(chat.now))
    parts = [
        wish.line.name or _("没说是谁"),
        wish.kind.title(language()),
        say_place(wish.place),
        when,
    ]
    if wish.person_id:
        small = _("认得，电话对得上")
    elif wish.line.phone:
        small = _("新的，{phone}").format(phone=mask_phone(wish.line.phone))
    else:
        small = _("没留电话，上门问")
    return Fact(str(n), _("，").join(parts), small)


def _write(chat: Chat, wishes: Sequence[Wish]) -> None:
    worker = chat.somebody_known()
    numbers = []
    for n, wish in enumerate(wishes):
        person = _served(chat, wish)
        agree_by_proxy(chat.session, person, Purpose.REGISTER, worker, chat.now)
        grant(chat.session, person, Role.RESIDENT, chat.now, worker)
        code = chat.keep(f"code{n}", chat.more_digits)
        need = _need(chat, wish, person)
        order = posting.post(chat.session, chat.community, worker, need, code, chat.now)
        order.note(chat.session, "from_group", worker, chat.now)
        pasting.keep_line(chat.session, wish.fingerprint, person, order.id, worker, chat.now)
        due = order.review_due_at
        set_timer(chat.session, order.community_id, "review_due", order.subject, due)
        order_news.posted(chat, order)
        numbers.append(order.number)
    text = _("记上了 {n} 张：{numbers}。\n打电话问过本人，再放开。")
    chat.say(text.format(n=len(numbers), numbers=_("、").join(numbers)))


def _served(chat: Chat, wish: Wish) -> Person:
    """Whose number it is, else whoever has no chat and lives there under that name."""
    if wish.person_id:
        return chat.session.get_one(Person, wish.person_id)
    where = posting.Place(wish.place.building, wish.place.unit, wish.place.room)
    here = chat.hearer.community_id
    person = met_at(chat.session, here, where, wish.line.name, chat.now)
    if wish.line.phone and not person.phone:
        person.phone = wish.line.phone
        person.phone_index = chat.hearer.fingerprint(wish.line.phone)
    return person


def _need(chat: Chat, wish: Wish, person: Person) -> posting.Need:
    place, span = wish.place, wish.span
    where = posting.Place(place.building, place.unit, place.room, place.landmark)
    return posting.Need(
        wish.line.words, wish.kind, span.start, span.end, span.precision, where,
        wish.line.phone, people_for(chat.community, wish.kind, at_home=bool(place.building)),
        span.bound,
        for_whom=posting.ForWhom(person, "station", "owed", "station"),
        origin="station",
    )  # fmt: skip
