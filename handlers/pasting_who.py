"""Who a pasted line is: somebody known by number or name, one of several, or somebody new."""

from dataclasses import dataclass

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import Name, OneOf
from handlers.sayings import say_building
from handlers.understand.chain import Line
from handlers.understand.phone import mask_phone
from models.pasting import Who, alike
from models.person import Person

SKIP, NEW = "skip", "new"
#: people among whom is chosen
OFFERED = 2
#: characters of a line that are repeated
SHOWN = 24


@dataclass(frozen=True, slots=True)
class Known:
    """What was made of a line: an id, "new" or "skip", and how it is shown."""

    key: str
    label: str
    small: str
    phone_index: str = ""

    def entry(self, line: Line) -> Who:
        """The same for the models."""
        person_id = int(self.key) if self.key.isdecimal() else 0
        return Who(person_id, self.label, line.phone, self.phone_index, line.people - 1)


def who_is(chat: Chat, n: int, line: Line) -> Known:
    """Line `n`; asks where it has no name, or where several may be meant."""
    name = line.name or _ask_name(chat, n, line)
    if name == SKIP:
        return Known(SKIP, _shown(line), "")
    index = chat.hearer.fingerprint(line.phone) if line.phone else ""
    ids = chat.keep(f"alike{n}", lambda: _alike(chat, name, index))
    if not ids:
        return Known(NEW, name, _new(line), index)
    if len(ids) == 1:
        person = chat.session.get_one(Person, ids[0])
        return Known(str(ids[0]), name, _probably(person, name, index), index)
    key = _ask_which(chat, n, line, name, ids)
    if key in (SKIP, NEW):
        return Known(key, name, _new(line), index)
    person = chat.session.get_one(Person, int(key))
    return Known(key, name, _probably(person, name, index), index)


def _alike(chat: Chat, name: str, index: str) -> list[int]:
    return [each.id for each in alike(chat.session, chat.hearer.community_id, name, index)]


def _ask_name(chat: Chat, n: int, line: Line) -> str:
    skip = Option(SKIP, pgettext("button", "这行不记"))
    asked = _("第 {n} 行“{words}”没看出是谁。\n写名字就行。").format(n=n, words=_shown(line))
    return chat.ask(f"name{n}", asked, Name([skip]))


def _ask_which(chat: Chat, n: int, line: Line, name: str, ids: list[int]) -> str:
    options = [
        Option(str(each), _apart(chat.session.get_one(Person, each))) for each in ids[:OFFERED]
    ]
    options += [
        Option(NEW, pgettext("button", "另一位")),
        Option(SKIP, pgettext("button", "这行不记")),
    ]
    asked = _("第 {n} 行“{words}”：\n叫{name}的有 {count} 位，是哪位？")
    text = asked.format(n=n, words=_shown(line), name=name, count=len(ids))
    return chat.ask(f"which{n}", text, OneOf(options))


def _shown(line: Line) -> str:
    """Its words without the number in it."""
    words = line.words.replace(line.phone, mask_phone(line.phone)) if line.phone else line.words
    return words if len(words) <= SHOWN else words[:SHOWN].rstrip() + "…"


def _apart(person: Person) -> str:
    where = say_building(person.building) or _("楼号没说")
    phone = mask_phone(person.phone) if person.phone else _("没留电话")
    return f"{where} {phone}"


def _new(line: Line) -> str:
    if line.phone:
        return _("新的，{phone}").format(phone=mask_phone(line.phone))
    return _("新的，没留电话")


def _probably(person: Person, name: str, index: str) -> str:
    """By number it is sure; by name alone it only looks like it."""
    where = say_building(person.building)
    if index and person.phone_index == index:
        other = person.display_name or person.legal_name or ""
        if other and other != name:
            return _("电话是{name}的").format(name=other)
        return _("认得，电话对得上")
    return _("像是{where}那位").format(where=where) if where else _("像是登记过的那位")
