"""改一项: name, phone or door are changed at once; what is wrong with hours goes to the staff."""

from handlers import order_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import Door, Name, OneOf, PhoneNumber
from handlers.sayings import say_place
from handlers.understand.phone import say_phone
from models.errors import Refused
from models.order import Order
from models.person import Person
from models.rights_request import request
from models.words import N_

KIND = "correct"


def correct(chat: Chat) -> None:
    """Which one, then one question."""
    person = chat.somebody_known()
    which = chat.ask("which", _("想改哪一项？"), OneOf(_choices()))
    if which == "hours":
        chat.then("hours_wrong")
        return
    {"name": _correct_name, "phone": _correct_phone, "door": _correct_door}[which](chat, person)


def _choices() -> list[Option]:
    return [
        Option("name", pgettext("button", "称呼")),
        Option("phone", pgettext("button", "电话")),
        Option("door", pgettext("button", "门牌")),
        Option("hours", pgettext("button", "时长")),
    ]


def _correct_name(chat: Chat, person: Person) -> None:
    name = chat.ask("name", _("以后怎么称呼您？"), Name())
    person.display_name = name
    _done(chat, person)
    chat.say(_("好，{name}。").format(name=name))


def _correct_phone(chat: Chat, person: Person) -> None:
    number = chat.ask("phone", _("新的电话是多少？"), PhoneNumber())
    before = person.phone
    person.phone, person.phone_index = number, chat.hearer.fingerprint(number)
    person.phone_verified_at = None
    _done(chat, person)
    for order in _open_ones(chat, person):
        if order.phone == before:
            order.phone = number
            order_news.renewed(chat, order)
    chat.say(_("好，改成 {phone}。\n没办完的单子，也照新的来。").format(phone=say_phone(number)))


def _open_ones(chat: Chat, person: Person) -> list[Order]:
    ids = [each.id for each in Order.open_of(chat.session, person)]
    return [Order.locked(chat.session, number) for number in sorted(ids)]


def _correct_door(chat: Chat, person: Person) -> None:
    place = chat.ask("door", _("新的门牌是？\n像“3号楼2单元501”这样写。"), Door())
    if not place.room:
        raise Refused(N_("还差门牌号。\n像“3号楼2单元501”这样写。"), ask="door")
    person.live_at(chat.session, place.building, place.unit, place.room)
    _done(chat, person)
    chat.say(_("好，改成{place}。").format(place=say_place(place)))
    chat.say(_("没办完的单子，还按原来的门牌。"))


def _done(chat: Chat, person: Person) -> None:
    request(chat.session, person, KIND, chat.now).answer(chat.now)
