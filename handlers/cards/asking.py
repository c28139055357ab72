"""What cards show of how an order was asked: by whom, with which wishes, what is still owed.

Marks of special care and health stand on no card: a push shows its beginning to anybody.
"""

from handlers.cards.parts import number_of, title, when_of
from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, ngettext, pgettext
from handlers.notice import Message, Reading
from models.care import is_first, marks_of
from models.doubles import also_written
from models.order import Order
from models.own_yes import calls, is_due
from models.person import Person
from models.words import N_

RELATIONS: dict[str, str] = {
    "family": N_("家里人"),
    "neighbour": N_("邻居"),
    "door": N_("楼门志愿者"),
    "station": N_("站里"),
}


def wish_lines(reading: Reading, order: Order) -> list[Line]:
    """Her wishes and how many it helps, for staff and whoever goes."""
    lines = []
    wished = reading.session.get(Person, order.wants_person_id) if order.wants_person_id else None
    small = _("点名：{name}").format(name=wished.display_name) if wished else ""
    if order.wants_woman:
        small = _("、").join(part for part in (_("有一位女的"), small) if part)
    if order.wish or small:
        lines.append(Line(_("要求"), order.wish or small, small if order.wish else ""))
    if order.served_count > 1:
        n = order.served_count
        lines.append(Line(_("帮几位"), ngettext("{n} 个人", "{n} 个人", n).format(n=n)))
    return lines


def asked_lines(reading: Reading, order: Order) -> list[Line]:
    """For staff: who wrote it for whom, whether a yes is owed, that there is something to mind."""
    lines = wish_lines(reading, order)
    if order.relation:
        asker = reading.session.get(Person, order.requested_by_id)
        name = asker.masked_name if asker else ""
        small = _owed(reading, order)
        lines.append(Line(_("谁写的"), f"{_(RELATIONS[order.relation])} {name}".strip(), small))
    others = also_written(reading.session, order)
    if others:
        words = "\n".join(f"“{each}”" for each in others)
        lines.append(Line(_("还有人写"), words, "" if order.relation else _owed(reading, order)))
    served = reading.session.get(Person, order.served_person_id)
    if marks_of(served):
        first = _("先办") if is_first(served) else ""
        lines.append(Line(_("关照"), _("有，按“关照”看"), first))
    return lines


def _owed(reading: Reading, order: Order) -> str:
    if not is_due(reading.session, order):
        return _("本人同意了") if order.own_yes == "given" else ""
    rung = calls(reading.session, order)
    if not rung:
        return _("还没问本人")
    return ngettext("打过 {n} 次，没接通", "打过 {n} 次，没接通", rung).format(n=rung)


def asked_actions(reading: Reading, order: Order) -> tuple[Action, ...]:
    """For staff: the call that is owed, first; what to mind, last."""
    if order.has_ended:
        return ()
    care = Action(pgettext("button", "关照"), "care", order.subject)
    if not is_due(reading.session, order):
        return (care,)
    return (Action(pgettext("button", "打过电话了"), "own_yes", order.subject), care)


def known_actions(order: Order) -> tuple[Action, ...]:
    """For whoever goes, where she said it may be told."""
    if order.has_ended or not (order.may_tell_health and order.sensitive):
        return ()
    return (Action(pgettext("button", "要知道的"), "need_to_know", order.subject),)


def hushed_card(reading: Reading, order: Order, person: Person) -> Message:
    """For a family that is told no more: what they wrote themselves, and nothing of what came."""
    card = Card(
        title=title(reading, order),
        aside=number_of(order),
        lines=(Line(_("时间"), when_of(reading, order)),),
        note=_("这件事由本人接着办，不用您操心。"),
    )
    return Message(Content(card=card, subject=order.subject))
