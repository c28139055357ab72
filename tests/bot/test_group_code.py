"""/group/<call>.png: the picture for a group leads to the word and holds nobody's token."""

from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image
from pydantic import SecretStr

from bot.code_picture import code_picture
from bot.config import Settings
from bot.poster import NotReached, ways_of
from models.account import ensure_account
from models.community import Community
from models.database import Database
from tests.webdesk import WebDesk

PUBLIC = "https://linli.example.org"


def community_on(db: Database, *channels: str) -> int:
    """A community that has these channels."""
    with db.session() as session:
        community = Community(name="葵园社区")
        session.add(community)
        session.flush()
        for channel in channels:
            ensure_account(session, community, channel, "main").username = "kuiyuan_bot"
        return community.id


def test_the_web_comes_first_and_brings_the_word_along(sqlite_db: Database) -> None:
    settings = Settings()
    settings.web.public_url = PUBLIC + "/"
    here = community_on(sqlite_db, "web", "telegram")
    with sqlite_db.reading() as session:
        ways = ways_of(session, settings, here)
    assert unquote(ways.called("order", "1123-07")) == f"{PUBLIC}/chat?say=接1123-07"
    assert unquote(ways.called("activity", "1205-01")) == f"{PUBLIC}/chat?say=报名1205-01"


def test_a_bot_alone_is_reached_by_its_link(sqlite_db: Database) -> None:
    settings = Settings()
    settings.telegram.token = SecretStr("1:token")
    here = community_on(sqlite_db, "web", "telegram")
    with sqlite_db.reading() as session:
        ways = ways_of(session, settings, here)
    assert ways.called("order", "1123-07") == "https://t.me/kuiyuan_bot?start=o_1123-07"


def test_without_a_way_in_there_is_no_picture(sqlite_db: Database) -> None:
    here = community_on(sqlite_db, "web")
    with sqlite_db.reading() as session, pytest.raises(NotReached):
        ways_of(session, Settings(), here)


async def test_anybody_fetches_the_picture_and_nothing_else(
    sqlite_url: str, tmp_path: Path
) -> None:
    desk = WebDesk.open(sqlite_url, tmp_path, public_url=PUBLIC)
    async with desk.running():
        browser = desk.browser("10.0.0.9")
        got = await browser.client.get("/group/order-1123-07.png")
        assert got.headers["content-type"] == "image/png"
        with Image.open(BytesIO(got.content)) as picture:
            assert picture.height > picture.width > 300
        link = f"{PUBLIC}/chat?say=%E6%8E%A51123-07"
        assert got.content == code_picture(link, "1123-07")
        for other in ("order-1.png", "person-1123-07.png", "order-1123-07.svg", "order-1123-07"):
            assert (await browser.client.get(f"/group/{other}")).status_code == 404


async def test_whoever_scans_finds_the_word_typed_already(sqlite_url: str, tmp_path: Path) -> None:
    desk = WebDesk.open(sqlite_url, tmp_path, public_url=PUBLIC)
    async with desk.running():
        browser = desk.browser("10.0.0.9")
        page = (await browser.client.get("/chat", params={"say": "接1123-07"})).text
        assert ">接1123-07</textarea>" in page
        page = (await browser.client.get("/chat", params={"say": "<b>取消</b>"})).text
        assert "></textarea>" in page
