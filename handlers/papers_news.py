"""Papers still in somebody's hand: whoever lets go of an order is told so, and its keepers know."""

from collections.abc import Iterable

from handlers.asking_side import Teller, staff_of
from handlers.engine.chat import Chat
from handlers.language import _
from models.hand_over import HandOver, held
from models.order import Order
from models.person import Person


def remind_of_papers(teller: Teller, order: Order, people: Iterable[Person]) -> None:
    """`people` go there no more: if one of them holds her papers, they are asked to bring them."""
    hand = held(teller.session, order) if order.papers is not None else None
    if hand is None or hand.person_id not in [each.id for each in people]:
        return
    if isinstance(teller, Chat) and teller.person and teller.person.id == hand.person_id:
        teller.say(say_in_hand(order, hand))
    else:
        teller.tell(hand.person_id, "papers_in_hand", hand=hand.id)
    for person_id in staff_of(teller.session, order, teller.now):
        teller.tell(person_id, "papers_held", hand=hand.id)


def say_in_hand(order: Order, hand: HandOver) -> str:
    """For whoever holds them; with the number, because their card may have no button any more."""
    text = _("材料还在您手上：{what}。\n请还给对方或交到站里，\n还了写“交还材料{number}”。")
    return text.format(what=hand.what or "", number=order.number)
