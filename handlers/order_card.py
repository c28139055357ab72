"""The live card of an order, as each of its people may see it; drawn anew when it is sent.

The pool card shows kind, building, time and length. Door, phone and name appear only to the
volunteer who goes, until the order ends.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from handlers.content import Card, Content, Line, Step
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, language, pgettext
from handlers.notice import Message, Reading
from handlers.sayings import (
    order_span,
    say_building,
    say_entrance,
    say_minutes,
    say_moment,
    say_place,
    say_time,
)
from handlers.show_media import media_actions
from handlers.understand.phone import mask_phone, say_phone
from models.assignment import AssignmentState, assignment_of, volunteers_of
from models.evaluation import OUTCOME_LABELS, evaluation_of
from models.membership import STAFF, Role, roles_of
from models.opt_out import NoticeKind
from models.order import STAFF_LABELS, STATE_LABELS, Order, OrderState
from models.person import Person
from models.visit import visit_of
from models.words import N_

S = OrderState
#: the seven steps in residents' words, and the states that stand on each
STEPS: tuple[tuple[str, frozenset[OrderState]], ...] = (
    (N_("发出"), frozenset()),
    (N_("社区看"), frozenset({S.SUBMITTED, S.NEED_INFO})),
    (N_("找人"), frozenset({S.APPROVED, S.DISPATCHED})),
    (N_("有人去"), frozenset({S.CLAIMED})),
    (N_("来了"), frozenset({S.IN_SERVICE})),
    (N_("怎么样"), frozenset({S.DONE, S.RATED})),
    (N_("办完"), frozenset({S.CLOSED})),
)


def order_card(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The card of one order for the person of this contact; None for everybody else."""
    order = reading.session.get(Order, values["order"])
    person = reading.person
    if order is None or person is None:
        return None
    draw = _drawing(reading, order, person)
    if draw is None:
        return None
    message: Message = draw(reading, order, person)
    return replace(message, actions=(*message.actions, *media_actions(reading, order)))


def show_cards(chat: Chat, orders: Iterable[Order]) -> None:
    """Show these orders below what was just asked, each as the asker may see it."""
    reading = Reading(chat.session, chat.hearer.known, chat.person, chat.now)
    for order in orders:
        message = order_card(reading, {"order": order.id})
        if message is not None:
            chat.show(message.content, *message.actions)


def _drawing(reading: Reading, order: Order, person: Person) -> Any:
    if person.id in (order.requested_by_id, order.served_person_id):
        return _asker_card
    mine = assignment_of(reading.session, order, person)
    if mine is not None and mine.state in (AssignmentState.ACCEPTED, AssignmentState.COMPLETED):
        return _helper_card
    roles = roles_of(reading.session, person, reading.now)
    if roles.intersection(STAFF):
        return _staff_card
    return _pool_card if Role.VOLUNTEER in roles else None


def title(reading: Reading, order: Order) -> str:
    """换厨房灯 as its kind, and where: never a name."""
    kind = reading.known.kind(order.kind)
    return kind.title(language())


def _when(reading: Reading, order: Order) -> str:
    now = reading.community.local(reading.now)
    return say_time(order_span(order, now), now)


def _steps(order: Order) -> tuple[Step, ...]:
    if order.has_ended and order.state is not S.CLOSED:
        return ()
    now = next((n for n, (_l, states) in enumerate(STEPS) if order.state in states), 0)
    last = order.state is S.CLOSED
    return tuple(
        Step(_(label), "done" if n < now or last else "now" if n == now else "later")
        for n, (label, _states) in enumerate(STEPS)
    )


def number_of(order: Order) -> str:
    """How people call it."""
    return _("单号 {number}").format(number=order.number)


def _names(people: list[Person]) -> str:
    return _("、").join(person.display_name or _("志愿者") for person in people)


def _asker_card(reading: Reading, order: Order, person: Person) -> Message:
    lines = [
        Line(_("时间"), _when(reading, order)),
        Line(_("现在"), _(STATE_LABELS[order.state]), _promise(reading, order)),
    ]
    people = volunteers_of(reading.session, order)
    if people:
        lines.append(Line(_("谁来"), _names(people), _("志愿者，戴工作牌")))
    if order.state is S.REJECTED and order.reject_reason:
        lines.append(Line(_("为什么"), order.reject_reason))
    coming = order.state is S.CLAIMED or (order.state is S.DISPATCHED and people)
    card = Card(
        title=title(reading, order),
        aside=number_of(order),
        lines=tuple(lines),
        steps=_steps(order),
        code_label=_("到了门口，念给来的人听") if coming else "",
        code=order.code if coming else "",
    )
    return Message(Content(card=card, subject=order.subject), _asker_actions(order))


def _promise(reading: Reading, order: Order) -> str:
    if order.state is not S.SUBMITTED or order.review_due_at <= reading.now:
        return ""
    community = reading.community
    due = say_moment(community.local(order.review_due_at), community.local(reading.now))
    return _("{due}前给您回话").format(due=due)


def _asker_actions(order: Order) -> tuple[Action, ...]:
    if order.state is S.DONE:
        return (
            Action(pgettext("button", "办好了"), "rate_done", order.subject, "main"),
            Action(pgettext("button", "没办好"), "rate_not_done", order.subject),
            Action(pgettext("button", "人没来"), "rate_nobody", order.subject),
        )
    if order.state is S.NEED_INFO:
        return (Action(pgettext("button", "答一句"), "answer_back", order.subject, "main"),)
    if order.has_ended or order.state in (S.IN_SERVICE, S.RATED):
        return ()
    return (Action(pgettext("button", "取消这单"), "cancel_order", order.subject, "danger"),)


def _helper_card(reading: Reading, order: Order, person: Person) -> Message:
    visit = visit_of(reading.session, order, person)
    lines = [Line(_("时间"), _when(reading, order), say_minutes(order.minutes_planned))]
    if not order.has_ended:
        served = reading.session.get(Person, order.served_person_id)
        name = (served.legal_name or served.display_name) if served else ""
        lines.append(Line(_("门牌"), say_place(order), name))
        lines.append(Line(_("电话"), say_phone(order.phone or ""), _("出门前打一个")))
    lines.extend(_caution(reading, order))
    lines.append(Line(_("现在"), _(STATE_LABELS[order.state])))
    card = Card(
        title=_("{what}，这单归您了").format(what=title(reading, order)),
        aside=number_of(order),
        lines=tuple(lines),
        note="" if order.has_ended else _("门牌和电话只有您看得到，办完就收起。"),
    )
    return Message(Content(card=card, subject=order.subject), _helper_actions(order, visit))


def _helper_actions(order: Order, visit: Any) -> tuple[Action, ...]:
    if order.has_ended or (visit is not None and visit.out_at is not None):
        return ()
    if visit is not None:
        return (Action(pgettext("button", "我走了"), "check_out", order.subject, "main"),)
    return (
        Action(pgettext("button", "我到了"), "check_in", order.subject, "main"),
        Action(pgettext("button", "退单"), "give_back", order.subject),
    )


def pool_card(reading: Reading, order: Order, note: str = "") -> Card:
    """What anybody who may go reads before: kind, building, time, length, what to mind."""
    lines = [
        Line(_("时间"), _when(reading, order)),
        Line(_("地点"), say_building(order.building) or _("社区里")),
        Line(_("多久"), _("大约{length}").format(length=say_minutes(order.minutes_planned))),
        *_caution(reading, order),
    ]
    if is_wanted(order):
        lines.append(Line(_("还要"), _("{n} 位").format(n=order.places_left)))
    return Card(title=title(reading, order), aside=number_of(order), lines=tuple(lines), note=note)


def is_wanted(order: Order) -> bool:
    """Whether somebody can still take a place."""
    return order.state is S.DISPATCHED and order.places_left > 0


def _pool_card(reading: Reading, order: Order, person: Person) -> Message:
    open_now = is_wanted(order)
    card = pool_card(reading, order, "" if open_now else _("这张单现在不用人去了，谢谢您。"))
    actions = (
        (
            Action(pgettext("button", "接单"), "claim", order.subject, "main"),
            Action(pgettext("button", "不方便"), "decline", order.subject),
        )
        if open_now
        else ()
    )
    content = Content(card=card, subject=order.subject)
    return Message(content, actions, kind=NoticeKind.TASKS)


def _caution(reading: Reading, order: Order) -> list[Line]:
    kind = reading.known.kind(order.kind)
    words = kind.caution_en if language() == "en" else kind.caution
    return [Line(_("当心"), words)] if words else []


def _staff_card(reading: Reading, order: Order, person: Person) -> Message:
    served = reading.session.get(Person, order.served_person_id)
    lines = [
        Line(_("时间"), _when(reading, order)),
        Line(
            _("地点"),
            say_entrance(order) or order.landmark or "",
            served.masked_name if served else "",
        ),
        Line(_("电话"), mask_phone(order.phone or "")),
        Line(_("原话"), order.raw_text),
        Line(_("现在"), _(STAFF_LABELS[order.state]), _due(reading, order)),
    ]
    people = volunteers_of(reading.session, order)
    if people:
        lines.append(Line(_("谁去"), _names(people)))
    said = evaluation_of(reading.session, order)
    if said is not None:
        lines.append(Line(_("评单"), _(OUTCOME_LABELS[said.outcome]), said.comment or ""))
    card = Card(title=title(reading, order), aside=number_of(order), lines=tuple(lines))
    return Message(Content(card=card, subject=order.subject), _staff_actions(order))


def _due(reading: Reading, order: Order) -> str:
    if order.state is not S.SUBMITTED:
        return ""
    due = reading.community.local(order.review_due_at)
    return _("{clock} 前回话").format(clock=f"{due:%H:%M}")


def _staff_actions(order: Order) -> tuple[Action, ...]:
    if order.state in (S.SUBMITTED, S.NEED_INFO):
        ask = Action(pgettext("button", "问一句"), "ask_back", order.subject)
        return (
            Action(pgettext("button", "通过"), "approve", order.subject, "main"),
            *((ask,) if order.state is S.SUBMITTED else ()),
            Action(pgettext("button", "婉拒"), "reject", order.subject, "danger"),
        )
    if order.state is S.APPROVED:
        return (
            Action(pgettext("button", "放开接单"), "open_order", order.subject, "main"),
            Action(pgettext("button", "婉拒"), "reject", order.subject, "danger"),
        )
    return (
        (Action(pgettext("button", "结单"), "close_order", order.subject, "main"),)
        if order.state is S.RATED
        else ()
    )
