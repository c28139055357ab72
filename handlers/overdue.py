"""A visit that has not ended: 还在, or when they left; another's word, and a worker's yes to it."""

from handlers import visit_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.leaving import left
from handlers.readers import OTHER
from handlers.sayings import say_clock, say_minutes
from handlers.visit_readers import ClockSince
from handlers.visiting import which_order
from models import visiting
from models.assignment import assignment_of
from models.errors import Refused
from models.hours_approving import approve, pending_of
from models.membership import STAFF, require
from models.order import Order
from models.person import Person
from models.visit import Visit, visits_of
from models.watching import ASKED_AFTER, unwatch, watch_again
from models.words import N_


def still_here(chat: Chat) -> None:
    """还在: all is well, it takes longer."""
    visit = _visit(chat)
    if visit.out_at is not None:
        chat.say(_("您已经签退了。"))
        return
    unwatch(chat.session, visit)
    watch_again(chat.session, visit, chat.now + ASKED_AFTER)
    chat.say(_("好，您忙着。忙完写“我走了”。"))


def left_earlier(chat: Chat) -> None:
    """忘了签退: when it was, by their own word; the other one is asked to vouch for it."""
    visit, person = _visit(chat), chat.somebody_known()
    if visit.out_at is not None:
        chat.say(_("您已经签退了。"))
        return
    zone = chat.community.zone
    when = chat.ask(
        "left", _("是几点走的？比如“10点半”。"), ClockSince(zone, visit.in_at, _likely(chat, visit))
    )
    order = Order.locked(chat.session, visit.order_id)
    record = visiting.check_out_late(chat.session, order, person, when, chat.now)
    unwatch(chat.session, visit)
    start, end = (
        say_clock(chat.community.local(moment).time())
        for moment in (record.started_at, record.ended_at)
    )
    chat.say(
        _("记上了，{start}到{end}，{length}，\n写明是您自己报的。\n社区看过就算核实了。").format(
            start=start, end=end, length=say_minutes(record.minutes)
        )
    )
    visit_news.said_later(chat, order, visit)
    left(chat, order)


def _likely(chat: Chat, visit: Visit) -> list[Option]:
    """With whoever went too, if they have left; fixed when first offered."""

    def make() -> list[list[str]]:
        order = Order.known(chat.session, visit.order_id)
        return [
            [each.out_at.isoformat(), _name(chat, each.person_id)]
            for each in visits_of(chat.session, order)
            if each.out_at is not None and each.person_id != visit.person_id
        ][:2]

    options = []
    for moment, name in chat.keep("others", make):
        at = ClockSince.at(moment, chat.community.zone)
        label = _("和{name}一起，{clock}").format(name=name, clock=say_clock(at.time()))
        options.append(Option(moment, label))
    return [*options, Option(OTHER, pgettext("button", "别的时间"))] if options else []


def _name(chat: Chat, person_id: int) -> str:
    return chat.session.get_one(Person, person_id).display_name or _("志愿者")


def vouch(chat: Chat) -> None:
    """是的: whoever was there too says so; evidence, not yet a yes."""
    visit, person = _visit_of_another(chat)
    order = Order.locked(chat.session, visit.order_id)
    order.note(chat.session, "vouched", person, chat.now)
    chat.say(_("好，谢谢您作个证。"))
    visit_news.vouched(chat, order, visit, person)


def not_vouch(chat: Chat) -> None:
    """说不准: nothing is held against anybody."""
    _visit_of_another(chat)
    chat.say(_("好，没关系，社区会看的。"))


def confirm_minutes(chat: Chat) -> None:
    """核实时长: a worker agrees to what stands there by somebody's own word."""
    person = chat.somebody_known()
    require(chat.session, person, STAFF, chat.now)
    order = Order.locked(chat.session, chat.subject_id)
    waiting = pending_of(chat.session, order.subject)
    if not waiting:
        chat.say(_("{number} 的时长都核实过了。").format(number=order.number))
        return
    others = [each for each in waiting if each.person_id != person.id]
    if not others:
        raise Refused(N_("自己的时长，要别人来核实。"))
    for record in others:
        approve(chat.session, record, person, chat.now)
        chat.tell(record.person_id, "hours_agreed", records=[record.id])
    chat.say(_("{number} 的时长核实了。").format(number=order.number))


def _visit(chat: Chat) -> Visit:
    """Their own visit; without a button, the one that goes on. Raises Refused for others'."""
    if not chat.talk.subject:
        person = chat.somebody_known()
        order = which_order(chat, person, waiting=False)
        return visiting.inside(chat.session, order, person)
    visit = chat.session.get(Visit, chat.subject_id)
    if visit is None or chat.person is None or visit.person_id != chat.person.id:
        raise Refused(N_("这句话要去的人自己来说。"))
    return visit


def _visit_of_another(chat: Chat) -> tuple[Visit, Person]:
    """The visit of somebody this person went with. Raises Refused."""
    visit, person = chat.session.get(Visit, chat.subject_id), chat.somebody_known()
    if visit is not None and visit.person_id != person.id:
        order = Order.known(chat.session, visit.order_id)
        if assignment_of(chat.session, order, person) is not None:
            return visit, person
    raise Refused(N_("这句话要一起去的人来说。"))
