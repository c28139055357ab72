"""The pages without a browser: who gets in, what a post answers, what is never shown."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select, update

from models.contact import Contact
from models.inbox import Inbox
from models.media import Media
from models.station import Station
from models.web import ChatLine, WebSession
from tests.webdesk import WebDesk


@pytest.fixture
async def desk(sample_url: str, tmp_path: Path) -> AsyncIterator[WebDesk]:
    """A running desk with the sample community."""
    made = WebDesk.open(sample_url, tmp_path)
    async with made.running():
        yield made


async def test_a_look_leaves_no_row_and_the_first_word_does(desk: WebDesk) -> None:
    visitor = desk.browser()
    assert "您好，这里是葵园社区邻里。" in await visitor.page()
    with desk.ground.db.reading() as session:
        before = session.scalar(select(func.count(WebSession.id)))
    page = await visitor.say("厨房灯不亮，3号楼2单元501，明天上午")
    assert "留个电话吧" in page
    with desk.ground.db.reading() as session:
        assert session.scalar(select(func.count(WebSession.id))) == (before or 0) + 1


async def test_the_same_key_twice_is_one_message(desk: WebDesk) -> None:
    visitor = desk.browser()
    for _try in range(3):
        answer = await visitor.post({"text": "您好", "key": "k1", "order": "1"})
        assert answer.json() == {"ok": True}
    page = await visitor.page()
    assert page.count('data-key="k1"') == 1
    with desk.ground.db.reading() as session:
        assert session.scalar(select(func.count(Inbox.id))) == 1


async def test_a_post_without_our_page_or_with_nothing_is_told_so(desk: WebDesk) -> None:
    visitor = desk.browser()
    for fields, status in (
        ({"text": "您好", "csrf": "forged"}, 403),
        ({"text": "  "}, 400),
        ({}, 400),
        ({"lat": "north", "lon": "1"}, 400),
        ({"lat": "91", "lon": "1"}, 400),
    ):
        answer = await visitor.post(fields)
        assert (answer.status_code, answer.json()["ok"]) == (status, False)
        assert answer.json()["say"]
    assert (await visitor.post({"text": "好" * 100_000})).status_code in (200, 400)


async def test_a_flood_is_asked_to_wait_and_then_welcome(desk: WebDesk) -> None:
    visitor = desk.browser()
    answers = [await visitor.post({"text": "您好"}) for _n in range(40)]
    assert {each.status_code for each in answers} == {200, 429}
    desk.wait(minutes=1)
    assert (await visitor.post({"text": "您好"})).status_code == 200


async def test_a_forged_or_revoked_cookie_is_a_stranger(desk: WebDesk) -> None:
    li = desk.browser()
    assert "李婶" in await li.enter("resident")
    forger = desk.browser()
    forger.client.cookies.set("linli", "guess.guess")
    assert "李婶" not in await forger.page()
    with desk.ground.db.session() as session:
        session.execute(update(WebSession).values(revoked_at=desk.ground.around.now()))
    assert "李婶" not in await li.page()


async def test_a_link_opens_once_and_not_after_a_quarter_of_an_hour(desk: WebDesk) -> None:
    browser = desk.browser()
    door = await browser.client.post("/doors/worker")
    link = door.headers["location"]
    desk.wait(minutes=14)
    assert (await browser.client.get(link)).status_code == 303
    assert "陈静" in await browser.page()
    used = await desk.browser().client.get(link)
    assert used.status_code == 410
    assert "用过了" in used.text
    late = (await browser.client.post("/doors/worker")).headers["location"]
    desk.wait(minutes=16)
    assert (await desk.browser().client.get(late)).status_code == 410


async def test_the_sample_doors_are_only_for_this_machine(desk: WebDesk) -> None:
    stranger = desk.browser("203.0.113.5")
    assert (await stranger.client.post("/doors/resident")).headers["location"] == "/chat"
    shut = await stranger.client.post("/doors/worker")
    assert "自己的链接" in shut.text
    assert (await stranger.client.get("/try")).status_code == 404
    assert (await stranger.client.get("/metrics")).status_code == 404
    assert "/try" not in (await stranger.client.get("/")).text
    behind = {"x-forwarded-for": "203.0.113.5"}
    door = await desk.browser().client.post("/doors/worker", headers=behind)
    assert "自己的链接" in door.text


async def test_a_public_address_closes_the_sample_doors(sample_url: str, tmp_path: Path) -> None:
    desk = WebDesk.open(sample_url, tmp_path, public_url="https://linli.example.org")
    async with desk.running():
        browser = desk.browser()
        assert "自己的链接" in (await browser.client.post("/doors/worker")).text
        page = await browser.client.get("/chat")
        cookie = page.headers["set-cookie"].lower()
        assert all(word in cookie for word in ("httponly", "samesite=lax", "secure"))
        assert (await browser.client.get("/metrics")).status_code == 200
        proxied = {"x-forwarded-for": "203.0.113.5"}
        assert (await browser.client.get("/metrics", headers=proxied)).status_code == 404


def picture() -> bytes:
    """A photo that tells where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


async def test_a_photo_loses_its_place_and_is_hers_alone(desk: WebDesk) -> None:
    li = desk.browser()
    files = {"media": ("photo.jpg", picture(), "image/jpeg")}
    assert (await li.post({"kind": "photo", "key": "p1"}, files=files)).json() == {"ok": True}
    assert (await li.post({"kind": "photo", "key": "p1"}, files=files)).json() == {"ok": True}
    with desk.ground.db.reading() as session:
        media = session.scalars(select(Media)).one()
    page = await li.page()
    assert f'src="/media/{media.id}"' in page
    shown = await li.client.get(f"/media/{media.id}")
    assert not Image.open(io.BytesIO(shown.content)).getexif()
    part = await li.client.get(f"/media/{media.id}", headers={"range": "bytes=0-9"})
    assert (part.status_code, len(part.content)) == (206, 10)
    assert (await desk.browser().client.get(f"/media/{media.id}")).status_code == 404
    kept = [path.read_bytes() for path in desk.ground.settings.storage.path.rglob("media/*/*")]
    assert kept
    assert b"JFIF" not in b"".join(kept)


async def test_a_file_we_cannot_use_is_refused_in_words(desk: WebDesk) -> None:
    li = desk.browser()
    for name, data, kind in (
        ("x.jpg", b"not a picture", "image/jpeg"),
        ("x.webm", b"", "audio/webm"),
        ("x.webm", b"0" * (5 * 1024 * 1024 + 1), "audio/webm"),
    ):
        answer = await li.post({}, files={"media": (name, data, kind)})
        assert answer.status_code == 415
        assert answer.json()["say"]


async def test_the_sample_volunteers_hear_of_an_order_before_they_come_in(
    sqlite_url: str, tmp_path: Path
) -> None:
    desk = WebDesk.open(sqlite_url, tmp_path, with_sample=True)
    async with desk.running():
        li, chen = desk.browser(), desk.browser()
        await li.enter("resident")
        await li.say("想找人教我用手机挂号，明天下午")
        await li.press("发出")
        await chen.enter("worker")
        await chen.press("通过")
        assert "放开了，先问了 2 位。" in await chen.press("放开接单")


async def test_two_people_fit_into_one_browser(desk: WebDesk) -> None:
    browser = desk.browser()
    left, right = browser.pane("left"), browser.pane("right")
    assert "李婶" in await left.enter("resident")
    assert "王敏" in await right.enter("volunteer")
    assert "李婶" in await left.page()


async def test_a_chat_moves_to_a_new_phone_by_eight_digits(desk: WebDesk) -> None:
    old, new = desk.browser(), desk.browser()
    await old.say("厨房灯不亮，3号楼2单元501，明天上午")
    page = await old.say("换设备")
    with desk.ground.db.reading() as session:
        lines = session.scalars(select(ChatLine.content).order_by(ChatLine.id.desc())).all()
    text = next(each["text"] for each in lines if "换过来" in each.get("text", ""))
    code = text.split("写：\n")[1].split("\n")[0]
    assert code in page
    form = await new.client.get("/move")
    csrf = form.text.split('name="csrf" value="')[1].split('"')[0]
    wrong = await new.client.post("/move", data={"csrf": csrf, "code": "1111 1111"})
    assert wrong.status_code == 422
    moved = await new.client.post("/move", data={"csrf": csrf, "code": code})
    assert moved.status_code == 303
    assert "厨房灯不亮" in await new.page()
    again = await desk.browser().client.post("/move", data={"csrf": csrf, "code": code})
    assert again.status_code == 403


async def test_device_codes_cannot_be_tried_out(desk: WebDesk) -> None:
    browser = desk.browser()
    form = await browser.client.get("/move")
    csrf = form.text.split('name="csrf" value="')[1].split('"')[0]
    answers = [
        await browser.client.post("/move", data={"csrf": csrf, "code": str(11111111 + n)})
        for n in range(7)
    ]
    assert [each.status_code for each in answers] == [422] * 5 + [429] * 2


async def test_pages_keep_to_themselves(desk: WebDesk) -> None:
    browser = desk.browser()
    for path in ("/", "/chat", "/try", "/move", "/nowhere", "/static/linli.css"):
        answer = await browser.client.get(path)
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await browser.client.get("/nowhere")).status_code == 404
    assert (await browser.client.get("/healthz")).text == "ok"
    assert (await browser.client.get("/readyz")).text == "ready"
    assert 'linli_inbox_rows{state="accepted"} 0.0' in (await browser.client.get("/metrics")).text


async def test_what_she_writes_is_shown_as_text(desk: WebDesk) -> None:
    visitor = desk.browser()
    page = await visitor.say('<script>alert(1)</script> "3号楼2单元501" 灯坏了')
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def test_the_board_is_for_staff_and_its_buttons_work(desk: WebDesk) -> None:
    for who in ("", "resident", "volunteer"):
        stranger = desk.browser()
        if who:
            await stranger.enter(who)
        shut = await stranger.client.get("/board")
        assert shut.status_code == 403
        assert "139****" not in shut.text
    chen = desk.browser()
    await chen.enter("worker")
    page = (await chen.client.get("/board")).text
    assert "先办这些" in page
    assert "待审" in page
    assert "139 0000" not in page
    token = page.split('data-label="通过"')[0].rsplit('value="', 1)[1].split('"')[0]
    assert (await chen.post({"press": token})).json() == {"ok": True}
    assert "通过了。" in await chen.page()


@pytest.mark.row("P1")
async def test_a_scanned_poster_says_where_she_asks_from(desk: WebDesk) -> None:
    visitor = desk.browser()
    with desk.ground.db.reading() as session:
        station = session.scalars(select(Station).order_by(Station.id)).first()
    assert station is not None
    await visitor.client.get(f"/?s={station.code}")
    await visitor.say("厨房灯不亮，3号楼2单元501，明天上午")
    with desk.ground.db.reading() as session:
        newest = select(Contact.station_id).order_by(Contact.id.desc()).limit(1)
        assert session.scalar(newest) == station.id


@pytest.mark.parametrize("code", ["nobody", "%00", "../x", "x" * 200])
async def test_a_code_of_nobody_does_no_harm(desk: WebDesk, code: str) -> None:
    visitor = desk.browser()
    assert (await visitor.client.get(f"/?s={code}")).status_code == 200
    assert "留个电话吧" in await visitor.say("厨房灯不亮，3号楼2单元501，明天上午")
