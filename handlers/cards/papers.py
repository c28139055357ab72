"""What cards show of an errand at an office: its papers, where they are, and who allowed it."""

from handlers.content import Line
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Reading
from models.hand_over import TAKEN, held, trail
from models.order import Order
from models.person import Person


def paper_lines(reading: Reading, order: Order) -> list[Line]:
    """For her side, staff and whoever goes; nothing on the card of the pool."""
    if order.papers is None:
        return []
    lines = [Line(_("材料"), order.papers or _("不用材料"), _where(reading, order))]
    return [*lines, Line(_("谁同意的"), _allowed(order), _("只办这一件"))]


def _where(reading: Reading, order: Order) -> str:
    rows = trail(reading.session, order)
    if not rows:
        return _("还没收") if order.papers else ""
    last = rows[-1]
    who = reading.session.get_one(Person, last.person_id).display_name or _("志愿者")
    moved = _("{name}收着").format(name=who) if last.way == TAKEN else _("交还了")
    if last.is_right is None:
        return moved
    return _("、").join((moved, _("本人点了头") if last.is_right else _("本人说不对")))


def _allowed(order: Order) -> str:
    if not order.relation:
        return _("本人")
    return _("本人点过头") if order.own_yes == "given" else _("还没问到本人")


def paper_actions(reading: Reading, order: Order, person: Person) -> tuple[Action, ...]:
    """For whoever goes: take them, or give them back."""
    if not order.papers:
        return ()
    hand = held(reading.session, order)
    if hand is not None:
        mine = hand.person_id == person.id
        give = Action(pgettext("button", "交还材料"), "return_papers", order.subject)
        return (give,) if mine else ()
    if order.has_ended or trail(reading.session, order):
        return ()
    return (Action(pgettext("button", "收材料"), "take_papers", order.subject),)
