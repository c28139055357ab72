"""活动, 小活, 附近的活动: what is on today and soon, and what could be done at once."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers.activities.card import show_activities
from handlers.activities.sayings import say_held, theme_name
from handlers.content import Ask, Content
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.language import _, pgettext
from handlers.stations import say_distance
from handlers.understand.clock import read_time
from handlers.understand.normal import fold
from handlers.understand.span import Found
from models import activity_lists
from models.activity import Activity, ActivityState
from models.calendar import theme_of
from models.contact import Contact
from models.errors import Invalid
from models.figures_span import span_around
from models.words import N_

#: as many live cards at once; further ones are a line each
CARDS, LINES = 3, 8
AHEAD = timedelta(days=92)
_MONTH = re.compile(r"(1[0-2]|0?[1-9])月(?:份)?")
_ASKED = re.compile(r"^(?:活动|/activities|activities)[\s:：,，]*")


def activities(chat: Chat) -> None:
    """活动: today first; 活动 12月, 活动 这周六: what falls into that time."""
    words = _ASKED.sub("", chat.opening.text.strip()) if chat.opening else ""
    since, until, said = _time(chat, words)
    found = activity_lists.coming(chat.session, chat.hearer.community_id, since, until)
    _say_theme(chat, since)
    if not found:
        chat.say(_("{when}没有活动。\n想早知道，写“我的日历”。").format(when=said or _("眼下")))
        return
    today = _until_midnight(chat)
    on_today = [each for each in found if each.starts_at < today]
    if on_today and not said:
        chat.say(_("今天有 {n} 场，一共 {m} 场：").format(n=len(on_today), m=len(found)))
    else:
        chat.say(_("{when}有 {n} 场：").format(when=said or _("接下来"), n=len(found)))
    _show(chat, _own_station_first(chat, found))


def _time(chat: Chat, words: str) -> tuple[datetime, datetime, str]:
    """From when to when is asked, and how that is said; "" for whatever comes."""
    local = chat.community.local(chat.now)
    if words in ("今天", "today"):
        return chat.now, _until_midnight(chat), _("今天")
    match = _MONTH.fullmatch(fold(words).strip())
    if match:
        month = int(match[1])
        meant = span_around("month", date(local.year + (month < local.month), month, 1))
        return *_days(chat, meant.first, meant.last), _("{month}月").format(month=month)
    reading = read_time(words, local) if words else None
    if isinstance(reading, Found):
        span = reading.span
        return *_days(chat, span.start.date(), (span.end or span.start).date()), words
    return chat.now, chat.now + AHEAD, ""


def _days(chat: Chat, first: date, last: date) -> tuple[datetime, datetime]:
    """From the beginning of a day, or now, until another one is over."""
    since = max(chat.community.moment(first, time(0)), chat.now)
    return since, chat.community.moment(last + timedelta(days=1), time(0))


def _until_midnight(chat: Chat) -> datetime:
    today = chat.community.local(chat.now).date()
    return _days(chat, today, today)[1]


def _say_theme(chat: Chat, since: datetime) -> None:
    theme = theme_of(chat.session, chat.hearer.community_id, chat.community.local(since).date())
    if theme is not None:
        chat.say(_("这个月做“{name}”。").format(name=theme_name(theme)))


def _own_station_first(chat: Chat, found: Sequence[Activity]) -> list[Activity]:
    """On one day those at the station this chat came from stand first."""
    contact = chat.session.get_one(Contact, chat.hearer.contact_id)
    here = contact.station_id

    def rank(each: Activity) -> tuple[object, bool, datetime]:
        day = chat.community.local(each.starts_at).date()
        return day, here is None or each.station_id != here, each.starts_at

    return sorted(found, key=rank)


def _show(chat: Chat, found: Sequence[Activity]) -> None:
    further = found[CARDS:]
    for each in further[:LINES]:
        chat.say(_line(chat, each))
    if len(further) > LINES:
        chat.say(_("还有 {n} 场，写“活动 12月”这样问。").format(n=len(further) - LINES))
    show_activities(chat, found[:CARDS])


def _line(chat: Chat, each: Activity) -> str:
    when = say_held(each, chat.community, chat.now)
    full = _("，满了") if each.state is ActivityState.FULL else ""
    return f"{each.number} {when} {each.title}{full}"


def small_tasks(chat: Chat) -> None:
    """小活: an hour at most, nothing to be learnt; near ones first once we know where."""
    found = activity_lists.small(chat.session, chat.hearer.community_id, chat.now)
    if not found:
        chat.say(_("现在没有一小时以内的小活。\n看别的，写“活动”或者“接单”。"))
        return
    chat.say(_("一小时以内、来了就会的 {n} 个：").format(n=len(found)))
    _show(chat, _own_station_first(chat, found))
    near = Action(pgettext("button", "离我近的"), "near_activities", "")
    chat.show(Content(text=_("想按远近排？")), near)


class Here(Reader[tuple[float, float]]):
    """A location that was sent."""

    ask: Ask = "location"  # type: ignore[misc]

    def read(self, answer: Answer) -> list[float]:
        """Degrees north and east. Raises Invalid for words."""
        lat, lon = answer.data.get("lat"), answer.data.get("lon")
        if not isinstance(lat, int | float) or not isinstance(lon, int | float):
            raise Invalid(N_("按下面的按钮发个位置，\n不想发，写“取消”。"))
        return [float(lat), float(lon)]

    def load(self, value: list[float]) -> tuple[float, float]:
        """The same as a pair."""
        return value[0], value[1]


def near_activities(chat: Chat) -> None:
    """附近的活动: by the distance of the station they are held at; the place is not kept."""
    here = chat.ask("here", _("发个位置给我，按远近排。\n只用这一次，不留。"), Here())
    found = activity_lists.coming(
        chat.session, chat.hearer.community_id, chat.now, chat.now + AHEAD
    )
    pairs = activity_lists.by_distance(chat.session, found, here)
    if not pairs:
        chat.say(_("眼下没有活动。\n想早知道，写“我的日历”。"))
        return
    chat.say(_("离您近的，从近到远："))
    for each, km in pairs[:LINES]:
        far = say_distance(km) if km is not None else _("，远近不知道")
        chat.say(f"{_line(chat, each)}{far}")
    show_activities(chat, [each for each, _km in pairs[:CARDS]])
