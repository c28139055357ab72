"""GET /wechat[/NAME]/notices: where people agree to be knocked (订阅通知). It asks nothing else.

The page knows nobody and its address bears no token, so it may be passed on: who has agreed to
what, WeChat tells the account itself. Only WeChat's own browser shows its button.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.wechat.abilities import ABILITIES
from bot.channels.wechat.api import Api
from bot.channels.wechat.errors import ApiError
from bot.channels.wechat.tokens import NoToken
from bot.channels.wechat.wire import NotSent, Unknown
from bot.clock import Surroundings
from bot.config_wechat import SubscriptionSection, WeChatAccount
from bot.web.site import Site
from handlers.language import _

#: one question of WeChat's is about three templates, and not about both kinds
AT_ONCE = 3
#: a ticket is fetched anew so long before its end
AHEAD = timedelta(minutes=5)
WECHATS_SCRIPTS = "https://res.wx.qq.com"
POLICY = (
    f"default-src 'self' {WECHATS_SCRIPTS}; img-src 'self' {WECHATS_SCRIPTS} data:; "
    "style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
)
log = structlog.get_logger()


def asks_at(account: WeChatAccount, public_url: str, path: str) -> str:
    """The address of the page; "" where there is nothing to agree to, or nobody could open it."""
    has_some = ABILITIES[account.account].subscriptions and account.subscriptions
    return f"{public_url.rstrip('/')}{path}/notices" if has_some and public_url else ""


@dataclass(frozen=True, slots=True)
class Question:
    """One button: the templates it asks for, with commas between, and whether a yes lasts."""

    templates: str
    lasts: bool


def questions(sections: Sequence[SubscriptionSection]) -> list[Question]:
    """What there is to agree to."""
    found: list[Question] = []
    for lasts in (False, True):
        ids = sorted({each.id for each in sections if each.lasts is lasts})
        some = (",".join(ids[n : n + AT_ONCE]) for n in range(0, len(ids), AT_ONCE))
        found.extend(Question(each, lasts) for each in some)
    return found


class Tickets:
    """What WeChat signs pages of ours with: good for two hours, the same when asked again."""

    def __init__(self, api: Api, around: Surroundings) -> None:
        """None yet."""
        self._api, self._around = api, around
        self._ticket, self._until = "", datetime.min.replace(tzinfo=around.now().tzinfo)
        self._one = asyncio.Lock()

    async def get(self) -> str:
        """The ticket. Raises what a call raises (wire, errors, tokens)."""
        async with self._one:
            if self._around.now() >= self._until:
                said = await self._api.get("ticket/getticket", type="jsapi")
                self._ticket = str(said.get("ticket", ""))
                seconds = said.get("expires_in")
                lasts = timedelta(seconds=seconds if type(seconds) is int else 0) - AHEAD
                self._until = self._around.now() + lasts
            return self._ticket


class AgreePage:
    """The page of one account."""

    def __init__(self, account: WeChatAccount, api: Api, around: Surroundings, at: str) -> None:
        """`at` is the address under which people open it."""
        self._account, self._around, self._at = account, around, at
        self._tickets = Tickets(api, around)
        self._questions = questions(list(account.subscriptions.values()))

    async def show(self, request: Request) -> Response:
        """The page, signed for the address it was opened at."""
        site: Site = request.app.state.site
        try:
            ticket = await self._tickets.get()
        except (ApiError, NotSent, Unknown, NoToken) as error:
            log.warning("no ticket for a page", why=str(error))
            return site.page(request, "message.html", 503, say=_not_now, link="/")
        nonce, at = self._around.token(), str(int(self._around.now().timestamp()))
        asked = f"?{request.url.query}" if request.url.query else ""
        signed = _signature(ticket, nonce, at, self._at + asked)
        response = site.page(
            request,
            "notices.html",
            appid=self._account.appid,
            stamp=(at, nonce, signed),
            questions=self._questions,
        )
        response.headers["content-security-policy"] = POLICY
        response.headers["cache-control"] = "no-store"
        response.headers["x-robots-tag"] = "noindex"
        return response


def _signature(ticket: str, nonce: str, at: str, url: str) -> str:
    """As WeChat's JS-SDK wants it: SHA-1 over the four in this order."""
    text = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={at}&url={url}"
    return hashlib.sha1(text.encode()).hexdigest()  # noqa: S324 - theirs


def _not_now() -> str:
    return _("微信现在连不上，\n过一会儿再打开。")
