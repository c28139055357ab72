"""Who hears of what happens to an order: cards renewed, a sentence where one is owed."""

from collections.abc import Iterable

from handlers.asking_side import Teller, staff_of, tell_asking_side, tell_family, tellers
from handlers.engine.chat import Chat
from handlers.papers_news import remind_of_papers
from models.assignment import volunteers_of
from models.group_chat import groups_holding
from models.order import Order, OrderState
from models.outbox import holders
from models.person import Person
from models.unfilled import promise_word
from models.watching import watch_wish

CARD = "order_card"
CALL = "group_call"
#: once somebody is there, a group's card says nothing new: writing there is dear
SAME_IN_GROUPS = frozenset({OrderState.DONE, OrderState.RATED, OrderState.CLOSED})


def posted(chat: Chat, order: Order) -> None:
    """Her own card, and one for everybody who may check it; she will hear how it ends."""
    promise_word(chat.session, chat.community, order, chat.now)
    watch_wish(chat.session, order, chat.now)
    for person_id in order.asking_side:
        chat.card(person_id, CARD, order.subject, order=order.id)
    for person_id in staff_of(chat.session, order, chat.now):
        if person_id not in order.asking_side:
            chat.card(person_id, CARD, order.subject, order=order.id)


def renewed(chat: Teller, order: Order) -> None:
    """The cards of everybody who was given one."""
    for person_id in holders(chat.session, order.subject):
        chat.card(person_id, CARD, order.subject, order=order.id)
    if order.state not in SAME_IN_GROUPS:
        call_groups(chat, order)


def renewed_for_staff(chat: Chat, order: Order) -> None:
    """The cards of staff, when what has changed stands on theirs alone."""
    held = holders(chat.session, order.subject)
    for person_id in staff_of(chat.session, order, chat.now):
        if person_id in held:
            chat.card(person_id, CARD, order.subject, order=order.id)


def let_in(chat: Chat, order: Order, who: Person) -> None:
    """One more may see a private order: their card, and a word to the side that asked."""
    chat.card(who.id, CARD, order.subject, order=order.id)
    tell_asking_side(chat, order, "let_in", who=who.id)
    renewed(chat, order)


def asked_back(chat: Chat, order: Order, question: str) -> None:
    """社区想问一句."""
    for person_id in _answering(chat, order):
        chat.tell(person_id, "asked_back", order=order.id, question=question)
    renewed(chat, order)


def answered_back(chat: Chat, order: Order, answer: str) -> None:
    """Her answer goes to those who check."""
    for person_id in staff_of(chat.session, order, chat.now):
        chat.tell(person_id, "answered_back", order=order.id, answer=answer)
    renewed(chat, order)


def rejected(chat: Chat, order: Order) -> None:
    """The reason, exactly as the worker wrote it."""
    notice = "rejected_to_tell" if order.relation == "station" else "rejected"
    for person_id in _answering(chat, order):
        chat.tell(person_id, notice, order=order.id)
    renewed(chat, order)


def claimed(chat: Chat, order: Order, by: Person) -> None:
    """The volunteer's own card below; everybody else's shows that a place is taken."""
    for person_id in holders(chat.session, order.subject):
        if person_id != by.id:
            chat.card(person_id, CARD, order.subject, order=order.id)
    chat.card(by.id, CARD, order.subject, order=order.id, fresh=True)
    call_groups(chat, order)


def arrived(chat: Chat, order: Order, who: Person) -> None:
    """她看到: 人到了."""
    tell_asking_side(chat, order, "arrived", who=who.id)
    renewed(chat, order)


def left(chat: Chat, order: Order) -> None:
    """Once the last one has left: 事办好了吗？"""
    if order.state is OrderState.DONE:
        tell_asking_side(chat, order, "left")
    renewed(chat, order)


def rated(chat: Chat, order: Order) -> None:
    """It is done: thanks reach those who went, and the family hears it."""
    tell_family(chat, order, "how_it_was")
    for person in volunteers_of(chat.session, order):
        chat.tell(person.id, "thanks", order=order.id)
    renewed(chat, order)


def cancelled(chat: Chat, order: Order, helpers: list[Person]) -> None:
    """Whoever was going hears it at once."""
    for person in helpers:
        chat.tell(person.id, "cancelled", order=order.id)
        chat.card(person.id, CARD, order.subject, order=order.id)
    remind_of_papers(chat, order, helpers)
    renewed(chat, order)


def call_groups(chat: Teller, order: Order, called: Iterable[int] = ()) -> None:
    """The call in these groups, and in those that have it already."""
    for group_id in dict.fromkeys([*called, *groups_holding(chat.session, order.subject)]):
        chat.tell_group(group_id, CALL, order.subject, order=order.id)


def joined(chat: Chat, order: Order) -> None:
    """A second person wrote the same: staff hear it, nobody else."""
    for person_id in staff_of(chat.session, order, chat.now):
        chat.tell(person_id, "joined", order=order.id)
    renewed(chat, order)


def own_no(chat: Chat, order: Order) -> None:
    """The person served said no in a call: whoever asked hears that it is over."""
    if order.requested_by_id in order.asking_side:
        chat.tell(order.requested_by_id, "own_no", order=order.id)
    renewed(chat, order)


def _answering(chat: Chat, order: Order) -> list[int]:
    """Who is asked about it, and hears that it is not for us; at a door, whoever tells it on."""
    if order.relation == "station":
        return tellers(chat.session, order, chat.now)
    return [order.answering_id]
