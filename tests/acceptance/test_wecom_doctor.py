"""`linli doctor` on a WeCom app: each thing that goes wrong is named, with where to mend it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from pydantic import SecretStr

from bot.doctor.asking_wecom import Asking
from bot.doctor.finding import Finding, Level
from bot.doctor.wecom import Seen, examined
from tests.acceptance.wechat_story import Cast, Place
from tests.acceptance.wecom_story import a_desk
from tests.channels.wechat.posting import OLD_KEY
from tests.wecom_api import Wrong
from tests.wecom_api.state import Department


async def _look(cast: Cast, **keys: Any) -> list[Finding]:
    """What the doctor says with these keys in [wecom]; the stand-in's clock is the machine's."""
    ground = cast.desk.ground
    account = ground.settings.wecom.model_copy(update=keys)
    seen = Seen("main", account, True, ground.settings.web.public_url)
    async with ClientSession() as session:
        found = await examined(seen, Asking(session, account, ground.around))
    return [each for each in found if each.what != "wecom main clock"]


def _wrong(found: list[Finding]) -> str:
    return "\n".join(str(each) for each in found if each.level is not Level.OK)


async def test_all_is_well(sqlite_url: str, tmp_path: Path) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        api.member("ChenJing")
        found = await _look(cast)
        assert _wrong(found) == ""
        assert [each.what for each in found] == [
            "wecom main callback",
            "wecom main",
            "wecom main app",
        ]


async def test_what_it_may_read_of_the_directory_is_said(sqlite_url: str, tmp_path: Path) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        api.member("ChenJing")
        assert "no department and no tag" in _wrong(await _look(cast, directory=True))
        api.state.departments[1] = Department("社工部", 0)
        found = await _look(cast, directory=True)
        assert _wrong(found) == ""
        assert "1 departments and 0 tags" in str(found[-1])
        api.plan(Wrong.NOT_TRUSTED, path="department/list")
        assert "does not let it read the directory" in _wrong(await _look(cast, directory=True))


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"secret": SecretStr("x")}, "Copy [wecom] secret of this app again"),
        ({"secret": SecretStr("x")}, "The secret is wrong"),
        ({"corpid": "ww1"}, "copy [wecom] corpid again"),
        ({"agentid": 5}, "copy [wecom] agentid again"),
        ({"token": SecretStr("x")}, "does not know this token and key"),
        ({"encoding_aes_key": SecretStr(OLD_KEY)}, "does not know this token and key"),
        ({"encoding_aes_key": SecretStr("short")}, "43 letters and digits"),
        ({"api_base": "http://127.0.0.1:1/"}, "WeCom cannot be reached"),
    ],
)
async def test_a_wrong_setting_is_named(
    sqlite_url: str, tmp_path: Path, keys: dict[str, Any], says: str
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        api.member("ChenJing")
        assert says.lower() in _wrong(await _look(cast, **keys)).lower()


async def test_an_address_that_is_not_trusted_and_an_app_that_nobody_sees_are_named(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        api: Any = cast.api
        assert "visible range" in _wrong(await _look(cast))
        api.member("ChenJing")
        api.plan(Wrong.NOT_TRUSTED, path="agent/get")
        assert "trusted IP list" in _wrong(await _look(cast))
        api.plan(Wrong.BUSY, path="gettoken")
        assert "Look again later" in _wrong(await _look(cast))


async def test_without_a_public_address_nobody_outside_reaches_the_desk(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        ground = cast.desk.ground
        seen = Seen("main", ground.settings.wecom, False, "")
        async with ClientSession() as session:
            asking = Asking(session, ground.settings.wecom, ground.around)
            told = _wrong(await examined(seen, asking))
        assert "nobody outside reaches this desk" in told
        assert "no row yet" in told
        assert replace(seen, name="east").key("token").endswith("WECOM__ACCOUNTS__EAST__TOKEN)")
