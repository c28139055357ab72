"""隐患: what is asked of a danger in the street or the hallway: where it is, and a photo.

Nobody is visited: neither her door nor her phone is needed, and it is for now.
"""

import re
from dataclasses import asdict

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.choices import NO_WORDS, plain
from handlers.engine.said import Answer
from handlers.known_places import as_known
from handlers.language import _, pgettext
from handlers.need_draft import Basics, Draft
from handlers.readers import Door, PhoneNumber, When, Words
from handlers.understand.place import Place, read_place
from handlers.understand.wish import Wish
from models.need_kind import NeedKind

#: the form of a kind of help that is a danger to be looked at
HAZARD = "hazard"
NONE = "none"
#: tells nobody where to look
_ANYWHERE = re.compile(
    "(?:我们?|咱们?)?(?:小区|院子?|楼|路)?(?:楼道|楼梯|门口|电梯|过道|路|门)?[里上口间边旁]?"
)
_STAIRS = re.compile("楼道|楼梯|电梯|单元门|过道|hallway|stairs|lift")


class Spot(Door):
    """A building, or a landmark that can be found."""

    def spot(self, answer: Answer) -> dict[str, object] | None:
        """The place among other words; a bare 楼道 is none."""
        found = super().spot(answer)
        if found is not None:
            return found
        place = read_place(answer.text)
        named = place is not None and not _ANYWHERE.fullmatch(place[0].landmark)
        return self.save(place[0]) if place is not None and named else None


def hazard_draft(chat: Chat, kind: NeedKind, text: str, when: When) -> Draft:
    """The danger as it stands on the card: at most a place and a photo are asked."""
    spot, phone = Spot(), PhoneNumber()
    if chat.opening is not None:
        chat.suppose("place", spot, spot.spot(chat.opening))
    chat.suppose("place", spot, _her_stairs(chat, text))
    if chat.person is not None and chat.person.phone:
        chat.suppose("phone", phone, chat.person.phone)
    chat.suppose("when", when, when.spot(Answer("when", "text", "今天", chat.now, 0)))
    asked = _("在什么地方？写几个字就行。\n比如“3号楼2单元楼道”“东门外的井盖”。")
    place: Place = chat.ask("place", asked, spot)
    place = as_known(chat, place)
    more = _picture(chat)
    said = chat.talk.answer("phone")
    number = chat.ask("phone", _("电话是多少？"), phone) if said is not None else ""
    span = chat.ask("when", _("什么时候？"), when)
    words = "\n".join(each for each in (text, more) if each)
    return Draft(words, kind, Basics(span, place, number), Wish())


def _her_stairs(chat: Chat, text: str) -> dict[str, object] | None:
    """A hallway named alone is that of her own stairs, as the card shows; never her door."""
    named = _STAIRS.search(text)
    person = chat.person
    if named is None or person is None or not person.building:
        return None
    return asdict(Place(building=person.building, unit=person.unit, landmark=named[0]))


def _picture(chat: Chat) -> str:
    """Ask for a photo unless one has come; what is written instead is kept with her words."""
    if chat.talk.all_media:
        return ""
    none = Option(NONE, pgettext("button", "没有照片"))
    asked = _("拍张照片发来，去的人好找。\n离远一点拍，别碰。拍不了也行。")
    words = chat.ask("picture", asked, Words(200, [none]))
    return "" if words == NONE or plain(words) in NO_WORDS else words
