"""走访: the doors a worker asked at today; who, where, and which needs became orders."""

from handlers.cards.parts import title
from handlers.engine.chat import Chat
from handlers.language import _, ngettext
from handlers.notice import Reading
from handlers.sayings import say_place
from handlers.understand.place import Place
from models.audit import Audit
from models.home_enquiry import OUTCOME_LABELS, EnquiryOutcome, HomeEnquiry, enquiries_since
from models.membership import STAFF, require
from models.order import Order
from models.person import Person

#: doors in one bubble, the latest ones
SHOWN = 8


def door_round(chat: Chat) -> None:
    """Her own round of today, and nobody else's; the reading is written down."""
    worker = chat.somebody_known()
    require(chat.session, worker, STAFF, chat.now)
    asked = enquiries_today(chat, worker)
    if not asked:
        chat.say(_("今天还没上门问过。\n到了门口，写“询单”。"))
        return
    text = ngettext("今天问了 {n} 户：", "今天问了 {n} 户：", len(asked))
    chat.say(text.format(n=len(asked)))
    for each in asked[-SHOWN:]:
        chat.say(_line(chat, each))
    chat.session.add(
        Audit(
            community_id=worker.community_id,
            actor_id=worker.id,
            action="read_round",
            subject=f"person:{worker.id}",
            at=chat.now,
        )
    )


def enquiries_today(chat: Chat, worker: Person) -> list[HomeEnquiry]:
    """What came of each door since midnight."""
    local = chat.community.local(chat.now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return enquiries_since(chat.session, worker, midnight)


def _line(chat: Chat, asked: HomeEnquiry) -> str:
    door = say_place(Place("", asked.building, asked.unit, asked.room or "", "", ""))
    person = chat.session.get(Person, asked.person_id) if asked.person_id else None
    who = f"{door} {person.masked_name}".strip() if person else door
    order = chat.session.get(Order, asked.order_id) if asked.order_id else None
    if order is None:
        return _("{who}：{what}").format(
            who=who, what=_(OUTCOME_LABELS[EnquiryOutcome(asked.outcome)])
        )
    reading = Reading(chat.session, chat.hearer.known, chat.person, chat.now)
    return _("{who}：{what} {number}").format(
        who=who, what=title(reading, order), number=order.number
    )
