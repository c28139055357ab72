"""A confirmed need becomes an order: who is served, what was agreed to, what is promised."""

from typing import Any

from handlers import order_news
from handlers.agreeing import say_where_to_agree
from handlers.corrected import Meant, keep_corrections
from handlers.engine.chat import Chat
from handlers.language import _
from handlers.need_draft import Draft
from handlers.reach_me import may_offer
from handlers.sayings import say_moment
from handlers.they import They, they
from handlers.understand.repeats import read_repeats
from models import posting
from models.acting import Described, described, relation_of
from models.address import building_id_of
from models.attached import attach
from models.care import add_marks
from models.consent import Purpose, agree, agree_by_proxy
from models.membership import Role, grant
from models.order import Order
from models.person import Person
from models.timer import set_timer
from models.voices import waiting_voices


def send(chat: Chat, draft: Draft) -> None:
    """Write the order down, and say what happens next and by when."""
    person = chat.somebody(**_told_of_herself(chat, draft))
    agree(chat.session, person, Purpose.REGISTER, chat.now)
    grant(chat.session, person, Role.RESIDENT, chat.now)
    for_whom = _for_whom(chat, draft, person) if draft.other is not None else None
    served = for_whom.served if for_whom else person
    if for_whom is None:
        _remember(chat, person, draft)
    _keep_health(chat, draft, served, person)
    need = draft.need(for_whom)
    order = posting.post(chat.session, chat.community, person, need, chat.new_code(), chat.now)
    if draft.papers is not None:  # whoever sends this card has allowed that one thing
        order.note(chat.session, "allowed", person, chat.now, reason=draft.papers)
    _keep_corrections(chat, draft)
    contact_id = chat.hearer.contact_id
    spoken = waiting_voices(chat.session, contact_id)
    attach(chat.session, order.id, contact_id, [*chat.talk.all_media, *spoken])
    set_timer(chat.session, order.community_id, "review_due", order.subject, order.review_due_at)
    _say_sent(chat, order, they(draft.other) if draft.other is not None else None)
    order_news.posted(chat, order)
    say_where_to_agree(chat)
    if read_repeats(draft.text, chat.community.local(order.starts_at).date()):
        chat.then("make_standing", order.subject)
        return
    if for_whom is None and not person.display_name:
        chat.then("call_me", order.subject)
    elif for_whom is not None and may_offer(chat, person):
        chat.then("reach_me")


def _keep_corrections(chat: Chat, draft: Draft) -> None:
    said = chat.opening or chat.talk.answer("what")
    if said is not None:
        meant = Meant(
            draft.kind.code, draft.span, draft.place.building, draft.place.room, draft.basics.phone
        )
        keep_corrections(chat, draft.text, said.said_at, meant)


def _for_whom(chat: Chat, draft: Draft, asker: Person) -> posting.ForWhom:
    place = draft.place
    as_told = Described(
        draft.basics.name,
        draft.basics.phone,
        chat.hearer.fingerprint(draft.basics.phone),
        place.building,
        place.unit,
        place.room,
    )
    served = described(chat.session, asker, as_told, chat.now)
    agree_by_proxy(chat.session, served, Purpose.REGISTER, asker, chat.now)
    told = draft.other.relation if draft.other else ""
    return posting.ForWhom(served, relation_of(chat.session, asker, as_told, told, chat.now))


def _keep_health(chat: Chat, draft: Draft, served: Person, by: Person) -> None:
    """Her own yes, or for now that of whoever speaks for her; a no leaves no mark behind."""
    if draft.health is None or draft.tells != "yes":
        return
    if served is by:
        agree(chat.session, served, Purpose.HEALTH, chat.now)
    else:
        agree_by_proxy(chat.session, served, Purpose.HEALTH, by, chat.now)
    add_marks(chat.session, served, draft.health.marks, by, chat.now)


def _told_of_herself(chat: Chat, draft: Draft) -> dict[str, Any]:
    """What is kept of whoever asks for herself and is new here."""
    phone, place = draft.basics.phone, draft.place
    if draft.other is not None:
        return {}
    told: dict[str, Any] = {}
    if phone:
        told.update(phone=phone, phone_index=chat.hearer.fingerprint(phone))
    if place.room:
        number = building_id_of(chat.session, chat.community.id, place.building)
        door = {"building": place.building, "unit": place.unit, "room": place.room}
        told.update(building_id=number, **door)
    return told


def _remember(chat: Chat, person: Person, draft: Draft) -> None:
    """Keep her phone and door for next time; a typed number proves nobody's identity."""
    place = draft.place
    if draft.basics.phone and not person.phone:
        person.phone = draft.basics.phone
        person.phone_index = chat.hearer.fingerprint(draft.basics.phone)
    if place.room and not person.room:
        person.live_at(chat.session, place.building, place.unit, place.room)


def _say_sent(chat: Chat, order: Order, words: They | None) -> None:
    now = chat.community.local(chat.now)
    due = say_moment(chat.community.local(order.review_due_at), now)
    if words is None:
        text = _("发出去了，单号 {number}。\n{due}前给您回话。\n想知道到哪一步了，写“我的”。")
    else:
        text = _(
            "发出去了，单号 {number}。\n{due}前，社区给{whom}打电话。\n"
            "谁去、到了、走了、怎么样，\n各告诉您一声。"
        )
    whom = words.whom if words else ""
    chat.say(text.format(number=order.number, due=due, whom=whom))
