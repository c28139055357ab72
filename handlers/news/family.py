"""News for a family, or whoever else asked for somebody: who comes, left, how it was."""

from typing import Any

from handlers.language import _
from handlers.news.finding import coming
from handlers.news.orders import left
from handlers.news.telling import arrives, names, order_of, say
from handlers.news.visits import said_done
from handlers.notice import Message, Reading
from models.doubles import hearing
from models.evaluation import OUTCOME_LABELS, evaluation_of
from models.order import Order, OrderState
from models.served import holds_codes

S = OrderState


def coming_for_family(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Who comes and when. The code only where the person served cannot get it from us."""
    order = order_of(reading, values)
    if order.state is not S.CLAIMED or not _may_hear(reading, order):
        return None
    if _passes_it_on(reading, order):
        whole = coming(reading, values)
        return whole and say(_("这些请转告本人：") + "\n" + whole.content.text)
    text = _("您替家里约的事，有人去了：\n{names}，志愿者，戴工作牌。\n{when}到。")
    return say(text.format(names=names(reading, order), when=arrives(reading, order)))


def said_done_for_family(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The second code, too, only where the person served cannot get it from us."""
    order = order_of(reading, values)
    if not _may_hear(reading, order) or not _passes_it_on(reading, order):
        return None
    return said_done(reading, values)


def left_for_family(reading: Reading, values: dict[str, Any]) -> Message | None:
    """忙完了; whoever asked may say how it was, whoever joined only hears it."""
    order = order_of(reading, values)
    if order.state is not S.DONE or not _may_hear(reading, order):
        return None
    if reading.person is not None and order.is_of(reading.person):
        return left(reading, values)
    return say(_("{names}说忙完了，走了。").format(names=names(reading, order)))


def how_it_was(reading: Reading, values: dict[str, Any]) -> Message | None:
    """What the person served said of it; not to whoever said it."""
    order = order_of(reading, values)
    said = evaluation_of(reading.session, order)
    person = reading.person
    if said is None or person is None or said.rater_id == person.id:
        return None
    if not _may_hear(reading, order):
        return None
    text = _("{number} 问过了：{outcome}。").format(
        number=order.number, outcome=_(OUTCOME_LABELS[said.outcome])
    )
    return say(text)


def own_no(reading: Reading, values: dict[str, Any]) -> Message | None:
    """The person served said no in a call."""
    order = order_of(reading, values)
    text = _("打电话问过了，本人说先不用。\n单子 {number} 取消了，谢谢您费心。")
    return say(text.format(number=order.number))


def joined(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: a second person wrote the same need."""
    order = order_of(reading, values)
    text = _("{number}：又有人替本人写了，并成一件。\n问过本人，再按“打过电话了”。")
    return say(text.format(number=order.number))


def _may_hear(reading: Reading, order: Order) -> bool:
    """Looked at again when it is sent: she may have said no meanwhile."""
    person = reading.person
    return person is not None and person.id in (
        *order.asking_side,
        *hearing(reading.session, order),
    )


def _passes_it_on(reading: Reading, order: Order) -> bool:
    """Whether the reader asked for somebody who has no chat of her own."""
    return reading.person is not None and holds_codes(reading.session, order, reading.person)
