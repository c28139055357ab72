"""The card for her who asked: where it stands, who comes, the code."""

from handlers.cards.papers import paper_lines
from handlers.cards.parts import keeper_lines, names_of, number_of, steps_of, title, when_of
from handlers.codes import say_word
from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from handlers.sayings import (
    say_moment,
)
from models.assignment import volunteers_of
from models.evaluation import Outcome, evaluation_of
from models.order import STATE_LABELS, Order, OrderState
from models.person import Person
from models.served import holds_codes
from models.visit import visits_of
from models.visiting import is_said_done

S = OrderState


def asker_card(reading: Reading, order: Order, person: Person) -> Message:
    lines = [
        Line(_("时间"), when_of(reading, order)),
        Line(_("现在"), _(STATE_LABELS[order.state]), _promise(reading, order)),
    ]
    lines += [*keeper_lines(reading, order), *paper_lines(reading, order)]
    people = volunteers_of(reading.session, order)
    if people:
        lines.append(Line(_("谁来"), names_of(people), _("志愿者，戴工作牌")))
    if order.state is S.REJECTED and order.reject_reason:
        lines.append(Line(_("为什么"), order.reject_reason))
    label, code = _code(reading, order, person, people)
    if people and not order.has_ended and not holds_codes(reading.session, order, person):
        lines.append(Line(_("号码"), _("本人手机上有"), _("人到了由本人念")))
    if order.password and code == order.code:
        word = say_word(order.password)
        lines.append(Line(_("暗号"), word, _("先问，答对了再开门")))
    card = Card(
        title=title(reading, order),
        aside=number_of(order),
        lines=tuple(lines),
        steps=steps_of(order),
        code_label=label,
        code=code,
    )
    relay = Action(pgettext("button", "给对方留话"), "relay", order.subject)
    talk = (relay,) if people and not order.has_ended else ()
    actions = (*talk, *_asker_actions(reading, order))
    return Message(Content(card=card, subject=order.subject), actions)


def _code(reading: Reading, order: Order, person: Person, people: list[Person]) -> tuple[str, str]:
    """The digits due now: the first until all have come, the second once they say it is done."""
    if not holds_codes(reading.session, order, person):
        return "", ""
    if order.state is S.IN_SERVICE:
        if order.code_out and is_said_done(reading.session, order):
            return _("办好了，念给来的人听"), order.code_out
        if len(visits_of(reading.session, order)) >= len(people):
            return "", ""
    elif order.state is not S.CLAIMED and not (order.state is S.DISPATCHED and people):
        return "", ""
    return _("到了门口，念给来的人听"), order.code


def _promise(reading: Reading, order: Order) -> str:
    if order.state is not S.SUBMITTED or order.review_due_at <= reading.now:
        return ""
    community = reading.community
    due = say_moment(community.local(order.review_due_at), community.local(reading.now))
    return _("{due}前给您回话").format(due=due)


def _if_she_goes_on(reading: Reading, order: Order) -> tuple[Action, ...]:
    said = evaluation_of(reading.session, order)
    if said is None or said.outcome is not Outcome.DONE:
        again: tuple[Action, ...] = ()
    else:
        again = _again(order)
    if said is None or said.stars is not None:
        return again
    return (
        *again,
        Action(pgettext("button", "打个分"), "rate_stars", order.subject),
        Action(pgettext("button", "写句谢谢"), "thank", order.subject),
    )


def _again(order: Order) -> tuple[Action, ...]:
    """What was done well may come each week."""
    if order.standing_help_id is not None:
        return ()
    return (Action(pgettext("button", "以后也来"), "make_standing", order.subject),)


def _asker_actions(reading: Reading, order: Order) -> tuple[Action, ...]:
    if order.state is S.DONE:
        return (
            Action(pgettext("button", "办好了"), "rate_done", order.subject, "main"),
            Action(pgettext("button", "没办好"), "rate_not_done", order.subject),
            Action(pgettext("button", "人没来"), "rate_nobody", order.subject),
            Action(pgettext("button", "出了点事"), "report_incident", order.subject),
        )
    if order.state is S.NEED_INFO:
        return (Action(pgettext("button", "答一句"), "answer_back", order.subject, "main"),)
    if order.state in (S.RATED, S.CLOSED):
        return _if_she_goes_on(reading, order)
    if order.has_ended:
        return ()
    if order.state is S.IN_SERVICE:
        return (
            Action(pgettext("button", "需要帮忙"), "need_help", order.subject, "danger"),
            Action(pgettext("button", "出了点事"), "report_incident", order.subject, "danger"),
        )
    note = Action(pgettext("button", "门牌备注"), "door_note", order.subject)
    cancel = Action(pgettext("button", "取消这单"), "cancel_order", order.subject, "danger")
    return (note, cancel) if order.room and not order.door_note else (cancel,)
