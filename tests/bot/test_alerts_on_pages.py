"""On the pages: an alert stands first on the board, a voice is played to staff alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from models.alert import Alert
from models.media import Media
from tests import sent_files
from tests.webdesk import WebDesk


@pytest.fixture
async def desk(sample_url: str, tmp_path: Path) -> AsyncIterator[WebDesk]:
    """A running desk with the sample community."""
    made = WebDesk.open(sample_url, tmp_path)
    async with made.running():
        yield made


async def test_an_alert_stands_first_on_the_board_without_phone_and_place(desk: WebDesk) -> None:
    li, chen = desk.browser(), desk.browser()
    await li.enter("resident")
    await chen.enter("worker")
    assert "现在打 120" in await li.say("我妈摔了起不来")
    await li.say("老水塔边上")
    page = (await chen.client.get("/board")).text
    assert 0 < page.index("急事（120）") < page.index("单号")
    assert "老水塔" not in page
    assert "摔了" not in page
    await chen.press("我来联系")
    with desk.ground.db.reading() as session:
        assert session.scalars(select(Alert.state)).one() == "taken"
    assert "陈静看到了，会联系您。" in await li.page()


async def test_a_voice_on_the_list_is_played_to_staff_and_to_nobody_else(desk: WebDesk) -> None:
    li, chen, wang = desk.browser(), desk.browser(), desk.browser()
    await li.enter("resident")
    await chen.enter("worker")
    await wang.enter("volunteer")
    voice = ("v.ogg", sent_files.OGG, "audio/ogg")
    posted = await li.post({"kind": "voice", "seconds": "12"}, files={"media": voice})
    assert posted.json() == {"ok": True}
    with desk.ground.db.reading() as session:
        number = session.scalars(select(Media.id).order_by(Media.id.desc()).limit(1)).one()
    assert (await wang.client.get(f"/media/{number}")).status_code == 404
    page = await chen.press("听录音")
    assert f'src="/media/{number}"' in page
    assert (await chen.client.get(f"/media/{number}")).content == sent_files.OGG
