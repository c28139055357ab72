"""隐私, 谁看过: what we keep of somebody, for what and how long, and who has read it.

The days come from the rules that are followed at night, the kinds from what there is of this
person: the list cannot say other than what is done.
"""

from datetime import datetime, time

from sqlalchemy import func, select

from handlers import overseas
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.said import Answer
from handlers.language import _, ngettext, pgettext
from handlers.readers import OneOf, has_letters
from handlers.sayings import say_time
from handlers.understand.span import TimeSpan
from models.assignment import Assignment, AssignmentState
from models.audit import SHOWN, Audit, readings_of
from models.contact import Contact
from models.erasing import orders_of
from models.media import Media, MediaState
from models.membership import ROLE_LABELS, STAFF, Role, roles_of
from models.order import Order
from models.person import Person
from models.retention import days_kept
from models.service_record import ServiceRecord
from models.volunteer_profile import VolunteerProfile

#: readings that fit one bubble; all of them are in the copy
FITS = 4
ELSE = "else"
_WENT = (AssignmentState.ACCEPTED, AssignmentState.COMPLETED)


class ChoiceOrElse(OneOf):
    """One of the options, or something else altogether: nobody is held at a list."""

    def read(self, answer: Answer) -> str:
        """The key of the option, or ELSE. Raises Invalid for what holds no words."""
        is_else = "option" not in answer.data and has_letters(answer.text)
        return ELSE if is_else else super().read(answer)


def privacy(chat: Chat) -> None:
    """Kinds, purposes and times; then a copy, a correction, fewer notices, or leaving."""
    person = chat.person
    if person is None:
        chat.say(_("我这里还没有记您什么。"))
    else:
        chat.say(_("记了这些，只用来办您的事："))
        for line in chat.keep("kinds", lambda: _kinds(chat, person)):
            chat.say(line)
    chat.say(_who_manages(chat))
    if person is None or not overseas.is_settled(chat.hearer):
        return
    choices = [
        Option("export", pgettext("button", "要一份记录")),
        Option("correct", pgettext("button", "改一项")),
        Option("quieter", pgettext("button", "少收通知")),
        Option("leave", pgettext("button", "不用了，退出")),
    ]
    chosen = chat.ask("what", _("写“谁看过”“我的同意”，看这两样。"), ChoiceOrElse(choices))
    if chosen == ELSE:
        chat.then("post_need", opening=chat.talk.answer("what"))
    else:
        chat.then(chosen)


def _kinds(chat: Chat, person: Person) -> list[str]:
    session, days = chat.session, days_kept(chat.session)
    lines = [_of_person(person)]
    lines.append(
        _("您写的话：留 {days}").format(days=_longest(days, "inbox", "outbox", "chat_line"))
    )
    if _count(chat, Media, _media_of(person)):
        lines.append(_("照片和语音：留 {days}").format(days=_longest(days, "media")))
    orders = _count(chat, Order, Order.id.in_(orders_of(person.id)))
    if orders:
        text = ngettext(
            "单子 {n} 张：办完留 {days}，再去掉细节",
            "单子 {n} 张：办完留 {days}，再去掉细节",
            orders,
        )
        lines.append(text.format(n=orders, days=_longest(days, "service_order")))
    if session.scalar(select(VolunteerProfile.id).filter_by(person_id=person.id)):
        lines.append(_("会什么、哪天有空：找您帮忙时看"))
    if person.care:
        lines.append(_("要当心的：给来的人看，退出就删"))
    if _count(chat, ServiceRecord, ServiceRecord.person_id == person.id):
        kept = _longest(days, "service_record")
        lines.append(_("做志愿的时长：留 {days}，国家标准写的").format(days=kept))
    return [line for line in lines if line]


def _longest(days: dict[tuple[str, str], int], *tables: str) -> str:
    """How long the last of these rows stays: of several rules the longest is true."""
    return say_days(max(kept for (table, _column), kept in days.items() if table in tables))


def _of_person(person: Person) -> str:
    known = [
        *([_("称呼")] if person.display_name or person.legal_name else []),
        *([_("电话")] if person.phone else []),
        *([_("门牌")] if person.room else []),
    ]
    return _("{what}：办事时给来的人看").format(what=_("、").join(known)) if known else ""


def _media_of(person: Person) -> object:
    own = select(Contact.id).filter_by(person_id=person.id)
    return Media.contact_id.in_(own) & (Media.state != MediaState.GONE)


def _count(chat: Chat, table: type, whose: object) -> int:
    rows = select(func.count()).select_from(table).where(whose)  # type: ignore[arg-type]
    return chat.session.scalar(rows) or 0


def say_days(days: int) -> str:
    """90 天, 1 年, 10 年."""
    if days % 365:
        return ngettext("{n} 天", "{n} 天", days).format(n=days)
    return ngettext("{n} 年", "{n} 年", days // 365).format(n=days // 365)


def _who_manages(chat: Chat) -> str:
    phone = chat.community.station_phone
    text = _("谁在管：{name}，{phone}") if phone else _("谁在管：{name}")
    return text.format(name=chat.community.name, phone=phone)


def who_read(chat: Chat) -> None:
    """谁看过: who read phone, door or health, when, and what for."""
    person = chat.somebody_known()
    rows = readings_of(chat.session, person, FITS + 1)
    if not rows:
        chat.say(_("还没有人看过您的电话和门牌。"))
        return
    chat.say(_("这些人看过："))
    for row in rows[:FITS]:
        chat.say(_("{day}，{who}").format(day=say_date(chat, row.at), who=_reader(chat, row)))
        chat.say(_("{why}，看了{what}").format(why=_why(chat, row), what=_(SHOWN[row.action])))
    if len(rows) > FITS:
        chat.say(_("更早的，“要一份记录”里都有。"))


def say_date(chat: Chat, moment: datetime) -> str:
    """11月24日 周二, on the community's clock."""
    local, now = chat.community.local(moment), chat.community.local(chat.now)
    start, end = (datetime.combine(local, each, local.tzinfo) for each in (time(0), time(23, 59)))
    return say_time(TimeSpan(start, end, "day", ""), now)


def _reader(chat: Chat, row: Audit) -> str:
    """The role; the name only of a volunteer who came or comes, whom she was told by name."""
    reader = chat.session.get(Person, row.actor_id) if row.actor_id else None
    order_id = _order_id(row)
    if reader is not None and order_id and _went(chat, reader, order_id):
        return reader.display_name or _(ROLE_LABELS[Role.VOLUNTEER])
    roles = roles_of(chat.session, reader, row.at)
    role = next((each for each in (*STAFF, Role.AUDITOR) if each in roles), Role.VOLUNTEER)
    return _(ROLE_LABELS[role])


def _went(chat: Chat, reader: Person, order_id: int) -> bool:
    rows = select(Assignment.id).where(
        Assignment.order_id == order_id,
        Assignment.person_id == reader.id,
        Assignment.state.in_(_WENT),
    )
    return chat.session.scalar(rows) is not None


def _order_id(row: Audit) -> int:
    kind, _colon, number = row.subject.partition(":")
    return int(number) if kind == "order" and number.isdecimal() else 0


def _why(chat: Chat, row: Audit) -> str:
    order = chat.session.get(Order, _order_id(row))
    return _("为了单子 {number}").format(number=order.number) if order else _("看您的记录")
