"""/here/1205-01/<key>: the screen of the day shows what signs people in now, to nobody else."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.poster import Ways
from models.activity import Activity
from models.day_code import code_at, screen_key
from tests.webdesk import WebDesk

PUBLIC = "https://linli.example.org"


def test_there_is_a_code_for_each_chat_people_may_have() -> None:
    links = [way.link for way in Ways(PUBLIC, "kuiyuan_bot").signing_in("1205-01", "4821")]
    assert links == [
        "https://t.me/kuiyuan_bot?start=c_1205-01_4821",
        f"{PUBLIC}/chat?say=%E7%AD%BE%E5%88%B01205-01%204821",
    ]


@pytest.mark.row("A19")
async def test_the_screen_shows_the_code_of_now_only_on_the_day(
    sample_url: str, tmp_path: Path
) -> None:
    desk = WebDesk.open(sample_url, tmp_path, public_url=PUBLIC)
    async with desk.running():
        browser = desk.browser("10.0.0.9")
        now = desk.ground.around.now()
        with desk.ground.db.session() as session:
            activity = session.scalars(select(Activity).order_by(Activity.id)).first()
            assert activity is not None
            address = f"/here/{activity.number}/{screen_key(activity)}"
            long = activity.ends_at - activity.starts_at
            number, title = activity.number, activity.title
            activity_id = activity.id
        assert (await browser.client.get(address)).status_code == 404, "weeks before"
        with desk.ground.db.session() as session:
            activity = session.get_one(Activity, activity_id)
            activity.starts_at, activity.ends_at = now, now + long
        got = await browser.client.get(address)
        assert got.status_code == 200
        assert got.headers["cache-control"] == "no-store"
        with desk.ground.db.reading() as session:
            code = code_at(session.get_one(Activity, activity_id), now)
        assert title in got.text
        assert re.search(rf'class="digits">{code}<', got.text)
        assert '<meta http-equiv="refresh" content="60">' in got.text
        assert "<svg" in got.text
        wrong = await browser.client.get(f"/here/{number}/{'0' * 32}")
        assert wrong.status_code == 404
        assert code not in wrong.text
        typed = await browser.client.get("/chat", params={"say": f"签到{number} {code}"})
        assert f">签到{number} {code}</textarea>" in typed.text
