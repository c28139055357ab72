"""找社区: the phone and its hours at once, from every state, and a place on the workers' list."""

from datetime import datetime

from handlers.cards.call import call_card
from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.notice import Reading
from handlers.readers import PhoneNumber
from handlers.sayings import say_moment
from handlers.understand.phone import say_phone
from models.audit import note_reading
from models.call_request import CallRequest, ask_for_call, called_back, own_call, waiting_calls
from models.consent import OVERSEAS_VERSION
from models.contact import Contact
from models.membership import STAFF, people_with
from models.opening import read_opening
from models.outbox import holders
from models.person import Person
from models.station import Station

CARD = "call_card"
SHOWN = 6
#: from so many misreads of one question on, it was us who offered the call
MISREAD = 3


def find_human(chat: Chat) -> None:
    """Where to ring and when somebody answers; that somebody asked stands on the list."""
    contact = chat.session.get_one(Contact, chat.hearer.contact_id)
    for line in _where_to_ring(chat):
        chat.say(line)
    why = "misread" if chat.hearer.misses >= MISREAD else "asked"
    request, is_new = ask_for_call(chat.session, contact, chat.now, why)
    chat.say(_("也记在清单上了，社区的人看得到。"))
    if is_new:
        community_id = chat.hearer.community_id
        for person_id in people_with(chat.session, community_id, STAFF, chat.now):
            chat.card(person_id, CARD, request.subject, call=request.id)
    known = chat.person is not None and chat.person.phone
    may_write = chat.hearer.abroad is None or chat.hearer.overseas == OVERSEAS_VERSION
    if not known and may_write:
        chat.show(
            Content(text=_("想让社区打给您，留个电话。")),
            Action(pgettext("button", "留个电话"), "leave_phone", request.subject),
        )


def where_called(chat: Chat) -> tuple[str, str]:
    """Phone and hours of the station whose code she scanned, else the community's."""
    contact = chat.session.get_one(Contact, chat.hearer.contact_id)
    station = chat.session.get(Station, contact.station_id) if contact.station_id else None
    phone = (station.phone if station else "") or chat.community.station_phone
    return phone, (station.opening if station else "") or chat.community.opening


def _where_to_ring(chat: Chat) -> list[str]:
    community = chat.community
    phone, opening = where_called(chat)
    if not phone:
        lines = [_("请到社区站里说一声，有人在。")]
        return [*lines, _("开门：{opening}").format(opening=opening)] if opening else lines
    opens = opens_at(chat, opening)
    if opens is None:
        lines = [_("请打 {phone}，站里有人接。").format(phone=phone)]
    else:
        when = say_moment(opens, community.local(chat.now))
        lines = [
            _("现在没有人接电话。"),
            _("{when}起有人接，打 {phone}。").format(when=when, phone=phone),
        ]
    return [*lines, _("接电话：{opening}").format(opening=opening)] if opening else lines


def opens_at(chat: Chat, opening: str) -> datetime | None:
    """When somebody answers; None for now. Hours that cannot be read are those of the day."""
    community = chat.community
    local = community.local(chat.now)
    hours = read_opening(opening)
    if hours is not None:
        opens = hours.next_open(local)
        return None if opens == local else opens
    quiet_end = community.quiet_end(chat.now)
    return quiet_end and community.local(quiet_end)


def leave_phone(chat: Chat) -> None:
    """留个电话: by which the community rings back."""
    number = chat.ask("phone", _("您的电话是多少？\n只给社区打给您用。"), PhoneNumber())
    person = chat.somebody()
    person.phone, person.phone_index = number, chat.hearer.fingerprint(number)
    contact = chat.session.get_one(Contact, chat.hearer.contact_id)
    request, _is_new = ask_for_call(chat.session, contact, chat.now)
    request.person_id = person.id
    chat.say(_("好，{phone}，记在清单上了。").format(phone=say_phone(number)))
    renew_call(chat, request)


def calls_waiting(chat: Chat, worker: Person) -> int:
    """For 清单: a line with how many wait for a call, and each as a card; returns how many."""
    calls = waiting_calls(chat.session, worker.community_id)
    if calls:
        chat.say(_("要打电话的 {n} 位：").format(n=len(calls)))
    reading = Reading(chat.session, chat.hearer.known, worker, chat.now)
    for call in calls[:SHOWN]:
        message = call_card(reading, {"call": call.id})
        if message is not None:
            chat.show(message.content, *message.actions)
    return len(calls)


def called(chat: Chat) -> None:
    """打过了: off the list, for everybody."""
    worker, call = _call(chat)
    if called_back(chat.session, worker, call, chat.now):
        chat.say(_("好，从清单上去掉了。"))
    else:
        chat.say(_("这一位同事打过了。"))
    renew_call(chat, call)


def see_number(chat: Chat) -> None:
    """看号码: the number in full, written down as read where the person can see it."""
    worker, call = _call(chat)
    person = chat.session.get(Person, call.person_id) if call.person_id else None
    if person is None or not person.phone:
        chat.say(_("没留电话。等对方再写来。"))
        return
    note_reading(chat.session, worker, person, "phone", chat.now)
    chat.say(f"{person.display_name} {say_phone(person.phone)}")


def _call(chat: Chat) -> tuple[Person, CallRequest]:
    """Whoever rings, and the one that is meant. Raises Refused."""
    worker = chat.somebody_known()
    call_id = chat.subject_id if chat.talk.subject else 0
    return worker, own_call(chat.session, worker, call_id, chat.now)


def renew_call(chat: Chat, call: CallRequest) -> None:
    """What has changed stands on the card of everybody who has it."""
    for person_id in holders(chat.session, call.subject):
        chat.card(person_id, CARD, call.subject, call=call.id)
