"""What comes of a door: an order with its spoken yeses, words for another order, or nothing."""

from dataclasses import dataclass

from handlers import order_news
from handlers.content import Option
from handlers.corrected import Meant, keep_corrections
from handlers.door_round import enquiries_today
from handlers.engine.chat import Chat
from handlers.engine.said import Answer
from handlers.engine.state import YIELDS
from handlers.language import _, ngettext, pgettext
from handlers.readers import OneOf
from handlers.slip import slip_lines
from handlers.understand.door_line import read_door_line
from handlers.understand.health import read_health
from handlers.understand.span import TimeSpan
from models import posting
from models.care import add_marks
from models.consent import Purpose, agree_aloud
from models.home_enquiry import EnquiryOutcome, Met, keep_enquiry
from models.membership import STAFF, Role, grant, require
from models.need_kind import NeedKind
from models.order import Order, find_order
from models.order_event import NEWS_THROUGH
from models.person import Person
from models.served import add_words, found_at, met_at
from models.timer import set_timer


@dataclass(frozen=True, slots=True)
class Entry:
    """What was written down at one door. `words` are the whole line without door and name."""

    where: posting.Place
    name: str
    kind: NeedKind
    wish: str
    span: TimeSpan
    words: str
    phone: str
    #: how many go
    people: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was read out and agreed to, and whom to tell of changes."""

    words: str
    may_tell: bool
    news_to: str
    #: which relative or neighbour, in the worker's words
    through: str = ""


def post_entry(chat: Chat, worker: Person, entry: Entry, spoken: Spoken) -> None:
    """Somebody said yes: the person, the yeses, the order, the enquiry; then the slip."""
    session, now = chat.session, chat.now
    require(session, worker, STAFF, now)
    person = met_at(session, worker.community_id, entry.where, entry.name, now)
    agree_aloud(session, person, Purpose.REGISTER, worker, now)
    health = read_health(entry.words)
    if health is not None and spoken.may_tell:
        agree_aloud(session, person, Purpose.HEALTH, worker, now)
        add_marks(session, person, health.marks, worker, now)
    grant(session, person, Role.RESIDENT, now, worker)
    if entry.phone:
        person.phone, person.phone_index = entry.phone, chat.hearer.fingerprint(entry.phone)
    order = posting.post(
        session, chat.community, worker, _need(entry, spoken, person), chat.new_code(), now
    )
    order.note(session, "read_aloud", worker, now, reason=spoken.words)
    _keep_corrections(chat, entry)
    if spoken.through:
        order.note(session, NEWS_THROUGH, worker, now, reason=spoken.through)
    keep_enquiry(session, worker, Met(entry.where, EnquiryOutcome.ORDER, person, order), now)
    set_timer(session, order.community_id, "review_due", order.subject, order.review_due_at)
    chat.say(_("好了，单号 {number}。请抄一张纸条给他：").format(number=order.number))
    for line in slip_lines(chat, order):
        chat.say(line)
    order_news.posted(chat, order)
    _go_on(chat, entry.where.building)


def _keep_corrections(chat: Chat, entry: Entry) -> None:
    opening = chat.opening
    said = opening if opening is not None and opening.text else chat.talk.answer("line")
    if said is not None:
        where = entry.where
        meant = Meant(entry.kind.code, entry.span, where.building, where.room, entry.phone)
        keep_corrections(chat, entry.words, said.said_at, meant, by_worker=True)


def _need(entry: Entry, spoken: Spoken, person: Person) -> posting.Need:
    span, health = entry.span, read_health(entry.words)
    return posting.Need(
        entry.words or entry.wish, entry.kind, span.start, span.end, span.precision, entry.where,
        entry.phone, entry.people, span.bound,
        for_whom=posting.ForWhom(person, "station", "given", spoken.news_to),
        origin="station",
        sensitive=health.sensitive if health else "",
        may_tell_health=spoken.may_tell,
    )  # fmt: skip


def join(chat: Chat, worker: Person, entry: Entry, number: str) -> None:
    """The words go to the order that is there already."""
    order = find_order(chat.session, worker.community_id, number)
    assert order is not None  # noqa: S101 - it was found when the question was asked
    order = Order.locked(chat.session, order.id)
    add_words(chat.session, order, worker, entry.words, chat.now)
    served = chat.session.get(Person, order.served_person_id)
    keep_enquiry(
        chat.session, worker, Met(entry.where, EnquiryOutcome.ORDER, served, order), chat.now
    )
    chat.say(_("并进 {number} 了，原来的话也在。").format(number=number))
    order_news.renewed(chat, order)
    _go_on(chat, entry.where.building)


def keep_nothing(
    chat: Chat, worker: Person, where: posting.Place, outcome: EnquiryOutcome, name: str
) -> None:
    """Nobody there, no need, or a no: the door was asked at, and that is all that is kept."""
    known = found_at(chat.session, worker.community_id, where, name) if name else None
    keep_enquiry(chat.session, worker, Met(where, outcome, known), chat.now)
    chat.say(
        {
            EnquiryOutcome.NOBODY_HOME: _("记下了：没人。"),
            EnquiryOutcome.NO_NEED: _("记下了：没事。"),
            EnquiryOutcome.SAID_NO: _("好，不发。记下了：没同意。"),
        }[outcome]
    )
    _go_on(chat, where.building)


def _go_on(chat: Chat, building: str) -> None:
    chat.then("next_door", f"building:{building}")


class NextDoor(OneOf):
    """同楼下一户, 完了, or the next line at once."""

    def read(self, answer: Answer) -> str:
        """The key, or LINE for a line with a door in it."""
        is_written = "option" not in answer.data
        if is_written and read_door_line(answer.text, answer.said_at, ()).place is not None:
            return LINE
        return super().read(answer)


LINE = "line"


def next_door(chat: Chat) -> None:
    """下一户: the building is kept; at the end it is said how many doors it were today."""
    # begun anew by the word, this question has had its answer
    chat.keep(YIELDS, lambda: True)
    choices = [
        Option("next", pgettext("button", "同楼下一户")),
        Option("done", pgettext("button", "完了")),
    ]
    which = chat.ask("next", _("下一户？"), NextDoor(choices))
    if which == "done":
        _sum_up(chat)
        return
    opening = chat.talk.answer("next") if which == LINE else None
    chat.then("doorstep", chat.talk.subject, opening)


def _sum_up(chat: Chat) -> None:
    asked = enquiries_today(chat, chat.somebody_known())
    doors, orders = len(asked), len({each.order_id for each in asked if each.order_id})
    text = ngettext("好。今天问了 {n} 户，", "好。今天问了 {n} 户，", doors).format(n=doors)
    chat.say(text + ngettext("写了 {n} 张单。", "写了 {n} 张单。", orders).format(n=orders))
