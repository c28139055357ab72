"""What was sent for an order as the web chat draws it: a picture, a player, a file to save."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.storage import Storage
from models.media import Media
from models.order import Order
from tests import sent_files
from tests.webdesk import Browser, WebDesk


@pytest.fixture
async def desk(sample_url: str, tmp_path: Path) -> AsyncIterator[WebDesk]:
    """A running desk with the sample community."""
    made = WebDesk.open(sample_url, tmp_path)
    async with made.running():
        yield made


async def sends_all(desk: WebDesk) -> tuple[Browser, list[int]]:
    """李婶 posts an order with a photo, a voice and a file; returns her browser and their ids."""
    li = desk.browser()
    await li.enter("resident")
    await li.say("厨房灯不亮，后天上午")
    photo = ("p.jpg", sent_files.photo(), "image/jpeg")
    voice = ("v.ogg", sent_files.OGG, "audio/ogg")
    for kind, upload in (("photo", photo), ("voice", voice), ("voice", voice)):
        fields = {"kind": kind, "seconds": "12"}
        assert (await li.post(fields, files={"media": upload})).json() == {"ok": True}
    await li.press("发出")
    storage = Storage(desk.ground.settings.storage.path, desk.ground.db.vault)
    with desk.ground.db.session() as session:
        ids = list(session.scalars(select(Media.id).order_by(Media.id)))
        session.execute(
            update(Media)
            .where(Media.id == ids[2])
            .values(
                kind="file",
                content_type="application/octet-stream",
                sha256=storage.keep(b"<script>alert(1)</script>"),
            )
        )
    return li, ids


async def test_staff_see_hear_and_save_what_was_sent(desk: WebDesk) -> None:
    chen = desk.browser()
    await chen.enter("worker")
    _li, (photo, voice, file) = await sends_all(desk)
    page = await chen.press("看照片")
    bubble = page.rpartition("附的，一共 3 个：")[2]
    assert re.search(rf'<img src="/media/{photo}"', bubble)
    assert re.search(rf'<audio [^>]*src="/media/{voice}"', bubble)
    assert "12 秒" in bubble
    assert re.search(rf'<a href="/media/{file}" download>发来的文件</a>', bubble)
    shown = await chen.client.get(f"/media/{photo}")
    assert shown.headers["content-disposition"] == "inline"
    assert not sent_files.tells_where(shown.content)
    assert (await chen.client.get(f"/media/{voice}")).content == sent_files.OGG


async def test_a_file_is_saved_and_never_opened(desk: WebDesk) -> None:
    li, (_photo, _voice, file) = await sends_all(desk)
    saved = await li.client.get(f"/media/{file}")
    assert saved.headers["content-disposition"] == f'attachment; filename="{file}"'
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["x-content-type-options"] == "nosniff"


async def test_whoever_does_not_go_gets_none_of_it(desk: WebDesk) -> None:
    _li, ids = await sends_all(desk)
    wang = desk.browser()
    await wang.enter("volunteer")
    with desk.ground.db.reading() as session:
        number = session.scalars(select(Order.number).order_by(Order.id.desc())).first()
    assert "这些只给办这件事的人看。" in await wang.say(f"看照片{number}")
    for media_id in ids:
        assert (await wang.client.get(f"/media/{media_id}")).status_code == 404
