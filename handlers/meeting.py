"""Where people meet: at home, at the station, elsewhere; asked only where the words do not tell."""

from sqlalchemy import bindparam, literal, select

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import language, pgettext
from handlers.need_readers import ELSEWHERE, HOME, STATION, MeetingPlace
from handlers.sayings import say_place
from handlers.understand.place import Place
from models import rows
from models.contact import Contact
from models.need_kind import NeedKind
from models.ready import Ready
from models.rows import settled
from models.station import Station

#: where there is a desk, not only a barber or a shelf
DESKS = ("station", "centre")
_CAME_FROM = Ready(select(Contact.station_id).where(Contact.id == bindparam("of")))
_FIRST_DESK = Ready(
    select(Station.id)
    .where(
        Station.community_id == bindparam("of"),
        Station.tier.in_([literal(each) for each in DESKS]),
    )
    .order_by(Station.id)
    .limit(1)
)


def meeting_place(chat: Chat, kind: NeedKind, before: Place | None) -> MeetingPlace:
    """How her place is read for this kind of help, with the choices it leaves."""
    station = _station(chat) if kind.place in ("either", "station") else None
    if station is None:
        return MeetingPlace(before, "", ())
    options = (
        Option(HOME, pgettext("button", "来家里")),
        Option(STATION, pgettext("button", "去站里")),
        Option(ELSEWHERE, pgettext("button", "别处")),
    )
    return MeetingPlace(before, _written(station), options)


def is_asked(kind: NeedKind, place: MeetingPlace) -> bool:
    """Whether the place may be chosen instead of written."""
    return kind.place == "either" and bool(place.options)


def say_meeting(chat: Chat, place: Place) -> str:
    """The place on a card; a station by its name in the reader's language too."""
    station = _station(chat) if place.words == STATION else None
    if station is None:
        return say_place(place)
    if language() == "en" and station.name_en:
        return f"{station.name_en} {_written(station)}"
    return _written(station)


def _written(station: Station) -> str:
    return "，".join(part for part in (station.name, station.street) if part)


def _station(chat: Chat) -> Station | None:
    """The station she came from, or the first one that has a desk."""

    def find() -> int:
        connection = settled(chat.session)
        came_from = _CAME_FROM.scalar(connection, {"of": chat.hearer.contact_id})
        return came_from or _FIRST_DESK.scalar(connection, {"of": chat.community.id}) or 0

    station_id = chat.keep("station", find)
    return rows.find(chat.session, Station, station_id) if station_id else None
