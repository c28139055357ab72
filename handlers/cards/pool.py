"""The card before claiming: kind, building, time and length, never who or which door."""

from dataclasses import replace

from handlers.cards.parts import caution_of, number_of, pressing_lines, title, when_of
from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from handlers.reasons import say_to_reader
from handlers.sayings import say_building, say_minutes, say_moment
from models.assignment import Assignment, AssignmentState, assignment_of
from models.candidates import reasons_for
from models.opt_out import NoticeKind
from models.order import Order, OrderState
from models.person import Person

S = OrderState


def pool_card(reading: Reading, order: Order, note: str = "") -> Card:
    """What anybody who may go reads before: kind, building, time, length, what to mind."""
    lines = [
        Line(_("时间"), when_of(reading, order)),
        Line(_("地点"), _where(order)),
        Line(_("多久"), _("大约{length}").format(length=say_minutes(order.minutes_planned))),
        *caution_of(reading, order),
    ]
    lines += pressing_lines(order)
    if is_wanted(order):
        lines.append(Line(_("还要"), _("{n} 位").format(n=order.places_left)))
    return Card(title=title(reading, order), aside=number_of(order), lines=tuple(lines), note=note)


def _where(order: Order) -> str:
    """The building; of a private order not even that, before they have said yes."""
    if order.only_named:
        return _("接了再告诉您")
    return say_building(order.building) or _("社区里")


def is_wanted(order: Order) -> bool:
    """Whether somebody can still take a place."""
    return order.state is S.DISPATCHED and order.places_left > 0


def offer_card(reading: Reading, order: Order, person: Person) -> Message:
    """The card of one who may go: why they are asked, until when, and that a no costs nothing."""
    mine = assignment_of(reading.session, order, person)
    open_now = is_wanted(order) and (order.batches > 0 or mine is not None)
    declined = mine is not None and mine.state is AssignmentState.DECLINED
    note = _asked(reading, mine) if open_now else _("这张单现在不用人去了，谢谢您。")
    if declined:
        note = _("您说这次不方便，这张单不再问您。")
    card = pool_card(reading, order, note)
    if open_now and mine is not None and not declined:
        why = say_to_reader(reasons_for(reading.session, order, person.id, reading.now))
        reason = (Line(_("为什么问您"), why),) if why else ()
        by_name = mine.invited_by_id is not None and mine.team_id is None
        asked = _("想请您帮个忙：{what}").format(what=card.title) if by_name else card.title
        card = replace(card, title=asked, lines=(*card.lines, *reason))
    actions = (
        (
            Action(pgettext("button", "接单"), "claim", order.subject, "main"),
            Action(pgettext("button", "不方便"), "decline", order.subject),
        )
        if open_now and not declined
        else ()
    )
    content = Content(card=card, subject=order.subject)
    return Message(content, actions, kind=NoticeKind.TASKS)


def past_card(reading: Reading, order: Order, _person: Person) -> Message:
    """For one who was given it and is no volunteer any more: door, phone and name are gone."""
    note = _("这张单现在不用您去了，谢谢您。")
    return Message(Content(card=pool_card(reading, order, note), subject=order.subject))


def _asked(reading: Reading, mine: Assignment | None) -> str:
    """Until when the place is kept for them; a no needs no reason."""
    if mine is None or mine.state is not AssignmentState.OFFERED:
        return ""
    if mine.expires_at is None:
        return _("不方便也没关系。")
    if mine.expires_at <= reading.now:
        return ""
    now = reading.community.local(reading.now)
    until = say_moment(reading.community.local(mine.expires_at), now)
    return _("{until}前回就行，\n不方便也没关系。").format(until=until)
