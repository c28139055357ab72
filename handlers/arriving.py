"""Where somebody comes from: the code that a scanned poster or a link brings along with /start.

A code grants nothing: whoever knows one gets what everybody gets, named after a place.
"""

from collections.abc import Callable

from sqlalchemy import update

from handlers.activities.meant import scanned
from handlers.activities.signing_in import BY_SCAN
from handlers.engine.chat import Chat
from handlers.engine.contract import Command
from handlers.engine.hearer import Hearer
from handlers.engine.said import Said
from handlers.group_call import (
    FROM_GROUP,
    TO_ACTIVITY,
    TO_ORDER,
    continue_from_group,
    to_activity,
    to_order,
)
from handlers.language import _, language
from models.contact import Contact
from models.station import Station, find_station

#: what the beginning of a code leads to, with the rest of it; `m_` is kept free for bringing a
#: chat over from another channel. A station's code has no `_` in it
LEADS: dict[str, Callable[[Hearer, str], Command]] = {
    FROM_GROUP: continue_from_group,
    TO_ORDER: to_order,
    TO_ACTIVITY: to_activity,
    BY_SCAN: scanned,
}
LONGEST = 64


def code_of(said: Said) -> str:
    """The code that came with a /start; "" for none and for what is no code."""
    code = said.data.get("code")
    return code.strip() if isinstance(code, str) and len(code) <= LONGEST else ""


def arrive(hearer: Hearer, said: Said) -> Command:
    """What a /start begins; a code that nobody knows begins the same as none."""
    code = code_of(said)
    for beginning, lead in LEADS.items():
        if code.startswith(beginning):
            return lead(hearer, code.removeprefix(beginning))
    station = _station(hearer, code)
    subject = station.subject if station else ""
    hearer.undo()
    return Command("welcome", subject)


def remember_station(chat: Chat, said: Said) -> None:
    """Keep where somebody asked from, if the message says so."""
    station = _station(chat.hearer, code_of(said))
    if station is not None:
        remember(chat, station)


def remember(chat: Chat, station: Station) -> None:
    """This chat asks from there, until another station's code is scanned."""
    here = update(Contact).where(Contact.id == chat.hearer.contact_id)
    chat.session.execute(here.values(station_id=station.id))


def _station(hearer: Hearer, code: str) -> Station | None:
    return find_station(hearer.session, hearer.community_id, code) if code else None


def say_station(station: Station) -> list[str]:
    """Its name, where it is, when it is open."""
    name = station.name_en if language() == "en" and station.name_en else station.name
    if station.street:
        lines = [_("这里是{name}，{street}。").format(name=name, street=station.street)]
    else:
        lines = [_("这里是{name}。").format(name=name)]
    if station.opening:
        lines.append(_("开门：{opening}").format(opening=station.opening))
    return lines
