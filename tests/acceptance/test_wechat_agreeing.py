"""同意提醒: asked for when there is something to wait for, on a page in WeChat's own browser."""

import hashlib
import re
from pathlib import Path

import httpx
from sqlalchemy import select

from models.subscription import Subscription
from tests.acceptance.wechat_story import Cast, Place, a_desk, comes
from tests.wechat_api import Follower, Wrong

WAYS = {
    "subscriptions": {
        "coming": {"id": "SUB-once", "time": "time2"},
        "cancelled": {"id": "SUB-lasts", "lasts": True},
    }
}
OFFER = "有消息要微信响一声，先点开这里，\n按“同意提醒”：\n"


async def _orders(wang: Follower, need: str) -> str:
    """She asks for something; what she reads when it was sent."""
    await wang.says(f"{need}，3号楼2单元501，明天上午")
    if "留个电话" in await wang.reads("\n"):
        await wang.says("13900000123")
    await wang.reads("1 发出")
    await wang.says("1")
    return await wang.reads("发出去了，单号")


async def _opened(page: str) -> httpx.Response:
    """What a browser is given."""
    async with httpx.AsyncClient() as browser:
        return await browser.get(page)


async def test_who_sent_an_order_is_shown_where_to_agree_until_she_has(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path, wechat=WAYS)) as cast:
        wang = await comes(cast)
        said = await _orders(wang, "水龙头漏水")
        assert OFFER in said
        page = re.search(r"http://\S+/wechat/notices", said)
        assert page is not None
        await cast.settle()
        await cast.restart()
        opened = await _opened(f"{page[0]}?from=singlemessage")
        assert opened.status_code == 200
        assert _is_signed(cast, opened.text, f"{page[0]}?from=singlemessage")
        assert re.findall(r'wx-open-subscribe template="([^"]*)"', opened.text) == [
            "SUB-once",
            "SUB-lasts",
        ]
        assert re.findall(r'class="ask">([^<]*)<', opened.text) == ["同意提醒一次", "同意一直提醒"]
        assert "oWang" not in opened.text
        assert "https://res.wx.qq.com" in opened.headers["content-security-policy"]
        await wang.says("叫我王老师")
        await wang.reads("好，王老师")
        await wang.answers(once=True)
        await cast.settle()
        with cast.db.reading() as session:
            assert session.scalars(select(Subscription.left)).all() == [1]
        assert OFFER not in await _orders(wang, "想请人帮我取个快递")
        assert cast.api.violations == []


async def test_the_page_asks_wechat_for_its_ticket_once_and_says_so_when_there_is_none(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path, wechat=WAYS)) as cast:
        page = cast.api.callback + "/notices"
        cast.api.faults.add(Wrong.BUSY, path="ticket/getticket")
        refused = await _opened(page)
        assert refused.status_code == 503
        assert "过一会儿再打开" in refused.text
        for _time in range(3):
            assert (await _opened(page)).status_code == 200
        assert len(cast.api.bodies("ticket/getticket")) == 1


async def test_where_nothing_is_to_be_agreed_to_nobody_is_asked(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        wang = await comes(cast)
        assert "微信响一声" not in await _orders(wang, "水龙头漏水")
        assert (await _opened(cast.api.callback + "/notices")).status_code == 404


def _is_signed(cast: Cast, html: str, url: str) -> bool:
    """As WeChat's script does it: over the ticket, what stands in the page, and its address."""
    told = dict(re.findall(r'data-(appid|timestamp|nonce|signature)="([^"]*)"', html))
    text = (
        f"jsapi_ticket={cast.api.state.ticket}&noncestr={told['nonce']}"
        f"&timestamp={told['timestamp']}&url={url}"
    )
    expected = hashlib.sha1(text.encode()).hexdigest()  # noqa: S324 - theirs
    return told["appid"] == cast.api.state.setup.appid and told["signature"] == expected
