"""What is told to WeChat by commands: the menu, and the codes of stations; what the doctor sees."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.channels.wechat.menu import NAME_BYTES, SUB_NAME_BYTES, menu
from bot.clock import Surroundings
from bot.doctor import examine
from bot.doctor.finding import Finding, Level
from handlers.language import speaking
from handlers.vocabulary import WORDS
from models.account import ensure_account
from models.community import Community
from models.database import Database
from models.station import Station
from models.station_code import StationCode
from tests.command_line import configured, linli
from tests.wechat_api import Setup, WeChatApi, Wrong

#: the moment of the stand-in is the machine's: its answers carry the machine's date
NOW = Setup(now=lambda: datetime.now(UTC))
SUBSCRIPTIONS = "wechat main subscriptions"
ONCE, LASTS = (f'[wechat.subscriptions.coming]\nid = "SUB-{each}' for each in ("once", "lasts"))


class Shop:
    """A desk with one account, and WeChat."""

    def __init__(self, api: WeChatApi, db: Database, url: str, folder: Path) -> None:
        self.api, self.db, self._url, self._folder = api, db, url, folder
        #: our clock, of the world's
        self.ahead = timedelta()
        with db.session() as session:
            community = Community(name="葵园社区", station_phone="8000 0123")
            session.add(community)
            session.flush()
            ensure_account(session, community, "wechat", "main")
            station = Station(
                community_id=community.id,
                code="KY1",
                name="葵园站",
                kind="v_station",
                street="葵园路2号",
                opening="每天 9:00–18:00",
            )
            session.add(station)

    def file(self, more: str = "", web_url: str = "", **keys: str) -> str:
        """A configuration with these keys in [wechat]."""
        setup = self.api.state.setup
        known = {
            "appid": setup.appid,
            "secret": setup.secret,
            "token": setup.token,
            "encoding_aes_key": setup.aes_key,
            "api_base": self.api.base,
            **keys,
        }
        lines = "\n".join(f'{name} = "{value}"' for name, value in known.items())
        pages = f'[web]\npublic_url = "{web_url}"\n' if web_url else ""
        return str(configured(self._folder, self._url, f"{pages}[wechat]\n{lines}\n{more}"))

    async def runs(self, *words: str, **how: Any) -> tuple[int, str]:
        """A command's exit code and all it said."""
        result = await asyncio.to_thread(linli, *words, "--config", self.file(**how))
        return result.exit_code, result.output

    async def examined(self, **how: Any) -> dict[str, Finding]:
        """What the doctor says of WeChat, by what was looked at."""
        around = Surroundings(now=lambda: datetime.now(UTC) + self.ahead)
        found = await examine(Path(self.file(**how)), around)
        return {each.what: each for each in found if each.what.startswith("wechat")}


@pytest.fixture
async def shop(sqlite_url: str, sqlite_db: Database, tmp_path: Path) -> AsyncIterator[Shop]:
    async with WeChatApi(NOW) as api:
        yield Shop(api, sqlite_db, sqlite_url, tmp_path)


async def test_the_menu_is_put_below_every_chat(shop: Shop) -> None:
    code, said = await shop.runs("wechat", "menu")
    assert (code, shop.api.violations) == (0, [])
    assert "within five minutes" in said
    assert [each["name"] for each in shop.api.state.menu["button"]] == [  # type: ignore[attr-defined]
        "找人帮忙",
        "我来帮忙",
        "我的",
    ]


async def test_two_commands_use_one_token(shop: Shop) -> None:
    await shop.runs("wechat", "menu")
    await shop.runs("wechat", "menu")
    assert shop.api.state.fetched == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_menu_fits_and_every_key_is_a_word_of_ours(language: str) -> None:
    with speaking(language):
        made = menu()
    tops = made["button"]
    assert len(tops) <= 3
    for top in tops:
        subs = top.get("sub_button", [])
        assert len(subs) <= 5
        assert len(top["name"].encode()) <= NAME_BYTES
        assert all(len(each["name"].encode()) <= SUB_NAME_BYTES for each in subs)
        assert all(each["key"] in WORDS for each in subs or [top])


async def test_a_menu_that_cannot_be_made_says_where_to_mend_it(shop: Shop) -> None:
    code, said = await shop.runs("wechat", "menu", account="subscription_unverified")
    assert code == 1
    assert "has no menu" in said
    code, said = await shop.runs("wechat", "menu", secret="wrong")
    assert code == 1
    assert "copy [wechat] secret again" in said
    shop.api.faults.add(Wrong.BROKEN, path="menu/create")
    code, said = await shop.runs("wechat", "menu")
    assert code == 1
    assert "cannot be reached" in said


async def test_a_poster_has_a_code_that_was_made_once(shop: Shop, tmp_path: Path) -> None:
    for _time in range(2):
        code, said = await shop.runs("poster", "KY1", "--out", str(tmp_path / "p.html"))
        assert code == 0, said
        assert "http://weixin.qq.com/q/KY1" in said
    assert "微信扫一扫" in (tmp_path / "p.html").read_text("utf-8")
    assert len(shop.api.bodies("qrcode/create")) == 1
    with shop.db.reading() as session:
        assert session.scalars(select(StationCode.link)).one() == "http://weixin.qq.com/q/KY1"


async def test_a_poster_is_printed_without_a_code_that_is_not_to_be_had(
    shop: Shop, tmp_path: Path
) -> None:
    shop.api.faults.add(Wrong.NOT_LISTED, path="stable_token")
    out = str(tmp_path / "p.html")
    code, said = await shop.runs("poster", "KY1", "--out", out, web_url="https://linli.example.org")
    assert code == 0
    assert "makes no code" in said
    assert "微信" not in (tmp_path / "p.html").read_text("utf-8")


async def test_the_doctor_finds_all_in_order(shop: Shop) -> None:
    async def echo(request: web.Request) -> web.Response:
        return web.Response(text=request.query["echostr"])

    app = web.Application()
    app.router.add_get("/wechat", echo)
    await shop.runs("wechat", "menu")
    more = (
        '[wechat.templates.coming]\nid = "TM1"\nthing = "thing1"\ntime = "time2"\n'
        '[wechat.subscriptions.coming]\nid = "SUB-once"\ntime = "time2"\n'
        '[wechat.subscriptions.thanks]\nid = "SUB-lasts"\nlasts = true\n'
    )
    async with TestServer(app) as server:
        found = await shop.examined(more=more, web_url=str(server.make_url("")))
    assert {each.level for each in found.values()} == {Level.OK}
    assert set(found) == {
        *("wechat main", "wechat main mode", "wechat main callback", "wechat main clock"),
        *("wechat main menu", "wechat main templates", "wechat main subscriptions"),
    }


@pytest.mark.parametrize(
    ("how", "what", "says"),
    [
        ({"secret": "wrong"}, "wechat main", "secret"),
        ({"appid": "wx0"}, "wechat main", "appid"),
        ({"api_base": "http://127.0.0.1:9/"}, "wechat main", "cannot be reached"),
        ({"encoding_aes_key": "short"}, "wechat main mode", "43 letters"),
        ({"mode": "plain"}, "wechat main mode", "unsealed"),
        ({}, "wechat main callback", "nobody outside"),
        ({"web_url": "http://127.0.0.1:9"}, "wechat main callback", "does not answer"),
        ({}, "wechat main menu", "linli wechat menu"),
        ({}, "wechat main templates", "nothing knocks"),
        ({"more": '[wechat.templates.coming]\nid = "TMX"'}, "wechat main templates", "none for"),
        ({"more": '[wechat.templates.coming]\nid = "TM1"'}, "wechat main templates", "fields"),
        ({"more": '[wechat.templates.comming]\nid = "TM1"'}, "wechat main templates", "no kind"),
        ({"more": f'{ONCE}X"'}, SUBSCRIPTIONS, "订阅通知"),
        ({"more": f'{ONCE}"'}, SUBSCRIPTIONS, "fields thing1, time2"),
        ({"more": f'{ONCE}"\ntime = "time2"\nlasts = true'}, SUBSCRIPTIONS, "good once"),
        ({"more": f'{LASTS}"'}, SUBSCRIPTIONS, "lasts = true"),
        ({"more": f'{ONCE}"', "account": "subscription"}, SUBSCRIPTIONS, "sends no"),
    ],
)
async def test_the_doctor_says_what_to_mend(
    shop: Shop, how: dict[str, str], what: str, says: str
) -> None:
    found = await shop.examined(**how)
    assert found[what].level is not Level.OK
    assert says in str(found[what])
    assert "a-secret-of-tests" not in str(found)


async def test_the_doctor_finds_a_clock_that_is_off(shop: Shop) -> None:
    """Posts are refused and windows miscounted by it."""
    shop.ahead = timedelta(minutes=3)
    found = await shop.examined()
    assert found["wechat main clock"].level is Level.BROKEN
    assert "ahead of WeChat's" in str(found["wechat main clock"])


async def test_the_doctor_names_a_missing_address_and_another_kind_of_account(shop: Shop) -> None:
    shop.api.faults.add(Wrong.NOT_LISTED, path="stable_token")
    found = await shop.examined()
    assert "IP list" in str(found["wechat main"])
    other = Setup(now=NOW.now, account="subscription")
    async with WeChatApi(other) as api:
        shop.api = api
        found = await shop.examined()
    assert "verified" in str(found["wechat main templates"])
