"""站点: where help is asked for and given, with hours and phone; the nearest first once we know."""

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, language, pgettext
from handlers.readers import Words
from models.contact import Contact
from models.membership import STAFF, roles_of
from models.opening import read_opening
from models.station import (
    TIER_LABELS,
    Station,
    nearest,
    own_station,
    set_opening,
    stations_of,
)

SHOWN = 6
#: a slow walk, in kilometres a minute
WALKS = 0.07


def stations(chat: Chat) -> None:
    """By tier, the one whose code was scanned named first; after a location by distance."""
    found = stations_of(chat.session, chat.hearer.community_id)
    here = _location(chat)
    if not found:
        chat.say(_("还没有登记站点。\n有事写“找社区”。"))
    elif here is None:
        _by_tier(chat, found)
    else:
        _by_distance(chat, found, here)


def _by_tier(chat: Chat, found: list[Station]) -> None:
    contact = chat.session.get_one(Contact, chat.hearer.contact_id)
    scanned = [each for each in found if each.id == contact.station_id]
    desks = [each for each in found if each.tier != "point" and each not in scanned]
    shown = [*scanned, *(desks or [each for each in found if each not in scanned])][:SHOWN]
    for station in shown:
        mark = _("（您扫码的）") if station in scanned else ""
        _show(chat, station, f"{name_of(station)}{mark}")
    left = len(found) - len(shown)
    if left:
        chat.say(_("还有 {n} 个服务点。").format(n=left))
    chat.say(_("发个位置给我，就按远近排。"))


def _by_distance(chat: Chat, found: list[Station], here: tuple[float, float]) -> None:
    near = nearest(found, *here)[:SHOWN]
    if not near:
        _by_tier(chat, found)
        return
    chat.say(_("离您近的，从近到远："))
    for station, km in near:
        _show(chat, station, f"{name_of(station)}{say_distance(km)}")


def _show(chat: Chat, station: Station, title: str) -> None:
    """A few lines in the bubble; for staff a message of its own, with what they can change."""
    lines = [_("{name}，{tier}").format(name=title, tier=_(TIER_LABELS[station.tier]))]
    if station.street:
        lines.append(station.street)
    if station.opening:
        lines.append(_("开门：{opening}").format(opening=station.opening) + _now(chat, station))
    if station.phone:
        lines.append(_("电话 {phone}").format(phone=station.phone))
    text = "\n".join(lines)
    if roles_of(chat.session, chat.person, chat.now).intersection(STAFF):
        action = Action(pgettext("button", "改开门时间"), "station_hours", station.subject)
        chat.show(Content(text=text, subject=station.subject), action)
    else:
        chat.say(text)


def _now(chat: Chat, station: Station) -> str:
    hours = read_opening(station.opening)
    if hours is None:
        return ""
    is_open = hours.is_open(chat.community.local(chat.now))
    return _("（现在开着）") if is_open else _("（现在没开）")


def name_of(station: Station) -> str:
    """Its name in the language spoken now."""
    return station.name_en if language() == "en" and station.name_en else station.name


def say_distance(km: float) -> str:
    """，走过去8分钟; far away in kilometres."""
    minutes = max(1, round(km / WALKS))
    if minutes <= 60:
        return _("，走过去{n}分钟").format(n=minutes)
    return _("，{km} 公里").format(km=round(km))


def _location(chat: Chat) -> tuple[float, float] | None:
    data = chat.opening.data if chat.opening and chat.opening.kind == "place" else {}
    latitude, longitude = data.get("lat"), data.get("lon")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return float(latitude), float(longitude)


def station_hours(chat: Chat) -> None:
    """改开门时间: in the words people will read."""
    worker = chat.somebody_known()
    station = own_station(chat.session, worker, chat.subject_id, chat.now)
    asked = _("{name}几点开门？\n比如“周一到周五 9:00–17:00”。").format(name=name_of(station))
    opening = chat.ask("opening", asked, Words(100))
    set_opening(chat.session, station, worker, opening, chat.now)
    chat.say(_("好，{name}开门：\n{opening}").format(name=name_of(station), opening=opening))
