"""What several cards of an order share: its title, time, steps, people, cautions."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from handlers.content import Line, Step
from handlers.language import _, language, ngettext
from handlers.notice import Reading
from handlers.sayings import (
    order_span,
    say_time,
)
from models.keeping import keepers_of
from models.order import Order, OrderState
from models.person import Person
from models.words import N_

S = OrderState
#: more names than that are a number
NAMED = 3
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


def title(reading: Reading, order: Order) -> str:
    """换厨房灯 as its kind, and where: never a name."""
    kind = reading.known.kind(order.kind)
    return kind.title(language())


def when_of(reading: Reading, order: Order) -> str:
    now = reading.community.local(reading.now)
    return say_time(order_span(order, now), now)


def steps_of(order: Order) -> tuple[Step, ...]:
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


def no_gifts() -> str:
    """What both sides are told, so that neither has to say it."""
    return _("志愿者不收钱、不收礼，\n不拿钥匙、不碰银行卡。")


def names_of(people: list[Person]) -> str:
    return _("、").join(person.display_name or _("志愿者") for person in people)


def say_keepers(session: Session, people: Iterable[int]) -> str:
    """陈静、赵倩, or how many they are."""
    found = [session.get_one(Person, each) for each in people]
    if len(found) > NAMED:
        n = len(found)
        return ngettext("社区的 {n} 位同事", "社区的 {n} 位同事", n).format(n=n)
    return _("、").join(each.display_name or _("社区的人") for each in found)


def pressing_lines(order: Order) -> list[Line]:
    """That it cannot wait."""
    return [Line(_("急不急"), _("着急的事"))] if order.is_pressing else []


def keeper_lines(reading: Reading, order: Order) -> list[Line]:
    """Of a private order, who may see it."""
    if not order.only_named:
        return []
    people = keepers_of(reading.session, order, reading.now)
    return [Line(_("谁看得到"), say_keepers(reading.session, people))]


def caution_of(reading: Reading, order: Order) -> list[Line]:
    kind = reading.known.kind(order.kind)
    words = kind.caution_en if language() == "en" else kind.caution
    return [Line(_("当心"), words)] if words else []
