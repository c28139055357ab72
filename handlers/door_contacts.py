"""楼门: staff say who looks after which door, and see which doors nobody looks after."""

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, ngettext, pgettext
from handlers.readers import Name, OneOf
from handlers.sayings import say_building, say_place
from handlers.understand.door_line import DoorLine, read_door_line
from handlers.understand.place import Place
from models.address import Building, Door, door_contact, doors_of
from models.door_contacts import building_of, called, end_door, give_door
from models.errors import Refused
from models.membership import STAFF, require, roles_of
from models.person import Person
from models.words import N_

#: buildings in one bubble
SHOWN = 8
END = "end"


def door_contacts(chat: Chat) -> None:
    """楼门 3号楼2单元 刘凤英 gives a door, 楼门 alone lists them; a resident's 楼门 is a need."""
    person, opening = chat.person, chat.opening
    is_staff = bool(roles_of(chat.session, person, chat.now).intersection(STAFF))
    if opening is not None and not is_staff:
        chat.then("post_need", opening=opening)
        return
    require(chat.session, person, STAFF, chat.now)
    if opening is None:
        _list(chat)
        return
    line = read_door_line(opening.text, chat.community.local(opening.said_at), ())
    if line.place is None or not (line.place.building and line.place.unit):
        raise Refused(N_("这样写：“楼门 3号楼2单元 刘凤英”。"))
    _one(chat, chat.somebody_known(), line, line.place)


def _one(chat: Chat, worker: Person, line: DoorLine, place: Place) -> None:
    """One door: who looks after it from now on, or that nobody does."""
    community = chat.community
    building = building_of(chat.session, community.id, place.building)
    now = door_contact(chat.session, community.id, place.building, place.unit)
    said = say_place(Place("", place.building, place.unit, "", "", ""))
    name = line.name or _ask_name(chat, said, now)
    if name == END:
        before = end_door(
            chat.session, community.id, (place.building, place.unit), worker, chat.now
        )
        chat.tell(before.id, "door_ended", door=said)
        chat.say(_("{door}现在没有联系人了。").format(door=said))
        return
    chosen = _who(chat, name)
    choices = [Option("yes", pgettext("button", "对")), Option("no", pgettext("button", "不对"))]
    sure = _("{door}，{name}看这个门。").format(door=said, name=_said(chosen))
    if now is not None and now.id != chosen.id:
        sure += "\n" + _("现在是{name}，换成这位。").format(name=_said(now))
    if chat.ask("sure", sure + "\n" + _("对吗？"), OneOf(choices)) == "no":
        chat.say(_("好，没动。"))
        return
    give_door(chat.session, building, place.unit, chosen, worker, chat.now)
    chat.tell(chosen.id, "door_given", door=said)
    if now is not None and now.id != chosen.id:
        chat.tell(now.id, "door_ended", door=said)
    chat.say(
        _("记好了：{door}，{name}。\n跟本人也说了一声。").format(door=said, name=_said(chosen))
    )


def _ask_name(chat: Chat, door: str, now: Person | None) -> str:
    if now is None:
        return chat.ask("name", _("{door}谁来看？写姓名就行。").format(door=door), Name())
    ends = [Option(END, pgettext("button", "不当了"))]
    text = _("{door}现在是{name}。\n换人就写姓名。").format(door=door, name=_said(now))
    return chat.ask("name", text, Name(ends))


def _who(chat: Chat, name: str) -> Person:
    """The volunteer of that name; of several, the one of the building that is chosen."""
    found = called(chat.session, chat.community.id, name, chat.now)
    if not found:
        raise Refused(N_("没找到叫{name}的志愿者。\n请本人先写“我来帮忙”登记。"), name=name)
    if len(found) == 1:
        return found[0]
    options = [
        Option(str(each.id), say_building(each.building) or _("楼号没说")) for each in found[:4]
    ]
    text = _("叫{name}的有 {n} 位，是住哪里的？").format(name=name, n=len(found))
    chosen = chat.ask("which", text, OneOf(options))
    return next(each for each in found if str(each.id) == chosen)


def _said(person: Person) -> str:
    return person.legal_name or person.display_name


def _list(chat: Chat) -> None:
    """Building by building: who looks after which door, and where nobody does."""
    rows = [each for each in doors_of(chat.session, chat.community.id) if each[1]]
    doors = [door for _building, of in rows for door in of]
    if not doors:
        chat.say(_("还没有记楼门。\n这样写：“楼门 3号楼2单元 刘凤英”。"))
        return
    with_one = sum(_kept(door) is not None for door in doors)
    text = ngettext("{n} 个楼门，", "{n} 个楼门，", len(doors)).format(n=len(doors))
    chat.say(text + ngettext("{n} 个有联系人。", "{n} 个有联系人。", with_one).format(n=with_one))
    for building, of in sorted(rows, key=_wanting)[:SHOWN]:
        chat.say(_line(building, of))
    if len(rows) > SHOWN:
        rest = len(rows) - SHOWN
        chat.say(ngettext("还有 {n} 栋。", "还有 {n} 栋。", rest).format(n=rest))


def _wanting(row: tuple[Building, list[Door]]) -> bool:
    """Buildings where a door waits stand first; among them the order stays."""
    return all(_kept(door) is not None for door in row[1])


def _line(building: Building, doors: list[Door]) -> str:
    here = [
        _("{unit}单元{name}").format(unit=door.unit, name=_said(contact))
        for door in doors
        if (contact := _kept(door)) is not None
    ]
    missing = [door.unit for door in doors if _kept(door) is None]
    parts = [_("、").join(here)] if here else []
    if missing:
        parts.append(_("缺 {units} 单元").format(units=_("、").join(missing)))
    return say_building(building.number) + _("：") + _("；").join(parts)


def _kept(door: Door) -> Person | None:
    contact = door.contact
    return contact if contact is not None and contact.left_at is None else None
