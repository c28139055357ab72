"""The copy: made by a timer, behind a link that opens once, for nobody else, and over tomorrow."""

import base64
import json
import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.scheduling import fire_due
from models.audit import Audit, note_reading
from models.copied import PARTS
from models.copy import copy_of
from models.database import Database
from models.membership import Role
from models.order import Order
from models.outbox import Lane, Outbox
from models.person import Person
from models.rights_request import RightsRequest
from models.tables import METADATA
from models.web import OneTimeLink
from tests.filled import Filler
from tests.transcript import World
from tests.webdesk import Browser, WebDesk

NEED = "厨房灯不亮了，3号楼2单元501，明天上午"
#: tables that point at people or chats and are no part of a copy, and why
LEFT_OUT = {
    "account": "the desk's own",
    "activity_change": "what was changed in an activity, by the community",
    "activity_template": "whom the community asks to lead",
    "calendar_feed": "a hash; its address is told by 我的日历",
    "alert_call": "who of the staff was called for an alert; the alert is told",
    "action_button": "tokens that press what a card offers",
    "call_item": "whom to ring about a notice, for ninety days",
    "chat_head": "a counter",
    "conversation": "half-written words; what was sent of them is in the inbox",
    "device_code": "a hash, for ten minutes",
    "door": "whose stairwell it is; told as a role",
    "group_chat": "a group",
    "guardian_code": "a hash, for three days",
    "joining": "ids of rows that are in the copy, for thirty days",
    "link_code": "a hash, for ten minutes",
    "notice": "one text to many, by the community",
    "one_time_link": "a hash, once",
    "order_keeper": "who of the staff may see a private order; its card names them",
    "order_event": "the history of an order; its words are in the order",
    "pasted_line": "a hash; the sign-up or order that came of it is told",
    "push_window": "how many messages a platform lets through yet",
    "sent_message": "numbers of a platform",
    "subscription": "how often a template may knock yet",
    "team": "its leader is told as a role",
    "text_message": "that a notice went by text; the notice is one text to many",
    "tombstone": "only of those who have left",
    "web_session": "hashes of cookies",
}


@pytest.fixture
async def desk(sample_url: str, tmp_path: Path) -> AsyncIterator[WebDesk]:
    """A running desk with the sample community."""
    made = WebDesk.open(sample_url, tmp_path)
    async with made.running():
        yield made


async def asked(desk: WebDesk, visitor: Browser) -> str:
    """Somebody asks for a need and for a copy; returns the path of the link they get."""
    for words in (NEED, "13900000123", "1", "王老师", "要一份记录"):
        page = await visitor.say(words)
    assert "10 分钟内做好" in page
    return await linked(desk, visitor)


async def linked(desk: WebDesk, visitor: Browser) -> str:
    desk.wait(seconds=2)
    fire_due(desk.ground.db, desk.ground.around, "test")
    page = await visitor.page()
    links = re.findall(r"http://127\.0\.0\.1:8080(/export/[\w-]{22})", unescape(page))
    assert links
    return str(links[-1])


def file_in(page: str) -> dict[str, Any]:
    """The file inside the page."""
    found = re.search(r'download="linli.json" href="data:application/json;base64,([^"]+)"', page)
    assert found is not None
    read: dict[str, Any] = json.loads(base64.b64decode(found[1]))
    return read


async def test_a_copy_is_read_once_and_holds_what_she_said(desk: WebDesk) -> None:
    visitor = desk.browser()
    path = await asked(desk, visitor)
    for _look in range(2):  # as a chat program does that draws a preview
        looked = await visitor.client.get(path)
        assert looked.status_code == 200
        assert "13900000123" not in looked.text
        assert looked.headers["cache-control"] == "no-store"
    opened = await visitor.client.post(path)
    assert opened.status_code == 200
    assert "王老师" in opened.text
    assert NEED in opened.text
    shown = re.sub(r'href="[^"]+"', "", opened.text)
    assert "今天上午9点10分" in shown
    assert not re.search(r"\d{4}-\d\d-\d\dT", shown)
    for code in ("zh", "register", "submitted", "resident", "p:"):
        assert f"<dd>{code}" not in shown, "codes stand in the file alone"
    assert "<dd>居民</dd>" in shown
    copy = file_in(opened.text)
    assert copy["person"][0]["phone"] == "13900000123"
    assert copy["service_order"][0]["raw_text"] == NEED
    assert [each["purpose"] for each in copy["consent"]] == ["register"]
    again = await visitor.client.post(path)
    assert again.status_code == 410
    assert "打开过了，或者过了时间" in again.text
    assert (await visitor.client.get(path)).status_code == 410
    with desk.ground.db.reading() as session:
        assert session.scalars(select(RightsRequest.state)).all() == ["done"]
        assert len(session.scalars(select(Audit).filter_by(action="copy_opened")).all()) == 1


async def test_somebody_elses_link_stays_shut_and_stays_good(desk: WebDesk) -> None:
    visitor, other = desk.browser(), desk.browser()
    path = await asked(desk, visitor)
    for words in ("水龙头漏水，5号楼1单元302，明天下午", "13900000456", "1"):
        await other.say(words)
    for refused in (await other.client.get(path), await other.client.post(path)):
        assert refused.status_code == 403
        assert "别人的记录" in refused.text
        assert "13900000123" not in refused.text
    assert (await visitor.client.post(path)).status_code == 200


async def test_a_link_is_over_tomorrow(desk: WebDesk) -> None:
    visitor = desk.browser()
    path = await asked(desk, visitor)
    desk.wait(days=1, seconds=1)
    assert (await visitor.client.post(path)).status_code == 410
    await visitor.say("要一份记录")
    assert (await visitor.client.post(await linked(desk, visitor))).status_code == 200


async def test_guessed_tokens_and_other_links_open_nothing(desk: WebDesk) -> None:
    visitor = desk.browser()
    path = await asked(desk, visitor)
    token = path.rpartition("/")[2]
    answers = [
        await visitor.client.post(f"/export/{guess}")
        for guess in (token[:-1], token.lower() + "x", "copy:" + token, "x" * 22, "%00")
    ]
    assert {each.status_code for each in answers} <= {404, 410}
    gone = {each.text for each in answers if each.status_code == 410}
    assert len(gone) == 1
    for guess in (token, f"copy:{token}"):
        assert (await visitor.client.get(f"/enter/{guess}")).status_code == 410
    assert (await visitor.client.post(path)).status_code == 200


async def test_a_link_into_a_session_opens_no_copy(desk: WebDesk) -> None:
    visitor = desk.browser("127.0.0.1")
    path = await asked(desk, visitor)
    with desk.ground.db.session() as session:
        session.execute(update(OneTimeLink).values(token_hash="0" * 64))
    assert (await visitor.client.post(path)).status_code == 410


def test_asked_twice_it_is_made_once(small_world: World) -> None:
    wang = small_world.known("王老师", Role.RESIDENT)
    for _each in range(2):
        assert "10 分钟内做好" in wang.say("要一份记录")
    for _each in range(2):
        small_world.wait(seconds=2)
    assert wang.new.count("/export/") == 1
    with small_world.db.reading() as session:
        assert len(session.scalars(select(OneTimeLink.id)).all()) == 1
        lanes = session.scalars(select(Outbox.lane).filter_by(kind="export_ready")).all()
        assert lanes == [Lane.REPLY], "at night, too, it is an answer"


def test_a_copy_names_nobody_else(db: Database) -> None:
    with db.session() as session:
        fill = Filler(session.connection())
        asker = fill.row("person", display_name="李婶", phone="13900000123", room="501")
        helper = fill.row("person", display_name="周凯", phone="13900000456")
        worker = fill.row("person", display_name="孙丽", phone="13900000789")
        order = fill.row(
            "service_order", requested_by_id=asker, served_person_id=asker, raw_text="灯不亮"
        )
        fill.row("assignment", order_id=order, person_id=helper, reason="腰疼")
        fill.row("evaluation", order_id=order, rater_id=asker, comment="修好了")
        fill.row("call_log", order_id=order, caller_id=worker, note="晚上再打")
        fill.row("incident", order_id=order, reported_by_id=helper, text="狗很凶")
        reader = session.get_one(Person, worker)
        note_reading(session, reader, session.get_one(Order, order), "phone", reader.created_at)
        session.flush()
        hers = json.dumps(copy_of(session, session.get_one(Person, asker)), ensure_ascii=False)
        his = json.dumps(copy_of(session, session.get_one(Person, helper)), ensure_ascii=False)
    for words in ("李婶", "13900000123", "501", "灯不亮", "修好了", "晚上再打", "shown_phone"):
        assert words in hers
    for words in ("周凯", "孙丽", "13900000456", "13900000789", "腰疼", "狗很凶"):
        assert words not in hers
    for words in ("周凯", "13900000456", "腰疼", "狗很凶"):
        assert words in his
    for words in ("李婶", "13900000123", "501", "灯不亮", "修好了"):
        assert words not in his


def test_every_table_about_people_is_in_the_copy_or_has_a_reason() -> None:
    about = {
        table.name
        for table in METADATA.tables.values()
        for column in table.c
        for key in column.foreign_keys
        if key.column.table.name in ("person", "contact")
    }
    told = {part.table.__tablename__ for part in PARTS}
    assert about - told - set(LEFT_OUT) == set()
    assert set(LEFT_OUT) & told == set()
