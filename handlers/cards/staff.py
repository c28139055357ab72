"""The card for those who look after orders: what is due and what looks odd stands in front."""

import re

from handlers.cards.asking import asked_actions, asked_lines
from handlers.cards.papers import paper_lines
from handlers.cards.parts import keeper_lines, names_of, number_of, pressing_lines, title, when_of
from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, ngettext, pgettext
from handlers.notice import Message, Reading
from handlers.sayings import say_clock, say_entrance
from handlers.understand.phone import mask_phone
from models.assignment import volunteers_of
from models.counting import RESULTS, result_of
from models.evaluation import OUTCOME_LABELS, evaluation_of
from models.marking import WHOSE_LABELS
from models.merging import doubles_of, times_helped
from models.order import STAFF_LABELS, Order, OrderState
from models.person import Person
from models.still_coming import at_risk_of, hour_of, late_from
from models.visit_rules import BEFORE_ANYBODY_GOES

S = OrderState
#: states in which somebody still decides
OPEN = (S.SUBMITTED, S.NEED_INFO, S.APPROVED)
#: more of her words than that are read by 看原话
WORDS = 100
_DIGITS = re.compile(r"\d(?:[ -]?\d){6,}")


def staff_card(reading: Reading, order: Order, person: Person) -> Message:
    """Deadline and suspicion, what is missing, then the need itself."""
    served = reading.session.get(Person, order.served_person_id)
    doubles = doubles_of(reading.session, order) if order.state in OPEN else []
    lines = [
        Line(_("现在"), _(STAFF_LABELS[order.state]), _due(reading, order)),
        *pressing_lines(order),
        *([Line(_("谁的事"), _(WHOSE_LABELS[order.whose]))] if order.whose else []),
        *(Line(_("像重复"), each.number, _double(reading, each)) for each in doubles),
        *_missing(order),
        Line(_("时间"), when_of(reading, order)),
        Line(
            _("地点"),
            say_entrance(order) or order.landmark or "",
            served.masked_name if served else "",
        ),
        Line(_("这户"), _known(reading, order)),
        *([Line(_("电话"), mask_phone(order.phone), _("看会留记录"))] if order.phone else []),
        Line(_("原话"), _words(order)),
        *_people(reading, order),
        *asked_lines(reading, order),
        *keeper_lines(reading, order),
        *paper_lines(reading, order),
    ]
    result = result_of(reading.session, order)
    if result:
        lines.append(Line(_("办成了"), _(RESULTS.get(result, result))))
    said = evaluation_of(reading.session, order)
    if said is not None:
        lines.append(Line(_("评单"), _(OUTCOME_LABELS[said.outcome]), said.comment or ""))
    card = Card(title=title(reading, order), aside=number_of(order), lines=tuple(lines))
    actions = (*_staff_actions(reading, order, doubles), *asked_actions(reading, order))
    return Message(Content(card=card, subject=order.subject), actions)


def _due(reading: Reading, order: Order) -> str:
    if order.state is not S.SUBMITTED:
        return ""
    due = reading.community.local(order.review_due_at)
    return _("{clock} 前回话").format(clock=f"{due:%H:%M}")


def _double(reading: Reading, each: Order) -> str:
    """How the other one stands: enough to judge, nothing that needs looking up."""
    taken = volunteers_of(reading.session, each)
    return _("同一户，有人接了") if taken else _("同一户，还没人接")


def _missing(order: Order) -> list[Line]:
    lacks = [
        what
        for what, there in (
            (_("门牌"), order.room or order.landmark),
            (_("电话"), order.phone),
        )
        if not there
    ]
    return [Line(_("还缺"), _("、").join(lacks))] if lacks else []


def _known(reading: Reading, order: Order) -> str:
    times = times_helped(reading.session, order)
    if not times:
        return _("头一回来")
    return ngettext("来过 {n} 次", "来过 {n} 次", times).format(n=times)


def _words(order: Order) -> str:
    """Her words; a number among them is read by 看电话 like the other one."""
    text = _DIGITS.sub(lambda found: mask_phone(re.sub(r"\D", "", found[0])), order.raw_text)
    return text if len(text) <= WORDS else text[:WORDS] + "…"


def _people(reading: Reading, order: Order) -> list[Line]:
    people = volunteers_of(reading.session, order)
    if not people:
        return []
    hour = hour_of(reading.session, order)
    clock = say_clock(reading.community.local(hour).time()) if hour else ""
    lines = [Line(_("谁去"), names_of(people), clock)]
    silent = at_risk_of(reading.session, order)
    if silent:
        lines.append(Line(_("没回话"), names_of(silent)))
    return lines


def _staff_actions(reading: Reading, order: Order, doubles: list[Order]) -> tuple[Action, ...]:
    actions = [*_deciding(order)]
    if doubles:
        double = f"{order.subject}:{doubles[0].id}"
        actions.insert(-1, Action(pgettext("button", "并单"), "merge_orders", double))
    if order.state is S.RATED:
        actions.append(Action(pgettext("button", "结单"), "close_order", order.subject, "main"))
    waits = order.state in (S.CLAIMED, S.DISPATCHED) and volunteers_of(reading.session, order)
    if waits and late_from(reading.session, [order])[order.id] <= reading.now:
        actions.append(Action(pgettext("button", "人没来"), "nobody_came", order.subject))
    if not order.has_ended:
        actions.append(Action(pgettext("button", "看原话"), "see_words", order.subject))
        if order.phone:
            actions.append(Action(pgettext("button", "看电话"), "see_phone", order.subject))
        if order.only_named:
            actions.append(Action(pgettext("button", "让同事看"), "let_see", order.subject))
        if order.state in BEFORE_ANYBODY_GOES:
            actions.append(Action(pgettext("button", "标一下"), "mark_order", order.subject))
    return tuple(actions)


def _deciding(order: Order) -> tuple[Action, ...]:
    reject = Action(pgettext("button", "婉拒"), "reject", order.subject, "danger")
    if order.state in (S.SUBMITTED, S.NEED_INFO):
        ask = Action(pgettext("button", "问一句"), "ask_back", order.subject)
        return (
            Action(pgettext("button", "通过"), "approve", order.subject, "main"),
            *((ask,) if order.state is S.SUBMITTED else ()),
            reject,
        )
    dispatch = Action(pgettext("button", "派单"), "dispatch", order.subject)
    if order.only_named and order.state in (S.APPROVED, S.DISPATCHED):
        return (dispatch, *((reject,) if order.state is S.APPROVED else ()))
    open_up = Action(pgettext("button", "放开接单"), "open_order", order.subject, "main")
    if order.state is S.APPROVED:
        return (open_up, dispatch, reject)
    if order.state is S.DISPATCHED:
        to_group = Action(pgettext("button", "发群"), "for_group", order.subject)
        return (dispatch, to_group) if order.batches else (open_up, dispatch)
    if order.state in (S.CLAIMED, S.IN_SERVICE) and order.code_out:
        return (Action(pgettext("button", "念号码"), "read_codes", order.subject),)
    return ()
