"""Who hears what while somebody is looked for: those asked, those who lost, she who waits."""

from collections.abc import Iterable

from sqlalchemy import select

from handlers.asking_side import Teller, staff_of, tell_asking_side
from handlers.engine.chat import Chat
from handlers.order_news import CARD, call_groups, renewed
from handlers.papers_news import remind_of_papers
from models.assignment import accepted_orders, withdraw
from models.community import Community
from models.finding_hours import NAMES_HOUR_WITHIN, asks_hour, next_group_after
from models.group_chat import groups_for
from models.inviting import ask_group, offer_first
from models.order import Order, OrderState
from models.order_event import OrderEvent
from models.outbox import holders
from models.person import Person
from models.still_coming import hour_of
from models.timer import Timer, TimerState, clear_timer, set_timer
from models.unfilled import TELL_BY, promise_word

#: she has heard who comes
TOLD = "told_who"
WHO_COMES = "who_comes"


def opened(chat: Chat, order: Order) -> tuple[int, int]:
    """Ask the first small group and call it out; how many people and groups."""
    asked = ask_group(chat.session, order, chat.now)
    called = [group.id for group in groups_for(chat.session, order)]
    for person_id in dict.fromkeys([*asked, *holders(chat.session, order.subject)]):
        chat.card(person_id, CARD, order.subject, order=order.id)
    call_groups(chat, order, called)
    return len(asked), len(called)


def invited(chat: Chat, order: Order, people: Iterable[int]) -> None:
    """Their own card, with the reason and the hour; everybody else's shows that it goes on."""
    asked = list(people)
    for person_id in dict.fromkeys([*asked, *holders(chat.session, order.subject)]):
        chat.card(person_id, CARD, order.subject, order=order.id)


def sure(chat: Chat, order: Order, *, waits_for_hour: bool) -> None:
    """All places are taken: she hears who comes, with the hour if one is about to be named."""
    if order.state is not OrderState.CLAIMED:
        return
    clear_timer(chat.session, TELL_BY, order.subject)
    if waits_for_hour and asks_hour(order) and hour_of(chat.session, order) is None:
        due = chat.now + NAMES_HOUR_WITHIN
        set_timer(chat.session, order.community_id, WHO_COMES, order.subject, due)
        return
    say_who_comes(chat, order)


def named_hour(chat: Chat, order: Order) -> None:
    """An hour was named, or will not be: what waited for it is said now."""
    waits = select(Timer.id).filter_by(kind=WHO_COMES, subject=order.subject, state=TimerState.DUE)
    if order.state is OrderState.CLAIMED and chat.session.scalar(waits.limit(1)) is not None:
        say_who_comes(chat, order)
    if hour_of(chat.session, order) is not None:  # without one the cards say what they said
        renewed(chat, order)


def say_who_comes(teller: Teller, order: Order) -> None:
    """Once for each set of people: the first time in full, later what has changed."""
    clear_timer(teller.session, WHO_COMES, order.subject)
    told = select(OrderEvent.id).filter_by(order_id=order.id, what=TOLD).limit(1)
    notice = "coming" if teller.session.scalar(told) is None else "coming_changed"
    tell_asking_side(teller, order, notice)
    order.note(teller.session, TOLD, None, teller.now)


def hand_back(teller: Teller, person: Person, reason: str) -> None:
    """退单 of everything they have in hand and have not begun."""
    for order_id in sorted(each.id for each in accepted_orders(teller.session, person)):
        order = Order.locked(teller.session, order_id)
        if order.state in (OrderState.CLAIMED, OrderState.DISPATCHED):
            withdraw(teller.session, order, person, reason, teller.now)
            given_back(teller, order, person)


def given_back(chat: Teller, order: Order, by: Person) -> None:
    """A place is free again: who asked first has it alone, then the next group; she hears once."""
    for person_id in staff_of(chat.session, order, chat.now):
        chat.tell(person_id, "given_back", order=order.id, by=by.id)
    remind_of_papers(chat, order, [by])
    clear_timer(chat.session, WHO_COMES, order.subject)
    promise_word(chat.session, chat.session.get_one(Community, order.community_id), order, chat.now)
    first, until = offer_first(chat.session, order, chat.now)
    people: list[int] = []
    called: list[int] = []
    for person_id in first:
        chat.tell(person_id, "place_open", order=order.id)
    if not first and order.batches:
        people = ask_group(chat.session, order, chat.now)
        called = [group.id for group in groups_for(chat.session, order)]
        until = chat.now + next_group_after(order)
    if order.batches:
        set_timer(chat.session, order.community_id, "next_batch", order.subject, until)
    for person_id in dict.fromkeys([*people, *holders(chat.session, order.subject)]):
        chat.card(person_id, CARD, order.subject, order=order.id)
    call_groups(chat, order, called)


def merged(chat: Chat, stays: Order, goes: Order) -> None:
    """并单: both askers hear one sentence; the card of the one that went says so."""
    for order, other in ((goes, stays), (stays, goes)):
        for person_id in order.asking_side:
            if order is goes or person_id not in goes.asking_side:
                chat.tell(person_id, "merged", order=order.id, other=other.id)
        renewed(chat, order)


def moved(chat: Chat, order: Order, helpers: list[Person]) -> None:
    """换个时间: whoever had said yes for the old time is free again; staff look for others."""
    for person in helpers:
        chat.tell(person.id, "time_changed", order=order.id)
    remind_of_papers(chat, order, helpers)
    for person_id in staff_of(chat.session, order, chat.now):
        chat.tell(person_id, "another_time", order=order.id)
    renewed(chat, order)


def nobody_came(chat: Chat, order: Order, missed: list[Person], by: Person) -> None:
    """人没来: she is asked what now, staff hear it, and who was missed hears it without blame."""
    for person in missed:
        chat.tell(person.id, "missed_you", order=order.id)
    remind_of_papers(chat, order, missed)
    for person_id in staff_of(chat.session, order, chat.now):
        if person_id != by.id:
            chat.tell(person_id, "nobody_came", order=order.id)
    for person_id in order.asking_side:
        if person_id != by.id:
            chat.tell(person_id, "waited_in_vain", order=order.id)
    renewed(chat, order)
