"""The poster of a station: one A4 page to print, with a code to scan for each way to the desk.

The page carries everything in itself. It is in the community's language, with lines in the other.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.webchat import WebChat
from bot.code_picture import code_drawn
from bot.config import Settings
from bot.web.site import make_pages
from handlers.activities.signing_in import BY_SCAN
from handlers.language import _, speaking
from models.account import Account
from models.community import Community
from models.station import Station, find_station
from models.station_code import codes_of

TELEGRAM = "telegram"
CSS = Path(__file__).parent / "web" / "static" / "poster.css"
#: what a link to a bot may carry of ours; with a _ it would mean something else than a station
_PAYLOAD = re.compile(r"[A-Za-z0-9-]{1,64}")


class NoStation(LookupError):
    """No station has this code, or more than one has; the message lists those there are."""


class NotReached(LookupError):
    """Nobody outside can reach the desk of this station."""

    def __init__(self) -> None:
        """Says what to set."""
        super().__init__(
            "Nobody outside can reach this desk yet, so there is nothing to make a code of. Set:\n"
            "  [web] public_url (LINLI_WEB__PUBLIC_URL), the address of the web chat, or\n"
            "  [telegram] token (LINLI_TELEGRAM__TOKEN); `linli run` learns the bot's name, or\n"
            "  [wechat] appid (LINLI_WECHAT__APPID), docs/how-to/set-up-wechat.md."
        )


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the desk: the link in its code, and what stands beside it."""

    link: str
    title: Callable[[], str]
    about: Callable[[], str]

    @property
    def shown(self) -> str:
        """The link as people type it."""
        return self.link.partition("://")[2]

    @property
    def code(self) -> Markup:
        """The link as a QR code."""
        return code_drawn(self.link)


def station_of(session: Session, code: str, community: str = "") -> Station:
    """The station of this code, in the community of this name if one is given.

    Raises NoStation with those there are.
    """
    communities = select(Community).order_by(Community.id)
    if community:
        communities = communities.where(Community.name == community)
    ids = [each.id for each in session.scalars(communities)]
    found = [each for of in ids if (each := find_station(session, of, code)) is not None]
    if len(found) == 1:
        return found[0]
    if found:
        raise NoStation(f"{len(found)} communities have a station {code}; name one: --community")
    listed = _listed(session) or ["  none yet"]
    raise NoStation("\n".join([f"No station has the code {code}. There are:", *listed]))


def _listed(session: Session) -> list[str]:
    rows = session.execute(
        select(Station.code, Station.name, Community.name)
        .join(Community, Community.id == Station.community_id)
        .order_by(Community.id, Station.code)
    )
    return [f"  {code}  {name} ({community})" for code, name, community in rows]


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a community's desk is reached from outside: "" where it is not."""

    #: the address of the web chat, without a slash at the end
    web: str
    #: the bot's name, and whether it asks before anything is used
    bot: str = ""
    bot_asks: bool = False

    def called(self, kind: str, number: str) -> str:
        """The link of a call in a group: an "order" or an "activity" of that number, web first."""
        if self.web:
            word = {"order": "接", "activity": "报名"}[kind]
            return f"{self.web}/chat?say={quote(word + number)}"
        return f"https://t.me/{self.bot}?start={kind[0]}_{number}"

    def signing_in(self, number: str, code: str) -> list[Way]:
        """The codes on the screen of an activity's day, one for each chat people may have here."""
        ways = []
        if self.bot:
            link = f"https://t.me/{self.bot}?start={BY_SCAN}{number}_{code}"
            ways.append(Way(link, _telegram_title, _telegram_about))
        if self.web:
            link = f"{self.web}/chat?say={quote(f'签到{number} {code}')}"
            ways.append(Way(link, _web_title, _web_about))
        return ways


def ways_of(session: Session, settings: Settings, community_id: int) -> Ways:
    """Where whoever sees a call in a group gets in. Raises NotReached when nobody can."""
    there = _known(session, settings, community_id)
    if not (there.web or there.bot):
        raise NotReached
    return there


def _known(session: Session, settings: Settings, community_id: int) -> Ways:
    """The web chat and the bot of this community, as far as they are on."""
    rows = session.scalars(
        select(Account).where(Account.community_id == community_id).order_by(Account.id)
    ).all()
    is_on_web = any(row.channel == WebChat.name for row in rows)
    on = settings.telegram.named()
    bots = [row for row in rows if row.channel == TELEGRAM and row.username and row.name in on]
    web = settings.web.public_url.rstrip("/") if is_on_web else ""
    if not bots:
        return Ways(web)
    return Ways(web, bots[0].username, on[bots[0].name].overseas_notice)


def ways_to(session: Session, settings: Settings, station: Station) -> list[Way]:
    """The channels of the station's community that somebody outside can reach, web first.

    Raises NotReached when there is none.
    """
    there = _known(session, settings, station.community_id)
    ways = []
    if there.web:
        ways.append(Way(f"{there.web}/?s={quote(station.code)}", _web_title, _web_about))
    accounts = settings.wechat.named()
    links = [link for name, link in codes_of(session, station.id).items() if name in accounts]
    if links:
        ways.append(Way(links[0], _wechat_title, _wechat_about))
    if there.bot and _PAYLOAD.fullmatch(station.code):
        about = _abroad_about if there.bot_asks else _telegram_about
        link = f"https://t.me/{there.bot}?start={station.code}"
        ways.append(Way(link, _telegram_title, about))
    if not ways:
        raise NotReached
    return ways


def draw(community: Community, station: Station, ways: Sequence[Way]) -> str:
    """The page as HTML, to be printed on A4 at its own size."""
    own = "en" if community.language == "en" else "zh"
    with speaking("zh" if own == "en" else "en"):
        other = _words(ways, "" if own == "en" else " ")
    with speaking(own):
        return (
            make_pages()
            .get_template("poster.html")
            .render(
                lang="en" if own == "en" else "zh-CN",
                other_lang="zh-CN" if own == "en" else "en",
                css=Markup(CSS.read_text("utf-8")),  # noqa: S704 - a file of ours
                station=station,
                place=_place(community, station, own),
                phone=station.phone or community.station_phone,
                ways=ways,
                words=_words(ways, "\n"),
                other=other,
            )
        )


def _place(community: Community, station: Station, language: str) -> str:
    if language == "en":
        return f"{community.name_en or community.name}, {station.name_en or station.name}"
    return f"{community.name} {station.name}"


def _words(ways: Sequence[Way], line_end: str) -> dict[str, Any]:
    """What stands on the page in both languages, in the one spoken now."""

    def said(text: str) -> str:
        return text.replace("\n", line_end)

    return {
        "call": said(_("有事，\n跟邻居说一声")),
        "promise": _("免费，有人核实，有人上门"),
        "ways": [(way.title(), said(way.about())) for way in ways],
    }


def _web_title() -> str:
    return _("手机扫一扫")


def _web_about() -> str:
    return _("打开就能说，不用注册，\n用自己的话，也能发语音")


def _wechat_title() -> str:
    return _("微信扫一扫")


def _wechat_about() -> str:
    return _("关注以后写一句话就行，\n也能发语音")


def _telegram_title() -> str:
    return _("用 Telegram 扫")


def _telegram_about() -> str:
    return _("点“开始”，再写一句话")


def _abroad_about() -> str:
    return _("点“开始”，再写一句话\n服务器在国外，先问您同不同意")
